"""The clients of examples/python against a real klikd."""

import pytest

import client_story


@pytest.fixture
def story(running):
    told = client_story.Story(running, "python")
    yield told
    told.end()


@pytest.mark.parametrize("part", client_story.PARTS, ids=lambda part: part.__name__)
def test_the_python_client(story, part):
    part(story)

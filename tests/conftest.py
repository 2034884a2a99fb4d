import tempfile

import pytest
import zmq

import klik_wire
import platform_side
import programs


class Running:
    """What a test has started; all of it is ended when the test is over."""

    def __init__(self, folder):
        self.folder = folder
        self.context = zmq.Context()
        self.daemons: list[programs.Klikd] = []
        self.clients: list = []

    def klikd(self, *flags, folder=None, **more) -> programs.Klikd:
        daemon = programs.Klikd(folder or self.folder / "data", *flags, **more)
        self.daemons.append(daemon)
        return daemon

    def control(self, daemon: programs.Klikd, code: str = "9999") -> klik_wire.Control:
        self.clients.append(klik_wire.Control(self.context, daemon.control(code)))
        return self.clients[-1]

    def live(self, daemon: programs.Klikd, code: str = "9999") -> klik_wire.Live:
        self.clients.append(klik_wire.Live(self.context, daemon.live(code)))
        return self.clients[-1]

    def platform(self, **more) -> platform_side.Platform:
        self.clients.append(platform_side.Platform(self.context, **more))
        return self.clients[-1]

    def klikd_on(self, platform: platform_side.Platform) -> programs.Klikd:
        """Configured for that platform and listening to it; again it goes on where it was."""
        config = self.folder / "klikd.toml"
        config.write_text(platform.config())
        daemon = self.klikd("--config", config)
        platform.subscribed()
        return daemon

    def end(self):
        for client in self.clients:
            client.close()
        for daemon in self.daemons:
            daemon.kill()
        self.context.destroy(linger=0)


@pytest.fixture
def running(tmp_path):
    started = Running(tmp_path)
    yield started
    started.end()
    for daemon in started.daemons:
        print(f"--- log of klikd {daemon.pid}\n{daemon.log()}")


@pytest.fixture
def platform(running):
    """One that has only a PUB."""
    return running.platform()


@pytest.fixture
def started(running):
    """Starts klikd on a platform."""
    return running.klikd_on


@pytest.fixture
def daemon(running):
    """A klikd for Korsbæk Kommune (9999) on 1 February 2024."""
    return running.klikd()


@pytest.fixture
def control(running, daemon):
    return running.control(daemon)


@pytest.fixture
def private_sockets():
    """Endpoints that stay the same over a restart of klikd."""
    with tempfile.TemporaryDirectory(prefix="klik-") as folder:
        yield "--live", f"ipc://{folder}/live", "--control", f"ipc://{folder}/control"

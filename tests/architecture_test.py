#!/usr/bin/python3
"""What ARCHITECTURE.md promises about the tree, checked: which layer includes which, no clocks or files in the
pure layers, short files, no machine's paths, links between documents that lead somewhere. Each check is also
shown to fail on a small bad tree.

As a program: architecture_test.py ROOT
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent

# The layers that each layer may include, itself left out.
BELOW = {
    "domain": [],
    "engine": ["domain"],
    "codec": ["engine", "domain"],
    "journal": ["codec", "engine", "domain"],
    "replay": ["journal", "codec", "engine", "domain"],
    "keys": ["codec", "engine", "domain"],
    "bus": ["keys", "codec", "engine", "domain"],
    "client": ["keys", "codec", "engine", "domain"],
    "daemon": ["bus", "keys", "replay", "journal", "codec", "engine", "domain"],
    "ctl": ["client", "keys", "replay", "journal", "codec", "engine", "domain"],
}
# Libraries that only some layers may name. What is not listed here is free for all but the pure ones.
LIBRARIES = {
    r"absl/": {"engine"},
    r"msgpack": {"codec"},
    r"toml\+\+|toml\.hpp": {"codec", "keys", "ctl", "daemon"},
    r"zmq": {"keys", "bus", "client"},
    r"sqlite3": {"journal"},
    r"CLI/": {"daemon", "ctl"},
    r"date/": {"replay"},
    r"prometheus/": {"daemon"},
}
# Layers that use the standard library alone, and what they may have besides: containers ask nothing of the machine.
STANDARD_LIBRARY_AND = {"domain": None, "engine": r"absl/container/\w+\.h"}
PURE = {"domain", "engine", "codec"}
IMPURE = [
    (r"\b(system|steady|high_resolution|file|utc|tai|gps)_clock\s*::\s*now\b", "reads a clock"),
    (r"\bstd::(time|clock)\s*\(|(?<![\w.>])time\s*\(\s*(nullptr|NULL|0|&)", "reads a clock"),
    (r"\b(gettimeofday|clock_gettime|localtime(_r)?|gmtime(_r)?|tzset)\b", "reads a clock"),
    (r"\b(current_zone|locate_zone|make_zoned|get_tzdb)\b", "uses the machine's time zones"),
    (r"\b(secure_)?(getenv|setenv|putenv)\b|\benviron\b", "uses the environment"),
    (r"\b[io]?fstream\b|<filesystem>|\bfilesystem\s*::|\bf(re)?open\b|(?<!\w)::open\s*\(|\bstd::c(out|err|in)\b",
     "uses files"),
    (r"<random>|\brandom_device\b|\bmt19937|\bs?rand(om|_r)?\s*\(|\barc4random", "uses randomness"),
    (r"<(thread|mutex|future|condition_variable)>", "uses threads"),
]
MAX_LINES = 400
MACHINE_PATH = re.compile(r"(?<![\w.])/(work|farm|root|home/[a-z]\w*)/")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
COMMENT_OR_STRING = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:[^"\\\n]|\\.)*"', re.DOTALL)
SOURCES = {".cpp", ".hpp", ".h"}
LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)")


def code_only(text: str) -> str:
    """The text without comments and strings, its lines kept."""
    return COMMENT_OR_STRING.sub(lambda match: "\n" * match.group().count("\n"), text)


def include_findings(place: str, layer: str, text: str) -> list[str]:
    findings = []
    for line_number, line in enumerate(text.splitlines(), 1):
        include = INCLUDE.match(line)
        if not include:
            continue
        bracket, path = include.groups()
        where = f"{place}:{line_number}"
        first = path.split("/")[0]
        if bracket == '"' and "/" not in path:
            findings.append(f'{where}: include "{path}" by its layer, as "{layer}/{path}"')
        if first in BELOW and first != layer and first not in BELOW[layer]:
            findings.append(f"{where}: {layer} may not include {first}")
        elif bracket == "<":
            for pattern, layers in LIBRARIES.items():
                if re.match(pattern, path) and layer not in layers:
                    findings.append(f"{where}: {layer} may not include <{path}>")
            if layer in STANDARD_LIBRARY_AND and not re.fullmatch(r"[a-z_]+", path):
                besides = STANDARD_LIBRARY_AND[layer]
                if not besides or not re.fullmatch(besides, path):
                    findings.append(f"{where}: {layer} uses the standard library alone, not <{path}>")
    return findings


def plugin_findings(place: str, plugin: str, text: str) -> list[str]:
    """Plugins stand on include/klik/ and plugins/common/, as those of other authors do."""
    findings = []
    for line_number, line in enumerate(text.splitlines(), 1):
        include = INCLUDE.match(line)
        first = include.group(2).split("/")[0] if include else ""
        if include and include.group(1) == '"' and first not in ("common", plugin):
            findings.append(f"{place}:{line_number}: {plugin} may not include {include.group(2)}")
        elif first in BELOW:
            findings.append(f"{place}:{line_number}: {plugin} may not include {include.group(2)}")
    return findings


def purity_findings(place: str, layer: str, text: str) -> list[str]:
    if layer not in PURE:
        return []
    findings = []
    for line_number, line in enumerate(code_only(text).splitlines(), 1):
        for pattern, what in IMPURE:
            if re.search(pattern, line):
                findings.append(f"{place}:{line_number}: {layer} {what}: {line.strip()}")
    return findings


def sdk_findings(place: str, text: str) -> list[str]:
    """What a plugin author includes shows nothing of ours and nothing of ZeroMQ or msgpack."""
    findings = []
    for line_number, line in enumerate(text.splitlines(), 1):
        include = INCLUDE.match(line)
        if include and not re.fullmatch(r"[a-z_]+|klik/[a-z_]+\.hpp", include.group(2)):
            findings.append(f"{place}:{line_number}: the SDK's headers may not include {include.group(2)}")
    if re.search(r"\b(zmq|msgpack)\b", code_only(text)):
        findings.append(f"{place}: the SDK's headers may not show a ZeroMQ or msgpack type")
    return findings


def link_findings(root: pathlib.Path, place: str, text: str) -> list[str]:
    """Links to files that are not there."""
    return [
        f"{place}: the link to {target} leads nowhere"
        for target in LINK.findall(text)
        if not ((root / place).parent / target).exists()
    ]


def findings_in(root: pathlib.Path, files: list[str]) -> list[str]:
    findings = []
    for place in files:
        path = root / place
        if not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        parts = place.split("/")
        for line_number, line in enumerate(text.splitlines(), 1):
            if MACHINE_PATH.search(line) and place != "tests/architecture_test.py":
                findings.append(f"{place}:{line_number}: a machine's path: {line.strip()}")
        if path.suffix == ".md":
            findings += link_findings(root, place, text)
        if path.suffix not in SOURCES:
            continue
        if text.count("\n") > MAX_LINES:
            findings.append(f"{place}: more than {MAX_LINES} lines; one concept a file")
        if parts[0] == "src" and parts[1] in BELOW:
            findings += include_findings(place, parts[1], text)
            findings += purity_findings(place, parts[1], text)
        elif parts[0] == "src" and len(parts) > 2:
            findings.append(f"{place}: {parts[1]} is no layer")
        elif parts[0] == "plugins":
            findings += plugin_findings(place, parts[1], text)
        elif parts[:2] == ["include", "klik"]:
            findings += sdk_findings(place, text)
    return findings


def tracked_files(root: pathlib.Path) -> list[str]:
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "-C", root, "ls-files", "-z"],
        check=True, capture_output=True, text=True,
    )
    return [place for place in listing.stdout.split("\0") if place]


class Tree(unittest.TestCase):
    def test_keeps_to_its_architecture(self):
        files = tracked_files(ROOT)
        self.assertIn("src/domain/task.hpp", files)
        self.assertEqual([], findings_in(ROOT, files))


class Checks(unittest.TestCase):
    """Every rule above can fail: each bad file brings its own finding, the good ones none."""

    BAD = {
        "src/domain/upwards.hpp": ('#include "engine/state.hpp"\n', "domain may not include engine"),
        "src/engine/upwards.hpp": ('#include "codec/fact.hpp"\n', "engine may not include codec"),
        "src/codec/upwards.hpp": ('#include "bus/x.hpp"\n', "codec may not include bus"),
        "src/bus/sideways.hpp": ('#include "journal/x.hpp"\n', "bus may not include journal"),
        "src/client/sideways.hpp": ('#include "bus/x.hpp"\n', "client may not include bus"),
        "src/ctl/sideways.hpp": ('#include "daemon/x.hpp"\n', "ctl may not include daemon"),
        "src/keys/upwards.hpp": ('#include "bus/x.hpp"\n', "keys may not include bus"),
        "src/journal/upwards.hpp": ('#include "replay/x.hpp"\n', "journal may not include replay"),
        "src/replay/sideways.hpp": ('#include "keys/x.hpp"\n', "replay may not include keys"),
        "src/daemon/zone.hpp": ("#include <date/tz.h>\n", "daemon may not include <date/tz.h>"),
        "src/journal/keys.hpp": ('#include "keys/x.hpp"\n', "journal may not include keys"),
        "src/bus/bare.hpp": ('#include "x.hpp"\n', 'as "bus/x.hpp"'),
        "src/domain/library.hpp": ("#include <fmt/format.h>\n", "standard library alone"),
        "src/engine/random.hpp": ("#include <absl/random/random.h>\n", "standard library alone"),
        "src/domain/container.hpp": ("#include <absl/container/btree_map.h>\n", "domain may not include"),
        "src/journal/library.hpp": ("#include <zmq.hpp>\n", "journal may not include <zmq.hpp>"),
        "src/bus/library.hpp": ("#include <msgpack.hpp>\n", "bus may not include <msgpack.hpp>"),
        "src/engine/clock.cpp": ("auto t = std::chrono::system_clock::now();\n", "reads a clock"),
        "src/engine/time.cpp": ("auto t = std::time(nullptr);\n", "reads a clock"),
        "src/engine/now.cpp": ("time_t t; time(&t);\n", "reads a clock"),
        "src/codec/zone.cpp": ("auto z = date::current_zone();\n", "time zones"),
        "src/codec/environment.cpp": ('auto v = std::getenv("A");\n', "environment"),
        "src/codec/file.cpp": ("std::ifstream in;\n", "uses files"),
        "src/codec/output.cpp": ("std::cout << 1;\n", "uses files"),
        "src/codec/open.cpp": ('auto f = std::fopen("a", "r");\n', "uses files"),
        "src/codec/descriptor.cpp": ("int f = ::open(name, 0);\n", "uses files"),
        "src/domain/dice.cpp": ("int n = rand();\n", "randomness"),
        "src/domain/dice.hpp": ("#include <random>\n", "randomness"),
        "src/domain/threads.hpp": ("#include <thread>\n", "threads"),
        "src/daemon/long.cpp": ("int x;\n" * (MAX_LINES + 1), "more than"),
        "src/misc/pile.cpp": ("int x;\n", "is no layer"),
        "plugins/mail/inside.hpp": ('#include "codec/fact.hpp"\n', "mail may not include codec/fact.hpp"),
        "plugins/mail/sideways.hpp": ('#include "calendar/x.hpp"\n', "mail may not include calendar/x.hpp"),
        "plugins/common/upwards.hpp": ('#include "mail/x.hpp"\n', "common may not include mail/x.hpp"),
        "include/klik/leak.hpp": ("#include <zmq.hpp>\n", "may not include zmq.hpp"),
        "include/klik/shown.hpp": ("void f(zmq::socket_t&);\n", "ZeroMQ or msgpack type"),
        "docs/link.md": ("[away](none.md)\n", "leads nowhere"),
        "docs/path.md": ("see /" + "root/notes\n", "machine's path"),
    }
    GOOD = {
        "src/domain/good.hpp": '// time(nullptr) and rand() stand in a comment only\n#include "domain/a.hpp"\n'
                               "#include <chrono>\nint overtime(int days); struct S { int time() const; bool open(); };\n"
                               "int f(S& s) { return s.open() ? s.time() : 0; }\n",
        "src/codec/good.cpp": '#include "codec/a.hpp"\n#include "engine/b.hpp"\n#include <msgpack.hpp>\n'
                              'auto text = "fopen(";\n',
        "src/daemon/good.cpp": '#include "bus/a.hpp"\n#include "journal/a.hpp"\n'
                               "auto t = std::chrono::system_clock::now();\n",
        "include/klik/good.hpp": '#include "klik/other.hpp"\n#include <string>\n',
        "docs/good.md": "see https://example.org/home/page, /usr/share, [this](good.md#part), [that](#part)\n",
    }

    def test_find_every_kind_of_breach_and_nothing_else(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for place, text in {**{k: v[0] for k, v in self.BAD.items()}, **self.GOOD}.items():
                (root / place).parent.mkdir(parents=True, exist_ok=True)
                (root / place).write_text(text)
            for place, (_, expected) in self.BAD.items():
                found = findings_in(root, [place])
                self.assertTrue(any(expected in finding for finding in found), f"{place}: {found}")
            self.assertEqual([], findings_in(root, list(self.GOOD)))


if __name__ == "__main__":
    unittest.main()

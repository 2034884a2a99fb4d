"""A real Redmine (Debian's package), unprivileged, on a port that the system chose.

Its start is heavy, so a test session has one of them (`session`), and each test a project of its own. What takes
longest, a copy of the program and a database with statuses, tracker and people in it, is kept in a folder of the
build; a database of a session is a copy of that one."""

import contextlib
import fcntl
import hashlib
import json
import os
import pathlib
import re
import shutil
import socket
import sqlite3
import subprocess
import urllib.error
import urllib.parse
import urllib.request
import uuid

from klik_wire import until

INSTALLED = pathlib.Path("/usr/share/redmine")
SEED = pathlib.Path(__file__).with_name("redmine_seed.rb")
TRACKER, NUMBER_FIELD = "Municipal task", "KLIK"
KEYS = {name: hashlib.sha1(name.encode()).hexdigest() for name in ("admin", "sync", "hanne", "reader")}
PASSWORD = "hemmeligt-nok"  # of everybody in redmine_seed.rb
PATIENCE_S = 600
# WEBrick writes an answer's head and body apart, and the second waits for the receipt of the first, which the other end
# puts off by 40 ms.
NO_DELAY = """require 'webrick'
WEBrick::GenericServer.prepend(Module.new do
  def accept_client(listener)
    super&.tap { |client| client.setsockopt(Socket::IPPROTO_TCP, Socket::TCP_NODELAY, 1) }
  end
end)
"""
DATABASE = "production:\n  adapter: sqlite3\n  database: {}\n  timeout: 10000\n"


def kept_folder() -> pathlib.Path:
    """Beside the programs that are tested: never in the source tree."""
    return pathlib.Path(os.environ["KLIK_BIN_DIR"]).resolve().parent / "peers"


class Program:
    """A copy of Debian's Redmine that runs as any user, with an empty, set-up database; made once."""

    def __init__(self, kept: pathlib.Path):
        assert INSTALLED.is_dir(), "Redmine is not installed: scripts/setup installs it"
        version = subprocess.run(["dpkg-query", "-W", "redmine"], capture_output=True, text=True, check=True).stdout
        mark = hashlib.sha256(version.encode() + SEED.read_bytes() + pathlib.Path(__file__).read_bytes()).hexdigest()
        self.folder = kept / f"redmine-{mark[:12]}"
        kept.mkdir(parents=True, exist_ok=True)
        with (kept / "redmine.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self.database.exists():
                self._make()

    @property
    def app(self) -> pathlib.Path:
        return self.folder / "app"

    @property
    def database(self) -> pathlib.Path:
        return self.folder / "set-up.sqlite3"

    def environment(self, instance: str) -> dict:
        keys = {f"REDMINE_{name.upper()}_KEY": key for name, key in KEYS.items()}
        return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(self.folder), "RAILS_ENV": "production",
                "BUNDLER_VERSION": "2.3.15", "BUNDLE_GEMFILE": str(self.app / "Gemfile"), "SCHEMA": "/dev/null",
                "REDMINE_LANG": "en", "REDMINE_INSTANCE": instance, **keys}

    def instance(self, name: str, database: pathlib.Path) -> pathlib.Path:
        folder = self.app / "instances" / name
        for part in ("config", "tmp/cache", "tmp/pids", "log", "files", "public/plugin_assets"):
            (folder / part).mkdir(parents=True)
        (folder / "config" / "database.yml").write_text(DATABASE.format(database))
        (folder / "config" / "secret_key.txt").write_text(uuid.uuid4().hex * 4)
        return folder

    def _make(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(INSTALLED, self.app, symlinks=True,
                        ignore=shutil.ignore_patterns("instances", "Gemfile.lock", "database.yml", "help"))
        growing = self.folder / "growing.sqlite3"
        self.instance("default", growing)
        (self.app / "config" / "database.yml").write_text(DATABASE.format(growing))
        gems = self.app / "Gemfile"
        gems.write_text(gems.read_text().replace("/usr/share/redmine/{config", f"{self.app}/{{config"))
        (self.app / "Gemfile.local").write_text("gem 'webrick'\n")
        (self.app / "config" / "additional_environment.rb").write_text(NO_DELAY)
        # Default data in another process than the migration, which has the columns of before in mind.
        for command in (["bundle", "install", "--local", "--quiet"], ["bundle", "exec", "rake", "db:migrate"],
                        ["bundle", "exec", "rails", "runner", str(SEED)]):
            done = subprocess.run(command, cwd=self.app, env=self.environment("default"), capture_output=True, text=True)
            assert done.returncode == 0, f"{command}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
        growing.rename(self.database)


class Redmine:
    def __init__(self, folder: pathlib.Path):
        self.program = Program(kept_folder())
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.database = folder / "redmine.sqlite3"
        shutil.copyfile(self.program.database, self.database)
        self.instance = f"test-{uuid.uuid4().hex[:12]}"
        self._instance = self.program.instance(self.instance, self.database)
        self.port = 0
        self._kept_port: socket.socket | None = None
        self.projects = 0
        self.start()
        self.number_field = self.id_of("/custom_fields.json", "custom_fields", NUMBER_FIELD)

    def start(self):
        """Again it has the port and all that was in it."""
        self._log = (self.folder / "log").open("w")
        self.process = subprocess.Popen(
            ["/usr/bin/ruby", self.program.app / "bin" / "rails", "server", "-u", "webrick", "-b", "127.0.0.1",
             "-p", str(self.port), "-P", self.folder / "pid"],
            cwd=self.program.app, env=self.program.environment(self.instance), stdin=subprocess.DEVNULL,
            stdout=self._log, stderr=subprocess.STDOUT)
        try:
            self.port = int(until(self._listening, PATIENCE_S).group(1))
            if self._kept_port:
                self._kept_port.close()
        except BaseException:
            self.stop()
            raise

    def _listening(self):
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(0.05)  # it takes seconds, in which others need the processor
        assert self.process.poll() is None, self.log()
        return re.search(r"HTTPServer#start: pid=\d+ port=(\d+)", self.log())

    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def requests(self, method: str = "[A-Z]+") -> int:
        """How many it has been asked since it was made."""
        return len(re.findall(rf"\bStarted {method} ", (self._instance / "log" / "production.log").read_text()))

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._log.close()
        if self.port:
            self._keep_port()
        (self.folder / "pid").unlink(missing_ok=True)

    def _keep_port(self):
        """Bound and not listened to, so that nobody is given it before Redmine, which may bind it all the same."""
        self._kept_port = socket.socket()
        self._kept_port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._kept_port.bind(("127.0.0.1", self.port))

    def end(self):
        self.stop()
        if self._kept_port:
            self._kept_port.close()
        shutil.rmtree(self._instance, ignore_errors=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, body=None, key: str = "admin"):
        """Status and answer, as a program of somebody else sees them; `key` is a name in KEYS."""
        request = urllib.request.Request(
            self.url + path, method=method, data=None if body is None else json.dumps(body).encode(),
            headers={"X-Redmine-API-Key": KEYS.get(key, key), "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                status, text = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            status, text = error.code, error.read()
        with contextlib.suppress(ValueError):
            return status, json.loads(text)
        return status, text.decode(errors="replace")

    def done(self, method: str, path: str, body=None, key: str = "admin"):
        for _ in range(5):
            status, answer = self.ask(method, path, body, key)
            if status != 500:
                break
            # On SQLite a Redmine that is changed twice at once does one of both and fails at the other.
        assert status in (200, 201, 204), (method, path, body, status, answer)
        return answer

    def id_of(self, path: str, kind: str, name: str) -> int:
        return next(each["id"] for each in self.done("GET", path)[kind] if each.get("name", each.get("login")) == name)

    def administer(self, statement: str, *values):
        """What Redmine has no REST for, as its own pages would do it."""
        with contextlib.closing(sqlite3.connect(self.database, timeout=60)) as database, database:
            database.execute(statement, values)

    @contextlib.contextmanager
    def new_issues_may_be(self, status: str):
        """For a while the workflow lets managers make issues in that status."""
        self.administer(
            "INSERT INTO workflows (tracker_id, old_status_id, new_status_id, role_id, type) "
            "SELECT trackers.id, 0, issue_statuses.id, roles.id, 'WorkflowTransition' "
            "FROM trackers, issue_statuses, roles "
            "WHERE trackers.name = ? AND issue_statuses.name = ? AND roles.name = 'Manager'", TRACKER, status)
        try:
            yield
        finally:
            self.administer(
                "DELETE FROM workflows WHERE old_status_id = 0 "
                "AND tracker_id = (SELECT id FROM trackers WHERE name = ?) "
                "AND new_status_id = (SELECT id FROM issue_statuses WHERE name = ?)", TRACKER, status)

    @contextlib.contextmanager
    def renamed_status(self, old: str, new: str):
        rename = "UPDATE issue_statuses SET name = ? WHERE name = ?"
        self.administer(rename, new, old)
        try:
            yield
        finally:
            self.administer(rename, old, new)

    def set(self, setting: str, value: str):
        """Redmine reads its settings anew when their time is past that of its last look, to a part of a second."""
        self.administer("DELETE FROM settings WHERE name = ?", setting)
        self.administer("INSERT INTO settings (name, value, updated_on) "
                        "VALUES (?, ?, strftime('%Y-%m-%d %H:%M:%f', 'now'))", setting, value)

    @contextlib.contextmanager
    def without_api(self):
        self.set("rest_api_enabled", "0")
        try:
            yield
        finally:
            self.set("rest_api_enabled", "1")

    @contextlib.contextmanager
    def texts_in(self, formatting: str):
        """`textile`, which is how Redmine begins, `markdown` or `common_mark`."""
        self.set("text_formatting", formatting)
        try:
            yield
        finally:
            self.set("text_formatting", "textile")

    def texts_of_page(self, issue: int, who: str = "hanne") -> list[str]:
        """The description and each note as HTML, as somebody sees them who has logged in."""
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())

        def page(path: str, **form) -> str:
            data = urllib.parse.urlencode(form).encode() if form else None
            with browser.open(self.url + path, data, timeout=60) as answer:
                return answer.read().decode()
        token = re.search(r'name="authenticity_token" value="([^"]+)"', page("/login")).group(1)
        page("/login", authenticity_token=token, username=who, password=PASSWORD)
        return re.findall(r'<div[^>]* class="wiki"[^>]*>(.*?)</div>', page(f"/issues/{issue}"), re.DOTALL)

    @contextlib.contextmanager
    def changed_project(self, identifier: str, **fields):
        """Trackers and custom fields of it are others for a while."""
        tracker = self.id_of("/trackers.json", "trackers", TRACKER)
        usual = {"tracker_ids": [tracker], "issue_custom_field_ids": [self.number_field]}
        self.done("PUT", f"/projects/{identifier}.json", {"project": fields})
        try:
            yield
        finally:
            self.done("PUT", f"/projects/{identifier}.json", {"project": {name: usual[name] for name in fields}})

    @contextlib.contextmanager
    def required_field(self, identifier: str, name: str):
        """New issues of the project must have a value in it, until it has a default value."""
        project = self.done("GET", f"/projects/{identifier}.json")["project"]["id"]
        self.administer("INSERT INTO custom_fields (type, name, field_format, is_required, is_filter, position, "
                        "format_store) VALUES ('IssueCustomField', ?, 'string', 1, 1, 100, '--- {}')", name)
        of_it = "FROM custom_fields WHERE name = ?"
        self.administer(f"INSERT INTO custom_fields_trackers SELECT id, (SELECT id FROM trackers WHERE name = '{TRACKER}') "
                        f"{of_it}", name)
        self.administer(f"INSERT INTO custom_fields_projects SELECT id, {project} {of_it}", name)
        try:
            yield
        finally:
            self.administer("UPDATE custom_fields SET default_value = 'Drift' WHERE name = ?", name)

    @contextlib.contextmanager
    def archived(self, identifier: str):
        self.done("PUT", f"/projects/{identifier}/archive.json")
        try:
            yield
        finally:
            self.done("PUT", f"/projects/{identifier}/unarchive.json")

    @contextlib.contextmanager
    def closed(self, identifier: str):
        self.done("PUT", f"/projects/{identifier}/close.json")
        try:
            yield
        finally:
            self.done("PUT", f"/projects/{identifier}/reopen.json")

    @contextlib.contextmanager
    def role_of(self, login: str, identifier: str, role: str):
        """Somebody has another one for a while."""
        members = self.done("GET", f"/projects/{identifier}/memberships.json?limit=100")["memberships"]
        user = self.id_of("/users.json", "users", login)
        member = next(each for each in members if each["user"]["id"] == user)

        def give(*ids):
            self.done("PUT", f"/memberships/{member['id']}.json", {"membership": {"role_ids": ids}})

        give(self.id_of("/roles.json", "roles", role))
        try:
            yield
        finally:
            give(*(each["id"] for each in member["roles"]))

    def project(self) -> str:
        """A fresh one, in which sync and Hanne are managers and Lis reads along; phases are categories."""
        self.projects += 1
        identifier = f"portfolio-{self.projects}"
        tracker = self.id_of("/trackers.json", "trackers", TRACKER)
        self.done("POST", "/projects.json", {"project": {
            "name": f"Portfolio {self.projects}", "identifier": identifier, "is_public": False,
            "tracker_ids": [tracker], "issue_custom_field_ids": [self.number_field],
            "enabled_module_names": ["issue_tracking"], "inherit_members": False}})
        for login, role in (("sync", "Manager"), ("hanne", "Manager"), ("laeser", "Reporter")):
            self.done("POST", f"/projects/{identifier}/memberships.json", {"membership": {
                "user_id": self.id_of("/users.json", "users", login),
                "role_ids": [self.id_of("/roles.json", "roles", role)]}})
        for phase in ("Afklaring", "Gennemførelse"):
            self.done("POST", f"/projects/{identifier}/issue_categories.json", {"issue_category": {"name": phase}})
        return identifier

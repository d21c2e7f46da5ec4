"""A site of its own for a fault storm: a data folder and the processes that work on it."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180  # seconds


class Site:
    def __init__(self, data: Path, settings: str = "config.settings", **environment: str) -> None:
        self.data = data
        self.port = _free_port()
        own = {"GIAOBAN_DATA": str(data), "DJANGO_SETTINGS_MODULE": settings, "PORT": str(self.port)}
        self.environment = {**os.environ, **own, **environment}
        self.environment.pop("DATABASE_URL", None)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run(sys.executable, "manage.py", *arguments)

    def fill(self, reports: int) -> None:
        """Invented reports, published and indexed, without ingest."""
        for arguments in (
            ("migrate", "-v0"),
            ("collectstatic", "--no-input", "-v0"),
            ("shell", "-v0", "-c", f"from tests.soak.reports import fill; fill({reports})"),
            ("reindex", "-v0"),
        ):
            done = self.manage(*arguments)
            if done.returncode:
                raise RuntimeError(done.stderr)

    def start(self, *command: str, output: Path | None = None) -> subprocess.Popen[bytes]:
        """A process in a group of its own, which writes what it has to say to `output`."""
        with Path(output or os.devnull).open("ab") as log:
            return subprocess.Popen(
                command, cwd=ROOT, env=self.environment, start_new_session=True, stdout=log, stderr=log
            )

    def celery(self, *arguments: str) -> tuple[str, ...]:
        return sys.executable, "-m", "celery", "--app", "config", *arguments, "--loglevel", "WARNING"

    @contextmanager
    def running(self, *command: str) -> Iterator[subprocess.Popen[bytes]]:
        process = self.start(*command)
        try:
            yield process
        finally:
            kill(process)

    @contextmanager
    def serving(self) -> Iterator[None]:
        """The web process, as the Procfile starts it."""
        process = self.start(sys.executable, "-m", "honcho", "start", "web", output=self.data / "web.log")
        try:
            assert self.wait_until(self.answers), (self.data / "web.log").read_text()
            yield
        finally:
            process.terminate()
            process.wait()

    def answers(self) -> bool:
        try:
            return self.get("/search/help/")[0] == 200
        except OSError:
            return False

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and body."""
        try:
            with urllib.request.urlopen(f"{self.address}{path}", timeout=30) as answer:  # noqa: S310 - our own site
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def count(self, query: str) -> int:
        file = f"file:{self.data / 'giaoban.sqlite3'}?mode=ro"
        with closing(sqlite3.connect(file, uri=True, timeout=30)) as database:
            return database.execute(f"SELECT count(*) FROM {query}").fetchone()[0]  # noqa: S608 - the test's own words

    def wait_until(self, condition: Callable[[], object]) -> bool:
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end:
                return False
            time.sleep(0.1)
        return True


def kill(process: subprocess.Popen[bytes]) -> None:
    """All of its processes, with no chance to clean up."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port

"""The example site with its demo content, in a process of its own, as ``make demo`` runs it."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from email import message_from_string, policy
from email.message import EmailMessage
from pathlib import Path
from shutil import copy
from urllib.error import URLError
from urllib.request import urlopen

from example_site.demo.content.all import all_pages
from example_site.demo.dates import DemoDates

ROOT = Path(__file__).resolve().parent.parent.parent
MANAGE = [sys.executable, str(ROOT / "example_site" / "manage.py")]
PATHS = [content.path for content in all_pages(DemoDates())]
"""The addresses of all pages of the demo."""
PATIENCE = 60  # seconds that a busy machine may take to start the server
BETWEEN_MAILS = "-" * 79  # as Django's file backend writes it


class Demo:
    """A running demo. ``folder`` holds its database, mails and files.

    ``theme`` is the name of the site's look, as in ``make demo THEME=dkfds``.
    """

    def __init__(self, folder: Path, theme: str = "") -> None:
        self.folder = folder
        self.theme = theme
        self.url = f"http://127.0.0.1:{free_port()}"
        self.database = folder / "db.sqlite3"
        self.pristine = folder / "pristine.sqlite3"
        self.staged = folder / "staged.sqlite3"
        self.addresses: dict[str, str] = {}
        self.server: subprocess.Popen | None = None

    def load(self, submissions: int = 0) -> None:
        """Fetch the theme, make the tables and the content, which takes a while."""
        self.fetch_theme()
        for command in (["migrate"], ["load_demo", "--submissions", str(submissions)]):
            self._manage(*command, "--verbosity", "0")
        copy(self.database, self.pristine)

    def stage(self) -> dict[str, str]:
        """Add the states that the demo is not in as loaded; addresses by name.

        They are there until the next reset.
        """
        self.reset()
        if self.staged.exists():
            copy_database(self.staged, self.database)
        else:
            self.addresses = json.loads(self.run("from tests.e2e.stage import build; build()"))
            copy_database(self.database, self.staged)
        return self.addresses

    def run(self, code: str) -> str:
        """Run some Python in a process of the demo; what it prints."""
        command = [*MANAGE, "shell", "--verbosity", "0", "--command", code]
        environment = {**self._environment(), "PYTHONPATH": str(ROOT)}
        return subprocess.run(
            command, env=environment, check=True, stdout=subprocess.PIPE, text=True
        ).stdout

    def fetch_theme(self) -> None:
        """Get what the look needs from npm."""
        if self.theme:
            package = f"example_site/node_modules/{self.theme}"
            subprocess.run(["make", "--silent", package], cwd=ROOT, check=True)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        command = [*MANAGE, "runserver", "--noreload", self.url.removeprefix("http://")]
        log_file = self.folder / f"server{self.theme}.log"
        with open(log_file, "w") as log:
            self.server = subprocess.Popen(
                command, env=self._environment(), stdout=log, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if self.server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(log_file.read_text())
            time.sleep(0.2)

    def stop(self) -> None:
        """End the server."""
        if self.server is not None:
            self.server.terminate()
            self.server.wait()

    def reset(self) -> None:
        """Bring the content back to what was loaded, and empty the letter box."""
        copy_database(self.pristine, self.database)
        for path in self._mail_files():
            path.unlink()

    def send_submissions(self, count: int) -> None:
        """Have as many invented people sign up and apply."""
        self._manage("load_demo", "--submissions", str(count), "--verbosity", "0")

    def mails_to(self, address: str) -> list[EmailMessage]:
        """The mails sent to ``address`` since the last reset."""
        texts = (path.read_text(encoding="utf-8") for path in self._mail_files())
        parts = [part.lstrip() for text in texts for part in text.split(BETWEEN_MAILS)]
        mails = [message_from_string(part, policy=policy.default) for part in parts if part]
        return [mail for mail in mails if address in mail["To"]]

    def _manage(self, *command: str) -> None:
        subprocess.run([*MANAGE, *command], env=self._environment(), check=True)

    def _mail_files(self) -> list[Path]:
        return sorted((self.folder / "mail").glob("*.log"))

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/privatliv/", timeout=PATIENCE):
                return True
        except URLError:
            return False

    def _environment(self) -> dict[str, str]:
        """The machine's own, without what would lead the demo elsewhere."""
        ours = ("DATABASE_", "CACHE_", "EMAIL_", "DJANGO_", "ANYMAIL_", "SECRET_", "ALLOWED_")
        inherited = {name: v for name, v in os.environ.items() if not name.startswith(ours)}
        paths = {"VAR_DIR": str(self.folder), "BASE_URL": self.url}
        return {**inherited, "DEBUG": "1", "THEME": self.theme, **paths}


def copy_database(source_file: Path, target_file: Path) -> None:
    """Bring one SQLite database to what the other holds, while a server may read it."""
    with (
        closing(sqlite3.connect(source_file)) as source,
        closing(sqlite3.connect(target_file, timeout=20)) as target,
    ):
        source.backup(target)


def free_port() -> int:
    """A port that nobody listens to."""
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]

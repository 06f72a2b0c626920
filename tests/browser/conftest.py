"""A real browser for real paths: Debian's Chromium where it is, Playwright's own elsewhere."""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, sync_playwright
from pytest_django.live_server_helper import LiveServer

from budgets.models import User
from reports.demo import DEMO_PASSWORD
from tests.browser.demo import put_demo_in_place
from tests.conftest import PROJECT

# Playwright's synchronous interface runs in an event loop, where Django refuses the ORM without this.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

SWITCHES = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
AXE = (PROJECT / "node_modules" / "axe-core" / "axe.min.js").read_text()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    started = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)
    yield started
    started.close()


class Visitor:
    """Somebody at a browser, who notes every error in the console."""

    def __init__(self, page: Page, server: LiveServer) -> None:
        self.page, self.server = page, server
        self.errors: list[str] = []
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} {message.location}")

    def log_in(self, name: str) -> None:
        """Straight to being logged in, as after the log-in page."""
        client = Client()
        client.force_login(User.objects.get(username=name))
        session = client.cookies["sessionid"].value
        self.page.context.add_cookies([{"name": "sessionid", "value": session, "url": self.server.url}])
        self.go("/")

    def log_in_by_typing(self, name: str) -> None:
        self.page.goto(f"{self.server.url}/konto/log-ind/")
        self.page.get_by_label("Bruger").fill(name)
        self.page.get_by_label("Adgangskode").fill(DEMO_PASSWORD)
        self.page.get_by_role("button", name="Log ind").click()

    def go(self, path: str) -> None:
        self.page.goto(self.server.url + path)

    def violations(self) -> list[str]:
        """What axe-core finds wrong on the page: rule and where. It runs outside the page's own policy."""
        self.page.evaluate(AXE)
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [f"{v['id']}: {node['target']}" for v in found["violations"] for node in v["nodes"]]


@pytest.fixture
def visitor(browser: Browser, live_server: LiveServer) -> Iterator[Visitor]:
    put_demo_in_place()
    context = browser.new_context(locale="da-DK", viewport={"width": 1280, "height": 900})
    yield Visitor(context.new_page(), live_server)
    context.close()
    let_the_server_end()


OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


def let_the_server_end() -> None:
    """Wait until the server's sessions with the database have ended: to empty it under them is a deadlock."""
    with connection.cursor() as cursor:
        for _ in range(100):
            cursor.execute(OTHERS)
            (count,) = cursor.fetchone()
            if not count:
                return
            cursor.execute("SELECT pg_sleep(0.02)")

"""Fixtures of tests in a real browser."""

import os
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, expect, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from budgets.foundation.models import AuditEntry, User
from budgets.foundation.reference import load_reference_data
from reports.demo.loading import DEMO_PASSWORD
from tests import snapshots
from tests.browser.chromium import launch
from tests.demo import put_demo_in_place
from tests.places import FIXTURES, PROJECT

# Playwright's synchronous interface runs in an event loop, where Django refuses the ORM without this.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

SECONDS_TO_ANSWER = 30
expect.set_options(timeout=SECONDS_TO_ANSWER * 1000)
WIDTHS = (360, 1280, 1920)
AXE = (PROJECT / "node_modules" / "axe-core" / "axe.min.js").read_text()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright; in its event loop Django has other database connections, so these are closed before and after."""
    connections.close_all()
    with sync_playwright() as started:
        yield started
        connections.close_all()


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    started = launch(playwright)
    yield started
    started.close()


STRUCTURE = """() => {
  const isShown = (element) => element.checkVisibility();
  const all = (selector) => [...document.querySelectorAll(selector)].filter(isShown);
  const labelsOf = (field) => [...(field.labels ?? [])].map((label) => label.textContent.trim()).join(" ");
  const nameOf = (field) => field.ariaLabel ?? labelsOf(field);
  const places = all("form, section[aria-labelledby]");
  const isIn = (place) => (field) => field.closest("form, section[aria-labelledby]") === place;
  const twice = (names) => names.filter((name, i) => names.indexOf(name) !== i);
  const levels = all("h1, h2, h3, h4, h5, h6").map(({ tagName }) => Number(tagName[1]));
  const faults = [];
  if (all("main").length !== 1) faults.push("not one main");
  if (levels.filter((level) => level === 1).length !== 1) faults.push("not one h1");
  if (levels.some((level, i) => level > (levels[i - 1] ?? 0) + 1)) faults.push(`headings ${levels}`);
  const navs = all("nav").map((nav) => nav.ariaLabel);
  if (navs.some((name) => !name) || twice(navs).length) faults.push(`navigations ${navs}`);
  const fields = all("main input:not([type=hidden], [type=submit]), main select, main textarea");
  const alike = places.flatMap((place) => twice(fields.filter(isIn(place)).map(nameOf)));
  const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
  faults.push(...fields.filter((field) => !nameOf(field)).map((field) => `no name: ${field.outerHTML}`));
  return [...faults, ...alike.map((name) => `two fields: ${name}`), ...twice(ids).map((id) => `twice: ${id}`)];
}"""
"""Faults in the page's structure: landmarks, headings, ids, and fields of a form that cannot be told apart."""


class Visitor:
    """A user with a browser; errors in the console are collected in `errors`."""

    def __init__(self, page: Page, server: LiveServer) -> None:
        self.page, self.server = page, server
        self.errors: list[str] = []
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} {message.location}")

    def log_in(self, name: str) -> None:
        """Log in without the log-in page."""
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
        """The page's accessibility faults found by axe-core: rule and element. It runs outside the page's policy."""
        self.page.evaluate(AXE)
        results = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{violation['id']}: {node['target']}" for violation in results["violations"] for node in violation["nodes"]
        ]

    def faults(self) -> list[str]:
        """All faults of the current page: accessibility, screens for which it is too wide, and console errors."""
        return [*self.violations(), *self.page.evaluate(STRUCTURE), *self._too_narrow(), *self.errors]

    def faults_of(self, path: str) -> list[str]:
        self.errors.clear()
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self.go(path)
        return self.faults()

    def _too_narrow(self) -> list[str]:
        faults = []
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            if self.page.evaluate("document.documentElement.scrollWidth") > width:
                faults.append(f"wider than {width}")
        return faults


Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def server(django_db_setup: None) -> Iterator[LiveServer]:
    """The program in its own thread on the worker's database; it sees only committed data."""
    started = LiveServer("localhost")
    yield started
    started.stop()


@pytest.fixture(scope="module")
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database without a transaction for the module; afterwards it is reset to the reference data."""
    with django_db_blocker.unblock():
        yield
        snapshots.empty()
        load_reference_data(FIXTURES / "reference")


class SharedDemo:
    """The demo of a module: loaded for the first test that reads it, and again after a test that changed it."""

    is_in_place = False

    def ensure(self) -> None:
        if not self.is_in_place:
            put_demo_in_place()
        self.is_in_place = True

    def give_away(self) -> None:
        """Load the demo for a test that will change it."""
        put_demo_in_place()
        self.is_in_place = False


@pytest.fixture(scope="module")
def demo(committed: None) -> SharedDemo:
    return SharedDemo()


@pytest.fixture
def visit(browser: Browser, server: LiveServer) -> Iterator[Visit]:
    """Creates visitors, each with her own browser, which is closed when the test ends."""
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> Visitor:
        usual = {"locale": "da-DK", "viewport": {"width": 1280, "height": 900}}
        contexts.append(browser.new_context(**usual | options))
        return Visitor(contexts[-1].new_page(), server)

    yield make
    for context in contexts:
        context.close()
    wait_for_requests()


@pytest.fixture
def fresh_demo(demo: SharedDemo) -> None:
    """The newly loaded demo, for a test that changes it."""
    demo.give_away()


@pytest.fixture
def visitor(fresh_demo: None, visit: Visit) -> Visitor:
    """A visitor who may change the demo."""
    return visit()


@pytest.fixture
def onlooker(demo: SharedDemo, visit: Visit) -> Iterator[Visitor]:
    """A visitor who only reads the module's demo; the test fails if she changes it."""
    demo.ensure()
    events = AuditEntry.objects.count()
    yield visit()
    assert AuditEntry.objects.count() == events, "an onlooker has changed something: use `visitor`"


def wait_for_requests() -> None:
    """Wait until all requests are answered, so that nothing is written after the test."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(SECONDS_TO_ANSWER)
            assert not thread.is_alive(), "the server is still answering"

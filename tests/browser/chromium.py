"""Starts Debian's Chromium if installed, otherwise Playwright's; `python -m tests.browser.chromium` tries it."""

import shutil

from playwright.sync_api import Browser, Playwright, sync_playwright

SWITCHES = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SWITCHES)


if __name__ == "__main__":
    with sync_playwright() as started:
        launch(started).close()

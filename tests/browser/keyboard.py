"""Walking a page by the keyboard alone, as those do who use no mouse."""

import re

import pytest
from playwright.sync_api import Locator, Page

USUAL = pytest.param({"width": 1280, "height": 600}, id="1280 px")
ZOOMED = pytest.param({"width": 320, "height": 256}, id="400 % zoom", marks=pytest.mark.slow)
"""The screens to walk on: a usual one, and a page enlarged to 400 %, of which little is left to see."""

MAX_TABS = 400
STANDING = """() => {
  const held = document.activeElement;
  if (!held || held === document.body) return "the focus is nowhere";
  const box = held.getBoundingClientRect();
  if (!box.width || !box.height) return "";
  const middle = (from, to, end) => (Math.max(from, 0) + Math.min(to, end)) / 2;
  const x = middle(box.left, box.right, innerWidth), y = middle(box.top, box.bottom, innerHeight);
  const top = document.elementFromPoint(x, y);
  if (!top) return `${held.outerHTML.slice(0, 120)} is outside the window`;
  const isSeen = held.contains(top) || top.contains(held) || [...(held.labels ?? [])].includes(top);
  return isSeen ? "" : `${held.outerHTML.slice(0, 120)} is covered by ${top.outerHTML.slice(0, 120)}`;
}"""
"""What is wrong with where the focus is; empty where the middle of what is in the window can be seen."""


def is_focused(element: Locator) -> bool:
    return bool(element.evaluate("element => element === document.activeElement"))


def check_focus_is_seen(page: Page) -> None:
    fault = page.evaluate(STANDING)
    assert not fault, fault


def tab(page: Page, key: str = "Tab") -> None:
    """Press Tab; what gets the focus is covered by nothing."""
    page.keyboard.press(key)
    check_focus_is_seen(page)


def tab_to(page: Page, element: Locator, *, most: int = MAX_TABS) -> int:
    """Press Tab until the element has the focus; how often that was."""
    for pressed in range(most):
        if is_focused(element):
            return pressed
        tab(page)
    raise AssertionError(f"{element} is not reached by {most} tabs")


def press(page: Page, name: str, *, role: str = "button", exact: bool = False) -> None:
    """Go to the button or link by Tab, and press Enter."""
    tab_to(page, page.get_by_role(role, name=name, exact=exact).first)  # type: ignore[arg-type]
    page.keyboard.press("Enter")


def cell(page: Page, field: str, title: str) -> Locator:
    """A cell of the entry grid; its name has the year and the unit too."""
    return page.get_by_label(re.compile(rf"^{field}( \d{{4}})?, {re.escape(title)}(, [\d.]*[ a-z]+\.)?$"))


def paste(page: Page, text: str) -> None:
    """Paste into what has the focus, as from a spreadsheet."""
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        text,
    )

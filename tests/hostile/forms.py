"""Finds the POST forms of a page and the parameters that it is asked with, as a browser would send them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

Pairs = list[tuple[str, str]]
Attributes = dict[str, str]

PLAUSIBLE = {"date": "2019-03-01", "month": "2019-03", "number": "3"}
"""What is put into an empty field, by its type; any other gets a 1."""

NOT_TYPED = ("button", "file", "image", "reset", "submit")


@dataclass
class PostForm:
    """A form: where it is posted, what the browser would send, and the buttons that send it."""

    action: str
    pairs: Pairs = field(default_factory=list)
    buttons: Pairs = field(default_factory=list)
    fillings: dict[str, str] = field(default_factory=dict)
    """What could stand in the fields that are empty, by name."""

    @property
    def kinds(self) -> dict[str, str]:
        """One name of each kind of field: names that differ only in numbers are one kind."""
        return {kind_of(name): name for name, _ in reversed(self.pairs) if name != "csrfmiddlewaretoken"}

    @property
    def shape(self) -> tuple[str, ...]:
        """The same for two forms of the same address with the same kinds of fields and the same buttons."""
        return (*sorted(self.kinds), *(f"{name}={value}" for name, value in self.buttons))

    def submissions(self) -> Iterator[Pairs]:
        """What each button sends; a form whose buttons have no names is sent once."""
        yield from ([*self.pairs, button] for button in self.buttons) if self.buttons else [self.pairs]


def kind_of(name: str) -> str:
    """The name without its numbers."""
    return re.sub(r"\d+", "#", name)


@dataclass
class ReadPage:
    """The POST forms of a page, and the names of the parameters in its links and GET forms, by path."""

    forms: list[PostForm]
    parameters: set[tuple[str, str]]


def read_page(html: str, address: str) -> ReadPage:
    parser = _Page(address)
    parser.feed(html)
    parser.close()
    return ReadPage(parser.forms, parser.parameters)


class _Page(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[PostForm] = []
        self.parameters: set[tuple[str, str]] = set()
        self._form: PostForm | None = None
        self._asked = ""
        self._select: Attributes = {}
        self._options: list[Attributes] = []
        self._area: Attributes | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        handle = getattr(self, f"_open_{tag}", None)
        if handle:
            handle(attributes)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form, self._asked = None, ""
        elif tag == "select":
            self._close_select()
        elif tag == "textarea" and self._area is not None:
            self._add(self._area, self._text.removeprefix("\n"))
            self._area = None

    def handle_data(self, data: str) -> None:
        self._text += data if self._area is not None else ""

    def _open_a(self, attributes: Attributes) -> None:
        parts = urlsplit(urljoin(self.address, attributes.get("href", "")))
        self.parameters |= {(parts.path, name) for name, _ in parse_qsl(parts.query, keep_blank_values=True)}

    def _open_form(self, attributes: Attributes) -> None:
        target = urljoin(self.address, attributes.get("action", "")).partition("#")[0]
        if attributes.get("method", "get").lower() == "post":
            self._form = PostForm(target)
            self.forms.append(self._form)
        else:
            self._asked = urlsplit(target).path

    def _open_input(self, attributes: Attributes) -> None:
        kind = attributes.get("type", "text")
        if kind == "submit":
            self._open_button(attributes)
        elif kind not in NOT_TYPED:
            self._add(attributes, attributes.get("value", "on" if kind in ("checkbox", "radio") else ""))

    def _open_button(self, attributes: Attributes) -> None:
        if self._form and attributes.get("name"):
            self._form.buttons.append((attributes["name"], attributes.get("value", "")))

    def _open_textarea(self, attributes: Attributes) -> None:
        self._area, self._text = attributes, ""

    def _open_select(self, attributes: Attributes) -> None:
        self._select, self._options = attributes, []

    def _open_option(self, attributes: Attributes) -> None:
        self._options.append(attributes)

    def _close_select(self) -> None:
        """The chosen option, else the first; it could be filled with the first that is not empty."""
        chosen = [option["value"] for option in self._options if "selected" in option and "value" in option]
        values = [option.get("value", "") for option in self._options]
        self._add(self._select, (chosen or values or [""])[0], next(filter(None, values), ""))

    def _add(self, attributes: Attributes, value: str, filling: str = "") -> None:
        name = attributes.get("name", "")
        if not name or "disabled" in attributes:
            return
        if self._asked:
            self.parameters.add((self._asked, name))
        if self._form:
            filling = filling or PLAUSIBLE.get(attributes.get("type", ""), "1")
            self._form.pairs.append((name, filling if not value and "required" in attributes else value))
            if not value:
                self._form.fillings[name] = filling

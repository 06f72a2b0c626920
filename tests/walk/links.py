"""Where a page leads: the addresses in its HTML, in the order of the page. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

Attributes = dict[str, str]

SITE = "http://localhost"

CLOSED = ("/static/", "/admin/", "/konto/log-ud/", "/konto/log-ind/?")
"""What the walk does not enter: files of the build, Django's administration, the way out, and each way back in."""

WORD = "botilbud"
"""Written in a field that is searched by and stands empty."""

TICKS = "valg"
"""The boxes whose sums static/js/choosing.js asks for, as they are ticked."""

WRITTEN = ("search", "text")
NOT_SENT = ("button", "file", "image", "reset", "submit")


def find_links(html: str, address: str) -> list[str]:
    """The addresses that the page names, each once: links, sources, data of scripts, forms that ask."""
    page = _Page()
    page.feed(html)
    page.close()
    asked = [query for form in page.forms for query in form.submissions()]
    return keep_inside([*page.links, *asked, *page.sums()], address)


def keep_inside(links: Iterable[str], address: str) -> list[str]:
    """Those of the links on the page at `address` that the walk may enter, as addresses without a fragment."""
    joined = (urlsplit(urljoin(SITE + address, link.strip())) for link in links)
    inside = (parts for parts in joined if f"{parts.scheme}://{parts.netloc}" == SITE)
    addresses = (parts.path + (f"?{parts.query}" if parts.query else "") for parts in inside)
    return [found for found in dict.fromkeys(addresses) if not found.startswith(CLOSED)]


@dataclass
class _Form:
    """A form that asks by GET."""

    action: str
    sent: list[tuple[str, str]] = field(default_factory=list)
    others: list[tuple[str, str]] = field(default_factory=list)
    """Choices that are not made, and words that could be written."""
    repeated: set[str] = field(default_factory=set)
    """Fields that may be sent more than once."""

    def submissions(self) -> Iterator[str]:
        """The address as the form stands, then with each other choice, one at a time."""
        path = self.action.partition("#")[0].partition("?")[0]
        yield f"{path}?{urlencode(self.sent)}"
        for name, value in self.others:
            yield f"{path}?{urlencode(self._with(name, value))}"

    def _with(self, name: str, value: str) -> list[tuple[str, str]]:
        if name in self.repeated or name not in dict(self.sent):
            return [*self.sent, (name, value)]
        return [(other, value if other == name else sent) for other, sent in self.sent]


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[_Form] = []
        self._form: _Form | None = None
        self._select = ""
        self._options: list[Attributes] | None = None
        self._ticks: list[Attributes] = []

    def sums(self) -> list[str]:
        """What the script of the page would ask for: the sums of what is ticked, and of everything."""
        if not self._ticks:
            return []
        ticked = [given["value"] for given in self._ticks if "checked" in given]
        every = [given["value"] for given in self._ticks]
        return [f"?{urlencode({'regn': '1', TICKS: ','.join(values)})}" for values in (ticked, every)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.links += [value for name, value in given.items() if _is_link(name, value)]
        if tag == "form":
            self._open_form(given)
        elif tag == "input":
            self._see_input(given)
        elif tag == "select":
            self._select, self._options = given.get("name", ""), []
        elif tag == "option" and self._options is not None:
            self._options.append(given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select" and self._options is not None:
            if self._form:
                _add_select(self._form, self._select, self._options)
            self._options = None

    def _open_form(self, given: Attributes) -> None:
        """A form that writes is not sent; its address is asked for all the same, to see what it answers to GET."""
        if given.get("method", "get").lower() == "get":
            self._form = _Form(given.get("action", ""))
            self.forms.append(self._form)
        else:
            self.links.append(given.get("action", ""))

    def _see_input(self, given: Attributes) -> None:
        if self._form:
            _add_input(self._form, given)
        elif given.get("name") == TICKS and given.get("value"):
            self._ticks.append(given)


def _is_link(name: str, value: str) -> bool:
    return name in ("href", "src") or (name.startswith("data-") and value.startswith(("/", "?")))


def _add_input(form: _Form, given: Attributes) -> None:
    name, kind = given.get("name", ""), given.get("type", "text").lower()
    if not name or kind in NOT_SENT or "disabled" in given:
        return
    if kind in ("checkbox", "radio"):
        if kind == "checkbox":
            form.repeated.add(name)
        made = form.sent if "checked" in given else form.others
        made.append((name, given.get("value", "on")))
        return
    form.sent.append((name, given.get("value", "")))
    if kind in WRITTEN and not given.get("value"):
        form.others.append((name, WORD))


def _add_select(form: _Form, name: str, options: list[Attributes]) -> None:
    chosen = next((option for option in options if "selected" in option), options[0] if options else None)
    if not name or chosen is None:
        return
    form.sent.append((name, chosen.get("value", "")))
    form.others += [(name, option.get("value", "")) for option in options if option is not chosen]

"""Finds the addresses in a page's HTML, in the order of the page. No database access."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

Attributes = dict[str, str]

SITE = "http://localhost"

CLOSED = ("/static/", "/admin/", "/konto/log-ud/", "/konto/log-ind/?")
"""Paths that the walk does not request: static files, Django's administration, log-out, and log-in with a target."""

WORD = "botilbud"
"""The text that is put into empty search fields."""

TICKS = "valg"
"""Name of the checkboxes whose sums static/js/choosing.js requests."""

WRITTEN = ("search", "text")
NOT_SENT = ("button", "file", "image", "reset", "submit")


def find_links(html: str, address: str) -> list[str]:
    """The page's addresses without duplicates: links, sources, data attributes for scripts, and GET forms."""
    page = _Page()
    page.feed(html)
    page.close()
    form_queries = [query for form in page.forms for query in form.submissions()]
    return keep_inside([*page.links, *form_queries, *page.sums()], address)


def keep_inside(links: Iterable[str], address: str) -> list[str]:
    """The links of the page at `address` that the walk may request, without fragments."""
    joined = (urlsplit(urljoin(SITE + address, link.strip())) for link in links)
    inside = (parts for parts in joined if f"{parts.scheme}://{parts.netloc}" == SITE)
    addresses = (parts.path + (f"?{parts.query}" if parts.query else "") for parts in inside)
    return [inside_address for inside_address in dict.fromkeys(addresses) if not inside_address.startswith(CLOSED)]


@dataclass
class _Form:
    """A form with the method GET."""

    action: str
    sent: list[tuple[str, str]] = field(default_factory=list)
    alternatives: list[tuple[str, str]] = field(default_factory=list)
    """Choices that are not selected, and texts for empty search fields."""
    repeated: set[str] = field(default_factory=set)
    """Names of fields that may be sent more than once."""

    def submissions(self) -> Iterator[str]:
        """The address with the form's values, then with each alternative, one at a time."""
        path = self.action.partition("#")[0].partition("?")[0]
        yield f"{path}?{urlencode(self.sent)}"
        for name, value in self.alternatives:
            yield f"{path}?{urlencode(self._with(name, value))}"

    def _with(self, name: str, value: str) -> list[tuple[str, str]]:
        if name in self.repeated or name not in dict(self.sent):
            return [*self.sent, (name, value)]
        return [(sent_name, value if sent_name == name else sent) for sent_name, sent in self.sent]


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
        """The requests of the page's script: sums of the ticked boxes, and of all boxes."""
        if not self._ticks:
            return []
        ticked = [attributes["value"] for attributes in self._ticks if "checked" in attributes]
        all_values = [attributes["value"] for attributes in self._ticks]
        return [f"?{urlencode({'regn': '1', TICKS: ','.join(values)})}" for values in (ticked, all_values)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.links += [value for name, value in attributes.items() if _is_link(name, value)]
        if tag == "form":
            self._open_form(attributes)
        elif tag == "input":
            self._handle_input(attributes)
        elif tag == "select":
            self._select, self._options = attributes.get("name", ""), []
        elif tag == "option" and self._options is not None:
            self._options.append(attributes)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select" and self._options is not None:
            if self._form:
                _add_select(self._form, self._select, self._options)
            self._options = None

    def _open_form(self, attributes: Attributes) -> None:
        """Note a GET form; of a POST form only the address is noted, to request it by GET."""
        if attributes.get("method", "get").lower() == "get":
            self._form = _Form(attributes.get("action", ""))
            self.forms.append(self._form)
        else:
            self.links.append(attributes.get("action", ""))

    def _handle_input(self, attributes: Attributes) -> None:
        if self._form:
            _add_input(self._form, attributes)
        elif attributes.get("name") == TICKS and attributes.get("value"):
            self._ticks.append(attributes)


def _is_link(name: str, value: str) -> bool:
    return name in ("href", "src") or (name.startswith("data-") and value.startswith(("/", "?")))


def _add_input(form: _Form, attributes: Attributes) -> None:
    name, kind = attributes.get("name", ""), attributes.get("type", "text").lower()
    if not name or kind in NOT_SENT or "disabled" in attributes:
        return
    if kind in ("checkbox", "radio"):
        if kind == "checkbox":
            form.repeated.add(name)
        pairs = form.sent if "checked" in attributes else form.alternatives
        pairs.append((name, attributes.get("value", "on")))
        return
    form.sent.append((name, attributes.get("value", "")))
    if kind in WRITTEN and not attributes.get("value"):
        form.alternatives.append((name, WORD))


def _add_select(form: _Form, name: str, options: list[Attributes]) -> None:
    chosen = next((option for option in options if "selected" in option), options[0] if options else None)
    if not name or chosen is None:
        return
    form.sent.append((name, chosen.get("value", "")))
    form.alternatives += [(name, option.get("value", "")) for option in options if option is not chosen]

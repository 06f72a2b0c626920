"""Reads the tables of a page as texts."""

from html.parser import HTMLParser

Rows = list[tuple[str, list[str]]]


class Tables(HTMLParser):
    """Every table of a page: each row's heading with the texts of its cells, in the order of the page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Rows] = []
        self._cells: list[str] = []
        self._is_open = self._is_quiet = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.found.append([])
        elif tag == "tr":
            self._cells = []
        elif tag in ("td", "th"):
            self._cells.append("")
            self._is_open = True
        elif tag == "span":
            self._is_quiet = dict(attrs).get("class") in ("about", "quiet", "sr-only")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._is_open = False
        elif tag == "span":
            self._is_quiet = False
        elif tag == "tr" and self._cells and self.found:
            heading, *cells = (" ".join(cell.split()) for cell in self._cells)
            self.found[-1].append((heading, cells))

    def handle_data(self, data: str) -> None:
        if self._is_open and not self._is_quiet:
            self._cells[-1] += data

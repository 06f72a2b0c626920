"""The tables of a page as rows of texts, without soft hyphens."""

from html.parser import HTMLParser

from django.test import Client


class Tables(HTMLParser):
    """The tables of a page: rows of cells as text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.in_cell = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self.tables[-1][-1].append("")
            self.in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self.in_cell = False

    def handle_data(self, data: str) -> None:
        if self.in_cell:
            self.tables[-1][-1][-1] += data.replace("\u00ad", "")


def tables(client: Client, path: str) -> list[list[list[str]]]:
    response = client.get(path)
    assert response.status_code == 200
    page_tables = Tables(response.content.decode()).tables
    return [[[" ".join(cell.split()) for cell in row] for row in table] for table in page_tables]

"""Posting the fields of the paste page, and reading its answer."""

import re
from html import unescape

from django.test import Client

PATH = "/ballerup/kataloger/indsaet/"


FIELDS = {
    "overskrift": "Tabel 1",
    "kategori": "permanent",
    "maal": "",
    "titel": "Handleplan 2025",
    "kortnavn": "handleplan-2025",
    "slags": "action_plan",
    "omraade": "Voksne",
    "offentliggjort": "2024-11",
    "prisniveau": "",
    "kilde": "Bilag 1, november 2024",
}


Data = dict[str, str]


def page(client: Client, data: Data) -> str:
    return client.post(PATH, data).content.decode()


def selects(html: str, start: str) -> Data:
    """The chosen value of each select whose name begins with `start`."""
    matches = re.findall(r'<select[^>]*?name="([^"]*)"[^>]*>(.*?)</select>', html, re.DOTALL)
    chosen = {unescape(name): re.findall(r'value="([^"]*)"\s+selected', options) for name, options in matches}
    return {name: values[0] if values else "" for name, values in chosen.items() if name.startswith(start)}


def row_name(html: str, line: int) -> str:
    return next(name for name in selects(html, "raekke|") if name.split("|")[2] == str(line))


def column_name(html: str, heading: str) -> str:
    return next(name for name in selects(html, "kolonne|") if name.split("|", 2)[2] == heading)


def preview_digest(html: str) -> str:
    match = re.search(r'name="set"\s+value="(\w+)"', html)
    assert match, html
    return match[1]


def ticked(html: str) -> Data:
    """The field that ticks the doubts shown on the page as reviewed."""
    match = re.search(r'name="tvivl_er_set"\s+value="([\w ]+)"', html)
    return {"tvivl_er_set": match[1]} if match else {}


def bring_in(client: Client, data: Data) -> str:
    """Preview and import the table; the page after the redirect."""
    tried = page(client, data | {"trin": "se"})
    return client.post(PATH, data | {"trin": "indlaes", "set": preview_digest(tried)}, follow=True).content.decode()

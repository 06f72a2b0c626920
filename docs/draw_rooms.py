"""Draws docs/images/rooms.svg from the imports as they are: `python -m docs.draw_rooms`, in the project's folder.

Each app is a column of its rooms, those that stand on others above them; a line is thicker the more imports it is for.
Lines inside an app are drawn to the left of its column, those between apps straight across.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

import grimp

PROJECT = Path(__file__).resolve().parent.parent
PICTURE = PROJECT / "docs" / "images" / "rooms.svg"
WIDTH, HEIGHT, GAP, COLUMN, TOP = 170, 34, 12, 330, 60
Place = tuple[int, int]


def read_layers() -> dict[str, list[str]]:
    """The rooms of each app from top to bottom, as the contracts in pyproject.toml have them."""
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return {one["containers"][0]: one["layers"] for one in contracts if "containers" in one}


def count_imports(layers: Mapping[str, list[str]]) -> Counter[tuple[str, str]]:
    """How many modules of one room import how many of another, by the names of the rooms."""
    graph = grimp.build_graph(*layers, cache_dir=None)
    rooms = {f"{app}.{room}" for app, names in layers.items() for room in names}
    found: Counter[tuple[str, str]] = Counter()
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            pair = room_of(module), room_of(imported)
            if pair[0] != pair[1] and rooms.issuperset(pair):
                found[pair] += 1
    return found


def room_of(module: str) -> str:
    return ".".join(module.split(".")[:2])


def place_rooms(layers: Mapping[str, list[str]]) -> dict[str, Place]:
    """The upper left corner of each room's box, in pixels."""
    apps = sorted(layers, key=["reports", "initiatives", "budgets"].index)
    return {
        f"{app}.{room}": (120 + column * COLUMN, TOP + row * (HEIGHT + GAP))
        for column, app in enumerate(apps)
        for row, room in enumerate(layers[app])
    }


def draw_lines(places: Mapping[str, Place], imports: Mapping[tuple[str, str], int]) -> Iterator[str]:
    for (importer, imported), count in sorted(imports.items()):
        (x, y), (x2, y2) = places[importer], places[imported]
        middle, middle2 = y + HEIGHT / 2, y2 + HEIGHT / 2
        width = min(0.5 + count / 12, 4)
        if x == x2:
            bend = x - 12 - abs(y2 - y) / 6
            path = f"M{x} {middle} C{bend} {middle} {bend} {middle2} {x} {middle2}"
        else:
            path = f"M{x + WIDTH} {middle} L{x2} {middle2}"
        yield f'<path d="{path}" stroke-width="{width:.1f}"><title>{importer} → {imported}: {count}</title></path>'


def draw_boxes(places: Mapping[str, Place]) -> Iterator[str]:
    for name, (x, y) in places.items():
        yield f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}"/>'
        yield f'<text x="{x + WIDTH / 2}" y="{y + 22}">{escape(name.split(".")[1])}</text>'


def draw() -> str:
    layers = read_layers()
    places = place_rooms(layers)
    heads = {name.split(".")[0]: x for name, (x, _) in places.items()}
    width, height = max(heads.values()) + WIDTH + 20, max(y for _, y in places.values()) + HEIGHT + 20
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
            "<title>The rooms of each app and the imports between them</title>",
            "<style>text{font:14px sans-serif;text-anchor:middle}.app{font-weight:bold}"
            "rect{fill:#fff;stroke:#454545}path{fill:none;stroke:#0059b3;stroke-opacity:.35}</style>",
            *draw_lines(places, count_imports(layers)),
            *draw_boxes(places),
            *(f'<text class="app" x="{x + WIDTH / 2}" y="36">{app}</text>' for app, x in heads.items()),
            "</svg>\n",
        ]
    )


if __name__ == "__main__":
    PICTURE.write_text(draw())

"""Stores a walk: an index, and each body once in a file named by its sha256."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, fields
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from tests.walk.normalising import MANIFEST, headers_text, normalise, unpack

INDEX = "index.tsv"
SUMMARY = "summary.txt"


@dataclass(frozen=True)
class Answer:
    """The response to a role at an address; `headers` and `body` are digests, `page` is the name in the URLconf."""

    role: str
    address: str
    page: str
    status: int
    kind: str
    headers: str
    body: str


class Store:
    """The folder of a walk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has(self, digest: str) -> bool:
        return self._path(digest).exists()

    def get(self, digest: str) -> bytes:
        return self._path(digest).read_bytes()

    def put(self, content: bytes) -> str:
        """Store the content and return its digest; several processes may store the same content."""
        digest = sha256(content).hexdigest()
        path = self._path(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_name(f"{digest}.{uuid4().hex}")
            unfinished.write_bytes(content)
            unfinished.rename(path)
        return digest

    def put_parts(self, parts: Mapping[str, bytes]) -> str:
        """Store each part, and a list of the parts instead of the archive."""
        lines = [f"{self.put(content)}  {name}\n" for name, content in parts.items()]
        return self.put(MANIFEST + "".join(lines).encode())

    def put_body(self, body: bytes, kind: str) -> str:
        parts = unpack(body)
        return self.put(normalise(body, kind)) if parts is None else self.put_parts(parts)

    def put_headers(self, headers: Mapping[str, str], cookies: Mapping[str, object]) -> str:
        return self.put(headers_text(headers, cookies))

    def write_index(self, answers: Iterable[Answer]) -> None:
        with (self.folder / INDEX).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter="\t", lineterminator="\n")
            writer.writerow([field.name for field in fields(Answer)])
            writer.writerows(astuple(answer) for answer in answers)

    def read_index(self) -> list[Answer]:
        with (self.folder / INDEX).open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file, delimiter="\t")
            return [_read_answer(row) for row in rows]

    def _path(self, digest: str) -> Path:
        return self.folder / "bodies" / digest[:2] / digest


def _read_answer(row: dict[str, str]) -> Answer:
    return Answer(
        role=row["role"],
        address=row["address"],
        page=row["page"],
        status=int(row["status"]),
        kind=row["kind"],
        headers=row["headers"],
        body=row["body"],
    )


def read_first(stores: Iterable[Store], digest: str) -> bytes:
    """The content, from the first of the stores that has it."""
    return next(store for store in stores if store.has(digest)).get(digest)

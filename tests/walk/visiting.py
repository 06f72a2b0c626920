"""A worker that asks for addresses as each role, keeps what it gets, and tells where the pages lead."""

from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from zlib import crc32

from django.http import HttpResponse

from tests.walk import program
from tests.walk.frontier import Target
from tests.walk.keeping import Answer, Store
from tests.walk.links import find_links, keep_inside
from tests.walk.naming import name_page

HTML = "text/html"


@dataclass(frozen=True)
class Visit:
    """What the roles got at one address, and where it leads."""

    answers: list[Answer]
    links: list[str]


class _Worker:
    """Set once for each process, before its first visit."""

    store: Store
    sessions: program.Sessions


def prepare(folder: Path, sessions: program.Sessions) -> None:
    program.start()
    _Worker.store, _Worker.sessions = Store(folder), sessions


def visit(target: Target) -> Visit:
    """Ask as each role that shall; as the first alone where the address takes no GET."""
    answers: list[Answer] = []
    links: dict[tuple[str, str], list[str]] = {}
    for role in roles_for(target):
        response = program.get(target.address, _Worker.sessions.get(role))
        answer = _keep(role, target.address, response)
        answers.append(answer)
        if (answer.body, answer.headers) not in links:
            links[answer.body, answer.headers] = _links(target.address, response)
        if answer.status == HTTPStatus.METHOD_NOT_ALLOWED:
            break
    return Visit(answers, list(dict.fromkeys(link for found in links.values() for link in found)))


def roles_for(target: Target) -> tuple[str, ...]:
    """Everybody; for a variant the first member and one of the others, each in turn by the digest of the address.

    Who may see a page hangs on its path, which everybody asks for.
    """
    if not target.is_variant:
        return program.ROLES
    first, *others = program.MEMBERS
    return first, others[crc32(target.address.encode()) % len(others)]


def _keep(role: str, address: str, response: HttpResponse) -> Answer:
    kind = response.headers.get("Content-Type", "")
    return Answer(
        role=role,
        address=address,
        page=name_page(address),
        status=response.status_code,
        kind=kind,
        headers=_Worker.store.put_headers(response.headers, response.cookies),
        body=_Worker.store.put_body(response.getvalue(), kind),
    )


def _links(address: str, response: HttpResponse) -> list[str]:
    """Where a page leads, or where it sends one to."""
    location = [response.headers["Location"]] if "Location" in response.headers else []
    html = response.getvalue().decode() if response.headers.get("Content-Type", "").startswith(HTML) else ""
    return keep_inside(location, address) + find_links(html, address)

"""A worker process: requests addresses as each role, stores the responses and returns their links."""

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
    """The roles' answers at an address, and the links in them."""

    answers: list[Answer]
    links: list[str]


class _Worker:
    """State of the process, set by `prepare` before the first visit."""

    store: Store
    sessions: program.Sessions


def prepare(folder: Path, sessions: program.Sessions) -> None:
    program.start()
    _Worker.store, _Worker.sessions = Store(folder), sessions


def visit(target: Target) -> Visit:
    """Request the address as each of its roles; only as the first if it does not accept GET."""
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
    return Visit(answers, list(dict.fromkeys(link for page_links in links.values() for link in page_links)))


def roles_for(target: Target) -> tuple[str, ...]:
    """All roles; for a variant the first member and one of the others, chosen by the checksum of the address.

    Permission to see a page depends on its path, which is requested as all roles.
    """
    if not target.is_variant:
        return program.ROLES
    first, *other_members = program.MEMBERS
    return first, other_members[crc32(target.address.encode()) % len(other_members)]


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
    """The links of a page, or the target of a redirect."""
    location = [response.headers["Location"]] if "Location" in response.headers else []
    html = response.getvalue().decode() if response.headers.get("Content-Type", "").startswith(HTML) else ""
    return keep_inside(location, address) + find_links(html, address)

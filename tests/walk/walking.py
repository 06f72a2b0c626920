"""The walk: loads the demo, requests its addresses with two workers, and runs its commands."""

import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from http import HTTPStatus
from multiprocessing import get_context
from pathlib import Path

from tests.walk import commands, program
from tests.walk.frontier import Frontier, Target
from tests.walk.keeping import SUMMARY, Answer, Store
from tests.walk.links import keep_inside
from tests.walk.naming import arguments_of, name_page, named_addresses
from tests.walk.summary import summarise
from tests.walk.visiting import Visit, prepare, visit

WORKERS = 2
AT_A_TIME = 4
BEGINNINGS = ("/", "/findes-ikke/")

Ask = Callable[[list[Target]], Iterable[Visit]]


def keep(folder: Path) -> str:
    """Walk the demo, store everything in the folder, which must be empty, and return the summary."""
    started_at = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise SystemExit(f"{folder} is not empty: two walks in one folder could not be told apart.")
    program.start()
    store, frontier = Store(folder.absolute()), Frontier(name_page)
    with program.demo_database() as sessions:
        answers = _crawl_by_workers(frontier, store, sessions)
        answers += commands.run_all(store, subjects_of(answers))
    store.write_index(answers)
    head = f"{program.describe_version()}, walked in {time.monotonic() - started_at:.0f} seconds"
    summary = "\n".join([head, *summarise(answers, frontier.left_out)])
    (folder / SUMMARY).write_text(f"{summary}\n", encoding="utf-8")
    return summary


def _crawl_by_workers(frontier: Frontier, store: Store, sessions: program.Sessions) -> list[Answer]:
    """Crawl with worker processes, which are spawned because Typst's threads would be missing in a fork."""
    with ProcessPoolExecutor(WORKERS, get_context("spawn"), prepare, (store.folder, sessions)) as pool:
        return crawl(frontier, lambda targets: pool.map(visit, targets, chunksize=AT_A_TIME))


def crawl(frontier: Frontier, ask: Ask) -> list[Answer]:
    """Request everything that links lead to, then the URLconf's names, until there are no new addresses."""
    answers: list[Answer] = []
    frontier.offer(BEGINNINGS)
    while targets := frontier.take() or _offer_named(frontier, answers):
        sys.stderr.write(f"{len(targets)} addresses …\n")
        for visited in ask(targets):
            answers += visited.answers
            frontier.offer(visited.links)
    return answers


def _offer_named(frontier: Frontier, answers: list[Answer]) -> list[Target]:
    """The new addresses of the URLconf's names with the arguments of the answers' addresses."""
    addresses = dict.fromkeys(answer.address for answer in answers)
    frontier.offer_paths(keep_inside(named_addresses(map(arguments_of, addresses)), "/"))
    return frontier.take()


def subjects_of(answers: list[Answer]) -> commands.Subjects:
    """The arguments of the commands, from the addresses of pages with status 200."""

    def arguments(page: str) -> list[tuple[str, ...]]:
        addresses = {answer.address for answer in answers if answer.page == page and answer.status == HTTPStatus.OK}
        return sorted({tuple(str(value) for _, value in arguments_of(address)) for address in addresses})

    return commands.Subjects(
        catalogues=[slug for _, slug in arguments("catalogue")],
        municipalities=[slug for (slug,) in arguments("municipality")],
        note_months=[(slug, day[:7]) for slug, day in arguments("status_note")],
    )

"""The comparison of two walks notices changed, missing and new answers, also in a part of a workbook."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.walk.comparing import compare
from tests.walk.frontier import Frontier, Target
from tests.walk.keeping import Answer, Store
from tests.walk.links import find_links
from tests.walk.normalising import normalise
from tests.walk.program import MEMBERS, ROLES
from tests.walk.visiting import roles_for

HTML = "text/html; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def answer(store: Store, address: str, body: bytes, *, kind: str = HTML, role: str = "leder") -> Answer:
    headers = store.put_headers({"Content-Type": kind, "X-Frame-Options": "DENY"}, {})
    return Answer(role, address, "page", 200, kind, headers, store.put_body(body, kind))


def workbook(**sheets: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in sheets.items():
            archive.writestr(f"xl/{name}.xml", f"<?xml version='1.0'?><sheet><c>{content}</c></sheet>")
    return out.getvalue()


def report_of(store: Store, before: list[Answer], after: list[Answer]) -> str:
    return "\n".join(compare(before, after, store.get))


def test_the_same_is_nothing_to_tell(store: Store) -> None:
    same = [answer(store, "/", b"<p>1</p>"), answer(store, "/a/", b"%PDF \xff", kind="application/pdf")]

    assert compare(same, same, store.get) == []


def test_a_changed_page_is_told_with_the_lines_that_differ(store: Store) -> None:
    before = answer(store, "/ballerup/", b"<h1>Ballerup</h1>\n<p>1.200</p>\n")
    after = answer(store, "/ballerup/", b"<h1>Ballerup</h1>\n<p>1.300</p>\n")

    report = report_of(store, [before], [after])

    assert "1 differ, 0 are gone, 0 are new" in report
    assert "/ballerup/" in report
    assert "- <p>1.200</p>\n    + <p>1.300</p>" in report


def test_one_cause_is_told_once_however_many_pages_it_changed(store: Store) -> None:
    pages = [f'<p>Side {number}</p>\n<a class="{{}}" href="/{number}/">' for number in range(40)]
    before = [answer(store, f"/{number}/", page.format("old").encode()) for number, page in enumerate(pages)]
    after = [answer(store, f"/{number}/", page.format("new").encode()) for number, page in enumerate(pages)]

    report = report_of(store, before, after)

    assert report.count("Differs:") == 1
    assert "Differs: 40 answers" in report
    assert "… and 37 addresses more" in report


def test_a_page_that_one_role_no_longer_gets_is_gone(store: Store) -> None:
    first, second = answer(store, "/a/", b"x", role="leder"), answer(store, "/a/", b"x", role="laeser")

    report = report_of(store, [first, second], [first])

    assert "0 differ, 1 are gone, 0 are new" in report
    assert "Gone: 1 answers of the page page (laeser 1)\n  /a/" in report
    assert "New: 1 answers" in report_of(store, [first], [first, second])


def test_another_status_is_told_without_the_two_pages(store: Store) -> None:
    before = answer(store, "/a/", b"<p>x</p>")
    after = replace(answer(store, "/a/", b"<h1>Siden findes ikke</h1>"), status=404)

    report = report_of(store, [before], [after])

    assert "status: 200, now 404" in report
    assert "Siden" not in report


def test_another_header_is_told(store: Store) -> None:
    before = answer(store, "/a/", b"x")
    after = replace(before, headers=store.put_headers({"X-Frame-Options": "SAMEORIGIN"}, {"sessionid": ""}))

    report = report_of(store, [before], [after])

    assert "+ X-Frame-Options: SAMEORIGIN" in report
    assert "+ Set-Cookie: sessionid" in report


def test_a_changed_part_of_a_workbook_is_named(store: Store) -> None:
    before = answer(store, "/a.xlsx", workbook(sheet1="1", sheet2="2", sheet3="3"), kind=XLSX)
    after = answer(store, "/a.xlsx", workbook(sheet1="1", sheet2="5", sheet4="4"), kind=XLSX)

    report = report_of(store, [before], [after])

    assert "in the part xl/sheet2.xml:\n    - <c>2</c>\n    + <c>5</c>" in report
    assert "the part xl/sheet3.xml is gone" in report
    assert "the part xl/sheet4.xml is new" in report
    assert "sheet1" not in report


def test_the_time_of_an_archive_and_the_token_of_a_form_are_no_difference(store: Store) -> None:
    form = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'

    assert normalise(form.format("a" * 64).encode(), HTML) == normalise(form.format("B" * 64).encode(), HTML)
    assert store.put_body(workbook(a="1"), XLSX) == store.put_parts(
        {"xl/a.xml": b"<?xml version='1.0'?><sheet><c>1</c></sheet>"}
    )


def test_the_bytes_of_a_pdf_are_compared(store: Store) -> None:
    before = answer(store, "/a.pdf", b"%PDF\xff 2018", kind="application/pdf")
    after = answer(store, "/a.pdf", b"%PDF\xff 2019", kind="application/pdf")

    assert "10 and 10 bytes, alike until byte 9: b'8', b'9'" in report_of(store, [before], [after])


def test_an_index_is_read_as_it_was_written(store: Store) -> None:
    answers = [answer(store, "/?a=1&b=%C3%A6", b"x")]
    store.write_index(answers)

    assert store.read_index() == answers


def test_a_page_leads_where_its_links_forms_and_scripts_go() -> None:
    html = """<a href="b/?x=1#c"><a href="https://other.example/"><a href="/konto/log-ud/"><img src="/static/a.svg">
        <div data-url="/e/" data-row="7"></div>
        <form action="/f/#g"><select name="h"><option value="1"><option value="2" selected></select>
        <input type="search" name="ord"></form>
        <form method="post" action="/i/"><input name="j" value="1"></form>
        <input type="checkbox" name="valg" value="8" checked><input type="checkbox" name="valg" value="9">"""

    assert find_links(html, "/a/") == [
        *("/a/b/?x=1", "/e/", "/i/"),
        *("/f/?h=2&ord=", "/f/?h=1&ord=", "/f/?h=2&ord=botilbud"),
        *("/a/?regn=1&valg=8", "/a/?regn=1&valg=8%2C9"),
    ]


def test_variants_of_a_page_are_bounded_by_their_values_and_files_by_their_paths() -> None:
    frontier = Frontier(lambda address: "page")

    frontier.offer(["/a/?unit=1", "/a/?unit=1&year=2", "/a/?year=2", "/a/", "/b/?unit=1", "/b/?year=2"])
    frontier.offer(["/a/?hent=t.csv", "/b/?hent=t.csv", "/b/?hent=t.csv&unit=1", "/b/?hent=t.csv"])
    frontier.offer_paths(["/b/", "/c/"])

    assert [(target.address, target.is_variant) for target in frontier.take()] == [
        ("/a/?unit=1", False),
        ("/a/?unit=1&year=2", True),
        ("/a/", True),
        ("/b/?unit=1", False),
        ("/a/?hent=t.csv", True),
        ("/b/?hent=t.csv", True),
        ("/c/", False),
    ]
    assert frontier.left_out == {"page": 3}


def test_everybody_asks_for_a_path_and_each_member_for_some_of_its_variants() -> None:
    pairs = {roles_for(Target(f"/a/?year={year}", is_variant=True)) for year in range(50)}

    assert roles_for(Target("/a/", is_variant=False)) == ROLES
    assert pairs == {(MEMBERS[0], member) for member in MEMBERS[1:]}


def test_the_order_of_a_policy_is_no_difference(store: Store) -> None:
    policies = [{"Content-Security-Policy": policy} for policy in ("a 'self'; b 'none'", "b 'none'; a 'self'")]

    assert len({store.put_headers(policy, {}) for policy in policies}) == 1

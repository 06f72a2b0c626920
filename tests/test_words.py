"""No text for users has a word that the glossary replaced.

Texts for users are templates without their code, strings in scripts, strings in modules that are no docstrings, and the
names of models and fields. A string in code that is one word of lower-case ASCII letters is a name and no text, and the
headings of the catalogue's sheets are a file format that old files keep.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from initiatives.catalogues.columns.catalogue import CATALOGUE_FIELDS
from initiatives.catalogues.columns.declared import SHEETS

ROOT = Path(__file__).parent.parent
FOLDERS = ("budgets", "initiatives", "reports", "templates", "static/js")
APPS = ("budgets", "initiatives", "reports")

WORDS = {
    r"måltal": "forudsat effekt",
    r"realiser": "opnået",
    r"livscyklus": "fase",
    r"\btilstand": "behandling, or what it is",
    r"\brevision": "rettelse",
    r"\breturner": "send tilbage",
    r"attest": "bekræftet af økonomi",
    r"set i regnskabet": "bekræftet af økonomi",
    r"; forventet|\bforventet (?:et|en|én|at)\b": "Skal være: …",
    r"\btvivl": "usikker",
    r"\b(?:vi|vores|os|jeg|mig)\b": "du, or the passive",
    r"\btryk(?:ker|t|te|kes)\b": "kildens, ifølge kilden",
    r"(?<![.\d])\.\.(?!\.)": "one full stop",
    r"\b(?:læg|lagt|lægge) på\b": "tilføj",
    r"ved siden af planen": "uden for planen",
    r"\bsom sidst\b|siden sidst\b|\bend sidst\b|\b(?:opnået|forventet) sidst\b": "forrige runde",
    r"\bsiger (?:det samme|ikke|to|nu)\b": "what it is",
    r"\bbliver(?: ved med at)? stå(?:ende)?\b|\bdet skrevne\b": "bevares",
    r"\b(?:set|ses|se) på\b": "vurdere",
    r"holdt ude": "ikke med",
    r"\btomt?: ": "a sentence",
    r"mindre udgift": "mindreudgift",
    r"\bgange (?:enheds)?pris": "antal × enhedspris",
    r"\bprisniveau|\bp/l-niveau": "pris- og lønniveau",
    r"\bdet valgte\b(?! forslag)|de valgte, eller": "filtrene, or what is chosen",
    r"\bman\b": "du, or the passive",
    r"\bvil ændre": "ændrer",
    r"\bsæt(?:te|tes)? (?:en tabel|én tabel|tabellen)? ?ind\b": "indsæt",
    r"\brører ved\b": "overlapper",
    r"\bbegynd (?:en|at|det|forslaget)\b": "opret",
    r"\bventet\b": "forventet",
    r"\blovet\b": "forudsat",
}
INITIATIVE_WORDS = {
    r"\bprognose": "forventet effekt: a prognose is of expenditure",
    r"\bleveret\b": "opnået",
}
"""Words that are wrong only in the app initiatives."""

KEPT_COLUMN = (
    "alt det, der er fulgt op på, besluttet eller udmøntet. Skriv udgået i kolonnen “livscyklus” i stedet for at slette"
)
KEPT = {
    "måltal flyttet": "an action of the trail, where earlier entries have it",
    "måltal flyttet tilbage": "an action of the trail, where earlier entries have it",
    "opfølgning returneret": "an action of the trail, where earlier entries have it",
    KEPT_COLUMN: "names a column of the sheets",
    "ventet tilgang skrevet": "an action of the trail, where earlier entries have it",
    "<slug:municipality>/sager/ventet-tilgang/": "an address",
    "sidst set på": "names a column of the samples",
    "ses på igen": "names a column of the samples",
    "holdt ude": "names a column of the samples",
    "Realiseret": "a heading of earlier workbooks, which are still read",
    "Prognose ": "a heading of earlier workbooks, which are still read",
}
"""Texts that are allowed, each with the reason."""

HEADINGS = {column.heading for sheet in (CATALOGUE_FIELDS, *SHEETS.values()) for column in sheet.columns}
SQL = re.compile(r"\s*SELECT ")
NAME = re.compile(r"[a-z0-9_./:?=&%-]*")
COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
SCRIPT_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`')
TEMPLATE_COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)
CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
TAG = re.compile(r"<[^>]*>", re.DOTALL)
READ_ATTRIBUTE = re.compile(r'\b(?:aria-label|title|placeholder|alt|label)="([^"]*)"')
QUOTED = re.compile(r'"([^"]*)"')


def texts_of(path: Path) -> Iterator[str]:
    """The texts for users in the file."""
    source = path.read_text("utf-8")
    texts = READERS[path.suffix](source)
    return (text for text in texts if not NAME.fullmatch(text) and text not in HEADINGS and not SQL.match(text))


def texts_of_template(source: str) -> Iterator[str]:
    """The strings in template code, the attributes that are shown or read aloud, and the text between the tags."""
    source = TEMPLATE_COMMENT.sub(" ", source)
    yield from (text for code in CODE.findall(source) for text in QUOTED.findall(code))
    plain = CODE.sub("…", source)
    yield from (text for tag in TAG.findall(plain) for text in READ_ATTRIBUTE.findall(tag))
    yield re.sub(r"\s+", " ", TAG.sub(" | ", plain))


def texts_of_script(source: str) -> Iterator[str]:
    """The strings, with … for interpolated values."""
    for plain, template in SCRIPT_STRING.findall(COMMENT.sub(" ", source)):
        yield plain or re.sub(r"\$\{[^}]*\}", "…", template)


def texts_of_module(source: str) -> Iterator[str]:
    """The strings that are no docstrings; of an f-string each constant part."""
    tree = ast.parse(source)
    docstring_ids = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstring_ids:
            yield node.value


READERS = {".html": texts_of_template, ".js": texts_of_script, ".py": texts_of_module}


def files_in(folder: str) -> list[Path]:
    paths = (path for path in (ROOT / folder).rglob("*") if path.suffix in READERS)
    return sorted(path for path in paths if "migrations" not in path.parts)


def wrong_words(text: str, words: dict[str, str]) -> list[str]:
    """Each replaced word in the text, with its replacement."""
    if text in KEPT:
        return []
    matches = ((re.search(pattern, text, re.IGNORECASE), better) for pattern, better in words.items())
    return [
        f"“{match.group()}” ({better}) in: {text[max(match.start() - 40, 0) : match.end() + 40]}"
        for match, better in matches
        if match
    ]


def words_of(folder: str) -> dict[str, str]:
    return WORDS | INITIATIVE_WORDS if folder.endswith("initiatives") else WORDS


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_text_has_a_word_that_the_glossary_replaced(folder: str) -> None:
    paths = files_in(folder)
    wrong = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in paths
        for text in texts_of(path)
        for word in wrong_words(text, words_of(folder))
    ]
    assert paths
    assert wrong == []


@pytest.mark.parametrize("app", APPS)
def test_no_model_or_field_is_called_by_such_a_word(app: str) -> None:
    models = list(apps.get_app_config(app).get_models())
    names = [(model.__name__, str(model._meta.verbose_name)) for model in models]
    for model in models:
        for field in model._meta.concrete_fields:
            labels = [str(label) for _, label in field.choices or ()]
            names += [
                (f"{model.__name__}.{field.name}", text)
                for text in (str(field.verbose_name), str(field.help_text), *labels)
            ]
    assert [f"{place}: {word}" for place, text in names for word in wrong_words(str(text), words_of(app))] == []


def test_every_text_that_is_kept_is_still_there() -> None:
    texts = {text for folder in FOLDERS for path in files_in(folder) for text in texts_of(path)}
    assert sorted(set(KEPT) - texts) == []


@pytest.mark.parametrize(
    ("name", "source", "wrong"),
    [
        ("a.html", '<p aria-label="Måltal">{{ x|default:"Prognose" }} kr..</p>', ["Prognose", "Måltal", ".."]),
        ("a.html", "<p>{# tvivl #}{% if tvivl %}Det er sikkert{% endif %}</p>", []),
        ("a.js", 'tell("Vi gemmer"); // måltal\n`${n} tvivl`', ["Vi", "tvivl"]),
        ("a.py", '"""Måltal."""\nx = f"{n} kr.; forventet {m}"\ny = "livscyklus"\n', ["; forventet"]),
    ],
)
def test_the_rule_finds_texts_and_leaves_code_alone(tmp_path: Path, name: str, source: str, wrong: list[str]) -> None:
    path = tmp_path / name
    path.write_text(source, "utf-8")
    found_words = [word for text in texts_of(path) for word in wrong_words(text, WORDS | INITIATIVE_WORDS)]
    assert [word.split("”")[0].removeprefix("“") for word in found_words] == wrong

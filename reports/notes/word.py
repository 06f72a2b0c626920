"""A published note as a Word file that can be edited further, built from the frozen data only."""

from base64 import b64decode
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from reports.notes.blocks import clean
from reports.notes.content import build_chart_table

FONT, QUIET = "IBM Plex Sans", RGBColor(0x5C, 0x5C, 0x5C)
CONSTRUCTED = "Tallene er konstruerede eksempler og ikke kommunens egne."
CLOSED = "ikke til offentliggørelse"


def write_word(data: Mapping[str, Any]) -> bytes:
    """The document with Word's own headings, lists, links and tables; a chart becomes a table of its figures."""
    document = _create_document(data)
    if data["front"]:
        document.add_heading("Kort fortalt", 1)
        _add_items(document, data["front"])
    for section in data["sections"]:
        document.add_heading(section["heading"] + (f" ({CLOSED})" if section["closed"] else ""), 1)
        _add_items(document, section["items"])
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _create_document(data: Mapping[str, Any]) -> Doc:
    """A document with title, facts about the note and marks such as draft, in Danish and our font."""
    document = Document()
    document.core_properties.title = f"{data['title']}, {data['municipality']}"
    document.core_properties.author, document.core_properties.language = data["municipality"], "da-DK"
    normal: Any = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(10)
    normal.element.get_or_add_rPr().append(_create_element("w:lang", val="da-DK"))
    _set_up_page(document, data)
    if data["logo"]:
        document.add_picture(BytesIO(b64decode(data["logo"])), height=Mm(12))
    document.add_paragraph(data["municipality"])
    document.add_heading(data["title"], 0)
    for text in (data["standing"], CLOSED.capitalize() if data["closed"] else "", CONSTRUCTED * data["constructed"]):
        if text:
            document.add_paragraph().add_run(text).bold = True
    if data["about"]:
        document.add_paragraph("  ·  ".join(f"{row['label']}: {row['text']}" for row in data["about"]))
    return document


def _set_up_page(document: Doc, data: Mapping[str, Any]) -> None:
    """A4, with the note's marks in the header and municipality, title and page number in the footer."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    marks = [data["standing"], CLOSED.capitalize() if data["closed"] else ""]
    section.header.paragraphs[0].text = " · ".join(filter(None, marks))
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{data['municipality']} · {data['title']} · side ")
    foot._p.append(_create_element("w:fldSimple", instr="PAGE"))


def _create_element(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _add_items(document: Doc, items: Iterable[Mapping[str, Any]]) -> None:
    for item in items:
        if item["kind"] == "heading":
            document.add_heading(clean(item["text"]), 2)
        elif item["kind"] == "facts":
            for row in item["rows"]:
                paragraph = document.add_paragraph()
                paragraph.add_run(f"{clean(row['label'])}: ").bold = True
                paragraph.add_run(clean(row["text"]))
        elif item["kind"] == "text":
            _add_blocks(document, item["blocks"])
        else:
            _add_table(document, build_chart_table(item) if item["kind"] == "chart" else item)


def _add_blocks(document: Doc, blocks: Iterable[Mapping[str, Any]]) -> None:
    for block in blocks:
        if block["kind"] == "list":
            for runs in block["items"]:
                _add_runs(document.add_paragraph(style="List Bullet"), runs)
        else:
            _add_runs(document.add_paragraph(), block["runs"])


def _add_runs(paragraph: Paragraph, runs: Iterable[Mapping[str, Any]]) -> None:
    for run in runs:
        if run["href"]:
            _add_link(paragraph, run["text"], run["href"])
        else:
            paragraph.add_run(run["text"]).bold = run["bold"] or None


def _add_link(paragraph: Paragraph, text: str, href: str) -> None:
    """Add a link; python-docx has none, so it is made as a relationship and a hyperlink element around the run."""
    target = paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), target)
    run = paragraph.add_run(text)
    run.underline = True
    link.append(run._r)
    paragraph._p.append(link)


def _add_table(document: Doc, item: Mapping[str, Any]) -> None:
    document.add_paragraph(clean(item["caption"]), style="Caption")
    coded = item["has_codes"]
    headings = [*(["Nr."] if coded else []), item["first"], *(column["text"] for column in item["columns"])]
    table = document.add_table(rows=1, cols=len(headings), style="Light List Accent 1")
    table.rows[0]._tr.get_or_add_trPr().append(_create_element("w:tblHeader", val="true"))
    texts = [
        headings,
        *([*([row["code"]] if coded else []), _format_label(row), *_get_cells(row, item)] for row in item["rows"]),
    ]
    bold = [True, *(row["kind"] in ("total", "group") for row in item["rows"])]
    is_text = [*([True] if coded else []), True, *(column["is_text"] for column in item["columns"])]
    for line, is_bold in zip(texts, bold, strict=True):
        cells = (table.rows[0] if line is headings else table.add_row()).cells
        for cell, text, is_left in zip(cells, line, is_text, strict=True):
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(clean(text))
            run.font.size, run.bold = Pt(8.5), is_bold
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if is_left else WD_ALIGN_PARAGRAPH.RIGHT
    for text in item["footnotes"]:
        run = document.add_paragraph().add_run(clean(text))
        run.font.size, run.font.color.rgb = Pt(8), QUIET


def _format_label(row: Mapping[str, Any]) -> str:
    return f"{row['label']} ({row['about']})" if row["about"] else str(row["label"])


def _get_cells(row: Mapping[str, Any], item: Mapping[str, Any]) -> list[str]:
    return list(row["cells"]) if row["cells"] else [""] * len(item["columns"])

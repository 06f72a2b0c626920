"""Template tags that gather a page's faults: each field tells its own, and the top of the page lists them all."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django import template
from django.contrib import messages
from django.template import Context
from django.template.base import NodeList, Parser, Token
from django.utils.html import format_html
from django.utils.safestring import SafeString

from budgets.foundation.wording import counted

register = template.Library()


class Fault(NamedTuple):
    """A sentence, and the id of the field it is about; empty where it is about the whole."""

    text: str
    link: str = ""


@dataclass
class PageFaults:
    """What was refused on a page, in the order of the page, under its own heading or the usual one."""

    given_heading: str = ""
    found: list[Fault] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.given_heading or self.found)

    @property
    def heading(self) -> str:
        """The heading of the list; empty where the sentences say it all."""
        links = {fault.link for fault in self.found if fault.link}
        usual = f"Ret {counted(len(links), 'felt', 'felter')}, og prøv igen:" if links else ""
        return self.given_heading or usual


class ContentFirst(template.Node):
    """Renders what is inside before the rest of the page, whose title and top then know the faults in it.

    The rest of the page has it as `rendered_content`, the faults with the messages of refusals as `page_faults`,
    and the other messages as `page_messages`.
    """

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        faults = PageFaults()
        with context.push(page_faults=faults):
            content = self.nodelist.render(context)
        told = list(context.get("messages") or ())
        faults.found[:0] = [Fault(str(message)) for message in told if message.level == messages.ERROR]
        context["rendered_content"], context["page_faults"] = content, faults
        context["page_messages"] = [message for message in told if message.level != messages.ERROR]
        return ""


@register.tag
def contentfirst(parser: Parser, token: Token) -> ContentFirst:
    """Render up to `endcontentfirst` before the rest of the page."""
    nodelist = parser.parse(("endcontentfirst",))
    parser.delete_first_token()
    return ContentFirst(nodelist)


@register.simple_tag(takes_context=True)
def fault_heading(context: Context, *parts: object) -> str:
    """The page's own words above the list of faults, joined from the parts."""
    context["page_faults"].given_heading = "".join(map(str, parts))
    return ""


@register.simple_tag(takes_context=True)
def note_fault(context: Context, *parts: object, link: str = "") -> str:
    """List a fault at the top of the page, joined from the parts; `link` is the id of its field."""
    context["page_faults"].found.append(Fault("".join(map(str, parts)), link))
    return ""


@register.simple_tag(takes_context=True)
def fault(
    context: Context, field_id: str, label: str, texts: str | Iterable[str], of: str = "", first: str = ""
) -> SafeString:
    """The message at a field, with the id that the field is described by; nothing where there is no text.

    It is listed at the top too, with the row that the field is `of`. Where the field is a group of boxes, the top
    leads to its `first`.
    """
    told = [str(text) for text in ([texts] if isinstance(texts, str) else texts) if text]
    name = f"{label}, {of}" if of else label
    for text in told:
        note_fault(context, f"{name}: " if name else "", text, link=first or field_id)
    if not told:
        return SafeString("")
    return format_html('<span class="form-error-message" id="{}_error">{}</span>', field_id, " ".join(told))

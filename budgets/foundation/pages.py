"""The frame of every page under a municipality: who may see it, its place in the menu, and its breadcrumbs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from budgets.foundation.access import Action, get_membership
from budgets.foundation.models import Membership

BAD_REQUEST, UNAUTHORISED, FORBIDDEN, CONFLICT, UNREADABLE = 400, 401, 403, 409, 422
"""Statuses of refusals: cannot be stored, not logged in, not allowed, changed by another meanwhile, and unusable."""

Crumb = tuple[str, str]
"""A text and its address; the address of the page itself is empty."""

SECTIONS: Mapping[str, Crumb] = {
    "overview": ("Overblik", "municipality"),
    "savings": ("Tiltag", "savings"),
    "plan": ("Kataloger", "catalogues"),
    "followup": ("Opfølgning", "rounds"),
    "budget": ("Budget", "budget"),
    "cases": ("Sager og priser", "cases"),
    "forecasts": ("Prognoser", "forecasts"),
    "notes": ("Statusnotater", "notes"),
    "events": ("Hændelser", "event_list"),
}
"""Name and first page (URL name) of each section of the menu."""

P = ParamSpec("P")
Right = Action | Callable[..., Action]
"""What a view needs; a function finds it from the request and the rest of the address, or raises Http404."""

MunicipalView = Callable[Concatenate[HttpRequest, Membership, P], HttpResponse]
AddressedView = Callable[Concatenate[HttpRequest, str, P], HttpResponse]


@dataclass(frozen=True)
class Frame:
    """What the templates of a page under a municipality know without being told by the view."""

    membership: Membership
    section: str


class FramedRequest(HttpRequest):
    """A request while a municipality's view answers it."""

    frame: Frame


def municipality_page(
    right: Right, *, section: str = "", post: Action | None = None
) -> Callable[[MunicipalView[P]], AddressedView[P]]:
    """The decorated view gets the user's membership in place of the municipality's slug in the address.

    The right, for a POST `post` where it is given, is checked before anything else: Http404 for a stranger,
    PermissionDenied for a member without it. The frame is on the request only while the view runs, so that an error
    page has no menu.
    """

    def decorate(view: MunicipalView[P]) -> AddressedView[P]:
        @wraps(view)
        def check_and_view(request: HttpRequest, municipality: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            needed = post if post is not None and request.method == "POST" else right
            action = needed if isinstance(needed, Action) else needed(request, *args, **kwargs)
            membership = get_membership(request.user, municipality, action)
            framed = cast("FramedRequest", request)
            framed.frame = Frame(membership, section)
            try:
                return view(request, membership, *args, **kwargs)
            finally:
                del framed.frame

        vars(check_and_view)["is_municipality_page"] = True
        return cast("AddressedView[P]", check_and_view)  # Django gives the slug by name, which Concatenate cannot say

    return decorate


def page_frame(request: HttpRequest) -> dict[str, object]:
    """Context processor: the user's membership and the page's section."""
    frame = getattr(request, "frame", None)
    return vars(frame) if frame else {}


def is_script(request: HttpRequest) -> bool:
    """True where a script of the page asks, which wants JSON and keeps what was typed."""
    return request.headers.get("Accept") == "application/json"


def breadcrumbs(request: HttpRequest, *between: Crumb, here: str = "", section_query: str = "") -> list[Crumb]:
    """From the municipality and the section to the page itself, `here`; the first page of a section has no `here`.

    `section_query` is the query string of the link to the section, for the way back to a list as it was shown.
    """
    frame = cast("FramedRequest", request).frame
    municipality = frame.membership.municipality
    crumbs = [(municipality.name, reverse("municipality", args=[municipality.slug]))]
    if frame.section:
        text, name = SECTIONS[frame.section]
        query = f"?{section_query}" if section_query else ""
        crumbs.append((text, reverse(name, args=[municipality.slug]) + query))
    return [*crumbs, *between, *([(here, "")] if here else [])]

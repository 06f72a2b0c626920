"""Requests with a NUL character, which the database cannot store: refused in Danish where no form has refused it."""

from collections.abc import Callable, Iterator

from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from budgets.foundation.pages import BAD_REQUEST, UNREADABLE, is_script

NUL, SHOWN = "\0", "␀"
AROUND = 20
"""Number of characters of the text that are shown before and after the NUL character."""


class NullCharacterMiddleware:
    """The fields of forms refuse a NUL character with a message beside the field; this answers for all other input.

    A page gets status 400, a script 422 with a message.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The refusal; None, which leaves the error as it is, where no NUL character was sent."""
        text = next((value for value in _sent_texts(request) if NUL in value), None)
        if text is None or not isinstance(error, ValueError | DataError):
            return None
        message = _describe(text)
        if is_script(request):
            return JsonResponse({"message": message}, status=UNREADABLE)
        return render(request, "400.html", {"message": message}, status=BAD_REQUEST)


def _sent_texts(request: HttpRequest) -> Iterator[str]:
    for sent in (request.GET, request.POST):
        for name, values in sent.lists():
            yield from (name, *values)


def _describe(text: str) -> str:
    place = text.index(NUL)
    shown = text[max(0, place - AROUND) : place + AROUND].replace(NUL, SHOWN)
    return f"Der står “{shown}”. {SHOWN} er et usynligt tegn, som ikke kan gemmes. Slet det, og prøv igen."

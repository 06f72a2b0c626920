"""How accounts come to be: an administrator makes them; nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAccountAdapter(DefaultAccountAdapter):
    """No sign-up, and the log-in page's own words for a refused log-in."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

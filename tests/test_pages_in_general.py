"""All pages: content security policy, language, and errors in Danish."""

from base64 import b64encode
from hashlib import sha256

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client, RequestFactory
from django.views.defaults import bad_request, server_error

from config import settings as base_settings
from initiatives.catalogues.models.catalogues import Catalogue

OF_NOTHING = f"'sha256-{b64encode(sha256(b'').digest()).decode()}'"
POLICY = {
    "default-src 'self'",
    f"style-src 'self' {OF_NOTHING}",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}
"""The complete policy: an additional source would be a security hole."""


def test_every_answer_carries_a_strict_content_security_policy(bob: Client, ballerup: Catalogue) -> None:
    for path in ("/", "/ballerup/", "/findes-ikke/", "/ballerup/statusnotat/2019-01.pdf"):
        policy = bob.get(path).headers["Content-Security-Policy"]
        assert set(policy.split("; ")) == POLICY, path


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/findes-ikke/", 404, "Siden findes ikke"),
        ("/ballerup/haendelser/", 403, "Det har du ikke adgang til"),
        ("/ballerup/statusnotat/1999-01.pdf", 404, "Siden findes ikke"),
        ("/ballerup/statusnotat/2019-13.pdf", 404, "Siden findes ikke"),
    ],
)
def test_refusals_are_pages_in_danish(bob: Client, ballerup: Catalogue, path: str, status: int, words: str) -> None:
    response = bob.get(path)

    html = response.content.decode()
    assert response.status_code == status
    assert f"<h1>{words}</h1>" in html
    assert "Hovedmenu" not in html


def test_a_form_without_its_token_is_answered_in_danish(bob: Client) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"cookie": bob.cookies.output(header="", sep=";")})

    response = strict.post("/konto/log-ind/", {"login": "bob", "password": "x"})

    assert response.status_code == 403
    assert "Siden er udløbet" in response.content.decode()


def test_a_fault_of_ours_is_a_page_in_danish_that_needs_no_database() -> None:
    request = RequestFactory().get("/")

    assert "Der skete en fejl" in server_error(request).content.decode()
    assert "Forespørgslen kunne ikke læses" in bad_request(request, Exception()).content.decode()


def test_a_wrong_password_is_refused_in_danish_and_keeps_the_name(bob: Client) -> None:
    response = Client().post("/konto/log-ind/", {"login": "bob", "password": "forkert"})

    html = response.content.decode()
    assert 'value="bob"' in html
    assert 'role="alert"' in html
    assert "adgangskode" in html.lower()


def test_what_happened_is_listed_for_those_who_may_see_it(alice: Client, ballerup: Catalogue) -> None:
    html = alice.get("/ballerup/haendelser/").content.decode()

    assert "katalog indlæst" in html
    assert "kommando på serveren" in html


def test_passwords_are_kept_by_argon2() -> None:
    assert base_settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert Argon2PasswordHasher().encode("hemmelig", "et salt på 16 tegn").startswith("argon2$argon2id$")

"""Production requires its settings: a missing one stops the start with one line."""

import sys

import pytest

from tests.config.production import COMPLETE, start

SERVE = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", "127.0.0.1:0"]


@pytest.mark.parametrize("missing", COMPLETE)
@pytest.mark.parametrize("value", [None, " "], ids=["unset", "blank"])
def test_a_missing_setting_stops_the_start_with_one_line(missing: str, value: str | None) -> None:
    environment = {name: text for name, text in COMPLETE.items() if name != missing}
    if value is not None:
        environment[missing] = value

    result = start(EFFEKTSPOR_ENV="production", **environment)

    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        f"Effektspor cannot start in production without {missing}: set in the environment."
    ]


def test_the_server_too_stops_with_one_line_and_does_not_try_for_ever() -> None:
    result = start(SERVE, EFFEKTSPOR_ENV="production")

    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1


def test_everything_that_is_missing_is_named_at_once() -> None:
    result = start(EFFEKTSPOR_ENV="production")

    assert "DATABASE_URL, SECRET_KEY, ALLOWED_HOSTS" in result.stderr


def test_a_complete_environment_starts() -> None:
    assert start(EFFEKTSPOR_ENV="production", **COMPLETE).returncode == 0


def test_an_environment_by_another_name_is_refused_and_not_taken_for_the_demo() -> None:
    result = start(EFFEKTSPOR_ENV="prod", **COMPLETE)

    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        "Effektspor cannot start: EFFEKTSPOR_ENV is 'prod'; expected demo or production."
    ]

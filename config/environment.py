"""Environment variables: the demo by default; production requires all settings."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

REQUIRED_IN_PRODUCTION = ("DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS")


def is_production() -> bool:
    """True with EFFEKTSPOR_ENV=production, False with demo or if unset; exits on any other value."""
    name = os.environ.get("EFFEKTSPOR_ENV", "demo")
    if name not in {"demo", "production"}:
        raise SystemExit(f"Effektspor cannot start: EFFEKTSPOR_ENV is {name!r}; expected demo or production.")
    return name == "production"


def require_production_settings() -> None:
    """Exit in production with one line that names every missing setting."""
    missing = [name for name in REQUIRED_IN_PRODUCTION if not os.environ.get(name, "").strip()]
    if is_production() and missing:
        raise SystemExit(f"Effektspor cannot start in production without {', '.join(missing)}: set in the environment.")


def demo_secret_key(folder: Path) -> str:
    """The demo's SECRET_KEY: created once and kept in `folder`, so that a restart logs nobody out."""
    path = folder / "secret-key"
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=folder) as file, contextlib.suppress(FileExistsError):
            file.write(secrets.token_urlsafe(50))
            file.flush()
            os.link(file.name, path)
    return path.read_text()

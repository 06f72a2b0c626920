"""Starts the program with its own environment variables."""

import os
import subprocess
import sys

from tests.places import PROJECT

COMPLETE = {
    "DATABASE_URL": "postgresql://localhost/none",
    "SECRET_KEY": "x" * 60,
    "ALLOWED_HOSTS": "effektspor.example",
}


CHECK = [sys.executable, "manage.py", "check"]


def start(command: list[str] = CHECK, /, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in the project's folder with only these environment variables, PATH and HOME."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        command, cwd=PROJECT, env=inherited | environment, capture_output=True, text=True, check=False, timeout=60
    )

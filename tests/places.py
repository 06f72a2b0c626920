"""Paths of the project, its fixtures and the source documents."""

from pathlib import Path

PROJECT = Path(__file__).parent.parent
FIXTURES = PROJECT / "fixtures"
SEEDS = PROJECT.parent / "shared" / "seeds"

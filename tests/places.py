"""Where things lie."""

from pathlib import Path

PROJECT = Path(__file__).parent.parent
FIXTURES = PROJECT / "fixtures"
SEEDS = PROJECT.parent / "shared" / "seeds"

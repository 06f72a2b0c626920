"""Where a folder can lie when root runs the program: `python3 -m config.reachable FOLDER` makes it and says where.

PostgreSQL refuses root, so the embedded server of root runs as a stand-in user who must be able to walk to its data
and its programs. A folder that is closed to others stays closed: what the stand-in needs lies under /var/lib instead.
"""

import os
import sys
import tempfile
from pathlib import Path

READ_AND_WALK = 0o055
ELSEWHERE = Path("/var/lib")


def is_open(path: Path) -> bool:
    """Whether everyone may read and walk all folders above."""
    nearest = path.parent.resolve()
    return all(folder.stat().st_mode & READ_AND_WALK == READ_AND_WALK for folder in (nearest, *nearest.parents))


def ensure_accessible_dir(folder: Path) -> Path:
    """Make the folder, for root below closed folders as a link to one elsewhere; what exists stays where it is."""
    if folder.exists():
        return folder
    folder.unlink(missing_ok=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0 or is_open(folder):
        folder.mkdir()
    else:
        folder.symlink_to(_make_elsewhere())
    return folder


def _make_elsewhere() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="effektspor-", dir=ELSEWHERE))
    folder.chmod(0o755)
    return folder


if __name__ == "__main__":
    sys.stdout.write(f"{ensure_accessible_dir(Path(sys.argv[1])).resolve()}\n")

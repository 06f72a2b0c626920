"""Creates folders that other users can reach: `python3 -m config.reachable FOLDER` creates one and writes its path.

PostgreSQL refuses to run as root, so root's embedded server runs as another user, who must be able to reach its data
and programs. A folder that is closed to others is not opened: the data is put under /var/lib instead.
"""

import os
import sys
import tempfile
from pathlib import Path

READ_AND_ENTER = 0o055
REACHABLE_PARENT = Path("/var/lib")


def is_open(path: Path) -> bool:
    """True if all users may read and enter all folders above the path."""
    nearest = path.parent.resolve()
    return all(folder.stat().st_mode & READ_AND_ENTER == READ_AND_ENTER for folder in (nearest, *nearest.parents))


def ensure_accessible_dir(folder: Path) -> Path:
    """Create the folder unless it exists; for root below closed folders, as a link to a folder under /var/lib."""
    if folder.exists():
        return folder
    folder.unlink(missing_ok=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0 or is_open(folder):
        folder.mkdir()
    else:
        folder.symlink_to(_create_reachable_folder())
    return folder


def _create_reachable_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="effektspor-", dir=REACHABLE_PARENT))
    folder.chmod(0o755)
    return folder


if __name__ == "__main__":
    sys.stdout.write(f"{ensure_accessible_dir(Path(sys.argv[1])).resolve()}\n")

"""Same before and after: every page, download, PDF and command of the demo, kept and compared around big moves.

    python -m tests.walk keep FOLDER
    python -m tests.walk compare BEFORE AFTER

`keep` walks the demo by GET as each of its users and as nobody. What it does not keep byte for byte, and why, is the
table in `normalising`.
"""

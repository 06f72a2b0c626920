"""Store every page, download, PDF and command output of the demo, and compare two versions around large changes.

    python -m tests.walk keep FOLDER
    python -m tests.walk compare BEFORE AFTER

`keep` requests the demo's addresses by GET as each of its users and without log-in. What is not kept byte for byte, and
why, is the table in `normalising`.
"""

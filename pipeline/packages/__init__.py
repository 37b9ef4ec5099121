"""Translation packages: found, fetched, checked, installed, verified, and carried to other machines.

Takes an index or an archive; gives a folder of packages, each whole or not there, with a record of its files.
Open ``install.py`` first, then ``inspect/check.py``. argostranslate's index and metadata formats are used,
and its folder, so that each finds what the other installed. Nothing in a package is ever unpickled.
"""

from pipeline.packages.index import Available, choose, fetch_index, newest
from pipeline.packages.install import install, install_file, is_current, remove, shadow
from pipeline.packages.installed import Shelved, shelve
from pipeline.packages.mirror import add as add_to_mirror
from pipeline.packages.mirror import read_folder
from pipeline.packages.verify import Verdict, adopt, verify

__all__ = [
    "Available",
    "Shelved",
    "Verdict",
    "add_to_mirror",
    "adopt",
    "choose",
    "fetch_index",
    "install",
    "install_file",
    "is_current",
    "newest",
    "read_folder",
    "remove",
    "shadow",
    "shelve",
    "verify",
]

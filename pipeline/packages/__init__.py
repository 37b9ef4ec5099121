"""Translation packages: finding, fetching, checking, installing, verifying and carrying them.

    index       what there is to install
    download    one file over the network, resumable
    archive     what of a file may be unpacked
    metadata    what a package says of itself
    trial       whether its model loads
    check       all of these on one archive
    store       the folder of packages, changed whole
    record      the files of a package as they were when it was installed
    shelf       what is installed
    install     into the folder, and out of it
    verify      installed packages against their records
    mirror      a folder of packages to carry to another machine

argostranslate's index and metadata formats are used, and its folder, so that each finds what the other
installed. Nothing in a package is ever unpickled.
"""

from pipeline.packages.index import Available, choose, fetch_index, newest
from pipeline.packages.install import install, install_file, is_current, remove, shadow
from pipeline.packages.mirror import add as add_to_mirror
from pipeline.packages.mirror import read_folder
from pipeline.packages.shelf import Shelved, shelve
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

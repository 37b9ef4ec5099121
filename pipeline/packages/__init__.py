"""Translation packages: found, fetched, checked, installed, verified, and carried to other machines.

Takes an index or an archive; gives a folder of packages, each whole or not there, with a record of its files.
Open ``install.py`` first, then ``inspect/check.py``. argostranslate's index and metadata formats are used,
and its folder, so that each finds what the other installed. Nothing in a package is ever unpickled.
"""

from pipeline.packages.index import Available, choose_packages, fetch_index, newest_versions
from pipeline.packages.install import install_file, install_package, is_current, remove_packages, shadow
from pipeline.packages.installed import InstalledPackage, list_installed
from pipeline.packages.mirror import add_to_mirror, read_folder
from pipeline.packages.verify import Verdict, adopt, verify_packages

__all__ = [
    "Available",
    "InstalledPackage",
    "Verdict",
    "add_to_mirror",
    "adopt",
    "choose_packages",
    "fetch_index",
    "install_file",
    "install_package",
    "is_current",
    "list_installed",
    "newest_versions",
    "read_folder",
    "remove_packages",
    "shadow",
    "verify_packages",
]

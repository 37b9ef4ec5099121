"""Finds, fetches, checks, installs and verifies translation packages, and carries them to other machines.

Takes an index or an archive; gives a folder of packages, each whole or not there, with a record of its files.
Open ``install.py`` first, then ``inspect/check.py``. Index, metadata and folder are those of argostranslate,
so that each program finds the packages of the other. Nothing in a package is ever unpickled.
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

"""Where libraries are, and their versions, without what takes long to load."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import pytest

from pipeline.core import extras
from pipeline.core.errors import LanguageError
from pipeline.write.provenance import software


def test_versions_are_those_that_importlib_states() -> None:
    """Of every installed distribution, whatever is written of its name."""
    names = {found.metadata["Name"] for found in metadata.distributions()}
    assert len(names) > 20
    for name in names:
        for spelling in (name, name.upper().replace("-", "_")):
            assert extras.installed_version(spelling) == metadata.version(name)


def test_what_is_not_installed_has_no_version() -> None:
    """The error is importlib's, and a record says so in words."""
    with pytest.raises(metadata.PackageNotFoundError):
        extras.installed_version("no-such-distribution")
    versions = {each.name: each.version for each in software()}
    assert versions["depeche"] == metadata.version("depeche")
    assert versions["numpy"] == metadata.version("numpy")


def test_two_descriptions_are_left_to_importlib(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first in the path counts for it, whichever is found first here."""
    for place, version in (("one", "1.0"), ("two", "2.0")):
        folder = tmp_path / place / f"Some_Thing-{version}.dist-info"
        folder.mkdir(parents=True)
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: some.thing\nVersion: {version}\n\n")
        monkeypatch.syspath_prepend(str(tmp_path / place))
    extras._descriptions.cache_clear()
    extras.installed_version.cache_clear()
    assert extras.installed_version("some-thing") == metadata.version("some-thing") == "2.0"
    extras._descriptions.cache_clear()
    extras.installed_version.cache_clear()


def test_a_folder_is_found_without_an_import() -> None:
    """A missing package is named, with what to do."""
    assert (extras.package_folder("langdetect") / "profiles").is_dir()
    with pytest.raises(LanguageError, match=r"no_such_package is missing.*install it"):
        extras.package_folder("no_such_package")

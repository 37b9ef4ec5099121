"""What a package must say of itself."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from pipeline import packages
from pipeline.core.errors import PackageError
from tests.support.packing import named, repack, visible


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not JSON"),
        (b"{", "is not JSON"),
        (b"\xff\xfe\xfa", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"[]", "holds no table"),
        (b"null", "holds no table"),
        (b"{}", "has no from_code"),
        (b'{"from_code": "fr"}', "has no to_code"),
        (b'{"from_code": "", "to_code": "en"}', "has no from_code"),
        (b'{"from_code": 3, "to_code": "en"}', "from_code in its metadata.json is 3, not a text"),
        (b'{"from_code": ["fr"], "to_code": "en"}', "not a text"),
        (b'{"from_code": "fr", "to_code": "fr"}', "names 'fr' as source and as target"),
        (
            b'{"from_code": "fr", "to_code": "en", "package_version": 1.0}',
            "package_version in .* not a text",
        ),
        (b'{"from_code": "fr", "to_code": "en", "target_prefix": null}', "target_prefix in .* not a text"),
        (b'{"type": "sbd", "from_code": "fr", "to_code": "en"}', "is of type 'sbd'"),
        (random.Random(1).randbytes(2**20 + 1), "is larger than 1 MiB"),
    ],
)
def test_metadata_that_is_not_what_it_should_be_is_refused(
    tmp_path: Path, content: bytes, message: str
) -> None:
    """With what is wrong with it; nothing is unpacked."""
    bad = repack(tmp_path / "bad.argosmodel", replace={"metadata.json": content})
    with pytest.raises(PackageError, match=message):
        packages.install_file(bad, tmp_path / "packages")
    assert visible(tmp_path / "packages") == []


@pytest.mark.parametrize("code", ["tlh", "FR", "../fr"])
def test_a_package_for_an_unknown_language_is_refused_by_name(tmp_path: Path, code: str) -> None:
    """And those that are known are named."""
    bad = repack(tmp_path / "bad.argosmodel", metadata={"from_code": code})
    message = rf"its from_code '{re.escape(code)}' is a language unknown to depeche; known: ar bg "
    with pytest.raises(PackageError, match=message):
        packages.install_file(bad, tmp_path / "packages")
    assert visible(tmp_path / "packages") == []


def test_no_metadata_is_refused(tmp_path: Path) -> None:
    """What has none is no package."""
    with pytest.raises(PackageError, match=r"it has no metadata\.json"):
        packages.install_file(repack(tmp_path / "x.argosmodel", drop="metadata"), tmp_path / "packages")


def test_a_package_without_a_version_is_installed(tmp_path: Path) -> None:
    """Argostranslate does not ask for one either."""
    done = packages.install_file(named(tmp_path / "x.argosmodel", package_version=""), tmp_path / "packages")
    assert done.version == ""

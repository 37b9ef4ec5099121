"""Installed packages against their records."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pipeline import packages
from pipeline.core import codec
from pipeline.core.errors import PackageError
from pipeline.packages import record
from tests.support.packing import FILE, TOP


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Install one package; returns the folder of packages."""
    packages.install_file(FILE, tmp_path / "packages")
    return tmp_path / "packages"


def problems(folder: Path) -> tuple[str, ...]:
    """Return what is off with the only package, its lines without the folder."""
    (verdict,) = packages.verify_packages(folder)
    return tuple(line.removeprefix(f"{folder / TOP}/") for line in verdict.problems)


def test_the_record_says_what_was_installed_and_where_it_came_from(folder: Path) -> None:
    """With the digest of the archive and of each file; read back as strictly as any record."""
    found = record.read_install_record(folder / TOP)
    assert (found.name, found.version, found.origin) == ("translate-fr_en", "1.0", str(FILE))
    assert found.left_out == ()
    assert found.archive_sha256 is not None
    assert [file.path for file in found.files] == [
        *("README.md", "metadata.json", "model/config.json", "model/model.bin"),
        *("model/shared_vocabulary.json", "sentencepiece.model"),
    ]
    assert codec.encode_record(found) == (folder / TOP / ".depeche.json").read_bytes()
    assert problems(folder) == ()


def test_each_kind_of_change_is_named(folder: Path) -> None:
    """Changed with the size kept, cut, missing, not of the package, links."""
    package = folder / TOP
    model = bytearray((package / "model" / "model.bin").read_bytes())
    model[1000] ^= 1
    (package / "model" / "model.bin").write_bytes(model)
    (package / "README.md").write_text("")
    (package / "sentencepiece.model").unlink()
    (package / "model" / "config.json").rename(folder.parent / "config.json")
    (package / "model" / "config.json").symlink_to(folder.parent / "config.json")
    (package / "stanza").mkdir()
    (package / "stanza" / "late").write_text("")
    (package / "elsewhere").symlink_to("/")
    assert problems(folder) == (
        "README.md: differs from its record",
        "elsewhere: is not in the record",
        "model/config.json: differs from its record",
        "model/model.bin: differs from its record",
        "sentencepiece.model: is missing",
        "stanza/late: is not in the record",
    )


def test_a_package_whose_metadata_is_gone_is_verified_all_the_same(folder: Path) -> None:
    """It is no package any more to anybody else."""
    (folder / TOP / "metadata.json").unlink()
    assert problems(folder) == ("metadata.json: is missing",)


@pytest.mark.parametrize(
    "change", [{"files": None}, {"extra": 1}, {"files": [{"path": "../../x", "sha256": "0", "size": 0}]}]
)
def test_a_record_that_was_tampered_with_is_off(folder: Path, change: dict[str, object]) -> None:
    """A bad record is a problem and not a lack of one; a path in it that leads out is never opened."""
    path = folder / TOP / ".depeche.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    assert len(problems(folder)) > 0


def test_packages_of_argostranslate_have_no_record_and_no_problem(argos_packages: Path) -> None:
    """Unless they are broken."""
    verdicts = packages.verify_packages(argos_packages)
    assert len(verdicts) == 3
    assert [(verdict.recorded, verdict.problems) for verdict in verdicts] == [(False, ())] * 3


def test_a_broken_package_without_a_record_is_off(folder: Path) -> None:
    """As after a kill of argostranslate's installer."""
    (folder / TOP / ".depeche.json").unlink()
    (folder / TOP / "model" / "model.bin").unlink()
    assert packages.verify_packages(folder)[0].problems == (
        f"{folder / TOP}: is no whole package; remove it or install it again",
    )


def test_a_package_can_be_recorded_later(argos_packages: Path, tmp_path: Path) -> None:
    """As it is then; from then on changes are found. A package that has a record keeps it."""
    folder = tmp_path / "packages"
    shutil.copytree(argos_packages, folder)
    new = packages.adopt(folder, ["fr-en"])
    assert [path.name for path in new] == [TOP]
    found = record.read_install_record(folder / TOP)
    assert (found.name, found.origin, found.archive_sha256) == ("translate-fr_en", None, None)
    (folder / TOP / "README.md").write_text("changed")
    assert len(packages.adopt(folder)) == 2
    assert [len(verdict.problems) for verdict in packages.verify_packages(folder)] == [0, 0, 1]


def test_only_what_is_named_is_verified(argos_packages: Path) -> None:
    """By pair, language or name; what is not there is an error."""
    assert len(packages.verify_packages(argos_packages, ["en-es"])) == 1
    assert len(packages.verify_packages(argos_packages, ["fr"])) == 2
    with pytest.raises(PackageError, match="es-fr: names no package in"):
        packages.verify_packages(argos_packages, ["es-fr"])


def test_nothing_to_verify_is_an_error(tmp_path: Path) -> None:
    """And makes no folder."""
    for attempt in (packages.verify_packages, packages.adopt):
        with pytest.raises(PackageError, match="holds no packages"):
            attempt(tmp_path / "none")
    assert not (tmp_path / "none").exists()

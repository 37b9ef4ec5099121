"""Packages carried to a machine without a network."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pipeline import packages
from pipeline.core.errors import PackageError
from pipeline.packages import download
from pipeline.packages.index import Available
from pipeline.translate.engines.argos.engine import argos_engine
from tests.conftest import MODELS
from tests.support.package_server import Site, serving
from tests.support.packing import FILE, named, repack, visible


def silent(count: int, total: int | None) -> None:
    """Report nothing."""


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the mirror is made, once."""
    return tmp_path_factory.mktemp("original") / "mirror"


@pytest.fixture
def mirror(index: list[dict[str, object]], original: Path, tmp_path: Path) -> Path:
    """Mirror the packages between French, English and Spanish; returns a copy of the folder."""
    if not original.exists():
        for item in packages.choose_packages(packages.fetch_index(timeout=300), ["fr", "es"]):
            packages.add_to_mirror(item, original, timeout=300, report=silent)
    return Path(shutil.copytree(original, tmp_path / "mirror"))


def test_a_mirror_installs_elsewhere(mirror: Path, tmp_path: Path) -> None:
    """Every package as it was fetched, its digest in the index."""
    assert visible(mirror) == [
        "index.json",
        *("translate-en_es-1_0.argosmodel", "translate-en_fr-1_0.argosmodel"),
        "translate-fr_en-1_0.argosmodel",
    ]
    rows = json.loads((mirror / "index.json").read_text())["packages"]
    assert [row["size"] for row in rows] == [
        path.stat().st_size for path in sorted(MODELS.glob("*.argosmodel"))
    ]
    mirror = mirror.rename(tmp_path / "stick")
    items, wrong = packages.read_folder(mirror)
    assert wrong == ()
    for item in packages.choose_packages(items, ["fr"]):
        packages.install_package(item, tmp_path / "packages", timeout=0, report=silent)
    pairs = [(hop.source, hop.target) for hop in argos_engine(tmp_path / "packages").hops()]
    assert pairs == [("en", "fr"), ("fr", "en")]


def test_a_file_that_was_changed_on_the_way_is_refused(mirror: Path, tmp_path: Path) -> None:
    """Even by another whole package."""
    (mirror / "translate-fr_en-1_0.argosmodel").write_bytes(repack(tmp_path / "other").read_bytes())
    (item,) = (item for item in packages.read_folder(mirror)[0] if item.name == "translate-fr_en")
    with pytest.raises(PackageError, match="its sha256 is not the one in the mirror's index"):
        packages.install_package(item, tmp_path / "packages", timeout=0, report=silent)
    assert visible(tmp_path / "packages") == []


def test_a_file_that_was_lost_on_the_way_is_an_error(mirror: Path, tmp_path: Path) -> None:
    """With its name."""
    (mirror / "translate-en_es-1_0.argosmodel").unlink()
    with pytest.raises(PackageError, match=r"translate-en_es-1_0\.argosmodel: cannot be read: No such file"):
        packages.install_package(packages.read_folder(mirror)[0][0], tmp_path, timeout=0, report=silent)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"file": "../../etc/x.argosmodel"}, "is no .argosmodel file of this folder"),
        ({"file": "/etc/x.argosmodel"}, "is no .argosmodel file of this folder"),
        ({"file": ""}, "is no .argosmodel file of this folder"),
        ({"file": ".."}, "is no .argosmodel file of this folder"),
        ({"file": "a\0.argosmodel"}, "is no .argosmodel file of this folder"),
        ({"from_code": "tlh"}, "'tlh-es' is for a language unknown to depeche"),
        ({"size": "large"}, "is no mirror's index"),
        ({"more": 1}, "is no mirror's index"),
    ],
)
def test_an_index_that_is_none_is_an_error(mirror: Path, change: dict[str, object], message: str) -> None:
    """Files out of the folder, unknown languages and other types are not taken from it."""
    tree = json.loads((mirror / "index.json").read_text())
    tree["packages"][0].update(change)
    (mirror / "index.json").write_text(json.dumps(tree))
    with pytest.raises(PackageError, match=message):
        packages.read_folder(mirror)


def test_what_is_there_is_not_fetched_again(mirror: Path, index: list[dict[str, object]]) -> None:
    """Unless it was damaged."""
    items = packages.fetch_index(timeout=300)
    gone = [Available(version=i.version, from_code=i.from_code, to_code=i.to_code) for i in items]
    for item in gone:
        assert packages.add_to_mirror(item, mirror, timeout=300, report=silent).exists()
    (mirror / "translate-fr_en-1_0.argosmodel").write_bytes(b"")
    (damaged,) = (item for item in gone if item.name == "translate-fr_en")
    with pytest.raises(PackageError, match="cannot be fetched"):
        packages.add_to_mirror(damaged, mirror, timeout=300, report=silent)


def test_a_newer_version_replaces_the_older(mirror: Path, tmp_path: Path) -> None:
    """Its file too; the others stay."""
    newer = named(tmp_path / "newer.argosmodel", package_version="1.1")
    with serving(Site(content=newer.read_bytes())) as site:
        item = Available(version="1.1", from_code="fr", to_code="en", links=(site.address,))
        path = packages.add_to_mirror(item, mirror, timeout=300, report=silent)
    assert path == mirror / "translate-fr_en-1_1.argosmodel"
    assert not (mirror / "translate-fr_en-1_0.argosmodel").exists()
    assert [item.version for item in packages.read_folder(mirror)[0]] == ["1.0", "1.0", "1.1"]


def test_a_broken_download_goes_on_at_the_next_attempt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is not in the index until then."""
    monkeypatch.setattr(download, "PAUSE", 0)
    with serving(Site(content=FILE.read_bytes(), breaks=[400_000, 0, 0, 0])) as site:
        item = Available(version="1.0", from_code="fr", to_code="en", links=(site.address,))
        with pytest.raises(PackageError, match="400,000 bytes are kept"):
            packages.add_to_mirror(item, tmp_path, timeout=300, report=silent)
        with pytest.raises(PackageError, match=r"has no \.argosmodel files"):
            packages.read_folder(tmp_path)
        packages.add_to_mirror(item, tmp_path, timeout=300, report=silent)
    assert site.asked[-1]["Range"] == "bytes=400000-"
    assert visible(tmp_path) == ["index.json", "translate-fr_en-1_0.argosmodel"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"replace": {"model/model.bin": b"x"}}, "its model does not load"),
        ({"metadata": {"to_code": "es"}}, "is translate-fr_es, not what the index says"),
    ],
)
def test_what_could_not_be_installed_is_not_carried(
    tmp_path: Path, changes: dict[str, dict[str, object]], message: str
) -> None:
    """The machine that it is carried to could not fetch another."""
    bad = repack(tmp_path / "bad", **changes)  # type: ignore[arg-type]
    with serving(Site(content=bad.read_bytes())) as site:
        item = Available(version="1.0", from_code="fr", to_code="en", links=(site.address,))
        with pytest.raises(PackageError, match=message):
            packages.add_to_mirror(item, tmp_path / "mirror", timeout=300, report=silent)
    assert visible(tmp_path / "mirror") == []


def test_a_folder_without_an_index_is_what_its_files_say(tmp_path: Path) -> None:
    """Whatever they are called; what is no package is named, and costs the others nothing."""
    (tmp_path / "a.argosmodel").write_bytes(FILE.read_bytes())
    (tmp_path / "b.argosmodel").write_bytes(b"not a zip")
    (tmp_path / "c.argosmodel").mkdir()
    (tmp_path / "notes.txt").write_text("not a package")
    named(tmp_path / "d.argosmodel", package_version="1.2")
    items, wrong = packages.read_folder(tmp_path)
    assert [(item.name, item.version) for item in items] == [
        ("translate-fr_en", "1.0"),
        ("translate-fr_en", "1.2"),
    ]
    assert [item.version for item in packages.newest_versions(items)] == ["1.2"]
    assert ["is not a whole" in error.message for error in wrong] == [True, False]
    assert "c.argosmodel: cannot be read: Is a directory" in wrong[1].message


def test_a_folder_without_packages_is_an_error(tmp_path: Path) -> None:
    """That says how to make one."""
    with pytest.raises(PackageError, match=r"has no \.argosmodel files; make .* depeche languages mirror"):
        packages.read_folder(tmp_path / "none")

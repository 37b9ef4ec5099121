"""Installing packages: from files, and from an index on this machine."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from pipeline import packages
from pipeline.engines.argos import ArgosEngine
from pipeline.errors import PackageError
from tests.conftest import MODELS

FILE = MODELS / "translate-fr_en.argosmodel"


def rezipped(path: Path, *, drop: str = "", extra: dict[str, bytes] | None = None, link: str = "") -> Path:
    """Write the test package again without a member, with others, or with a symbolic link."""
    with zipfile.ZipFile(FILE) as old, zipfile.ZipFile(path, "w") as new:
        for member in old.infolist():
            if not drop or drop not in member.filename:
                new.writestr(member, old.read(member))
        for name, content in (extra or {}).items():
            new.writestr(name, content)
        if link:
            info = zipfile.ZipInfo(link)
            info.external_attr = 0o120777 << 16
            new.writestr(info, "/etc/passwd")
    return path


def test_a_file_is_installed_and_translates(tmp_path: Path, phrasebook: list[dict[str, str]]) -> None:
    """Into a folder that need not be there yet, with nothing left beside it."""
    folder = tmp_path / "new" / "packages"
    done = packages.install_file(FILE, folder)
    assert (done.name, done.version) == ("translate-fr_en", "1.0")
    assert [path.name for path in folder.iterdir()] == [done.folder.name]
    answer = ArgosEngine(folder).translate([phrasebook[1]["fr"]], "fr", "en")[0]
    assert answer.text == phrasebook[1]["en"]


def test_an_install_replaces_an_older_one_whole(tmp_path: Path) -> None:
    """Files of the older one that the newer one lacks are gone."""
    done = packages.install_file(FILE, tmp_path)
    (done.folder / "stale").write_text("old")
    packages.install_file(FILE, tmp_path)
    assert not (done.folder / "stale").exists()


@pytest.mark.parametrize(
    ("extra", "drop", "link", "message"),
    [
        ({"../escape": b""}, "", "", "leads out of its folder"),
        ({"/etc/escape": b""}, "", "", "leads out of its folder"),
        ({"translate-fr_en-1_0/../../escape": b""}, "", "", "leads out of its folder"),
        ({}, "", "translate-fr_en-1_0/link", "leads out of its folder"),
        ({"second/file": b""}, "", "", "do not lie in one folder"),
        ({}, "metadata.json", "", "has no metadata, model or tokenizer"),
        ({}, "model.bin", "", "has no metadata, model or tokenizer"),
        ({}, "sentencepiece", "", "has no metadata, model or tokenizer"),
    ],
)
def test_a_harmful_or_broken_package_is_refused(
    tmp_path: Path, extra: dict[str, bytes], drop: str, link: str, message: str
) -> None:
    """Nothing of it is left, here or elsewhere."""
    bad = rezipped(tmp_path / "bad.argosmodel", extra=extra, drop=drop, link=link)
    with pytest.raises(PackageError, match=message):
        packages.install_file(bad, tmp_path / "packages")
    assert list((tmp_path / "packages").iterdir()) == []
    assert not (tmp_path / "escape").exists()


def test_a_package_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By what its members say before any is unpacked."""
    monkeypatch.setattr(packages, "MAX_UNPACKED", 2**20)
    bomb = rezipped(tmp_path / "bomb.argosmodel", extra={"translate-fr_en-1_0/zeros": bytes(2**20)})
    with pytest.raises(PackageError, match="would unpack to more than"):
        packages.install_file(bomb, tmp_path / "packages")


@pytest.mark.parametrize("content", [b"", b"not a zip", FILE.read_bytes()[:5000]])
def test_a_truncated_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """A broken download is not a package."""
    path = tmp_path / "cut.argosmodel"
    path.write_bytes(content)
    with pytest.raises(PackageError, match=r"is not a whole \.argosmodel file"):
        packages.install_file(path, tmp_path / "packages")


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """With the system's reason."""
    with pytest.raises(PackageError, match="cannot be read: No such file"):
        packages.install_file(tmp_path / "none.argosmodel", tmp_path)


def test_packages_are_fetched_from_the_index(index: list[dict[str, object]], tmp_path: Path) -> None:
    """All that connect the languages asked for, through English."""
    counts: list[int] = []
    chosen = packages.choose(packages.fetch_index(timeout=5), ["fr", "es"])
    for item in chosen:
        packages.download(item, tmp_path / "packages", timeout=5, report=counts.append)
    pairs = [(hop.source, hop.target) for hop in ArgosEngine(tmp_path / "packages").hops()]
    assert pairs == [("en", "es"), ("en", "fr"), ("fr", "en")]
    assert max(counts) == max(path.stat().st_size for path in MODELS.glob("*.argosmodel"))


def test_a_language_that_the_index_lacks_is_named(index: list[dict[str, object]]) -> None:
    """Before anything is fetched."""
    with pytest.raises(PackageError, match="Argos's index has no package for: ja"):
        packages.choose(packages.fetch_index(timeout=5), ["fr", "ja"])


def test_a_link_that_is_gone_is_an_error(index: list[dict[str, object]], tmp_path: Path) -> None:
    """With the server's reason; links that are not http are not tried."""
    index[0]["links"] = [f"{index[0]['links'][0]}.gone", "ipfs://somewhere", "file:///etc/passwd"]  # type: ignore[index]
    broken = packages.fetch_index(timeout=5)[0]
    assert len(broken.links) == 1
    with pytest.raises(PackageError, match=r"cannot be fetched \(http.*gone: "):
        packages.download(broken, tmp_path, timeout=5, report=lambda _: None)


def test_an_index_that_does_not_answer_is_an_error_that_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without a network there are still files."""
    monkeypatch.setattr("argostranslate.settings.package_index", "http://127.0.0.1:9/")
    with pytest.raises(PackageError, match=r"does not answer .* install from a file"):
        packages.fetch_index(timeout=1)


def test_an_index_that_is_not_json_is_an_error(index: list[dict[str, object]]) -> None:
    """As when a portal answers with a page of its own."""
    index.append({"from_code": "fr", "to_code": "de", "links": "https://no.list/"})
    index.append("no row")  # type: ignore[arg-type]
    with pytest.raises(PackageError, match="does not answer"):
        packages.fetch_index(timeout=5)

"""What there is to install: Argos's index, on this machine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import packages
from pipeline.core.errors import PackageError
from pipeline.packages.index import Available
from pipeline.translate.engines.argos.settings import index_address


def offered(source: str, target: str, version: str) -> Available:
    """Return a package as an index offers it."""
    return Available(version=version, from_code=source, to_code=target)


def test_the_newest_package_of_a_pair_is_chosen() -> None:
    """Of plain codes first: pb is Argos's Brazilian Portuguese; 1.10 is newer than 1.9."""
    items = [
        *(offered("en", "pt", "1.9"), offered("en", "pt", "1.10"), offered("en", "pb", "2.0")),
        *(offered("pb", "en", "1.0"), offered("fr", "en", "1.0"), offered("de", "en", "1.0")),
    ]
    chosen = [(item.name, item.version) for item in packages.choose_packages(items, ["pt", "fr"])]
    assert chosen == [("translate-en_pt", "1.10"), ("translate-fr_en", "1.0"), ("translate-pb_en", "1.0")]


def test_a_language_that_the_index_lacks_is_named(index: list[dict[str, object]]) -> None:
    """Before anything is fetched."""
    with pytest.raises(PackageError, match="Argos's index has no package for: ja"):
        packages.choose_packages(packages.fetch_index(timeout=300), ["fr", "ja"])


def test_packages_for_other_languages_and_of_other_types_are_passed_over(
    index: list[dict[str, object]],
) -> None:
    """The index has some that depeche has no use for."""
    index.append({**index[0], "from_code": "tlh"})
    index.append({**index[0], "from_code": None})
    index.append({**index[0], "type": "sbd"})
    assert len(packages.fetch_index(timeout=300)) == 3


def test_a_link_that_is_gone_is_an_error(index: list[dict[str, object]], tmp_path: Path) -> None:
    """With the server's reason; links that are not http are not tried."""
    index[0]["links"] = [f"{index[0]['links'][0]}.gone", "ipfs://somewhere", "file:///etc/passwd"]  # type: ignore[index]
    broken = packages.fetch_index(timeout=300)[0]
    assert len(broken.links) == 1
    with pytest.raises(PackageError, match=r"cannot be fetched \(http.*gone: 404"):
        packages.install_package(broken, tmp_path, timeout=300, report=lambda *_: None)


def test_an_index_without_links_is_an_error(index: list[dict[str, object]], tmp_path: Path) -> None:
    """Named as what it is."""
    index[0]["links"] = []
    with pytest.raises(PackageError, match=r"cannot be fetched \(the index has no link\)"):
        packages.install_package(
            packages.fetch_index(timeout=300)[0], tmp_path, timeout=300, report=lambda *_: None
        )


def test_an_index_that_does_not_answer_is_an_error_that_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without a network there are still files and mirrors."""
    monkeypatch.setenv("ARGOS_PACKAGE_INDEX", "http://127.0.0.1:9/")
    with pytest.raises(PackageError, match=r"cannot be read .* install from a file or a mirror"):
        packages.fetch_index(timeout=1)


@pytest.mark.parametrize(
    "row",
    ["no row", {"from_code": "fr", "to_code": "de", "links": None}, {"from_code": ["fr"], "to_code": "de"}],
)
def test_an_index_that_is_none_is_an_error(index: list[dict[str, object]], row: object) -> None:
    """As when a portal answers with a page of its own, or fields have other types."""
    index.append(row)  # type: ignore[arg-type]
    with pytest.raises(PackageError, match="cannot be read"):
        packages.fetch_index(timeout=300)


def test_the_index_is_asked_where_argostranslate_would_ask_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the environment, or else by its settings, or else where it has been since its first version."""
    ask = [sys.executable, "-c", "from argostranslate import settings; print(settings.remote_package_index)"]
    for kind in ("CONFIG", "DATA", "CACHE"):  # it makes folders in them
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind))
    file = tmp_path / "CONFIG" / "argos-translate" / "settings.json"
    monkeypatch.delenv("ARGOS_PACKAGE_INDEX", raising=False)
    addresses = [index_address()]
    assert list(tmp_path.iterdir()) == []
    theirs = [subprocess.run(ask, check=True, capture_output=True, text=True).stdout.strip()]
    file.write_text('{"ARGOS_PACKAGE_INDEX": "https://mirror.example/argos/"}')
    addresses.append(index_address())
    theirs.append(subprocess.run(ask, check=True, capture_output=True, text=True).stdout.strip())
    assert addresses == theirs
    monkeypatch.setenv("ARGOS_PACKAGE_INDEX", "http://127.0.0.1:9")
    assert index_address() == "http://127.0.0.1:9/index.json"

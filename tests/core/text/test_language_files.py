"""The compiled files of languages/ say what the files say."""

from __future__ import annotations

from pathlib import Path

import pytest

import languages
from languages import read
from pipeline.core.text import language_files

FOLDER = Path(languages.__file__).parent


@pytest.mark.parametrize("again", ["made", "kept"])
def test_each_file_s_table_is_that_of_its_toml(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, again: str
) -> None:
    """Value by value and type by type, when it is made and when it comes from the cache."""
    home = tmp_path_factory.getbasetemp() / "language-files"
    home.mkdir(exist_ok=True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    language_files._tables.cache_clear()
    paths = sorted(FOLDER.rglob("*.toml"))
    assert len(paths) > 30
    for path in paths:
        assert repr(language_files.parse(path)) == repr(read.table(path))
    language_files._tables.cache_clear()


def test_each_call_returns_a_table_of_its_own() -> None:
    """For it is used up where it is read."""
    path = FOLDER / "fr.toml"
    language_files.parse(path).clear()
    assert language_files.parse(path)["name"] == "French"


def test_files_elsewhere_are_read_themselves(tmp_path: Path) -> None:
    """Whoever reads another folder gets what is in it."""
    (tmp_path / "fr.toml").write_text('name = "Other"\n')
    assert language_files.parse(tmp_path / "fr.toml") == {"name": "Other"}

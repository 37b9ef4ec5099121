"""Finding the inputs that the user named."""

from __future__ import annotations

import errno
import glob
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.errors import SourceError
from pipeline.read import document, places
from pipeline.read.fetch.http_fetcher import HttpFetcher
from pipeline.read.fetch.settings import FetchSettings
from pipeline.read.find import find_inputs
from pipeline.read.formats.table import FORMATS
from pipeline.read.reference import Reference


def names(found: list[Reference | SourceError]) -> list[str]:
    """Return origins, or messages where nothing was found."""
    return [item.origin if isinstance(item, Reference) else item.message for item in found]


ENDINGS = " ".join(f".{form.endings[0]}" for form in FORMATS)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder with files that are texts, and some that are not."""
    for name in ("b.txt", "a.md", "sub/c.TXT", "sub/picture.png", ".hidden/d.txt", "README"):
        path = tmp_path / "news" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text")
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_folder_is_walked_in_order_without_hidden_or_foreign_files(folder: Path) -> None:
    """A folder stands for the texts below it, sorted, whatever the case of their endings."""
    assert names(list(find_inputs(["news"]))) == ["news/a.md", "news/b.txt", "news/sub/c.TXT"]


def test_what_runs_have_written_is_not_read_again(folder: Path) -> None:
    """A folder that holds the outputs is walked without them; who names one of their files gets it."""
    written = folder / "news" / "outputs" / "run" / "translation.txt"
    written.parent.mkdir(parents=True)
    written.write_text("text")
    outputs = Path("news/outputs")
    assert names(list(find_inputs(["news"], outside=outputs))) == [
        "news/a.md",
        "news/b.txt",
        "news/sub/c.TXT",
    ]
    assert names(list(find_inputs([str(written)], outside=outputs))) == [str(written)]
    assert len(names(list(find_inputs(["news"], outside=Path())))) == 4


def test_a_file_that_is_named_is_taken_whatever_its_ending(folder: Path) -> None:
    """Who names a file wants it read."""
    assert names(list(find_inputs(["news/README"]))) == ["news/README"]


def test_a_glob_stands_for_the_files_it_matches(folder: Path) -> None:
    """Quoted globs are expanded as a shell would, and matches come sorted."""
    assert names(list(find_inputs(["news/*.txt", "**/*.TXT"]))) == ["news/b.txt", "news/sub/c.TXT"]


def test_a_file_comes_once_however_often_it_is_named(folder: Path) -> None:
    """A file that two inputs lead to, or a link to it, is read once."""
    (folder / "link.txt").symlink_to(folder / "news" / "b.txt")
    assert names(list(find_inputs(["news/b.txt", "news", "link.txt"]))) == [
        "news/b.txt",
        "news/a.md",
        "news/sub/c.TXT",
    ]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nowhere.txt", "nowhere.txt: no such file or folder"),
        ("", "an empty input name leads nowhere; name a file, a folder or -"),
        (
            "empty",
            f"empty: holds no file that can be read ({' '.join(f'.{one.endings[0]}' for one in FORMATS)})",
        ),
        ("x*.txt", "x*.txt: no file matches"),
    ],
)
def test_an_input_that_leads_nowhere_is_an_error_in_its_place(folder: Path, name: str, message: str) -> None:
    """The other inputs are found all the same."""
    assert names(list(find_inputs([name, "news/b.txt"]))) == [message, "news/b.txt"]


def test_a_broken_link_is_named_as_such(folder: Path) -> None:
    """A link to nothing is not "no such file"."""
    (folder / "broken.txt").symlink_to(folder / "gone.txt")
    assert names(list(find_inputs(["broken.txt"]))) == ["broken.txt: is a broken link"]


def test_a_hyphen_is_standard_input() -> None:
    """``-`` has no path."""
    assert list(find_inputs(["-"])) == [Reference(origin="-", path=None)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("L’Été à Port-Sauvin : 14 200 évacués", "l-ete-a-port-sauvin-14-200-evacues"),
        ("../../etc/passwd", "etc-passwd"),
        ("Новости", ""),
        ("word " * 30, "word-word-word-word-word-word-word-word-word-word-word-word"),
        ("x" * 90, "x" * 60),
    ],
)
def test_a_slug_is_safe_and_short(words: str, expected: str) -> None:
    """Folder names hold lower-case ASCII letters, digits and hyphens alone, cut at a word."""
    assert document.slug(words) == expected


def test_a_folder_that_cannot_be_listed_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in it would be lost without a word, in walks and in patterns; the rest is found."""
    locked = str(folder / "news" / "sub")
    scan = os.scandir

    def refuse(place: str) -> object:
        if str(folder / place) == locked:
            raise PermissionError(errno.EACCES, "Permission denied", place)
        return scan(place)

    monkeypatch.setattr("os.scandir", refuse)
    wrong = "news/sub: cannot be read: Permission denied"
    assert names(list(find_inputs(["news"]))) == ["news/a.md", "news/b.txt", wrong]
    assert names(list(find_inputs(["**/*.txt"]))) == ["news/b.txt", wrong]
    assert names(list(find_inputs(["news/*/*.TXT"]))) == [wrong]
    assert names(list(find_inputs(["news/sub"]))) == [wrong]


def test_broken_links_in_a_folder_are_told_and_pipes_are_not(folder: Path) -> None:
    """A link is a document that somebody lost; a pipe is none until it is named."""
    (folder / "news" / "lost.txt").symlink_to("nowhere")
    (folder / "news" / "loop.txt").symlink_to("loop.txt")
    os.mkfifo(folder / "news" / "pipe.txt")
    assert names(list(find_inputs(["news/*.txt"]))) == [
        "news/b.txt",
        "news/loop.txt: is a broken link",
        "news/lost.txt: is a broken link",
    ]
    assert len(list(find_inputs(["news"]))) == 5


PATTERNS = ["*", "**", "?", "[ab]", "a*", ".*", "b.txt", "a", "sub", "s?b"]


@given(
    st.lists(
        st.sampled_from(PATTERNS),
        min_size=1,
        max_size=4,
    )
)
def test_patterns_match_what_python_s_glob_matches(pattern: list[str]) -> None:
    """Over a small tree with hidden names; what is a folder is left out."""
    with tempfile.TemporaryDirectory() as name:
        for path in ("a/b.txt", "a/.b.txt", "a/sub/a/b.txt", "b.txt", ".a/b.txt", "sub/b.txt", "sub/a"):
            (Path(name) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(name) / path).write_text("text")
        whole = "/".join([name, *pattern])
        python = glob.glob(whole, recursive=True)  # noqa: PTH207 - it is what is compared with
        # Where a file stands in a folder's place it gives the file, with a slash behind it.
        expected = {Path(found) for found in python if Path(found).is_file() and not found.endswith("/")}
        assert set(places.matching(whole)) == expected


def test_what_is_passed_over_in_a_folder_is_said(folder: Path) -> None:
    """A line counts the files that hold nothing that is read, by their endings; what is read comes."""
    news = folder / "news"
    for name, content in (("a.xlsx", b"PK\x03\x04"), ("b.css", b"p{}"), ("c.css", b"p{}")):
        (news / name).write_bytes(content)
    (news / "page").write_bytes(b"<!doctype html><p>News.")
    lines: list[str] = []
    found = names(list(find_inputs(["news"], note_empty=lines.append)))
    assert found == ["news/a.md", "news/b.txt", "news/page", "news/sub/c.TXT"]
    assert lines == ["news: 5 passed over: .css 2, .png 1, .xlsx 1 (an Excel workbook), without an ending 1"]


def test_what_is_passed_over_can_be_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For who expects a folder to hold nothing else; the rest is found all the same."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "a.txt").write_text("Words.")
    (tmp_path / "drop" / "b.css").write_text("p { color: red }")
    told: list[str] = []
    assert names(list(find_inputs(["drop"], note_empty=told.append))) == ["drop/a.txt"]
    assert told == ["drop: 1 passed over: .css 1"]
    found = names(list(find_inputs(["drop"], note_empty=told.append, strict=True)))
    assert found == ["drop/a.txt", "drop: 1 passed over: .css 1; --strict-inputs makes that a failure"]
    assert len(told) == 1


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("ftp://a.example/x?y*", "ftp://a.example/x?y*"),
        ("file:///etc/passwd", "file:///etc/passwd"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("data:text/plain,hello", "data:text/plain,hello"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("feed:ftp://a.example/x", "feed:ftp://a.example/x"),
        ("feed:file:///etc/passwd", "feed:file:///etc/passwd"),
        ("ftp://me:s3cret@a.example/", "ftp://***@a.example/"),
    ],
)
def test_an_address_of_another_kind_is_named_as_one(name: str, shown: str) -> None:
    """Not as a file that is missing."""
    (found,) = find_inputs([name], fetcher=HttpFetcher(FetchSettings()))
    assert isinstance(found, SourceError)
    assert found.message == f"{shown}: is an address that is not fetched (http and https are)"


@pytest.mark.parametrize(
    "name", ["https://me:s3cret@a.example/x", "feed:me:s3cret@a.example/x", "http://s3cret@a.example/"]
)
def test_a_password_in_an_address_is_not_printed(name: str) -> None:
    """The address is refused before anything is asked."""
    (found,) = find_inputs([name], fetcher=HttpFetcher(FetchSettings()))
    assert isinstance(found, SourceError)
    assert "has a user name or password in it" in found.message
    assert "s3cret" not in f"{found.message} {found.origin}"
    (refused,) = find_inputs([name])
    assert isinstance(refused, SourceError)
    assert "s3cret" not in refused.message


def test_a_file_that_is_called_like_an_address_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If it is there."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data:today.txt").write_text("Le port rouvre.")
    (found,) = find_inputs(["data:today.txt"])
    assert isinstance(found, Reference)

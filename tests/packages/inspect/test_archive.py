"""Archives that must not be unpacked, each made here, each refused before anything of it lies on the disk."""

from __future__ import annotations

import io
import random
import stat
import struct
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline import packages
from pipeline.core.errors import PackageError
from pipeline.packages.inspect import archive, check
from tests.support.packing import FILE, TOP, Edit, repack, visible


def refused(tmp_path: Path, file: Path, message: str) -> None:
    """Try to install, and see that it is refused in one line and that nothing is left, here or elsewhere."""
    into = tmp_path / "a" / "b" / "packages"
    with pytest.raises(PackageError, match=message) as caught:
        packages.install_file(file, into)
    assert "\n" not in caught.value.message
    assert visible(into) == []
    assert [path.name for path in (tmp_path / "a").rglob("*")] == ["b", "packages", ".depeche.lock"]


@pytest.mark.parametrize(
    ("member", "message"),
    [
        ("../escape", "leads out of its folder"),
        (f"{TOP}/../../escape", "leads out of its folder"),
        (f"{TOP}/..", "leads out of its folder"),
        ("..\\escape", "leads out of its folder"),
        ("/etc/escape", "has an absolute name"),
        ("//etc/escape", "has an absolute name"),
        ("\\\\server\\share\\escape", "has an absolute name"),
        ("C:/escape", "has an absolute name"),
        (f"{TOP}\\escape", "is not a plain path"),
        (f"{TOP}//escape", "is not a plain path"),
        (f"{TOP}/./escape", "is not a plain path"),
        (f"{TOP}/escape\x1b[2J", "is not a plain path"),
        (f"{TOP}/\u202eescape", "is not a plain path"),
        ("second/file", "do not lie in one folder"),
        ("stray", "do not lie in one folder"),
        (f"{TOP}/README.md", "is there twice"),
        (f"{TOP}/README.md/", "is there twice"),
        (f"{TOP}/README.md/inner", "is there twice"),
        (f"{TOP}/model", "is there twice"),
    ],
)
def test_a_member_with_a_harmful_name_is_refused(tmp_path: Path, member: str, message: str) -> None:
    """Names that lead out, absolute ones of any system, odd ones, and names that stand for two things."""
    with warnings.catch_warnings(action="ignore"):  # zipfile warns that a name is there twice
        bad = repack(tmp_path / "bad.argosmodel", extra={member: b""})
    refused(tmp_path, bad, message)


def test_a_name_that_hides_behind_a_null_byte_is_refused(tmp_path: Path) -> None:
    """Zipfile cuts such a name at the null; the whole of it is looked at."""
    bad = repack(tmp_path / "bad.argosmodel", extra={f"{TOP}/a_b": b""})
    bad.write_bytes(bad.read_bytes().replace(f"{TOP}/a_b".encode(), f"{TOP}/a\0b".encode()))
    refused(tmp_path, bad, "is not a plain path")


def as_type(kind: int, *, system: int = 3) -> Edit:
    """Return an edit that makes a member a link, a device ..., on the system of that number (3 is Unix)."""

    def edit(info: zipfile.ZipInfo) -> None:
        info.external_attr = (kind | 0o777) << 16
        info.create_system = system

    return edit


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (as_type(stat.S_IFLNK), "is a link"),
        (as_type(stat.S_IFLNK, system=0), "is a link"),
        (as_type(stat.S_IFLNK, system=10), "is a link"),
        (as_type(stat.S_IFIFO), "neither a file nor a folder"),
        (as_type(stat.S_IFCHR), "neither a file nor a folder"),
        (as_type(stat.S_IFBLK), "neither a file nor a folder"),
        (as_type(stat.S_IFSOCK), "neither a file nor a folder"),
        (as_type(stat.S_IFDIR), "neither a file nor a folder"),
    ],
)
def test_what_is_neither_file_nor_folder_is_refused(tmp_path: Path, edit: Edit, message: str) -> None:
    """Links above all, also where the archive says that it was made on a system that has none."""
    bad = repack(tmp_path / "bad.argosmodel", extra={f"{TOP}/odd": b"/etc/passwd"}, edit=edit)
    refused(tmp_path, bad, message)


def test_a_folder_that_is_a_link_or_has_content_is_refused(tmp_path: Path) -> None:
    """A name that ends in a slash must be a folder and nothing more."""
    link = repack(tmp_path / "link.argosmodel", extra={f"{TOP}/x/": b""}, edit=as_type(stat.S_IFLNK))
    refused(tmp_path, link, "is a link")
    full = repack(tmp_path / "full.argosmodel", extra={f"{TOP}/x/": b"content"})
    refused(tmp_path, full, "has content of its own")


def test_modes_are_not_taken_over(tmp_path: Path) -> None:
    """No file of a package can be run, whatever its mode in the archive."""

    def edit(info: zipfile.ZipInfo) -> None:
        info.external_attr = (stat.S_IFREG | 0o6777) << 16

    odd = repack(tmp_path / "odd.argosmodel", extra={f"{TOP}/tool": b"#!/bin/sh"}, edit=edit)
    done = packages.install_file(odd, tmp_path / "packages")
    assert (done.folder / "tool").stat().st_mode & 0o7111 == 0


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("flag_bits", 0x1, "is encrypted"),
        ("flag_bits", 0x41, "is encrypted"),
        ("compress_type", zipfile.ZIP_LZMA, "neither by deflate nor plainly"),
        ("compress_type", zipfile.ZIP_BZIP2, "neither by deflate nor plainly"),
        ("compress_type", 99, "neither by deflate nor plainly"),
        ("compress_size", 2**31, "larger than the file, or share their bytes"),
    ],
)
def test_a_member_that_cannot_be_unpacked_safely_is_refused(
    tmp_path: Path, field: str, value: int, message: str
) -> None:
    """Encrypted, packed in a way that lets it choose our memory, or with a size that is a lie."""
    bad = repack(
        tmp_path / "bad.argosmodel",
        extra={f"{TOP}/odd": b"content"},
        edit=lambda info: setattr(info, field, value),
    )
    refused(tmp_path, bad, message)


def test_a_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    """32 MiB of zeros become 32 KiB; no model does."""
    bomb = repack(tmp_path / "bomb.argosmodel", extra={f"{TOP}/zeros": bytes(32 * 2**20)})
    refused(tmp_path, bomb, "would unpack to over 100 times its size")


def test_a_small_file_may_have_any_ratio(tmp_path: Path) -> None:
    """A vocabulary of few words is no bomb."""
    small = repack(tmp_path / "small.argosmodel", extra={f"{TOP}/zeros": bytes(2**20)})
    assert packages.install_file(small, tmp_path / "packages").version == "1.0"


def test_a_bomb_is_refused_by_its_total(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many members that are harmless by themselves, before any of them is unpacked."""
    monkeypatch.setattr(archive, "MAX_UNPACKED", 4 * 2**20)
    many = {f"{TOP}/{number}": bytes(2**20) for number in range(4)}
    refused(tmp_path, repack(tmp_path / "bomb.argosmodel", extra=many), "would unpack to more than 4 MiB")


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    """Empty files are no size at all, and fill a disk's table of files."""
    many = {f"{TOP}/{number}": b"" for number in range(10_001)}
    refused(tmp_path, repack(tmp_path / "many.argosmodel", extra=many), "more than 10,000 members")


def test_a_bomb_that_declares_a_small_size_is_refused(tmp_path: Path) -> None:
    """Only as much as it declares comes out of it, and that does not fit its checksum."""
    content = bytes(8 * 2**20)
    bomb = repack(tmp_path / "bomb.argosmodel", extra={f"{TOP}/zeros": content})
    lie = bomb.read_bytes().replace(struct.pack("<L", len(content)), struct.pack("<L", 1000))
    assert lie != bomb.read_bytes()
    bomb.write_bytes(lie)
    refused(tmp_path, bomb, "is not a whole .argosmodel file .Bad CRC-32")


def test_what_comes_out_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever an archive had said when it was looked through, unpacking stops at the limit."""
    with FILE.open("rb") as file, zipfile.ZipFile(file) as opened:
        contents = archive.inspect(opened, "it")
        monkeypatch.setattr(archive, "MAX_UNPACKED", 300_000)
        monkeypatch.setattr(archive, "_BLOCK", 1000)
        with pytest.raises(PackageError, match="unpacks to far more than it says"):
            archive.unpack(opened, contents, tmp_path, "it")
        assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) < 302_000


def test_a_member_that_is_shorter_than_declared_is_refused(tmp_path: Path) -> None:
    """Its checksum may be right all the same."""
    with FILE.open("rb") as file, zipfile.ZipFile(file) as opened:
        contents = archive.inspect(opened, "it")
        contents.files[0].file_size += 10
        with pytest.raises(PackageError, match="is not as long as it says"):
            archive.unpack(opened, contents, tmp_path, "it")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"top": ""}, "do not lie in one folder"),
        ({"top": "outer/inner"}, "has no metadata.json"),
        ({"top": ".hidden"}, "is hidden or has too long a name"),
        ({"top": "x" * 101}, "is hidden or has too long a name"),
        ({"drop": "model.bin"}, "it has no model"),
        ({"drop": "sentencepiece"}, "it has no tokenizer"),
    ],
)
def test_an_archive_that_is_no_package_is_refused(
    tmp_path: Path, options: dict[str, str], message: str
) -> None:
    """Flat, with a folder too many, or with a part missing."""
    refused(tmp_path, repack(tmp_path / "bad.argosmodel", **options), message)  # type: ignore[arg-type]


def test_an_empty_archive_is_refused(tmp_path: Path) -> None:
    """It is a zip, and no package."""
    with zipfile.ZipFile(tmp_path / "empty.argosmodel", "w"):
        pass
    refused(tmp_path, tmp_path / "empty.argosmodel", "it is empty")


@pytest.mark.parametrize("content", [b"", b"not a zip", FILE.read_bytes()[:5000], FILE.read_bytes()[:-1000]])
def test_a_truncated_file_is_refused(tmp_path: Path, content: bytes) -> None:
    """A broken download is not a package."""
    path = tmp_path / "cut.argosmodel"
    path.write_bytes(content)
    refused(tmp_path, path, r"is not a whole \.argosmodel file")


def test_damage_anywhere_is_an_error_or_harmless(tmp_path: Path) -> None:
    """Four hundred archives with bytes changed at random: unpacked with the same content, or refused."""
    with zipfile.ZipFile(FILE) as whole:
        originals = {member.filename: whole.read(member) for member in whole.infolist()}
    content = FILE.read_bytes()
    directory = content.index(b"PK\1\2")
    draw = random.Random(3)
    survived = 0
    for number in range(400):
        damaged = bytearray(content)
        for _ in range(draw.randint(1, 4)):  # mostly in the directory, where what is checked stands
            start = directory if draw.random() < 0.8 else 0
            damaged[draw.randrange(start, len(content))] = draw.randrange(256)
        into = tmp_path / str(number)
        try:
            with archive.open_archive(io.BytesIO(damaged), "it") as opened:
                contents = archive.inspect(opened, "it")
                archive.unpack(opened, contents, into, "it")
        except PackageError:
            continue
        survived += 1
        for path in into.rglob("*"):
            assert path.is_dir() or path.read_bytes() in originals.values()
    assert 0 < survived < 400


PICKLE = b"cos\nsystem\n(S'touch unpickled'\ntR."


@pytest.mark.parametrize("folder", ["stanza", "spacy", "minisbd", "model2"])
def test_folders_for_sentence_splitting_are_left_out(
    tmp_path: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pickle in one of them never reaches the disk, and nothing opens it; the record says what was left."""
    monkeypatch.chdir(tmp_path)
    extra: Mapping[str, bytes] = {f"{TOP}/{folder}/en/tokenize.pt": PICKLE, f"{TOP}/{folder}/x": b""}
    done = packages.install_file(repack(tmp_path / "with.argosmodel", extra=extra), tmp_path / "packages")
    assert not (done.folder / folder).exists()
    assert packages.verify_packages(tmp_path / "packages")[0].problems == ()
    assert f'"left_out": [\n    "{folder}"\n  ]' in (done.folder / ".depeche.json").read_text()
    assert not (tmp_path / "unpickled").exists()


def test_looking_into_an_archive_unpacks_nothing(tmp_path: Path) -> None:
    """What a package says of itself is read out of the file."""
    with FILE.open("rb") as file:
        found = check.peek(file, "it")
    assert (found.name, found.version) == ("translate-fr_en", "1.0")

"""Ways to change a run's folder, each a function of the folder and of chance.

A way that finds nothing to change, or changes nothing, leaves it as it was; whoever calls draws again.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import socket
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Site:
    """A run's folder to tamper with, and what lies about for that."""

    run: Path
    other: Path
    """Another run, of the same documents in other words; valid in itself."""
    outside: Path
    """An empty folder beside it."""
    choice: random.Random

    def files(self, pattern: str = "*") -> list[Path]:
        """Return the run's files, but for the lock."""
        found = self.run.rglob(pattern)
        return sorted(path for path in found if path.is_file() and path.name != ".lock")

    def file(self, pattern: str = "*") -> Path:
        """Return one of them."""
        return self.choice.choice(self.files(pattern))

    def folders(self) -> list[Path]:
        """Return the run's folders, itself first."""
        return [self.run, *sorted(path for path in self.run.rglob("*") if path.is_dir())]

    def documents(self) -> list[Path]:
        """Return the folders of its documents."""
        return sorted((self.run / "documents").iterdir())

    def new(self) -> Path:
        """Return a place where nothing is, at any level."""
        names = ("extra.txt", ".hidden", "es", "variant.json", "x" * 200, "-rf", "a\nb", "caf\udce9", "Es")
        while True:
            place = self.choice.choice(self.folders()) / self.choice.choice(names)
            if not os.path.lexists(place):
                return place


def flip_bit(site: Site) -> None:
    """One bit, anywhere."""
    path = site.file()
    content = bytearray(path.read_bytes())
    at = site.choice.randrange(len(content))
    content[at] ^= 1 << site.choice.randrange(8)
    path.write_bytes(content)


def change_byte(site: Site) -> None:
    """One byte, to any other."""
    path = site.file()
    content = bytearray(path.read_bytes())
    content[site.choice.randrange(len(content))] = site.choice.randrange(256)
    path.write_bytes(content)


def insert_byte(site: Site) -> None:
    """One byte more, anywhere: often one that is white space."""
    path = site.file()
    content = bytearray(path.read_bytes())
    at = site.choice.randrange(len(content) + 1)
    content.insert(at, site.choice.choice([10, 13, 32, 9, 0, site.choice.randrange(256)]))
    path.write_bytes(content)


def drop_byte(site: Site) -> None:
    """One byte less, anywhere."""
    path = site.file()
    content = bytearray(path.read_bytes())
    del content[site.choice.randrange(len(content))]
    path.write_bytes(content)


def cut(site: Site) -> None:
    """Drop the end, or all."""
    path = site.file()
    os.truncate(path, site.choice.choice([0, path.stat().st_size // 2, path.stat().st_size - 1]))


def line_ends(site: Site) -> None:
    """As an editor on another system would save it."""
    path = site.file()
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def normal_form(site: Site) -> None:
    """Spell letters otherwise: the same to the eye."""
    path = site.file()
    path.write_text(unicodedata.normalize("NFD", path.read_text()))


def remove_file(site: Site) -> None:
    """Any."""
    site.file().unlink()


def remove_folder(site: Site) -> None:
    """Any below the run's own."""
    shutil.rmtree(site.choice.choice(site.folders()[1:]))


def add_file(site: Site) -> None:
    """At any level: empty, small, or the copy of another."""
    content = site.choice.choice([b"", b"x", site.file().read_bytes()])
    site.new().write_bytes(content)


def add_folder(site: Site) -> None:
    """At any level, empty or not."""
    place = site.new()
    place.mkdir()
    if site.choice.random() < 0.5:
        (place / "in.txt").write_text("x")


def add_link(site: Site) -> None:
    """To a file of the run, to a folder, to itself, or to nothing."""
    place = site.new()
    targets = [site.file(), site.choice.choice(site.folders()), Path("/etc"), place, Path("nowhere")]
    place.symlink_to(site.choice.choice(targets))


def add_pipe(site: Site) -> None:
    """Who opens it to read waits for ever."""
    os.mkfifo(site.new())


def add_socket(site: Site) -> None:
    """Of a process that is gone."""
    made = site.outside / "socket"
    with socket.socket(socket.AF_UNIX) as line:
        line.bind(str(made))
    made.rename(site.new())


def file_to_pipe(site: Site) -> None:
    """In the place of a file, ``run.json`` among them."""
    path = site.file()
    path.unlink()
    os.mkfifo(path)


def file_to_link(site: Site) -> None:
    """Have the same content elsewhere."""
    path = site.file()
    path.rename(site.outside / path.name)
    path.symlink_to(site.outside / path.name)


def folder_to_link(site: Site) -> None:
    """All that is in it is the same, and elsewhere."""
    path = site.choice.choice(site.folders()[1:])
    path.rename(site.outside / path.name)
    path.symlink_to(site.outside / path.name)


def file_to_folder(site: Site) -> None:
    """With the file in it."""
    path = site.file()
    content = path.read_bytes()
    path.unlink()
    path.mkdir()
    (path / path.name).write_bytes(content)


def rename(site: Site) -> None:
    """Call a file or a folder otherwise."""
    path = site.choice.choice([site.file(), site.choice.choice(site.folders()[1:])])
    new = path.with_name(site.choice.choice(["x", path.name.upper(), f".{path.name}", f"{path.name}~"]))
    path.rename(new)


def swap_files(site: Site) -> None:
    """Two of one name, of two documents or languages; or any two."""
    one = site.file()
    two = site.file(one.name if site.choice.random() < 0.7 else "*")
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)


def swap_folders(site: Site) -> None:
    """Of two documents, or of two languages of one."""
    pool = site.documents()
    if site.choice.random() < 0.5:
        pool = sorted(path for path in site.choice.choice(pool).iterdir() if path.is_dir())
    if len(pool) > 1:
        one, two = site.choice.sample(pool, 2)
        one.rename(site.outside / "kept")
        two.rename(one)
        (site.outside / "kept").rename(two)


def copy_folder(site: Site) -> None:
    """Put a document or a language there a second time."""
    path = site.choice.choice(site.folders()[2:])
    shutil.copytree(path, path.with_name("copied-00000000"))


def from_other_run(site: Site) -> None:
    """Take a file, a language, a document or a record that is valid in another run."""
    theirs = site.choice.choice([path for path in site.other.rglob("*") if path.name != ".lock"])
    place = site.run / theirs.relative_to(site.other)
    if theirs.is_dir():
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(theirs, place)
    else:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(theirs.read_bytes())


def respell(site: Site) -> None:
    """Write the same JSON otherwise: white space, order, escapes, a key twice."""
    path = site.file("*.json")
    text = path.read_text()
    tree = json.loads(text)
    ways: list[Callable[[], str]] = [
        lambda: json.dumps(tree, ensure_ascii=False),
        lambda: json.dumps(tree, ensure_ascii=False, indent=4) + "\n",
        lambda: json.dumps(tree, ensure_ascii=False, indent=2, sort_keys=True) + "\n",
        lambda: json.dumps(tree, indent=2) + "\n",
        lambda: text + "\n",
        lambda: text.replace('{\n  "schema"', '{\n  "schema": "x",\n  "schema"', 1),
        lambda: text.replace(": true", ": true ", 1),
        lambda: text.replace(": 1,", ": 1.0,", 1),
        lambda: "\ufeff" + text,
    ]
    path.write_text(site.choice.choice(ways)())


def forget_document(site: Site) -> None:
    """Its folder is gone, and ``run.json`` says nothing of it."""
    gone = site.choice.choice(site.documents())
    shutil.rmtree(gone)
    _edit(site, lambda entry: entry if entry["id"] != gone.name else None)


def disown_document(site: Site) -> None:
    """Its entry says that nothing was written."""
    name = site.choice.choice(site.documents()).name
    _edit(site, lambda entry: entry | {"files": []} if entry["id"] == name else entry)


def lead_astray(site: Site) -> None:
    """Put a name into ``run.json`` that leads out of the folder."""
    name = site.choice.choice(["../../../etc/passwd", "/etc/passwd", "..", ".", "", "es/../../x", "\x00"])

    def change(entry: dict[str, object]) -> dict[str, object]:
        files = entry["files"]
        if not isinstance(files, list) or not files:
            return entry
        if site.choice.random() < 0.5:
            return entry | {"id": name}
        return entry | {"files": [*files, files[0] | {"path": name}]}

    _edit(site, change)


def _edit(site: Site, change: Callable[[dict[str, object]], dict[str, object] | None]) -> None:
    path = site.run / "run.json"
    record = json.loads(path.read_text())
    changed = [change(entry) for entry in record["documents"]]
    record["documents"] = [entry for entry in changed if entry is not None]
    path.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n")


def rewrite_list(site: Site) -> None:
    """``SHA256SUMS`` in another order, with a line less, more, or twice."""
    path = site.run / "SHA256SUMS"
    lines = path.read_text().splitlines(keepends=True)
    ways: list[Callable[[], list[str]]] = [
        lambda: lines[::-1],
        lambda: [line.upper() for line in lines],
        lambda: [line.replace("  ", " *") for line in lines],
        lambda: [line for line in lines if "run.json" not in line],
        lambda: lines[1:],
        lambda: [*lines, lines[0]],
        lambda: [*lines, f"{'0' * 64}  nowhere.txt\n"],
        lambda: ["# all is well\n", *lines],
    ]
    path.write_text("".join(site.choice.choice(ways)()))


def fill_lock(site: Site) -> None:
    """Make another thing of the one file that no list names, and that is empty."""
    path = site.run / ".lock"
    path.unlink()
    ways: list[Callable[[], object]] = [
        lambda: path.write_text("x"),
        path.mkdir,
        lambda: path.symlink_to("run.json"),
        lambda: os.mkfifo(path),
    ]
    site.choice.choice(ways)()


TAMPERINGS: tuple[Callable[[Site], None], ...] = (
    flip_bit,
    change_byte,
    insert_byte,
    drop_byte,
    cut,
    line_ends,
    normal_form,
    remove_file,
    remove_folder,
    add_file,
    add_folder,
    add_link,
    add_pipe,
    add_socket,
    file_to_pipe,
    file_to_link,
    folder_to_link,
    file_to_folder,
    rename,
    swap_files,
    swap_folders,
    copy_folder,
    from_other_run,
    respell,
    forget_document,
    disown_document,
    lead_astray,
    rewrite_list,
    fill_lock,
)

"""Delivery to a folder: each digest, with the run's pages, in a folder of its own that appears whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from pipeline.core.errors import DeliveryError
from pipeline.core.files import beneath, durable, tree
from pipeline.core.files.lock import take_lock
from pipeline.core.files.replace import BESIDE
from pipeline.core.records import FileDigest, Parcel
from pipeline.publish.deliver.parcel import file_word, told_digest
from pipeline.publish.deliver.problems import unknown_item, write_failed
from pipeline.publish.deliver.settings import FolderSettings
from pipeline.write.paths import DIGEST_FOLDER, INDEX_FILE, READER_FOLDER

_ITEM = "copy"
_BLOCK = 2**20


class FolderDeliverer:
    """Copies digests to ``<folder>/<slot>/``, and for a watch to ``<folder>/<slot>.<watch>/``.

    A watch's copy is of the whole digest, but not of the run's pages, which may not be made yet.
    """

    def __init__(self, name: str, settings: FolderSettings) -> None:
        self._name = name
        self._folder = Path(settings.folder)

    @property
    def name(self) -> str:
        """Name of the delivery."""
        return self._name

    def items(self, parcel: Parcel) -> tuple[str, ...]:
        """Return the one thing to do."""
        return (_ITEM,)

    def send(self, parcel: Parcel, item: str) -> str:
        """Copy the digest and the pages, unless they are there already. Raises ``DeliveryError``."""
        if item != _ITEM:
            raise unknown_item(item)
        told_digest(parcel)  # so that what is no digest is not copied
        name = f"{parcel.slot}.{parcel.watch}" if parcel.watch else parcel.slot
        target = self._folder / file_word(name, "the slot")
        try:
            files = {file.path: file for file in _files(parcel.run, with_pages=not parcel.watch)}
        except OSError as error:
            raise DeliveryError(
                f"{error.filename or parcel.run}: cannot be read: {error.strerror}"
            ) from error
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            try:
                take_lock(handle, wait=True)
                return f"folder {target}: {_placed(parcel.run, files, target)}"
            finally:
                os.close(handle)
        except OSError as error:
            raise write_failed(target, error) from error


def _files(run: Path, *, with_pages: bool) -> Iterator[FileDigest]:
    """Yield what is copied of a run. Raises ``OSError``, also for links and what is no file."""
    if with_pages and beneath.is_there(run, INDEX_FILE):
        yield tree.digest_below(run, INDEX_FILE)
    for part in (DIGEST_FOLDER, READER_FOLDER) if with_pages else (DIGEST_FOLDER,):
        if beneath.is_folder(run, part):
            for item in tree.walk(run, part):
                if item.kind != "folder":
                    yield tree.digest_below(run, f"{part}/{item.path}")


def _placed(run: Path, files: dict[str, FileDigest], target: Path) -> str:
    """Copy the files to a folder beside ``target``, and rename it. Raises ``OSError``, ``DeliveryError``."""
    if os.path.lexists(target):
        there = {
            item.path: tree.digest_below(target, item.path)
            for item in tree.walk(target)
            if item.kind != "folder"
        }
        if there == files:
            return "was there already"
        raise DeliveryError(
            f"{target}: holds something else than this digest, and was left as it is; move it away, or name"
            " another folder",
            is_final=True,
        )
    beside = target.with_name(f"{BESIDE}{target.name}")
    shutil.rmtree(beside, ignore_errors=True)  # of a delivery that was killed
    try:
        for path in files:
            _copy(run, path, beside / path)
        durable.sync(*{(beside / path).parent for path in files}, beside)
        beside.rename(target)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    durable.sync(target.parent)
    return f"{len(files)} files"


def _copy(run: Path, path: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with beneath.open_below(run, path) as source, target.open("xb") as copy:
        shutil.copyfileobj(source, copy, _BLOCK)
        copy.flush()
        os.fsync(copy.fileno())

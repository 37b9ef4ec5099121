"""Narrows 8-bit weights to 7 bits, for processors whose products of 8-bit numbers overflow.

Without VNNI instructions, oneDNN multiplies an unsigned by a signed 8-bit number and adds two such products
in 16 bits. 255 x 127 x 2 does not fit there. With weights of at most 64 the sum fits (255 x 64 x 2 = 32,640
of 32,767), so every product is exact again. PyTorch calls this ``reduce_range``;
``bench/instruction_sets.py`` measures its cost.

A ``model.bin`` is read as CTranslate2 4.8 writes it (``_serialize`` in its ``model_spec.py``) and reads it
(``src/models/model.cc``): variables by name, with their shape, type and bytes. 8-bit weights have a variable
of scales beside them, ``<name>_scale``. It has one scale per row, and the row is divided by it.
"""

from __future__ import annotations

import math
import mmap
import os
import shutil
import struct
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, BinaryIO

import numpy as np

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import WriteError
from pipeline.translate.engines.neural.processor import NARROW_WEIGHT_BITS

_DIVISOR = 2 ** (8 - NARROW_WEIGHT_BITS)
_PIECE = 2**20
"""Number of weights that are changed at once."""
_MODEL_FILE = "model.bin"
_FLOAT32, _INT8 = 0, 1
_TYPED_VERSION = 4
"""The first binary version in which variables name their type. Older ones have the size of their items."""
_NAMED_VERSION = 2
"""The first binary version in which files name the kind of model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Variable:
    """The place of a variable's values in the file, in bytes."""

    rank: int
    kind: int
    start: int
    size: int


@contextmanager
def narrowed(folder: Path) -> Iterator[Path | None]:
    """Yield a folder with the model of ``folder``, its 8-bit weights narrowed; None if it has none.

    The model can be loaded from there until the context is left. Its ``model.bin`` is a file without a name
    below ``TMPDIR``: if a process is killed, nothing but links stays behind. Raises ``OSError``,
    ``WriteError`` if there is no room, and ``ValueError`` if ``model.bin`` is no model file.
    """
    with (folder / _MODEL_FILE).open("rb") as original:
        pairs = _weights(original)
        if not pairs:
            yield None
            return
        with _room(folder) as (beside, copy):
            shutil.copyfileobj(original, copy)
            copy.flush()
            _narrow(copy.fileno(), pairs)
            for path in folder.iterdir():
                if path.name != _MODEL_FILE:
                    (beside / path.name).symlink_to(path.resolve())
            (beside / _MODEL_FILE).symlink_to(f"/proc/self/fd/{copy.fileno()}")
            yield beside


@contextmanager
def _room(folder: Path) -> Iterator[tuple[Path, IO[bytes]]]:
    """Yield an empty folder and a file without a name. Both are removed afterwards. Raises ``WriteError``."""
    with ExitStack() as stack:
        try:
            beside = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="depeche-")))
            copy = stack.enter_context(tempfile.TemporaryFile())
            os.posix_fallocate(copy.fileno(), 0, (folder / _MODEL_FILE).stat().st_size)
        except OSError as error:
            raise WriteError(
                f"{tempfile.gettempdir()}: a copy of the model {folder} has no place there: {error.strerror};"
                " free some room, or name another folder with TMPDIR"
            ) from error
        yield beside, copy


def _narrow(descriptor: int, pairs: list[tuple[_Variable, _Variable]]) -> None:
    with mmap.mmap(descriptor, 0) as content:
        for weight, scale in pairs:
            for start in range(0, weight.size, _PIECE):  # a large model's are gigabytes
                size = min(_PIECE, weight.size - start)
                values = np.frombuffer(content, np.int8, size, weight.start + start)
                values[:] = np.rint(values / np.float32(_DIVISOR)).astype(np.int8)
                del values  # a mapping that is still in use cannot be closed
            scales = np.frombuffer(content, np.float32, scale.size // 4, scale.start)
            scales[:] = scales / np.float32(_DIVISOR)
            del scales
        content.flush()


def _weights(file: BinaryIO) -> list[tuple[_Variable, _Variable]]:
    """Return the 8-bit weights of a model file with their scales."""
    if not os.fstat(file.fileno()).st_size:
        raise ValueError(f"{_MODEL_FILE} is empty")
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        variables = _Reader(content).variables()
    return [
        (variable, scale)
        for name, variable in variables.items()
        if variable.kind == _INT8
        and variable.rank > 1
        and (scale := variables.get(f"{name}_scale")) is not None
        and scale.kind == _FLOAT32
    ]


class _Reader:
    """Reads the table of a model file, in order. Raises ``ValueError`` if it is no such file."""

    def __init__(self, content: mmap.mmap) -> None:
        self._content = content
        self._at = 0

    def variables(self) -> dict[str, _Variable]:
        version = self._number("I")
        if version >= _NAMED_VERSION:
            self._text()
            self._number("I")  # the revision of the kind of model
        return dict(self._variable(typed=version >= _TYPED_VERSION) for _ in range(self._number("I")))

    def _variable(self, *, typed: bool) -> tuple[str, _Variable]:
        name = self._text()
        shape = [self._number("I") for _ in range(self._number("B"))]
        kind = self._number("B")
        size = self._number("I")
        if not typed:  # the size of an item stands in place of the type, and the number of items follows
            size, kind = size * kind, {1: _INT8, 4: _FLOAT32}.get(kind, -1)
        start = self._at
        self._at += size
        width = {_INT8: 1, _FLOAT32: 4}.get(kind)
        if self._at > len(self._content) or (width and size != width * math.prod(shape)):
            raise ValueError(f"{_MODEL_FILE} is damaged at {name!r}")
        return name, _Variable(rank=len(shape), kind=kind, start=start, size=size)

    def _text(self) -> str:
        size = self._number("H")
        text = self._content[self._at : self._at + size]
        self._at += size
        return text.rstrip(b"\0").decode("utf-8")

    def _number(self, form: str) -> int:
        try:
            found: int = struct.unpack_from(f"<{form}", self._content, self._at)[0]
        except struct.error as error:
            raise ValueError(f"{_MODEL_FILE} ends too early") from error
        self._at += struct.calcsize(f"<{form}")
        return found

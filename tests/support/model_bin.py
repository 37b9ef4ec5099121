"""CTranslate2's ``model.bin``, read and written by code of its own, to compare with the project's."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

_TYPES = (np.float32, np.int8, np.int16, np.int32, np.float16)
"""By the numbers that stand for them in the file."""


class Variable(NamedTuple):
    """A variable's shape and values."""

    shape: tuple[int, ...]
    values: NDArray[Any]


def write(path: Path, variables: Mapping[str, Variable], *, version: int = 6) -> None:
    """Write a file of a binary version."""
    parts: list[bytes | memoryview] = [struct.pack("<I", version)]
    if version >= 2:
        parts += [_text("TransformerSpec"), struct.pack("<I", 7)]
    parts.append(struct.pack("<I", len(variables)))
    for name, (shape, values) in variables.items():
        parts += [_text(name), struct.pack(f"<B{len(shape)}I", len(shape), *shape)]
        if version >= 4:
            kind = next(at for at, one in enumerate(_TYPES) if values.dtype == one)
            parts.append(struct.pack("<BI", kind, values.nbytes))
        else:
            parts.append(struct.pack("<BI", values.itemsize, values.size))
        parts.append(np.ascontiguousarray(values).data)
    parts += [struct.pack("<I", 1), _text("an alias"), _text("layer/bias")]
    with path.open("wb") as file:
        file.writelines(parts)


def read(path: Path) -> dict[str, Variable]:
    """Read a file; in versions before 4, items of one byte are taken for int8 and of four for float32."""
    content, at = path.read_bytes(), 0

    def number(form: str) -> Any:
        nonlocal at
        found = struct.unpack_from(f"<{form}", content, at)[0]
        at += struct.calcsize(f"<{form}")
        return found

    def text() -> str:
        nonlocal at
        size = number("H")
        at += size
        return content[at - size : at - 1].decode()

    version = number("I")
    if version >= 2:
        text()
        number("I")
    variables = {}
    for _ in range(number("I")):
        name, shape = text(), tuple(number("I") for _ in range(number("B")))
        kind, size = number("B"), number("I")
        if version < 4:
            size, kind = size * kind, {1: 1, 2: 2, 4: 0}[kind]
        values = np.frombuffer(content[at : at + size], _TYPES[kind]).reshape(shape)
        variables[name] = Variable(shape, values)
        at += size
    return variables


def in_floats(path: Path) -> None:
    """Give a model's 8-bit weights in floats, in place; their scales go."""
    content = path.read_bytes()
    variables = read(path)
    floats = {}
    for name, variable in variables.items():
        scale = variables.get(f"{name}_scale")
        if scale is not None:
            values = variable.values.astype(np.float32) / scale.values[:, None]
            floats[name] = Variable(variable.shape, values.astype(np.float32))
        elif not name.endswith("_scale"):
            floats[name] = variable
    aliases = content[_end(content, variables) :]
    write(path, floats)
    whole = path.read_bytes()
    path.write_bytes(whole[: _end(whole, floats)] + aliases)


def _end(content: bytes, variables: Mapping[str, Variable]) -> int:
    """Return where the aliases begin, in a file of the present version."""
    size = 4 + len(_text("TransformerSpec")) + 4 + 4
    for name, (shape, values) in variables.items():
        size += len(_text(name)) + 1 + 4 * len(shape) + 5 + values.nbytes
    return size


def _text(text: str) -> bytes:
    return struct.pack("<H", len(text) + 1) + text.encode() + b"\0"

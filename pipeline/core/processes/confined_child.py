"""The code of a confined process: it limits itself, then calls one function after another with bytes.

It works offline, writes no core, and no file of size. It ends when its line is closed, and after an error of
memory, for nobody knows what is left of a library then.
"""

from __future__ import annotations

import gc
import os
import resource
import socket
import struct
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import BinaryIO, cast

from pipeline.core.errors import DepecheError, lacks_memory
from pipeline.core.offline import enforced

REQUEST = struct.Struct(">HI")
"""The lengths of a function's name and of its bytes, which follow; a file may come with it."""
ANSWER = struct.Struct(">cI")
"""The kind of an answer, and its length."""
VALUE, PART, REFUSED = b"v", b"p", b"r"
ANSWER_KINDS = (VALUE, PART, REFUSED)
"""A function may give parts one by one, before an empty value."""

_FILE_BYTES = 16 * 2**20
"""The largest file that it may write; it writes none by itself."""
_MAX_WORDS = 300


def main(descriptor: int, mebibytes: int, seconds: int) -> None:
    """Answer over the socket with this descriptor, in these limits, until it is closed."""
    _limit(resource.RLIMIT_AS, mebibytes * 2**20)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, _FILE_BYTES)
    with enforced(), socket.socket(fileno=descriptor) as line:
        line.set_inheritable(False)
        while (asked := _received(line)) is not None:
            _allow(seconds)
            answers = _answers(*asked)
            asked = None
            for kind, content, is_sound in answers:
                line.sendall(ANSWER.pack(kind, len(content)))
                line.sendall(content)
                if not is_sound:
                    return


def _limit(kind: int, most: int) -> None:
    """Lower a limit for good, unless it is lower already."""
    _, hard = resource.getrlimit(kind)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, most))


def _allow(seconds: int) -> None:
    """Allow so much more time of the processor; a signal ends the process after that."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(
        resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard)
    )


def _received(line: socket.socket) -> tuple[str, bytes, list[BinaryIO]] | None:
    """Return the next function's name, its bytes and its file, if any; None where the line is closed."""
    begun, descriptors, _, _ = socket.recv_fds(line, REQUEST.size, 1)
    files: list[BinaryIO] = [os.fdopen(descriptor, "rb") for descriptor in descriptors]
    rest = _exactly(line, REQUEST.size - len(begun)) if begun else None
    if rest is None:
        return None
    name_length, length = REQUEST.unpack(begun + rest)
    name, content = _exactly(line, name_length), _exactly(line, length)
    return None if name is None or content is None else (name.decode(), content, files)


def _exactly(line: socket.socket, length: int) -> bytes | None:
    found = bytearray()
    while len(found) < length:
        chunk = line.recv(min(2**20, length - len(found)))
        if not chunk:
            return None
        found += chunk
    return bytes(found)


def _answers(name: str, content: bytes, files: Sequence[BinaryIO]) -> Iterator[tuple[bytes, bytes, bool]]:
    """Yield answers: the kind, the answer itself, and whether more may follow it."""
    try:
        made = _function(name)(content, *files)
        if isinstance(made, Iterator):
            for part in made:
                yield PART, part, True
            made = b""
        yield VALUE, bytes(memoryview(made)), True
    except DepecheError as error:
        yield REFUSED, error.message.encode("utf-8", "replace"), True
    except RecursionError:
        yield REFUSED, b"is nested too deeply", True
    except Exception as error:  # noqa: BLE001 - whatever a parser meets, it costs one document
        if lacks_memory(error):
            gc.collect()
            yield REFUSED, b"takes too much memory to read; split it first", False
        else:
            words = f"cannot be read: unexpected {type(error).__name__}: {error}"[:_MAX_WORDS]
            yield REFUSED, words.encode("utf-8", "replace"), True
    finally:
        for file in files:
            file.close()


def _function(name: str) -> Callable[..., bytes | Iterator[bytes]]:
    module, _, attribute = name.partition(":")
    return cast("Callable[..., bytes | Iterator[bytes]]", getattr(import_module(module), attribute))

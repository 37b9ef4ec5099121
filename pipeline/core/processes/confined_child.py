"""The code of a confined process: it limits itself, then calls one function after another with bytes.

It works offline, writes no core, and no file of size. It ends when its line is closed, and after an error of
memory, for nobody knows what is left of a library then.
"""

from __future__ import annotations

import gc
import resource
import socket
import struct
from collections.abc import Callable
from importlib import import_module
from typing import cast

from pipeline.core.errors import DepecheError, lacks_memory
from pipeline.core.offline import enforced

REQUEST = struct.Struct(">HI")
"""The lengths of a function's name and of its bytes, which follow."""
ANSWER = struct.Struct(">cI")
"""The kind of an answer, and its length."""
VALUE, REFUSED = b"v", b"r"
ANSWER_KINDS = (VALUE, REFUSED)

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
            kind, content, is_sound = _answer(*asked)
            asked = None
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


def _received(line: socket.socket) -> tuple[str, bytes] | None:
    """Return the next function's name and bytes; None where the line is closed."""
    header = _exactly(line, REQUEST.size)
    if header is None:
        return None
    name_length, length = REQUEST.unpack(header)
    name, content = _exactly(line, name_length), _exactly(line, length)
    return None if name is None or content is None else (name.decode(), content)


def _exactly(line: socket.socket, length: int) -> bytes | None:
    found = bytearray()
    while len(found) < length:
        chunk = line.recv(min(2**20, length - len(found)))
        if not chunk:
            return None
        found += chunk
    return bytes(found)


def _answer(name: str, content: bytes) -> tuple[bytes, bytes, bool]:
    """Return the kind of the answer, the answer, and whether another document may follow."""
    try:
        return VALUE, bytes(memoryview(_function(name)(content))), True
    except DepecheError as error:
        return REFUSED, error.message.encode("utf-8", "replace"), True
    except RecursionError:
        return REFUSED, b"is nested too deeply", True
    except Exception as error:  # noqa: BLE001 - whatever a parser meets, it costs one document
        if lacks_memory(error):
            gc.collect()
            return REFUSED, b"takes too much memory to read; split it first", False
        words = f"cannot be read: unexpected {type(error).__name__}: {error}"[:_MAX_WORDS]
        return REFUSED, words.encode("utf-8", "replace"), True


def _function(name: str) -> Callable[[bytes], bytes]:
    module, _, attribute = name.partition(":")
    return cast("Callable[[bytes], bytes]", getattr(import_module(module), attribute))

"""Writing in the confined process: what goes in and comes out as bytes, for formats of a risky parser."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import ProgramError, SourceError
from pipeline.core.ports import Rewritten, TranslatedBlock
from pipeline.core.processes.confined import ConfinedProcess

_PROCESS = ConfinedProcess()


@dataclass(frozen=True, slots=True, kw_only=True)
class RewriteRequest:
    """What a confined process is asked to write."""

    content: bytes
    blocks: tuple[TranslatedBlock, ...]
    language: str


class ConfinedRewriter:
    """Has a format written by a function that is called in a confined process."""

    function = ""
    """Module and name of a function that ``answering`` is given in, below this package."""

    def rewrite(
        self,
        content: bytes,
        blocks: Sequence[TranslatedBlock],
        *,
        language: str,
        encoding: str,
        where: str,
    ) -> Rewritten:
        """Return the source with other words. Raises ``SourceError``."""
        asked = json.dumps([language, [[block.text, block.pieces, block.kept] for block in blocks]]).encode()
        try:
            answer = _PROCESS.ask(f"{__package__}.{self.function}", asked + b"\n" + content)
            if answer.refused:
                raise SourceError(f"{where}: {answer.content.decode('utf-8', 'replace')}")
            return _unpacked(answer.content)
        except ProgramError as error:
            raise SourceError(f"{where}: {error.message}") from error
        except (ValueError, TypeError) as error:
            raise SourceError(f"{where}: cannot be written again: its process answers nonsense") from error


def answering(packed: bytes, rewrite: Callable[[RewriteRequest], Rewritten]) -> bytes:
    """Return the packed answer of ``rewrite`` to a packed request."""
    head, _, content = packed.partition(b"\n")
    language, rows = json.loads(head)
    blocks = tuple(
        TranslatedBlock(
            text=text,
            pieces=None if pieces is None else tuple(pieces),
            kept=tuple((number, words) for number, words in kept),
        )
        for text, pieces, kept in rows
    )
    made = rewrite(RewriteRequest(content=content, blocks=blocks, language=language))
    return json.dumps([made.left, made.notes]).encode() + b"\n" + made.content


def _unpacked(packed: bytes) -> Rewritten:
    """Return an answer. Raises ``ValueError`` or ``TypeError`` where it is none."""
    head, _, content = packed.partition(b"\n")
    left, notes = json.loads(head)
    return Rewritten(
        content=content, left=tuple(int(number) for number in left), notes=tuple(str(note) for note in notes)
    )

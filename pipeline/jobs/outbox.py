"""What was delivered: a journal in the job's folder, a line an attempt, so that nothing is sent twice.

A line is written after each attempt. So what was sent and not yet noted when the process was killed is sent
once more, and nothing else is. The receiver can tell that by the key, which stays the same.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, field, replace
from pathlib import Path

from pipeline.core import clock
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import DeliveryError, WriteError
from pipeline.core.files import durable
from pipeline.core.ports import Deliverer
from pipeline.core.records import Parcel
from pipeline.publish.deliver.attempts import NEXT_RUN

JOURNAL = ".deliveries.jsonl"
_FAILURES_IN_A_ROW = 2
MOST_ATTEMPTS = 20
"""A thing is given up after so many attempts."""
GIVEN_UP = f"given up after {MOST_ATTEMPTS} attempts"
_HOPE = f"; {NEXT_RUN}"
"""The end of a message that is not true of what is given up."""


_FLAGS = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryAttempt:
    """One attempt to send one thing."""

    slot: str
    """The occasion: the run's name, for what a watch sends at once with the watch's."""
    deliverer: str
    item: str
    is_sent: bool
    time: str
    message: str
    """What the deliverer said, or what was wrong."""
    is_final: bool = False
    """Whether another attempt cannot succeed before somebody has changed something."""

    @property
    def words(self) -> str:
        """What happened, with what was to be sent."""
        return f"{self.deliverer} {self.item}: {self.message}"

    @property
    def thing(self) -> tuple[str, str, str]:
        """What was to be sent."""
        return self.slot, self.deliverer, self.item


@dataclass(slots=True)
class Outbox:
    """The journal of one job, which must be held."""

    folder: Path
    sent: set[tuple[str, str, str]] = field(default_factory=set)
    failures: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    in_a_row: Counter[str] = field(default_factory=Counter)
    """Things that failed for now, one after the other, by delivery."""
    last: dict[tuple[str, str, str], DeliveryAttempt] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Outbox:
        """Read the journal in a job's folder. A line that was cut off by a kill is left out."""
        box = cls(folder)
        try:
            lines = durable.read_regular(folder / JOURNAL).decode("utf-8", "replace").splitlines()
        except FileNotFoundError:
            return box
        except OSError as error:
            raise WriteError(f"{folder / JOURNAL}: cannot be read: {error.strerror}") from error
        for line in lines:
            try:
                box._count(DeliveryAttempt(**json.loads(line)))
            except (ValueError, TypeError):
                continue
        return box

    def waiting(self, parcel: Parcel, deliverers: Sequence[Deliverer]) -> Iterator[tuple[Deliverer, str]]:
        """Yield what of a parcel is still to be sent."""
        for deliverer in deliverers:
            for item in deliverer.items(parcel):
                thing = (parcel.occasion, deliverer.name, item)
                if thing not in self.sent and self.failures[thing] < MOST_ATTEMPTS:
                    yield deliverer, item

    def send(
        self,
        parcel: Parcel,
        deliverers: Sequence[Deliverer],
        begin: Callable[[str], None] = lambda _: None,
    ) -> Iterator[DeliveryAttempt]:
        """Send what is still to be sent, and yield each attempt. What fails does not affect other deliveries.

        ``begin`` is called with the name of each thing before it is sent.

        Where two things in a row fail for now, the rest of that delivery is left to the next time: its server
        is down, and each would be tried for long. Raises ``WriteError`` before anything is sent if it could
        not be noted.
        """
        waiting = list(self.waiting(parcel, deliverers))
        if waiting:
            self._require_writable()
        for deliverer, item in waiting:
            if self.in_a_row[deliverer.name] >= _FAILURES_IN_A_ROW:
                continue
            begin(f"{deliverer.name}: {item}")
            try:
                message, sent, final = deliverer.send(parcel, item), True, False
            except DeliveryError as error:
                message, sent, final = error.message, False, error.is_final
            attempt = DeliveryAttempt(
                slot=parcel.occasion,
                deliverer=deliverer.name,
                item=item,
                is_sent=sent,
                time=clock.utc_now(),
                message=message,
                is_final=final,
            )
            self._note(attempt)
            failed = not sent and not final
            self.in_a_row[deliverer.name] = self.in_a_row[deliverer.name] + 1 if failed else 0
            yield attempt

    def is_given_up(self, attempt: DeliveryAttempt) -> bool:
        """Say whether a thing that was tried is not tried any more."""
        return self.failures[attempt.thing] >= MOST_ATTEMPTS

    def open_failures(self, slot: str | None = None) -> tuple[DeliveryAttempt, ...]:
        """Return the last attempt of all that was tried and not sent. It says so if that is given up."""
        return tuple(
            replace(attempt, message=f"{attempt.message.removesuffix(_HOPE)}; {GIVEN_UP}")
            if self.is_given_up(attempt)
            else attempt
            for thing, attempt in self.last.items()
            if thing not in self.sent and slot in (None, attempt.slot)
        )

    def _require_writable(self) -> None:
        """Raise ``WriteError`` if nothing could be noted."""
        path = self.folder / JOURNAL
        try:
            os.close(os.open(path, _FLAGS, 0o666))
        except OSError as error:
            words = f"{path}: cannot be written: {error.strerror}; nothing is sent, for it could not be noted"
            raise WriteError(words) from error

    def _note(self, attempt: DeliveryAttempt) -> None:
        """Append a line, and sync it. Raises ``WriteError``."""
        self._count(attempt)
        content = (json.dumps(asdict(attempt), ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
        path = self.folder / JOURNAL
        try:
            with os.fdopen(os.open(path, _FLAGS, 0o666), "r+b", buffering=0) as file:
                size = file.seek(0, os.SEEK_END)
                if size and os.pread(file.fileno(), 1, size - 1) != b"\n":  # the line of a kill
                    content = b"\n" + content
                file.write(content)
                os.fsync(file.fileno())
        except OSError as error:
            raise WriteError(
                f"{path}: cannot be written: {error.strerror}; {attempt.item} may be sent again"
            ) from error

    def _count(self, attempt: DeliveryAttempt) -> None:
        self.last[attempt.thing] = attempt
        if attempt.is_sent:
            self.sent.add(attempt.thing)
        else:
            self.failures[attempt.thing] += 1

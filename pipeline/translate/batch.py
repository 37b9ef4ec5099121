"""The state of segments on a route: the text sent for each now, and the forms to try next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import DepecheError
from pipeline.core.records import Hop, Item, PlaceholderForm, Route, Segment, Translated
from pipeline.core.text.normalise import clean_line
from pipeline.translate.capital_titles import in_capitals
from pipeline.translate.dispatch import Answers
from pipeline.translate.plain_words import without_marks
from pipeline.translate.protect.attempts import Attempt, attempts, has_words
from pipeline.translate.protect.restore import Restored, gaps
from pipeline.translate.protect.term_matches import Matches
from pipeline.translate.typesetting.typesetter import Typesetter


@dataclass(slots=True)
class SegmentAttempt:
    """A segment that is being translated, in the form that is tried now."""

    segment: Segment
    matches: Matches
    forms: tuple[PlaceholderForm, ...]
    attempt: Attempt
    left: Iterator[Attempt]
    """The attempts that are still to be made. The last one cannot fail."""
    from_memory: bool = True
    """Whether every answer so far came from the memory."""
    result: Translated | None = None
    original: str = ""
    """The text as the source has it, where it was in capitals and is sent in small letters."""

    def without_marks(self) -> SegmentAttempt:
        """Return the same segment before its first attempt, without marks that have no width."""
        matches = replace(self.matches, items=without_marks(self.matches.items))
        return part_of(self.segment, matches, self.forms, original=self.original)

    def take(self, answers: Answers, route: Route, typesetter: Typesetter) -> bool:
        """Take the answers to the present form; return whether the next form must be tried."""
        failed = next((answer for answer in answers if answer.failure), None)
        if failed is not None:  # the text stays as in the source, not as an intermediate language has it
            self.result = replace(failed, text=self.original or self.segment.text)
            return False
        self.from_memory = self.from_memory and all(answer.from_memory for answer in answers)
        restored = self.attempt.restore([clean_line(answer.text) for answer in answers])
        following = next(self.left, None) if restored is None or not restored.text.strip() else None
        if following is not None:
            self.attempt = following
        elif restored is not None:
            restored, tidied = typesetter.set(restored, self.segment, route)
            restored = in_capitals(restored, route.target) if self.original else restored
            self.result = replace(self._translated(restored, answers), tidied=tidied)
        return following is not None

    def _translated(self, restored: Restored, answers: Answers) -> Translated:
        scores = [answer.score for answer in answers if answer.score is not None]
        return Translated(
            text=restored.text,
            score=min(scores, default=None),
            from_memory=self.from_memory,
            origin="imported" if any(answer.origin == "imported" for answer in answers) else "machine",
            items=restored.items,
            dropped=self.attempt.dropped,
            inflected=self.matches.notes,
        )


@dataclass(slots=True)
class Batch:
    """The segments of one request that are in one language and take one route."""

    request: int
    route: Route
    parts: list[SegmentAttempt]
    original: Batch | None = None
    """The first batch of these segments, if they take their route once more."""
    answers: Answers = ()
    error: DepecheError | None = None

    def __post_init__(self) -> None:
        texts = (text for part in self.parts for text in part.attempt.texts)
        self.answers = tuple(Translated(text=text, from_memory=True) for text in texts)

    def hop(self, depth: int) -> Hop | None:
        """Return hop number ``depth`` of the route, from 0; None if nothing has to take it."""
        if self.error is not None or depth >= len(self.route.hops) or not self.answers:
            return None
        return self.route.hops[depth]

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts for the next hop. A text that failed on an earlier hop is left out."""
        return tuple(answer.text for answer in self.answers if not answer.failure)

    @property
    def stood_in(self) -> Iterator[str]:
        """Those of the texts in which other words stand in for names and dates."""
        flags = (part.attempt.has_stand_ins for part in self.parts for _ in part.attempt.texts)
        return (answer.text for answer, flag in zip(self.answers, flags, strict=True) if flag)

    def fail(self, error: DepecheError) -> None:
        """Give up the batch. Its request fails with ``error``."""
        self.error = error
        if self.original is not None:
            self.original.error = error

    def deliver(self, result: Answers | DepecheError) -> None:
        """Take a hop's answers. A text counts as from the memory if all its hops were answered from there."""
        if isinstance(result, DepecheError):
            self.fail(result)
            return
        fresh = iter(result)
        self.answers = tuple(
            before if before.failure else _after(before, next(fresh)) for before in self.answers
        )

    def pass_on(self, depth: int, typesetter: Typesetter) -> None:
        """Prepare the answers of hop number ``depth`` for the next hop."""
        if self.error is None and depth + 1 < len(self.route.hops):
            sent = (text for part in self.parts for text in part.attempt.texts)
            self.answers = tuple(
                replace(answer, text=typesetter.between_hops(answer.text, text, self.route.hops[depth]))
                for answer, text in zip(self.answers, sent, strict=True)
            )

    def settle(self, typesetter: Typesetter) -> Batch | None:
        """Put the items back into the answers, and have these set.

        Returns the segments that must take the route again in their next form; None if there are none.
        """
        if self.error is not None:
            return None
        answers = iter(self.answers)
        again = []
        for part in self.parts:
            own = tuple(islice(answers, len(part.attempt.texts)))
            if part.take(own, self.route, typesetter):
                again.append(part)
        if not again:
            return None
        return Batch(request=self.request, route=self.route, parts=again, original=self.original or self)


def _after(before: Translated, answer: Translated) -> Translated:
    """Join the answers of two hops.

    The result is from the memory if both are, and imported if either is.
    """
    return replace(
        answer,
        from_memory=answer.from_memory and before.from_memory,
        origin="imported" if before.origin == "imported" else answer.origin,
    )


def part_of(
    segment: Segment, matches: Matches, forms: Sequence[PlaceholderForm], *, original: str = ""
) -> SegmentAttempt:
    """Return a segment before its first attempt.

    ``forms`` are the forms of placeholder that every hop of the route lets through; ``original`` is as in
    ``SegmentAttempt``.
    """
    ways = attempts(segment.text, matches.items, forms)
    return SegmentAttempt(
        segment=segment,
        matches=matches,
        forms=tuple(forms),
        attempt=next(ways),
        left=ways,
        original=original,
    )


def changes(text: str, items: Sequence[Item]) -> bool:
    """Say whether a text has anything to translate or replace. Addresses, numbers and signs are kept."""
    if any(item.replacement is not None and item.start < item.end for item in items):
        return True
    return any(has_words(piece) for piece in gaps(text, items))

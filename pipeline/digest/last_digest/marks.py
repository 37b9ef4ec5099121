"""The marks of stories: new, gone on with, or corrected since the last digest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.core import codec
from pipeline.core.contract.digest import DigestRecord, Story, StoryReport
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import RecordError
from pipeline.digest.last_digest.continued import continued
from pipeline.write.paths import DIGEST_FILE, DIGEST_FOLDER

_STDIN = "-"


def marked(record: DigestRecord, folder: Path, last: Path) -> DigestRecord:
    """Return the record of the run in ``folder``, its stories marked by the digest in the run ``last``.

    Where that run has no digest that can be read, nothing is said. A digest that ends at the same time is no
    earlier one: this one stands in its place, and says what it said. Raises ``RecordError`` where documents
    that the record tells cannot be read, and ``WriteError``.
    """
    try:
        before = codec.read_record_below(DigestRecord, last, f"{DIGEST_FOLDER}/{DIGEST_FILE}")
    except RecordError:
        return record
    if before.until == record.until:
        return _as_before(record, before)
    told = _Told.by(before)
    stories = [told.marked(story) for story in record.stories]
    unknown = [place for place, story in enumerate(stories) if not (story.known or story.corrected)]
    found = continued(record, unknown, folder, before, last)
    goes_on = {place: tuple(before.stories[each] for each in sorted(old)) for place, old in found.items()}
    return replace(
        record,
        stories=_same_ids(
            [
                replace(story, earlier=sum(len(old.reports) for old in goes_on.get(place, ())))
                for place, story in enumerate(stories)
            ],
            [(*told.stories_of(story), *goes_on.get(place, ())) for place, story in enumerate(stories)],
        ),
    )


def _same_ids(stories: Sequence[Story], older: Sequence[Sequence[Story]]) -> tuple[Story, ...]:
    """Return stories with the ids of the older ones that they go on with, each given once.

    Whoever has followed the older story, as in a feed, finds it corrected rather than told a second time.
    """
    own = {story.id for story in stories}
    given: set[str] = set()
    named = []
    for story, before in zip(stories, older, strict=True):
        ids = [each.id for each in before]
        free = (each for each in ids if each not in given and (each == story.id or each not in own))
        name = story.id if story.id in ids else next(free, story.id)
        given.add(name)
        named.append(replace(story, id=name))
    return tuple(named)


@dataclass(frozen=True, slots=True)
class _Told:
    """The reports of a digest."""

    documents: frozenset[str]
    origins: frozenset[str]
    """Names of inputs that gave one of its documents each."""
    stories: tuple[Story, ...]

    @classmethod
    def by(cls, record: DigestRecord) -> _Told:
        origin_of = {each.document: each.origin for story in record.stories for each in story.reports}
        number = Counter(origin_of.values())
        return cls(
            frozenset(origin_of),
            frozenset(name for name, times in number.items() if times == 1 and name != _STDIN),
            record.stories,
        )

    def stories_of(self, story: Story) -> tuple[Story, ...]:
        """Return the stories of the digest that had a report of ``story``, or an older text of one."""
        documents = {report.document for report in story.reports}
        corrected = {report.origin for report in story.reports if self._is_corrected(report)}
        return tuple(
            told
            for told in self.stories
            if any(each.document in documents or each.origin in corrected for each in told.reports)
        )

    def marked(self, story: Story) -> Story:
        return replace(
            story,
            known=sum(report.document in self.documents for report in story.reports),
            corrected=sum(map(self._is_corrected, story.reports)),
        )

    def _is_corrected(self, report: StoryReport) -> bool:
        return report.document not in self.documents and report.origin in self.origins


def _as_before(record: DigestRecord, before: DigestRecord) -> DigestRecord:
    """Return stories as the digest in whose place they stand marked them; new where that had none of one."""
    if all(story.known is None for story in before.stories):
        return record
    marks = {report.document: story for story in before.stories for report in story.reports}
    again = [_again(story, marks) for story in record.stories]
    return replace(record, stories=_same_ids(again, [_of(story, marks) for story in again]))


def _of(story: Story, marks: dict[str, Story]) -> list[Story]:
    return [marks[report.document] for report in story.reports if report.document in marks]


def _again(story: Story, marks: dict[str, Story]) -> Story:
    found = _of(story, marks)
    number = len(story.reports)
    known = min(max((each.known or 0 for each in found), default=0), number)
    corrected = min(max((each.corrected for each in found), default=0), number - known)
    return replace(
        story, known=known, corrected=corrected, earlier=max((each.earlier for each in found), default=0)
    )

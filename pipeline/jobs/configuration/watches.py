"""The watches of a job, and who gets their hits at once."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.core.dataclass import dataclass
from pipeline.core.text.comma_lists import names_in
from pipeline.digest.request import DigestOptions
from pipeline.digest.watches.watch import Watch
from pipeline.run.configuration.file import ConfigFile, near
from pipeline.run.configuration.positions import KeyPath
from pipeline.run.configuration.sources import environment_options
from pipeline.run.configuration.watches import read_watches, watch_options


@dataclass(frozen=True, slots=True, kw_only=True)
class JobWatch:
    """A watch of a job's digests, and who gets its hits at once."""

    watch: Watch
    deliver: tuple[str, ...] = ()


def job_watches(
    file: ConfigFile, at: tuple[str, ...], names: Sequence[str], digest: DigestOptions | None
) -> tuple[JobWatch, ...]:
    """Return the watches of the job at ``at``: its own ``names``, or those of its digest, or all of the file.

    Raises ``UsageError``.
    """
    if digest is None:
        if names:
            raise file.error((*at, "watches"), "needs a digest, which this job does not make")
        return ()
    if names:
        found = read_watches(file, names, at=(*at, "watches"))
    else:
        found = read_watches(file, names_in(digest.watches), at=_place_of_watches(file, at))
    return tuple(
        JobWatch(
            watch=watch,
            deliver=deliveries_named(
                file, ("watch", watch.name, "deliver"), watch_options(file, watch.name).deliver
            ),
        )
        for watch in found
    )


def _place_of_watches(file: ConfigFile, at: tuple[str, ...]) -> KeyPath:
    """Return where the names of a job's watches stand, if its own keys have none."""
    if environment_options(DigestOptions, ("digest",)).watches:
        return ()
    table = file.table(*at).get("digest")
    own = isinstance(table, dict) and "watches" in table
    return (*at, "digest", "watches") if own else ("digest", "watches")


def deliveries_named(file: ConfigFile, at: KeyPath, names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of deliveries, each once; ``at`` is where they stand.

    Raises ``UsageError`` for one that the file does not have.
    """
    known = file.table("deliver")
    for number, name in enumerate(names):
        if name not in known:
            hint = near(name, dict.fromkeys(known, "")) if known else f"write [deliver.{name}]"
            raise file.error((*at, number), f"there is no [deliver.{name}]; {hint}")
    return tuple(dict.fromkeys(names))

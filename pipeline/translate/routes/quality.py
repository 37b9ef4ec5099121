"""The measured quality of routes: depeche's own table, and the measurements on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.core import codec
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import RecordError, WriteError
from pipeline.core.files import output_file
from pipeline.core.records import Hop

TABLE = Path(__file__).with_suffix(".toml")
"""depeche's own table. ``bench/route_quality.py`` measured it."""

_HEADER = (
    "# How good routes are here, measured by depeche evaluate --store; this outranks depeche's own table.\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One measured route."""

    hops: tuple[str, ...]
    """The hops of the route, each as ``engine:source>target``."""
    chrf: float
    """The chrF of the route, from 0 to 100."""
    segments: int
    bleu: float | None = None
    test_set: str | None = None
    """Name of the test set, and the start of its sha256."""
    signatures: tuple[str, ...] = ()
    """The signatures of chrF and BLEU, as sacrebleu states them."""
    packages: tuple[str, ...] = ()
    """The package of each hop: its name, its version and the start of its sha256."""

    def toml(self) -> str:
        """Return the measurement as it stands in a table. Empty fields are left out."""
        rows: dict[str, Any] = {"hops": list(self.hops), "chrf": self.chrf}
        rows |= {"bleu": self.bleu} if self.bleu is not None else {}
        rows |= {"segments": self.segments}
        rows |= {"test_set": self.test_set} if self.test_set else {}
        rows |= {"signatures": list(self.signatures)} if self.signatures else {}
        rows |= {"packages": list(self.packages)} if self.packages else {}
        # JSON's strings, lists and numbers are TOML's too.
        lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in rows.items())
        return f"[[route]]\n{''.join(lines)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    route: tuple[Measurement, ...] = ()


def hop_name(hop: Hop) -> str:
    """Return a hop's name in tables."""
    return f"{hop.engine}:{hop.source}>{hop.target}"


def read_measurements(path: Path) -> tuple[Measurement, ...]:
    """Read a table of measurements; empty if there is no file. Raises ``RecordError``."""
    try:
        table = codec.toml(path)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise RecordError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise RecordError(f"{path}: is not TOML: {error}; mend or remove it") from error
    return codec.from_table(_Table, table, where=str(path)).route


@cache
def built_in() -> tuple[Measurement, ...]:
    """Return depeche's own table."""
    return read_measurements(TABLE)


def store(path: Path, measured: Iterable[Measurement]) -> None:
    """Put measurements into the table at ``path``. They replace older ones of the same routes.

    The same measurements give the same bytes, in whatever order they come. Raises ``RecordError`` if the
    present table cannot be read, ``WriteError`` if it cannot be written.
    """
    kept = {entry.hops: entry for entry in (*read_measurements(path), *measured)}
    text = measurements_toml(_HEADER, list(kept.values()))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with output_file.open_output(path) as file:
            file.write(text.encode())
    except OSError as error:
        raise WriteError(f"{path}: cannot be written: {error.strerror}") from error


def measurements_toml(header: str, entries: Sequence[Measurement]) -> str:
    """Return a table with ``header`` on top, sorted by pair, the best route first."""
    return header + "".join(f"\n{entry.toml()}" for entry in sorted(entries, key=_order))


def _order(entry: Measurement) -> tuple[str, str, float, tuple[str, ...]]:
    source = entry.hops[0].partition(":")[2].partition(">")[0]
    return source, entry.hops[-1].partition(">")[2], -entry.chrf, entry.hops

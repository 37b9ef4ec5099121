"""Measure a part of each bench in one go, and print one table of ratios, compared with the last one.

    make bench [PARTS="startup apertium"] [SAVE=1]

Each part runs in a process of its own, one after the other. A ratio is of two figures of the same run: so it
can be compared with a ratio of another day or machine, where figures cannot. A row is marked where its ratio
is more than a tenth worse, or better, than in the last table that was kept: ``docs/measurements/bench.md``,
which is made from the file beside it. ``SAVE=1`` keeps the new one. Other work on the machine distorts the
table; its line of the machine has the load.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from machine import Machine, this_machine
from parts import PARTS, ROOT, SMALL, Measured, Row, Sizes

LAST = ROOT / "docs" / "measurements" / "bench.json"
WORSE = 0.9
"""A ratio below this share of the last one is marked as worse; above its inverse, as better."""
PAGE = """# One table

    make bench

A part of each bench, in one run. A ratio says how many times better a figure is than what it is compared
with, in the same run; below 1 it is worse. So ratios can be compared between machines. `make bench` marks
those that became worse than here by more than a tenth, and `make bench SAVE=1` writes this page anew.
[Performance](performance.md) and the pages beside it have more of each.

"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What one call of ``make bench`` measured."""

    date: str
    machine: Machine
    parts: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]


def read(path: Path) -> Table:
    """Return a table that was kept. Raises ``SystemExit`` if it cannot be read."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Table(
            date=kept["date"],
            machine=Machine(**kept["machine"]),
            parts=tuple(kept["parts"]),
            rows=tuple(Row(**row) for row in kept["rows"]),
            notes=tuple(kept["notes"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.exit(f"{path}: cannot be read ({error}); get it back with git checkout, or delete it")


def keep(table: Table, path: Path) -> None:
    """Write a table, and the page of it beside it."""
    path.write_text(json.dumps(asdict(table), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    path.with_suffix(".md").write_text(page(table), encoding="utf-8")


def page(table: Table) -> str:
    """Return the page of a table that was kept."""
    return f"{PAGE}{lines(table, None)}"


def lines(table: Table, last: Table | None) -> str:
    """Return a table, with the ratios of the last one where there is one."""
    found = [f"{table.date}, {table.machine}", ""]
    if last is not None:
        found[1:1] = ["", f"Before: {last.date}, {last.machine}"]
    head = ("what", "figure", "unit", "against", "its figure", "ratio")
    found.append(f"| {' | '.join(head)} |{'' if last is None else ' before | |'}")
    found.append(f"|---|---:|---|---|---:|---:|{'' if last is None else '---:|---|'}")
    before = {row.what: row.ratio for row in last.rows} if last else {}
    for row in table.rows:
        cells = (
            row.what,
            _short(row.figure),
            row.unit,
            row.against,
            _short(row.reference),
            _short(row.ratio),
        )
        more = "" if last is None else f" {' | '.join(compared(row, before.get(row.what)))} |"
        found.append(f"| {' | '.join(cells)} |{more}")
    found += [f"\n{note}." for note in table.notes]
    return "\n".join(found) + "\n"


def compared(row: Row, before: float | None) -> tuple[str, str]:
    """Return a row's ratio in the last table, and the mark."""
    if before is None:
        return "", "new"
    mark = "**worse**" if row.ratio < WORSE * before else "better" if row.ratio * WORSE > before else ""
    return _short(before), mark


def _short(figure: float) -> str:
    """Return a figure with about three digits."""
    digits = next((digits for least, digits in ((100, 0), (10, 1), (1, 2)) if figure >= least), 3)
    return f"{figure:,.{digits}f}"


def measure(parts: tuple[str, ...], *, small: bool) -> tuple[Table, tuple[str, ...]]:
    """Measure parts in processes of their own. Returns the table, and the parts that failed."""
    date, machine = datetime.now(UTC).date().isoformat(), this_machine()
    rows: list[Row] = []
    notes: list[str] = []
    failed = []
    for part in parts:
        started = time.perf_counter()
        command = [sys.executable, __file__, "--alone", part, *(["--small"] if small else [])]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        print(f"{part}: {time.perf_counter() - started:.0f} s", file=sys.stderr)
        if done.returncode:
            failed.append(part)
            continue
        found = json.loads(done.stdout)
        rows += [Row(**row) for row in found["rows"]]
        notes += [f"{part}: {found['note']}"] if found["note"] else []
    measured = tuple(part for part in parts if part not in failed)
    table = Table(date=date, machine=machine, parts=measured, rows=tuple(rows), notes=tuple(notes))
    return table, tuple(failed)


def alone(part: str, sizes: Sizes) -> None:
    """Measure a part in this process, and print what was found for ``measure``."""
    found: Measured = PARTS[part](sizes)
    print(json.dumps(asdict(found)))


def main() -> None:
    """Measure, print and keep what the command line says. Exit 3 if a part failed; then nothing is kept."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=[*PARTS], metavar="PART")
    parser.add_argument("--save", action="store_true", help="keep the table, and write its page")
    parser.add_argument("--last", type=Path, default=LAST, help="the table that was kept, or is to be")
    parser.add_argument("--page", action="store_true", help="measure nothing, and print the page of the last")
    parser.add_argument("--small", action="store_true", help="measure so little that the figures say nothing")
    parser.add_argument("--alone", choices=PARTS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.alone:
        alone(given.alone, SMALL if given.small else Sizes())
        return
    if given.page:
        print(page(read(given.last)), end="")
        return
    last = read(given.last) if given.last.exists() else None
    lost = [part for part in last.parts if part not in given.parts] if last and given.save else []
    if lost:
        parser.error(f"to keep this table would lose parts of the last one; add --parts {' '.join(lost)}")
    table, failed = measure(tuple(part for part in PARTS if part in given.parts), small=given.small)
    print(lines(table, last), end="")
    if failed:
        print(f"\nnot measured, because it failed: {' '.join(failed)}", file=sys.stderr)
        sys.exit(3)
    if given.save:
        keep(table, given.last)


if __name__ == "__main__":
    main()

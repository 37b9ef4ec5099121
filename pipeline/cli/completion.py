"""Names of the user's own that a shell completes: those of jobs and watches in ``depeche.toml``.

A shell asks at each press of a key, so what cannot be read has no names, and nothing is said about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import typer

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
"""What a name may look like. Others are no right names, and might mean something to a shell."""


def job_names(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the jobs that a word may become, each with its languages, without those named already."""
    given = ctx.params.get("names") or ()
    return [
        (name, f"to {' '.join(to)}" if isinstance(to := table.get("to"), list) else "")
        for name, table in _tables(ctx, "job")
        if name.startswith(incomplete) and name not in given
    ]


def watch_names(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the lists of watches that a word may become: what stands before its last comma stays."""
    before, comma, last = incomplete.rpartition(",")
    taken = before.split(",")
    return [
        f"{before}{comma}{name}"
        for name in (*(name for name, _ in _tables(ctx, "watch")), *(() if comma else ("none",)))
        if name.startswith(last) and name not in taken
    ]


def _tables(ctx: typer.Context, kind: str) -> Iterable[tuple[str, dict[str, object]]]:
    """Yield the tables of a kind, such as ``[job.NAME]``, in the file that is named or here."""
    from pipeline.core.errors import UsageError
    from pipeline.run.configuration.file import read_file

    named = ctx.params.get("config")
    try:
        file = read_file(Path(str(named)).expanduser() if named else None, lambda _: None)
        found = file.table(kind)
    except (UsageError, RuntimeError):
        return
    for name, table in found.items():
        if _PLAIN.fullmatch(name) and isinstance(table, dict):
            yield name, table

"""``depeche memory``: shows, exports, imports and clears the translation memory."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import options, output
from pipeline.cli.parameters import Commands, with_options
from pipeline.run.configuration.options import Options

if TYPE_CHECKING:
    from pipeline.translate.memory.exchange import Imported
    from pipeline.translate.memory.store import Group

app = typer.Typer(
    cls=Commands,
    help="The translation memory, which the runs in a folder share.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def register(whole: typer.Typer) -> None:
    """Add the group of commands to ``whole``."""
    whole.add_typer(app, name="memory")


OutOption = Annotated[
    str | None,
    typer.Option(
        "--out", metavar="FOLDER", help="Folder of the runs that share the memory.  [default: outputs]"
    ),
]
TmxArgument = Annotated[Path, typer.Argument(metavar="FILE.tmx", help="A TMX 1.4 file.")]


def stats(
    *,
    given: Options,
    out: OutOption = None,
    config: options.ConfigOption = None,
    as_json: options.JsonOption = False,
) -> None:
    """Say how much the memory holds, by language pair and by who translated."""
    from pipeline.translate.memory.store import Store

    path = _file(given, out, config)
    with closing(Store(path)) as store:
        groups = store.groups()
    size = path.stat().st_size
    if as_json:
        table = {
            "path": str(path),
            "bytes": size,
            "machine": _total(groups, "machine"),
            "human": _total(groups, "human"),
            "imported": _total(groups, "imported"),
            "groups": [_row(group) for group in groups],
        }
        output.json(table)
        return
    imported = _total(groups, "imported")
    output.line(
        f"{path}: {_total(groups, 'machine')} by machine, {_total(groups, 'human')} by people, "
        + (f"{imported} imported, " if imported else "")
        + f"{size / 2**10:.0f} KiB"
    )
    lines: Counter[str] = Counter()
    for group in groups:  # groups that differ only in options, as second tries do, share a line
        lines[f"{group.source[:40]} > {group.target[:40]} by {_by(group)}"] += group.entries
    for line, entries in lines.items():
        output.line(f"{line}: {entries}")


def export(
    file: TmxArgument, *, given: Options, out: OutOption = None, config: options.ConfigOption = None
) -> None:
    """Write the memory to a TMX file, for translators' tools or for another machine.

    If the file is standard output, the line that says what was done goes to standard error.
    """
    from pipeline.core.files import output_file
    from pipeline.translate.memory.exchange import export_file
    from pipeline.translate.memory.store import Store

    tell = output.message if output_file.is_standard_output(file) else output.line
    with closing(Store(_file(given, out, config))) as store:
        done = export_file(store, file)
    tell(f"translations exported to {file}: {done.entries}")
    if done.unsealed:
        output.message(
            f"exported without a seal, so that an import takes them with --trust alone: {done.unsealed}"
        )
    if done.stood_in:
        output.message(
            "left out, for other words stood in for their names and dates (runs have them whole):"
            f" {done.stood_in}"
        )
    if done.left_out:
        output.message(f"left out, for XML has no form for their control characters: {done.left_out}")
    if done.damaged:
        output.message(f"left out, for they are damaged in the memory: {done.damaged}")


def import_(
    file: TmxArgument,
    *,
    trust: Annotated[
        bool,
        typer.Option("--trust", help="Take machine translations of other installations, too."),
    ] = False,
    given: Options,
    out: OutOption = None,
    config: options.ConfigOption = None,
) -> None:
    """Take over translations from a TMX file; those by people outrank every engine.

    An unchanged export of this installation keeps its origin. Machine translations of other installations
    are left out, unless --trust takes them; they are marked as imported wherever they are used. All other
    translations count as made by people. Import only what you trust: it will be published under the names of
    your sources. The exit code is 1 if the file has units and none was taken over, and 3 if machine
    translations were left out or refused.
    """
    from pipeline.translate.memory.exchange import import_file

    path = _file(given, out, config)
    done = import_file(file, path, trust=trust)
    on_trust = f", {done.imported} imported on trust" if trust else ""
    output.line(
        f"translations imported to {path}: {done.human} by people, {done.machine} by machine{on_trust}"
    )
    for words in _passed_over(done, file):
        output.message(words)
    sys.exit(_code(done))


def _code(done: Imported) -> int:
    """Return the exit code. A file without units gives 0, because nothing was left out."""
    refused = done.unsealed or done.malformed
    if done.human or done.machine or done.imported:
        return 3 if refused else 0
    return 1 if refused or done.unusable else 0


_MOST_NAMED = 20
"""Kinds of units that are named."""


def _passed_over(done: Imported, file: Path) -> Iterator[str]:
    if done.unsealed:
        old = f" ({done.unkeyed} exported by version 0.1.0)" if done.unkeyed else ""
        yield (
            f"machine translations left out, without a seal of this installation{old}: {done.unsealed}; "
            f"if you trust who made {file}, repeat the command with --trust"
        )
        if done.unsealable:
            yield f"no seal could be checked: {done.unsealable}"
    if done.malformed:
        why = ", ".join(f"{name} {count}" for name, count in done.malformed.most_common())
        yield f"machine translations refused, for they are malformed: {done.malformed.total()} ({why})"
    if done.unknown:
        tags = ", ".join(f"{tag[:40] or 'none'} {count}" for tag, count in done.unknown.most_common(20))
        yield f"texts passed over, in languages not known: {done.unknown.total()} ({tags})"
    if done.strange_source:
        yield (
            f"the header's source language (srclang {done.strange_source}) is in no unit: passed over, and"
            f" units are taken in every direction between what was found: {' '.join(done.found)}"
        )
    if done.sourceless:
        why = "; ".join(f"{found}: {count}" for found, count in done.sourceless.most_common(_MOST_NAMED))
        yield (
            f"units passed over, without a text in their source language (srclang {why});"
            " give these units a srclang of their own"
        )
    if done.unusable:
        yield f"units passed over, without a whole text and its translation: {done.unusable}"


def clear(
    *,
    human: Annotated[bool, typer.Option("--human", help="Forget only the translations by people.")] = False,
    machine: Annotated[
        bool, typer.Option("--machine", help="Forget only the translations by engines.")
    ] = False,
    imported: Annotated[
        bool, typer.Option("--imported", help="Forget only the translations imported with --trust.")
    ] = False,
    given: Options,
    out: OutOption = None,
    config: options.ConfigOption = None,
) -> None:
    """Forget all that the memory holds, or a part of it."""
    from pipeline.translate.memory.entries import ORIGINS
    from pipeline.translate.memory.store import Store

    chosen = {"human": human, "machine": machine, "imported": imported}
    with closing(Store(_file(given, out, config))) as store:
        gone = sum(store.clear(origin) for origin in ORIGINS if chosen[origin] or not any(chosen.values()))
    output.line(f"translations forgotten: {gone}")


def _file(given: Options, out: str | None, config: Path | None) -> Path:
    from pipeline.run.configuration.config import memory_file

    return memory_file(replace(given, out=out), file=config, note=options.say_config())


def _total(groups: tuple[Group, ...], origin: str) -> int:
    return sum(group.entries for group in groups if group.origin == origin)


def _by(group: Group) -> str:
    """Return in words who made a group, even if the file is damaged."""
    from pipeline.translate.memory.entries import made_by

    if not group.maker:
        return "people"
    made = made_by(group.maker)
    if made is None:
        return "an engine whose name is damaged"
    name = f"{made['engine']}, {made['package']} {made['version']}"[:200]
    return f"{name}, imported" if group.origin == "imported" else name


def _row(group: Group) -> dict[str, object]:
    from pipeline.translate.memory.entries import made_by

    return {
        "origin": group.origin,
        "source": group.source,
        "target": group.target,
        "identity": made_by(group.maker) if group.maker else None,
        "entries": group.entries,
    }


for _name, _command in (("stats", stats), ("export", export), ("import", import_), ("clear", clear)):
    app.command(_name)(with_options(_command, "memory"))

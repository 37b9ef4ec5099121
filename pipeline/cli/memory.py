"""``depeche memory``: what the translation memory holds, and carrying it to and from other tools."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import options, say

if TYPE_CHECKING:
    from pipeline.memory.store import Group

app = typer.Typer(
    help="The translation memory, which the runs in a folder share.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Out = Annotated[
    str | None,
    typer.Option(
        "--out", metavar="FOLDER", help="Where the runs are whose memory it is.  [default: outputs]"
    ),
]
Tmx = Annotated[Path, typer.Argument(metavar="FILE.tmx", help="A TMX 1.4 file.")]


@app.command("stats")
def stats(
    memory: options.Memory = None,
    out: Out = None,
    config: options.Config = None,
    as_json: options.Json = False,
) -> None:
    """Say how much the memory holds, by language pair and by who translated."""
    from pipeline.memory.store import Store

    path = _file(memory, out, config)
    store = Store(path)
    groups = store.groups()
    store.close()
    size = path.stat().st_size
    if as_json:
        table = {
            "path": str(path),
            "bytes": size,
            "machine": _total(groups, "machine"),
            "human": _total(groups, "human"),
            "groups": [_row(group) for group in groups],
        }
        say.json(table)
        return
    say.line(
        f"{path}: {_total(groups, 'machine')} by machine, {_total(groups, 'human')} by people, "
        f"{size / 2**10:.0f} KiB"
    )
    lines: Counter[str] = Counter()
    for group in groups:  # that differ in options, as first and second tries do, are one line
        made = json.loads(group.maker) if group.maker else {}
        by = f"{made['engine']}, {made['package']} {made['version']}" if made else "people"
        lines[f"{group.source} > {group.target} by {by}"] += group.entries
    for line, entries in lines.items():
        say.line(f"{line}: {entries}")


@app.command("export")
def export(file: Tmx, memory: options.Memory = None, out: Out = None, config: options.Config = None) -> None:
    """Write the memory to a TMX file, for translators' tools or for another machine."""
    from pipeline.memory.store import Store
    from pipeline.memory.transfer import export_file

    store = Store(_file(memory, out, config))
    done = export_file(store, file)
    store.close()
    say.line(f"translations exported to {file}: {done.entries}")
    if done.left_out:
        say.message(f"left out, for XML has no form for their control characters: {done.left_out}")


@app.command("import")
def import_(file: Tmx, memory: options.Memory = None, out: Out = None, config: options.Config = None) -> None:
    """Take over translations from a TMX file; those by people outrank every engine.

    What was exported from a memory and not changed since comes back as what it was, all else as a person's.
    Import only what you trust: it will be published under the names of your sources.
    """
    from pipeline.memory.transfer import import_file

    path = _file(memory, out, config)
    done = import_file(file, path)
    say.line(f"translations imported to {path}: {done.human} by people, {done.machine} by machine")
    if done.unknown:
        tags = ", ".join(f"{tag[:40] or 'none'} {count}" for tag, count in done.unknown.most_common(20))
        say.message(f"texts passed over, in languages not known: {done.unknown.total()} ({tags})")
    if done.unusable:
        say.message(f"units passed over, without a text and its translation: {done.unusable}")


@app.command("clear")
def clear(
    human: Annotated[bool, typer.Option("--human", help="Only the translations by people.")] = False,
    machine: Annotated[bool, typer.Option("--machine", help="Only those by engines.")] = False,
    memory: options.Memory = None,
    out: Out = None,
    config: options.Config = None,
) -> None:
    """Forget all that the memory holds, or a part of it."""
    from pipeline.memory.store import Store

    store = Store(_file(memory, out, config))
    gone = 0
    if human or not machine:
        gone += store.clear("human")
    if machine or not human:
        gone += store.clear("machine")
    store.close()
    say.line(f"translations forgotten: {gone}")


def _file(memory: str | None, out: str | None, config: Path | None) -> Path:
    from pipeline.config import memory_file
    from pipeline.settings import Options

    return memory_file(Options(memory=memory, out=out), file=config, note=options.say_config())


def _total(groups: tuple[Group, ...], origin: str) -> int:
    return sum(group.entries for group in groups if group.origin == origin)


def _row(group: Group) -> dict[str, object]:
    made = json.loads(group.maker) if group.maker else None
    return {
        "origin": group.origin,
        "source": group.source,
        "target": group.target,
        "identity": made,
        "entries": group.entries,
    }

"""What reads the records and folders of runs, from anybody: made of a small run's own, edited or not."""

from __future__ import annotations

import copy
import hashlib
import json
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from pipeline import read_run
from pipeline.core import canonical, codec
from pipeline.core.canonical import is_canonical
from pipeline.core.contract import DocumentRecord, RunRecord, VariantRecord
from pipeline.core.contract.digest import DigestRecord
from pipeline.core.errors import RecordError
from pipeline.core.records import Hop
from pipeline.detect.detector import LangdetectDetector
from pipeline.packages.mirror import MirrorIndex
from pipeline.packages.record import InstallRecord
from pipeline.publish.site.pages import site_pages
from pipeline.publish.site.requests import RunReader as Answers
from pipeline.run.configuration.config import load_config
from pipeline.run.configuration.options import Options
from pipeline.run.job import run
from pipeline.split.splitter import RuleSplitter
from pipeline.summarise import Extractor
from pipeline.translate.service import Components
from pipeline.verify.run import verify_run
from pipeline.write import stored_run
from pipeline.write.checksums import is_plain
from tests.campaigns.fuzz.target import Reader, Target, folder, is_one_line, place
from tests.support.fakes import FakeEngine

VALUES: tuple[object, ...] = (
    *(
        None,
        True,
        0,
        -1,
        1,
        10**9,
        -(10**18),
        2**63,
        10**400,
        0.5,
        -0.0,
        1e308,
        "",
        " ",
        "\0",
        "a/b",
        "../x",
        "..",
    ),
    *("/etc/passwd", "\u202e", "\n", "x" * 300, "fr", "es", "und", "b1.1", "b9.9", "passed", "fail", "full"),
    *("machine", "source", "open", "masked", "2026-01-01T00:00:00Z", "0" * 64, [], {}, [[]], [0], ["a", "a"]),
    *(
        {"a": 1},
        [None] * 50,
        "\ud83d\ude00",
        "document.json",
        "es/variant.json",
        "run.json",
        ".lock",
        "title",
    ),
)
"""What is put in the place of what a record says."""

KINDS: tuple[type[object], ...] = (
    *(DocumentRecord, VariantRecord, RunRecord, DigestRecord, InstallRecord, MirrorIndex),
)


@cache
def _pristine() -> dict[str, bytes]:
    """Return the files of a small run, by their paths."""
    home = place() / "pristine"
    (home / "news").mkdir(parents=True)
    (home / "news" / "a.md").write_text(
        "# La digue a cédé\n\nLa digue a **cédé** lundi à 7 h, selon le [maire](https://example.org/a).\n\n"
        "- Les écoles sont fermées.\n- `code` et « citation ».\n"
    )
    (home / "news" / "b.txt").write_text(
        "Le port rouvre\n\nLe port a rouvert mardi. Le trafic reprend.\n(AFP)\n"
    )
    hops = (Hop(engine="fake", source="fr", target="es", method="neural"),)
    config = load_config([str(home / "news")], Options(to=("es",), source="fr", out=str(home), run_id="run"))
    stages = Components(
        detector=LangdetectDetector(),
        splitter=RuleSplitter(),
        summariser=Extractor(config.settings.method),
        engines=(FakeEngine(offered=hops),),
    )
    run(config, stages)
    found = home / "run"
    return {
        path.relative_to(found).as_posix(): path.read_bytes() for path in found.rglob("*") if path.is_file()
    }


def edit(tree: Any, reader: Reader) -> Any:
    """Change one value of a JSON tree: put another there, drop it, or say it twice."""
    nodes: list[tuple[Any, Any]] = []
    _collect(tree, nodes)
    if not nodes:
        return reader.choose(VALUES)
    holder, key = reader.choose(nodes)
    way = reader.byte() % 6
    if way == 0:
        del holder[key]
    elif way == 1 and isinstance(holder, list):
        holder.insert(key, holder[key])
    elif way == 2:
        other_holder, other_key = reader.choose(nodes)
        with suppress(LookupError):
            holder[key] = copy.deepcopy(other_holder[other_key])
    elif way == 3 and isinstance(holder[key], str):
        at = reader.byte() % (len(holder[key]) + 1)
        holder[key] = holder[key][:at] + str(reader.choose(VALUES)) + holder[key][at:]
    elif way == 4 and isinstance(holder[key], int):
        holder[key] = int(holder[key]) + reader.choose((-1000, -2, -1, 1, 2, 1000))
    else:
        holder[key] = reader.choose(VALUES)
    return tree


def _collect(tree: Any, nodes: list[tuple[Any, Any]]) -> None:
    keys = tree.keys() if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    for key in keys:
        nodes.append((tree, key))
        _collect(tree[key], nodes)


def records(data: bytes) -> None:
    """What is read as a record is written so that it reads the same; everything else is refused in a line."""
    reader = Reader(data)
    kind = reader.choose(KINDS)
    content = reader.rest()
    if reader.byte() % 2:  # edits of a real one, instead of bytes
        names = [name for name in sorted(_pristine()) if name.endswith(".json")]
        tree = json.loads(_pristine()[reader.choose(names)])
        for _ in range(1 + reader.byte() % 3):
            tree = edit(json.loads(json.dumps(tree)), reader)
        content = json.dumps(tree).encode()
        kinds = {"document": DocumentRecord, "variant": VariantRecord, "run": RunRecord}
        schema = str(tree.get("schema", "")) if isinstance(tree, dict) else ""
        kind = kinds.get(schema.removeprefix("depeche/"), kind)
    try:
        record = codec.decode_record(kind, content, where="fuzz")
    except RecordError as error:
        assert is_one_line(error)
        return
    written = codec.encode_record(record)
    assert is_canonical(written)
    assert codec.decode_record(kind, written, where="fuzz") == record
    assert codec.encode_record(codec.decode_record(kind, written, where="fuzz")) == written


def runs(data: bytes) -> None:
    """A run's folder that says anything is verified and read to the end; what was changed is named."""
    reader = Reader(data)
    files = dict(_pristine())
    seals = reader.byte() % 4 != 0
    for _ in range(1 + reader.byte() % 3):
        name = reader.choose(sorted(files))
        if name.endswith(".json") and reader.byte() % 8:
            with suppress(ValueError, RecursionError):
                tree = edit(json.loads(files[name]), reader)
                files[name] = (canonical.to_json(tree) + "\n").encode()
        else:
            at = reader.choose(range(len(files[name]) + 1))
            files[name] = files[name][:at] + reader.rest()[:20] + files[name][at + reader.byte() % 3 :]
    if seals:
        _seal(files)
    with folder() as home:
        for name, content in files.items():
            (home / "run" / name).parent.mkdir(parents=True, exist_ok=True)
            (home / "run" / name).write_bytes(content)
        found = list(verify_run(home / "run"))
        assert all(isinstance(line, str) for line in found)
        changed = files != _pristine()
        assert bool(found) or not changed or seals
        with suppress(RecordError):
            read_run(home / "run")
        with suppress(RecordError):
            _shown(home / "run", reader)


def _shown(run: Path, reader: Reader) -> None:
    """Make a run's pages: whatever its records say, there is one for each, of the reader's own markup."""
    made = dict(site_pages(run, stored_run.read_stored(run), note=lambda _: None))
    assert "index.html" in made
    for path, content in made.items():
        assert is_plain(path)
        assert content.startswith(b"<!DOCTYPE html>")
        assert b"<script" not in content
    answers = Answers(run)
    for path in ("", reader.choose(sorted(made)), reader.rest()[:60].decode("utf-8", "replace")):
        found = answers.answer(path)
        assert found is not None or path not in made


def _seal(files: dict[str, bytes]) -> None:
    """Have the digests of a run agree with its files, as who forges it would."""
    with suppress(ValueError, LookupError, TypeError, AttributeError, RecursionError):
        tree = json.loads(files["run.json"])
        for entry in tree["documents"]:
            for listed in entry["files"]:
                content = files.get(f"documents/{entry['id']}/{listed['path']}")
                if content is not None:
                    listed["sha256"] = hashlib.sha256(content).hexdigest()
                    listed["size"] = len(content)
        files["run.json"] = (canonical.to_json(tree) + "\n").encode()
    lines = [
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in sorted(files.items())
        if name not in ("SHA256SUMS", ".lock")
    ]
    files["SHA256SUMS"] = "".join(lines).encode()


def _record_seeds() -> list[bytes]:
    return [
        # An odd first byte stands for edits, and a brace is odd.
        *(
            b"\0" + bytes([at % 6]) + b"\n" + content
            for at, (_, content) in enumerate(sorted(_pristine().items()))
        ),
        *(bytes([0, at, 1, 0, at, 2, 0, at * 4, 5, 0, at]) for at in range(60)),
    ]


TARGETS = {
    "records": Target(run=records, seeds=_record_seeds, share=100, prepare=_pristine),
    "runs": Target(
        run=runs,
        seeds=lambda: [bytes([1, at, 0, at, 1, 0, at * 3, 5, 0, at]) for at in range(80)],
        share=10,
        prepare=_pristine,
    ),
}

"""Large records are parted as they stand on the disk, and what is wrong with a part is told."""

from __future__ import annotations

import io
from dataclasses import fields

import pytest

from pipeline.core import codec, survey
from pipeline.core.contract.published import PUBLISHED, published
from pipeline.core.errors import RecordError
from pipeline.digest.make import make_digest
from pipeline.digest.request import DigestRequest
from pipeline.run.job import run as do
from tests.conftest import EXAMPLES
from tests.run.test_job import FR_EN_ES, configured, stages
from tests.support.fakes import FakeEngine

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Return a record of every kind, as a run and a digest of several documents write them."""
    out = tmp_path_factory.mktemp("out")
    config = configured(sorted(EXAMPLES.glob("[ef][nr]-*.txt")), out, to=("es",))
    do(config, stages(FakeEngine(offered=FR_EN_ES)))
    make_digest(out / "run", DigestRequest())
    return {path.stem: path.read_bytes() for path in out.rglob("*.json")}


def look(kind: type[object], content: bytes, *, most: int = 2**20) -> list[survey.RecordPart]:
    """Return the parts of a record, each of which can be read by itself. Raises ``RecordError``."""
    parts: list[survey.RecordPart] = []
    for part in survey.parts(kind, io.BytesIO(content), where="x", most=most):
        codec.decode_record(part.kind, part.content, where=part.name)
        parts.append(part)
    return parts


@pytest.mark.parametrize("name", PUBLISHED)
def test_all_parts_of_what_was_written_are_found(written: Files, name: str) -> None:
    """Every field, and every item of its lists, with nothing lost between them."""
    kind, content = published(name), written[name]
    record = codec.decode_record(kind, content, where="x")
    values: dict[str, list[object]] = {}
    for part in look(kind, content):
        value = codec.decode_record(part.kind, part.content, where=part.name)
        values.setdefault(part.name.partition(".")[0], []).append(value)
    # Where nothing was found, and where there is no site.
    left_out = {"watches", "has_reader"} - values.keys() if name == "digest" else set()
    assert values.keys() | left_out == {field.name for field in fields(kind)}  # type: ignore[arg-type]
    for field, (first, *rest) in values.items():  # a list has a part of its own before its items
        assert getattr(record, field) == (tuple(rest) if rest else first)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (b'  "state": "finished",\n', b"", "x: state: Field required"),
        (b'  "state": "finished"', b'  "state": "lost"', "state: the file: Input should be"),
        (b'  "state"', b'  "mood"', "x: mood: Unexpected keyword argument"),
        (b'      "outcome": "done",\n', b"", "documents.0: outcome: Field required"),
        (
            b'\n    },\n    {\n      "origin"',
            b'\n    {\n      "origin"',
            "documents.0: the file: Invalid JSON",
        ),
        (b"\n  ],", b"", "x: is larger than 4 MiB, and not as depeche writes it|Invalid JSON"),
        (b'{\n  "schema"', b'{"schema"', "x: is larger than 4 MiB, and not as depeche writes it"),
        (b"\n}\n", b"\n}\n{}\n", "x: is larger than 4 MiB, and not as depeche writes it"),
        (b"\n}\n", b"\n", "x: is larger than 4 MiB, and not as depeche writes it"),
    ],
)
def test_what_is_wrong_is_told(written: Files, before: bytes, after: bytes, message: str) -> None:
    """The first of it, with its place."""
    content = written["run"]
    assert before in content
    with pytest.raises(RecordError, match=message):
        look(published("run"), content.replace(before, after, 1))


def test_a_part_that_is_too_large_is_refused(written: Files) -> None:
    """A line, a field or an item."""
    look(published("run"), written["run"], most=len(written["run"]))
    with pytest.raises(RecordError, match=r"^x: holds a value of more than 0\.25 KiB$"):
        look(published("run"), written["run"], most=256)

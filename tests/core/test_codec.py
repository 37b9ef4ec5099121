"""Records to JSON and back, and the schemas that are published of them."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from pipeline.core import codec
from pipeline.core.contract import DocumentRecord, RunSettings
from pipeline.core.contract.published import PUBLISHED
from pipeline.core.errors import RecordError
from pipeline.core.records import Block, Detected, Length, Segment, Undetermined

SCHEMAS = Path(__file__).parents[2] / "outputs" / "schema"

RECORD = DocumentRecord(
    id="a-00000000",
    key="k",
    origin="a.txt",
    source_file="source.txt",
    sha256="0" * 64,
    size=4,
    encoding="utf-8",
    title=None,
    credit="© «X»",
    detection=Detected(language="fr", confidence=0.9, detector="langdetect 1.0.9"),
    block_detections=(Undetermined(reason="too short", detector="langdetect 1.0.9"),),
    text="Oui.",
    blocks=(Block(kind="paragraph", start=0, end=4),),
    marks=(),
    segments=(Segment(id="b1.1", block=0, start=0, end=4, text="Oui.", language="fr"),),
    software=(),
)


def test_what_is_written_is_read_back_the_same() -> None:
    """Nested records and unions keep their types."""
    assert codec.decode_record(DocumentRecord, codec.encode_record(RECORD), where="x") == RECORD


def test_the_file_is_readable_and_stable() -> None:
    """Indented UTF-8 with the letters as they are, in the order of the record, one line end at the end."""
    content = codec.encode_record(RECORD)
    assert "© «X»" in content.decode()
    assert content.endswith(b"}\n")
    assert list(json.loads(content))[:3] == ["schema", "schema_version", "id"]
    assert codec.encode_record(RECORD) == content


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (b'"start": 0', b'"start": "0"', "blocks.0.start: Input should be a valid integer"),
        (b'"start": 0', b'"start": 0, "typo": 1', "blocks.0.typo: Unexpected keyword argument"),
        (b'"sha256"', b'"sha265"', "sha256: Field required"),
        (b'"kind": "paragraph"', b'"kind": "poem"', "blocks.0.kind"),
        (b'"schema_version": 1', b'"schema_version": 2', "schema_version"),
        (b'"confidence": 0.9', b'"confidence": true', "confidence"),
        (b"{", b"[", "Invalid JSON"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(before: bytes, after: bytes, message: str) -> None:
    """Unknown keys, missing keys and other types are errors, however deep."""
    content = codec.encode_record(RECORD).replace(before, after, 1)
    with pytest.raises(RecordError, match=message) as caught:
        codec.decode_record(DocumentRecord, content, where="the/file.json")
    assert caught.value.message.startswith("the/file.json: ")


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """The system's reason is given."""
    with pytest.raises(RecordError, match="No such file"):
        codec.read_record(DocumentRecord, tmp_path / "document.json")


def test_a_table_is_read_like_a_file() -> None:
    """TOML tables come through the same checks."""
    table = {"unit": "words", "value": 50.0}
    assert codec.from_table(Length, table, where="x") == Length(unit="words", value=50.0)
    with pytest.raises(RecordError, match="unit"):
        codec.from_table(Length, {"unit": "pages", "value": 1.0}, where="x")


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_schema_is_fresh(name: str) -> None:
    """outputs/schema/ says what the code writes; ``make schemas`` brings it up to date."""
    assert json.loads((SCHEMAS / f"{name}.json").read_text()) == codec.json_schema(name)


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_schema_is_a_schema(name: str) -> None:
    """Any validator can use it."""
    jsonschema.Draft202012Validator.check_schema(codec.json_schema(name))


def test_the_published_schema_accepts_what_is_written_and_refuses_typos() -> None:
    """A reader with a validator of his own comes to the same verdict as ours."""
    validator = jsonschema.Draft202012Validator(codec.json_schema("document"))
    tree = json.loads(codec.encode_record(RECORD))
    assert not list(validator.iter_errors(tree))
    assert list(validator.iter_errors({**tree, "typo": 1}))
    assert list(validator.iter_errors({**tree, "size": "4"}))


def test_settings_encode_the_same_whatever_made_them() -> None:
    """A run's name is made of this."""
    one = RunSettings(
        targets=("ca", "es"),
        source="auto",
        kinds=("full",),
        engine="auto",
        method="lexrank",
        length=Length(unit="sentences", value=5.0),
    )
    assert b'"targets": [\n    "ca",\n    "es"\n  ]' in codec.encode_record(one)

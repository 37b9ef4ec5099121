"""Inputs that hypothesis makes for the targets of ``files``: JSON with typed values, zips, XML, TOML, CSV."""

from __future__ import annotations

import base64
import io
import json
import warnings
import zipfile
from typing import Any

from hypothesis import strategies as st

import languages
from pipeline.packages.mirror import MirrorIndex
from pipeline.run.configuration.options import Options
from pipeline.translate.routes.quality import Measurement
from pipeline.write.signing.envelope import _Envelope
from tests.campaigns.fuzz.files import MEMBERS, METADATA
from tests.campaigns.fuzz.runs import KINDS, VALUES, edit
from tests.campaigns.fuzz.shapes import (
    ANY,
    BYTE,
    SIGNS,
    TEXT,
    TREE,
    WORDS,
    Bytes,
    Texts,
    Trees,
    chained,
    encoded,
    joined,
    two_bytes,
    typed,
)
from tests.campaigns.fuzz.target import Reader

_CODES: Texts = st.sampled_from(
    (*languages.codes(), *languages.by_tool("argos"), "*", "xx", "fr-FR", "zh_TW")
)


def _json(tree: object) -> bytes:
    return json.dumps(tree).encode()


def _edited(tree: object, moves: bytes) -> object:
    """Return JSON with one of its values put out of order; lists and tables alone have any."""
    return edit(json.loads(json.dumps(tree)), Reader(moves)) if isinstance(tree, dict | list) else tree


def _amiss(trees: Trees) -> Trees:
    """Return trees as they are, and with one thing wrong."""
    return st.one_of(trees, st.builds(_edited, trees, st.binary(min_size=8, max_size=8)))


def _record(number: int) -> Bytes:
    # The target takes an odd first byte for instructions, and a brace is one.
    kind: Any = KINDS[number]
    return _amiss(typed(kind)).map(lambda tree: two_bytes(number) + b"\n" + _json(tree))


_EDIT: Bytes = chained(
    st.integers(0, 40).map(two_bytes),
    BYTE,
    st.integers(0, 700).map(two_bytes),
    BYTE,
    st.integers(0, len(VALUES) - 1).map(two_bytes),
)


def _zip(members: list[tuple[str, bytes, int, int]], lies: list[tuple[int, int]]) -> bytes:
    """Return an archive; each lie puts another size where the archive says how long a member is."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for at, (name, content, mode, compression) in enumerate(members):
            member = zipfile.ZipInfo(name)
            member.external_attr, member.compress_type = mode << 16, compression
            with warnings.catch_warnings(action="ignore"):  # that a name is there twice
                archive.writestr(member, content)
            for lied, size in lies:
                if lied == at:
                    member.file_size = size
    return made.getvalue()


_META: Trees = st.fixed_dictionaries(
    {"from_code": _CODES, "to_code": _CODES},
    optional={
        "package_version": st.one_of(st.sampled_from(("1.0", "1.9", "", "1." * 40, "9" * 5000)), ANY),
        "type": st.sampled_from(("translate", "sbd", "")),
        "target_prefix": WORDS,
        "code": WORDS,
        "links": st.lists(
            st.sampled_from(("https://example.org/a", "file:///etc/passwd", "ipfs://x", "")), max_size=2
        ),
        "dependencies": TREE,
    },
)
_METADATA: Bytes = st.one_of(_amiss(_META).map(_json), TREE.map(_json), st.sampled_from(METADATA))
_NAME: Texts = st.one_of(st.sampled_from(MEMBERS), st.builds("p/{}".format, ANY.filter(str.isprintable)))
_MODE = st.sampled_from((0o100644, 0o100644, 0o120777, 0o060644, 0o104755, 0o040755, 0))
_COMPRESSION = st.sampled_from(
    (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2)
)
_WHOLE: Any = st.tuples(
    st.tuples(st.just("p/metadata.json"), _METADATA, st.just(0o100644), _COMPRESSION),
    st.tuples(st.just("p/model/model.bin"), st.binary(max_size=9), st.just(0o100644), _COMPRESSION),
    st.tuples(st.just("p/sentencepiece.model"), st.binary(max_size=9), st.just(0o100644), _COMPRESSION),
).map(list)
_ARCHIVE: Bytes = st.builds(
    lambda whole, more, lies: _zip([*whole, *more], lies),
    st.one_of(_WHOLE, st.just([])),
    st.lists(st.tuples(_NAME, st.one_of(st.binary(max_size=40), _METADATA), _MODE, _COMPRESSION), max_size=4),
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from((0, 1, 10**6, 2**32 - 2))), max_size=1),
)

_TERM: Texts = st.one_of(WORDS, ANY, joined(WORDS, SIGNS, most=3))
_CSV: Texts = st.builds(
    lambda sign, pair, rows: "".join(f"{one}{sign}{other}\n" for one, other in (pair, *rows)),
    st.sampled_from((",", ";", "\t", "|")),
    st.tuples(_CODES, _CODES),
    st.lists(st.tuples(_TERM, st.one_of(_TERM, st.just("keep"))), max_size=6),
)


def _toml_value(value: object) -> str:
    if isinstance(value, dict):
        return (
            "{" + ", ".join(f"{json.dumps(key)} = {_toml_value(item)}" for key, item in value.items()) + "}"
        )
    if isinstance(value, list):
        return f"[{', '.join(map(_toml_value, value))}]"
    return (
        "''"
        if value is None
        else str(value)
        if isinstance(value, float)
        else json.dumps(value, ensure_ascii=False)
    )


def _toml(tree: object) -> str:
    """Return a tree as TOML, in which None has no form, nor has a text as a whole file."""
    return "".join(
        f"{json.dumps(key)} = {_toml_value(item)}\n" for key, item in _items(tree) if item is not None
    )


def _items(tree: object) -> list[tuple[str, object]]:
    return list(tree.items()) if isinstance(tree, dict) else [("a", tree)]


_GLOSSARY: Trees = st.fixed_dictionaries(
    {"source": _CODES, "target": _CODES},
    optional={"keep": st.lists(_TERM, max_size=3), "terms": st.dictionaries(_TERM, _TERM, max_size=4)},
)

_XML: Texts = TEXT.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;"))
_SEGMENT: Texts = st.recursive(
    st.one_of(
        _XML,
        _XML,
        st.sampled_from(("&#0;", "&#x10FFFF;", "&#13;", "<ph x='1'/>", "<![CDATA[<b>]]>", "<!-- -->")),
    ),
    lambda below: st.builds(
        lambda name, inner, after: f"<{name}>{inner}</{name}>{after}",
        st.sampled_from(("hi", "hi", "ph", "bpt", "it", "sub", "seg", "tuv", "prop")),
        below,
        below,
    ),
    max_leaves=5,
)
_PROPERTY: Texts = st.builds(
    "<prop type='x-depeche-{}'>{}</prop>".format,
    st.sampled_from(("origin", "maker", "context", "score", "run", "created", "sha256", "seal", "x")),
    st.one_of(_XML, st.sampled_from(("machine", "human", "nan", "1e999", "0" * 64))),
)
_VARIANT: Texts = st.builds("<tuv xml:lang='{}'><seg>{}</seg></tuv>".format, _CODES, _SEGMENT)
_UNIT: Texts = st.builds(
    lambda stamp, source, parts, variants: (
        f"<tu creationdate='{stamp}'{source}>{''.join((*parts, *variants))}</tu>"
    ),
    st.sampled_from(("20250131T120000Z", "", "9" * 20, "٢٠٢٥٠١٣١T١٢٠٠٠٠Z")),
    st.one_of(st.just(""), _CODES.map(" srclang='{}'".format)),
    st.lists(_PROPERTY, max_size=3),
    st.lists(_VARIANT, max_size=3),
)
_TMX: Bytes = st.builds(
    lambda head, source, units, name: (
        f"{head}<tmx version='1.4'><header srclang='{source}'/><body>{''.join(units)}</body></tmx>".encode(
            name, "replace"
        )
    ),
    st.sampled_from(
        ("", "<?xml version='1.0'?>", "<?xml version='1.0' encoding='cp1252'?>", "<!DOCTYPE tmx>", "\ufeff")
    ),
    st.one_of(_CODES, st.just("*all*")),
    st.lists(_UNIT, max_size=4),
    st.sampled_from(("utf-8", "utf-8", "utf-8", "utf-16", "cp1252")),
)

_PATH: Texts = st.sampled_from(
    ("m", ".", "/", "..", "g.csv", "\0", "~", "~nobody/x", "a\nb", "n" * 300, "\ud800", "")
)
_OPTIONS: Trees = st.fixed_dictionaries(
    {},
    optional={
        "to": st.lists(st.sampled_from(languages.codes()), max_size=3),
        "from": st.sampled_from((*languages.codes(), "auto")),
        **dict.fromkeys(("out", "packages", "memory", "sign"), _PATH),
        "run_id": _PATH,
        "glossary": st.lists(_PATH, max_size=1),
        "engine": st.sampled_from(("auto", "argos", "apertium", "ct2/x", "x")),
        "variants": st.lists(st.sampled_from(("full", "summary")), max_size=2),
        **dict.fromkeys(("sentences", "words", "threads", "workers"), st.integers(-1, 9)),
        "ratio": st.one_of(st.floats(0, 1), st.floats()),
        "query": TEXT,
        "quotes": st.sampled_from(("keep", "target", "x")),
        "strict": st.lists(st.sampled_from(("all", "numbers", "language", "x")), max_size=2),
    },
)
_RUN: Texts = st.one_of(_amiss(typed(Options)), _OPTIONS, _OPTIONS).map(lambda tree: f"[run]\n{_toml(tree)}")
_CARD: Trees = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from(("opus-mt", "m2m-100", "nllb-200", "x")),
        "path": _PATH,
        "name": WORDS,
        "pair": st.builds("{}-{}".format, _CODES, _CODES),
        "pairs": st.lists(st.builds("{}-{}".format, _CODES, _CODES), max_size=3),
        "languages": st.lists(_CODES, max_size=3),
        "version": WORDS,
        "licence": WORDS,
        "quality": st.floats(),
        "prefix": TREE,
    },
)
_MODELS: Texts = st.lists(_amiss(_CARD).map(lambda tree: f"[[model]]\n{_toml(tree)}"), max_size=2).map(
    "".join
)
_ROUTES: Texts = st.lists(
    _amiss(typed(Measurement)).map(lambda tree: f"[[route]]\n{_toml(tree)}"), max_size=3
).map("".join)
_ENVELOPE: Bytes = st.builds(
    lambda tree, payload: _json({**tree, "payload": base64.b64encode(payload).decode()} if payload else tree),
    typed(_Envelope),
    st.one_of(st.just(b""), TREE.map(_json)),
)
_LINES: Texts = st.lists(TEXT, max_size=4).map("\n".join)

SHAPES: dict[str, Bytes] = {
    "records": st.one_of(*map(_record, range(len(KINDS)))),
    "runs": chained(st.binary(min_size=2, max_size=2), _EDIT, _EDIT, _EDIT),
    "packages": _ARCHIVE.map(lambda content: b"\0" + content),
    "metadata": _METADATA,
    "index": st.one_of(
        st.lists(_amiss(_META), max_size=3).map(_json), _amiss(typed(MirrorIndex)).map(_json), TREE.map(_json)
    ),
    "terms": st.one_of(
        _CSV.map(lambda text: b"\0\0" + encoded(text)),
        _amiss(_GLOSSARY).map(lambda tree: b"\0\1" + encoded(_toml(tree))),
    ),
    "tmx": _TMX,
    "settings": st.one_of(
        chained(st.sampled_from((b"\0", b"\1")), st.tuples(_RUN, _MODELS).map("".join).map(encoded)),
        chained(st.just(b"\2"), _amiss(_CARD).map(_toml).map(encoded)),
        chained(st.just(b"\3"), _ROUTES.map(encoded)),
        chained(st.sampled_from((b"\4", b"\5")), st.one_of(_ENVELOPE, _LINES.map(encoded))),
    ),
}
"""By the targets' names."""

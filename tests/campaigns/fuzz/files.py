"""Targets that take files by others: packages, indexes, glossaries, TMX, settings."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any
from unittest import mock

from pipeline.core.errors import DepecheError, PackageError, RecordError
from pipeline.packages.index import choose_packages, fetch_index
from pipeline.packages.inspect.metadata import parse_metadata
from pipeline.packages.install import install_file
from pipeline.packages.installed import list_installed
from pipeline.packages.mirror import read_folder
from pipeline.packages.verify import verify_packages
from pipeline.run import evaluate
from pipeline.run.configuration.config import load_config
from pipeline.run.configuration.options import Options
from pipeline.translate.engines.argos.package import find_packages
from pipeline.translate.engines.ct2.find import ModelPlaces, find_models
from pipeline.translate.memory.exchange import export_file, import_file
from pipeline.translate.memory.store import Store
from pipeline.translate.protect import glossary
from pipeline.translate.protect.term_matches import TermFinder
from pipeline.translate.routes import quality
from pipeline.write.signing import keys
from pipeline.write.signing.envelope import decode_envelope, stated_key
from tests.campaigns.fuzz.target import Reader, Target, folder, is_one_line

MEMBERS = (
    *(
        "p/metadata.json",
        "p/model/model.bin",
        "p/sentencepiece.model",
        "p/README.md",
        "p/stanza/x.pt",
        "p/",
        "p/model/",
    ),
    *(
        "../evil",
        "p/../../evil",
        "/tmp/evil",
        "p\\..\\evil",
        "C:\\evil",
        "p//x",
        "p/./x",
        "metadata.json",
        ".p/x",
        "p",
    ),
    *(
        "p/a\0b",
        "p/\x1b[31m",
        "P/metadata.json",
        "p/" + "n" * 300,
        "p/model",
        "q/metadata.json",
        "p/\u202ex",
        "",
    ),
)
METADATA = (
    b'{"from_code":"fr","to_code":"en","package_version":"1.0"}',
    b'{"from_code":"fr","to_code":"en","package_version":"' + b"9" * 5000 + b'"}',
    b'{"from_code":"../x","to_code":"en"}',
    b'{"from_code":["fr"],"to_code":"en"}',
    b"[" * 100_000,
    b'{"from_code":"fr","to_code":"fr"}',
    b"1" * 5000,
    b"\xff",
)


def _archive(reader: Reader) -> bytes:
    """Return a zip that is made as the input says: members in any order, with lies about them."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        whole = MEMBERS[:3] if reader.byte() % 2 else ()
        names = [*whole, *(reader.choose(MEMBERS) for _ in range(reader.byte() % 5))]
        for name in names:
            member = zipfile.ZipInfo(name)
            content = reader.choose(METADATA) if name.endswith(".json") else b"x" * (reader.byte() % 64)
            if reader.byte() % 32 == 1:
                content = b"\0" * 3_000_000
            mode = reader.choose((0o100644, 0o100644, 0o100644, 0o120777, 0o060644, 0o104755, 0o040755, 0))
            member.external_attr = mode << 16
            member.compress_type = reader.choose((0, 8, 8, 8, 14, 12))
            with warnings.catch_warnings(action="ignore"):  # that a name is there twice
                archive.writestr(member, content)
            if reader.byte() % 16 == 1:
                member.file_size = reader.choose((0, 1, 10**6, 2**32 - 2))
            if reader.byte() % 16 == 1:
                member.compress_size = reader.choose((0, 1, 10**6, 2**32 - 2))
            if reader.byte() % 16 == 1:
                member.flag_bits |= reader.choose((0x1, 0x8, 0x40, 0x800, 0x2000))
    return made.getvalue()


def packages(data: bytes) -> None:
    """A package is installed whole or not at all, and nothing is ever written elsewhere."""
    reader = Reader(data)
    content = _archive(reader) if reader.byte() % 2 else reader.rest()
    if reader.byte() % 4 == 1:
        at = reader.choose(range(len(content) + 1))
        content = content[:at] + bytes([reader.byte()]) + content[at + 1 :]
    with folder() as home, mock.patch("pipeline.packages.inspect.check.check_loads"):
        (home / "p.argosmodel").write_bytes(content)
        into = home / "packages"
        try:
            install_file(home / "p.argosmodel", into)
            installed = 1
        except PackageError as error:
            assert is_one_line(error)
            installed = 0
        assert sorted(path.name for path in home.iterdir()) == ["p.argosmodel", "packages"]
        there = [path for path in into.iterdir() if path.name != ".depeche.lock"]
        assert len(there) == installed
        assert len(list_installed(into)) == installed
        for verdict in verify_packages(into) if installed else ():
            assert verdict.recorded
            assert not verdict.problems
        for path in there:
            assert not any(child.is_symlink() for child in path.rglob("*"))
        find_packages(into)


def metadata(data: bytes) -> None:
    """What a package says of itself is taken or refused in a line; one beside it is not hidden by it."""
    try:
        found = parse_metadata(data, "fuzz")
        assert found.name.startswith("translate-")
    except PackageError as error:
        assert is_one_line(error)
    with folder() as home:
        for name, content in (("bad", data), ("good", METADATA[0])):
            (home / name / "model").mkdir(parents=True)
            (home / name / "model" / "model.bin").write_bytes(b"")
            (home / name / "bpe.model").write_bytes(b"")
            (home / name / "metadata.json").write_bytes(content)
        assert ("fr", "en") in find_packages(home)
        assert any(item.folder.name == "good" for item in list_installed(home))


def index(data: bytes) -> None:
    """An index that anybody serves, or a mirror has, names packages or is refused in a line."""

    @contextmanager
    def answer(*_: object, **__: object) -> Any:
        yield io.BytesIO(data)

    with mock.patch("pipeline.packages.index.open_url", answer), suppress(PackageError):
        choose_packages(fetch_index(timeout=1), ("fr",))
    with folder() as home, suppress(PackageError):
        (home / "index.json").write_bytes(data)
        for item in read_folder(home)[0]:
            assert item.file is not None
            assert item.file.parent == home


def terms(data: bytes) -> None:
    """A glossary is read whole or refused with its line, and its terms are found in any text."""
    reader = Reader(data)
    suffix = reader.choose(("csv", "toml"))
    content = reader.rest()
    with folder() as home:
        path = home / f"g.{suffix}"
        path.write_bytes(content)
        try:
            found = glossary.read_glossary_files([path])
        except DepecheError as error:
            assert is_one_line(error)
            return
    own = found.of("fr", "es")
    found.digest("fr", "es")
    text = " ".join(term.term for term in own) + content[-200:].decode(errors="replace")
    matches = TermFinder(own).find(text)
    assert all(text[item.start : item.end] for item in matches.items)


def tmx(data: bytes) -> None:
    """A translation memory by others is read whole or not at all; what was read is exported and read again."""
    with folder() as home:
        (home / "a.tmx").write_bytes(data)
        try:
            done = import_file(home / "a.tmx", home / "memory")
        except DepecheError as error:
            assert is_one_line(error)
            assert not (home / "memory").exists()
            return
        store = Store(home / "memory")
        exported = export_file(store, home / "b.tmx")
        store.close()
        again = import_file(home / "b.tmx", home / "other")
        assert again.machine + again.human == exported.entries
        assert exported.entries <= done.machine + done.human


def settings(data: bytes) -> None:
    """Every file of settings is used or refused in a line: ``depeche.toml``, cards of models, routes, keys."""
    reader = Reader(data)
    which = reader.byte() % 6
    content = reader.rest()
    with folder() as home:
        path = home / "file.toml"
        path.write_bytes(content)
        (home / "m").mkdir()
        (home / "m" / "depeche-model.toml").write_bytes(content)
        (home / "m" / "config.json").write_bytes(content)
        ways: Sequence[Callable[[], object]] = (
            partial(load_config, ["a.txt"], Options(to=("es",)), file=path),
            partial(load_config, ["a.txt"], Options(to=("es",)), file=path),
            partial(find_models, ModelPlaces(folder=home)),
            partial(quality.read_measurements, path),
            partial(keys.public_key, path),
            partial(evaluate.read_set, path, path),
        )
        try:
            ways[which]()
        except DepecheError as error:
            assert is_one_line(error)
    with suppress(RecordError):
        stated_key(decode_envelope(content, where="fuzz").payload)
    stated_key(content)


_INDEX = (
    b'[{"package_version":"1.0","argos_version":"1.9","from_code":"fr","from_name":"F","to_code":"en",'
    b'"to_name":"E","links":["https://example.org/a.argosmodel"],"code":"translate-fr_en"}]'
)
_MIRROR = (
    b'{"schema":"depeche/mirror","schema_version":1,"packages":[{"file":"a.argosmodel","size":1,"sha256":"0",'
    b'"version":"1.0","from_code":"fr","to_code":"en","origin":"x"}]}'
)
_TMX = (
    b'<?xml version="1.0"?><tmx version="1.4"><header srclang="fr" segtype="sentence"/><body><tu creationdate='
    b'"20250131T120000Z"><prop type="x-depeche-sha256">0</prop><prop type="x-depeche-score">nan</prop>'
    b'<tuv xml:lang="fr"><seg>La <hi>digue</hi> <ph>x</ph>a</seg></tuv><tuv xml:lang="es-ES"><seg>El dique</seg>'
    b"</tuv></tu></body></tmx>"
)
_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE tmx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">'
    b"]><tmx><body><tu><tuv><seg>&b;&c;</seg></tuv></tu></body></tmx>"
)
_IN_OTHER_ENCODINGS = (
    _TMX.decode().encode("utf-16"),
    *(
        _TMX.replace(b'"1.0"', b'"1.0" encoding="' + name + b'"')
        for name in (b"utf-7", b"nonsense", b"cp1252", b"shift_jis", b"idna", b"rot13", b"hex")
    ),
)
_SETTINGS = (
    b'[run]\nto=["es","ca"]\nsentences=3\nglossary=["g.csv"]\nworkers=2\n[[model]]\npath="m"\nkind="opus-mt"\npair="fr-en"\n',
    b"[run]\nratio=0.5\nquery='x'\nstrict=['all']\nmemory='off'\nfrom='fr'\nwords=0x" + b"f" * 5000 + b"\n",
    b"a=" + b"[" * 4000,
    b"[run]\nwords=" + b"9" * 5000,
    b"run=5",
    b"[[model]]\npath=5",
    b"[run]\nsentences=1000000000000000000000000000000\nratio=nan",
)
_GLOSSARIES = (
    b"\0\0fr,es\nUnion europ\xc3\xa9enne,Uni\xc3\xb3n Europea\nAFP,keep\n",
    b"\0\1source='fr'\ntarget='*'\nkeep=['AFP']\n[terms]\n'Union europ\xc3\xa9enne'='UE'\n",
    b'\0\0fr;es\n"a;b";"c\nd"\n',
    b"\0\1a=" + b"[" * 4000,
)


def _package_seeds() -> list[bytes]:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in zip(MEMBERS[:3], (METADATA[0], b"x", b"y"), strict=True):
            archive.writestr(name, content)
    made = [bytes([1, 1, at, 0, at, 0, 0, at, 0, 0, at, 3, 3, 1, 0, 1, 0, 1]) for at in range(40)]
    return [*made, b"\0" + whole.getvalue()]


TARGETS = {
    "packages": Target(run=packages, seeds=_package_seeds, share=10, longest=2048),
    "metadata": Target(run=metadata, seeds=lambda: METADATA, share=30),
    "index": Target(run=index, seeds=lambda: [_INDEX, _MIRROR, *METADATA], share=60),
    "terms": Target(run=terms, seeds=lambda: _GLOSSARIES, share=40),
    "tmx": Target(run=tmx, seeds=lambda: [_TMX, _BOMB, *_IN_OTHER_ENCODINGS], share=15),
    "settings": Target(
        run=settings, seeds=lambda: [bytes([at]) + text for text in _SETTINGS for at in range(6)], share=40
    ),
}

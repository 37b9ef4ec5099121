"""A signed run: by whom, over what, and what is said where that is not so."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from securesystemslib.dsse import Envelope
from securesystemslib.signer import SSlibKey  # type: ignore[attr-defined]  # it has no __all__

from pipeline.core import canonical, codec
from pipeline.core.contract import RunRecord
from pipeline.core.errors import UsageError
from pipeline.core.extras import install_command
from pipeline.core.files import streams
from pipeline.core.files import tree as inventory
from pipeline.core.records import Hop
from pipeline.detect.detector import LangdetectDetector
from pipeline.run.configuration.config import load_config
from pipeline.run.configuration.options import Options
from pipeline.run.job import run
from pipeline.split.splitter import RuleSplitter
from pipeline.summarise import Extractor
from pipeline.translate.service import Components
from pipeline.verify.run import verify_run
from pipeline.write.signing import envelope
from pipeline.write.signing import keys as signing
from pipeline.write.signing.keys import Signer, public_key
from tests.campaigns.tamper.campaign import write_keys
from tests.support.fakes import FakeEngine
from tests.verify.test_run import reseal

SIGNATURE = "SHA256SUMS.intoto.jsonl"


def write(out: Path, source: Path, key: Path | None) -> tuple[RunRecord, list[str]]:
    """Make a run, signed where there is a key; return its record and what it warned of."""
    warnings: list[str] = []
    sign = str(key) if key is not None else None
    options = Options(to=("es",), source="fr", out=str(out), run_id="run", sign=sign)
    stages = Components(
        detector=LangdetectDetector(),
        splitter=RuleSplitter(),
        summariser=Extractor("lead"),
        engines=(FakeEngine(offered=(Hop(engine="fake", source="fr", target="es", method="neural"),)),),
    )
    return run(load_config([str(source)], options), stages, warn=warnings.append), warnings


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Write a dispatch."""
    path = tmp_path / "a.txt"
    path.write_text("Le maire a annoncé lundi que les écoles resteront fermées.\n")
    return path


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """Make a key; the public one lies beside it."""
    write_keys(tmp_path / "key.pem")
    return tmp_path / "key.pem"


@pytest.fixture
def signed(tmp_path: Path, source: Path, key: Path) -> Path:
    """Make a signed run."""
    write(tmp_path / "out", source, key)
    return tmp_path / "out" / "run"


@pytest.mark.parametrize(
    ("payload", "kind", "encoded"),
    [
        (b"hello world", "http://example.com/HelloWorld", b"29 http://example.com/HelloWorld 11 hello world"),
        (b"", "", b"0  0 "),
        (b"\xff\x00", "a b", b"3 a b 2 \xff\x00"),
        (b"x", "\u00e9", b"2 \xc3\xa9 1 x"),
    ],
)
def test_what_is_signed_is_encoded_as_dsse_says(payload: bytes, kind: str, encoded: bytes) -> None:
    """The first is the specification's own; lengths are of bytes, and nothing is escaped."""
    assert envelope.pae(payload, kind) == b"DSSEv1 " + encoded


def test_a_signed_run_verifies_with_its_key(signed: Path, key: Path) -> None:
    """And without it; then it is said whose key that would be."""
    notes: list[str] = []
    assert list(verify_run(signed, key=public_key(key.with_suffix(".pub")))) == []
    assert list(verify_run(signed, note=notes.append)) == []
    assert len(notes) == 1
    assert "--key PUB says whether that is who you think" in notes[0]


def test_openssl_finds_the_signature_right(signed: Path, key: Path, tmp_path: Path) -> None:
    """Another implementation, from the bytes in the file; and the key's name is as it counts."""
    line = json.loads((signed / SIGNATURE).read_text())
    payload = base64.b64decode(line["payload"])
    (tmp_path / "message").write_bytes(
        b"DSSEv1 28 application/vnd.in-toto+json %d %s" % (len(payload), payload)
    )
    (tmp_path / "signature").write_bytes(base64.b64decode(line["signatures"][0]["sig"]))
    public = key.with_suffix(".pub")
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", str(public), "-rawin", "-in"]
    files = [str(tmp_path / "message"), "-sigfile", str(tmp_path / "signature")]
    done = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    assert "Signature Verified Successfully" in done.stdout, done.stderr
    der = subprocess.run(
        ["openssl", "pkey", "-pubin", "-in", str(public), "-outform", "DER"],  # noqa: S607
        capture_output=True,
        check=True,
    ).stdout
    assert hashlib.sha256(der).hexdigest() == line["signatures"][0]["keyid"]


def test_another_dsse_library_finds_the_envelope_right(signed: Path, key: Path) -> None:
    """It reads the line as it stands, and the statement is about the list of digests."""
    line = json.loads((signed / SIGNATURE).read_text())
    read = Envelope.from_dict(dict(line, signatures=[dict(each) for each in line["signatures"]]))
    loaded = serialization.load_pem_public_key(key.with_suffix(".pub").read_bytes())
    theirs = SSlibKey.from_crypto(loaded, keyid=line["signatures"][0]["keyid"])
    assert list(read.verify([theirs], 1)) == [line["signatures"][0]["keyid"]]
    statement = json.loads(base64.b64decode(line["payload"]))
    assert statement["_type"] == "https://in-toto.io/Statement/v1"
    digest = hashlib.sha256((signed / "SHA256SUMS").read_bytes()).hexdigest()
    assert statement["subject"] == [{"name": "SHA256SUMS", "digest": {"sha256": digest}}]


def test_the_list_is_one_that_sha256sum_reads(signed: Path) -> None:
    """All files of the run, but for the list and what is over it."""
    command = ["/usr/bin/sha256sum", "--check", "--strict", "SHA256SUMS"]
    subprocess.run(command, cwd=signed, check=True, capture_output=True)
    lines = (signed / "SHA256SUMS").read_text().splitlines()
    files = {str(path.relative_to(signed)) for path in signed.rglob("*") if path.is_file()}
    assert {line.split("  ")[1] for line in lines} == files - {"SHA256SUMS", SIGNATURE, ".lock"}


def test_a_foreign_key_is_named_in_one_line(signed: Path, tmp_path: Path) -> None:
    """The signature is right, but not by who it should be by."""
    other = write_keys(tmp_path / "other.pem")
    found = list(verify_run(signed, key=other))
    assert len(found) == 1
    assert "is by the key" in found[0]


def test_a_signature_by_somebody_else_over_the_same_run_is_named(signed: Path, tmp_path: Path) -> None:
    """Valid in itself, with or without the key that the run names."""
    write_keys(tmp_path / "other.pem")
    other = Signer(tmp_path / "other.pem")
    record = signing_record(signed)
    (signed / SIGNATURE).write_bytes(other.sign(record, inventory.digest_below(signed, "SHA256SUMS").sha256))
    assert len(list(verify_run(signed))) == 1
    assert len(list(verify_run(signed, key=other.public))) == 1


def signing_record(folder: Path) -> RunRecord:
    """Return what a run's record says."""
    return codec.read_record(RunRecord, folder / "run.json")


def test_a_signature_over_another_run_is_named(signed: Path, key: Path, source: Path, tmp_path: Path) -> None:
    """By the same key, an hour ago or about other documents."""
    source.write_text("La digue a cédé mardi.\n")
    write(tmp_path / "other", source, key)
    shutil.copy(tmp_path / "other" / "run" / SIGNATURE, signed / SIGNATURE)
    for known in (None, public_key(key.with_suffix(".pub"))):
        found = list(verify_run(signed, key=known))
        assert found == [f"{signed / SIGNATURE}: is not about this run as it is"]


def test_a_missing_signature_is_named(signed: Path, key: Path, source: Path, tmp_path: Path) -> None:
    """Where the run says that it is signed, and where it must be."""
    (signed / SIGNATURE).unlink()
    assert list(verify_run(signed)) == [f"{signed / SIGNATURE}: is missing"]
    write(tmp_path / "plain", source, None)
    plain = tmp_path / "plain" / "run"
    assert list(verify_run(plain)) == []
    found = list(verify_run(plain, key=public_key(key.with_suffix(".pub"))))
    assert found == [f"{plain / SIGNATURE}: is missing; the run is not signed"]


def test_a_careful_forger_is_found_by_the_signature_alone(signed: Path, key: Path) -> None:
    """Who rewrites all that depeche itself can compare has no key."""
    document = next((signed / "documents").iterdir())
    tree = json.loads((document / "document.json").read_text())
    tree["credit"] = "Somebody else"
    (document / "document.json").write_text(canonical.to_json(tree) + "\n")
    reseal(signed / "documents")
    for known in (None, public_key(key.with_suffix(".pub"))):
        assert list(verify_run(signed, key=known)) == [
            f"{signed / SIGNATURE}: is not about this run as it is"
        ]


def test_a_run_without_the_key_removes_the_signature_and_says_so(
    signed: Path, source: Path, key: Path, tmp_path: Path
) -> None:
    """Nothing changed but the times; a signature over what was would be one over something else."""
    record, warnings = write(tmp_path / "out", source, None)
    assert record.counts.skipped == 1
    assert len(warnings) == 1
    assert "the signature is removed" in warnings[0]
    assert not (signed / SIGNATURE).exists()
    assert list(verify_run(signed)) == []
    assert write(tmp_path / "out", source, key)[1] == []
    assert list(verify_run(signed, key=public_key(key.with_suffix(".pub")))) == []


def test_a_key_from_openssl_serves(source: Path, tmp_path: Path) -> None:
    """Made as docs/guides/signing.md says."""
    private, public = tmp_path / "k.pem", tmp_path / "k.pub"
    for command in (
        ["openssl", "genpkey", "-algorithm", "ed25519", "-out", str(private)],
        ["openssl", "pkey", "-in", str(private), "-pubout", "-out", str(public)],
    ):
        subprocess.run(command, check=True, capture_output=True)
    write(tmp_path / "out", source, private)
    assert list(verify_run(tmp_path / "out" / "run", key=public_key(public))) == []


def keys(folder: Path) -> dict[str, Path]:
    """Write files that are no key to sign with."""
    rsa = generate_private_key(65537, 2048)
    locked = serialization.BestAvailableEncryption(b"secret")
    form = serialization.PrivateFormat.PKCS8
    contents = {
        "garbage": b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        "empty": b"",
        "rsa": rsa.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()),
        "locked": rsa.private_bytes(serialization.Encoding.PEM, form, locked),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    os.mkfifo(folder / "pipe")
    return {name: folder / name for name in (*contents, "pipe", "nowhere")}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("garbage", "is no private key in PEM; make one: openssl genpkey -algorithm ed25519"),
        ("empty", "is no private key in PEM"),
        ("rsa", "is not an Ed25519 key"),
        ("locked", "is protected by a passphrase"),
        ("pipe", "nothing was written to this pipe"),
        ("nowhere", "No such file"),
    ],
)
def test_what_is_no_key_is_said_before_anything_is_done(
    source: Path, tmp_path: Path, name: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one line that names the file; an older run is not touched."""
    monkeypatch.setattr(streams, "SILENCE_SECONDS", 0.05)
    path = keys(tmp_path)[name]
    with pytest.raises(UsageError, match=message) as raised:
        write(tmp_path / "out", source, path)
    assert f"--sign {path}" in raised.value.message
    assert not (tmp_path / "out").exists()
    with pytest.raises(UsageError, match=r"--key .*: (is no public|cannot be read)"):
        public_key(path)


def test_a_public_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    """RSA, for example."""
    path = tmp_path / "rsa.pub"
    path.write_bytes(
        generate_private_key(65537, 2048)
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    with pytest.raises(UsageError, match="is not an Ed25519 key"):
        public_key(path)


def test_without_the_library_it_is_said_what_to_install(
    signed: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who asks for a signature is refused; who does not can verify all but that, and is told."""
    for name in list(sys.modules):
        if name.partition(".")[0] == "cryptography":
            monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(UsageError, match=f"cryptography; run: {re.escape(install_command('sign'))}"):
        Signer(key)
    with pytest.raises(UsageError, match=f"cryptography; run: {re.escape(install_command('sign'))}"):
        public_key(key.with_suffix(".pub"))
    notes: list[str] = []
    assert list(verify_run(signed, note=notes.append)) == []
    assert "was not checked" in notes[0]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"payloadType":"text/plain","payload":"","signatures":[{"keyid":"","sig":""}]}',
        b'{"payloadType":"application/vnd.in-toto+json","payload":"*","signatures":[{"keyid":"","sig":""}]}',
        b'{"payloadType":"application/vnd.in-toto+json","payload":"","signatures":[]}',
        b'{"payloadType":"application/vnd.in-toto+json","payload":"e30=","signatures":[{"keyid":"","sig":""}]}',
        b'{"payloadType":"application/vnd.in-toto+json","payload":"W1tb","signatures":[{"keyid":"","sig":""}]}',
        b"[" * 100_000,
        b"\xff",
    ],
)
def test_what_is_no_envelope_is_named(signed: Path, key: Path, content: bytes) -> None:
    """Whatever it is, with and without a key."""
    (signed / SIGNATURE).write_bytes(content)
    for known in (None, public_key(key.with_suffix(".pub"))):
        found = list(verify_run(signed, key=known))
        assert len(found) == 1
        assert found[0].startswith(f"{signed / SIGNATURE}: ")


def test_a_signature_does_not_fit_by_its_length_alone() -> None:
    """Keys and signatures of any length are answered, not raised about."""
    check = signing.checker()
    assert not check(b"\0" * 32, b"", b"message")
    assert not check(b"", b"\0" * 64, b"message")

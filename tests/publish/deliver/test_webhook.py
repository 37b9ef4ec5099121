"""A webhook gets the digest once, signed; servers that are busy, broken or hostile are borne with."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.core import offline
from pipeline.core.errors import DeliveryError, UsageError
from pipeline.publish.deliver.parcel import delivery_key
from pipeline.publish.deliver.settings import WebhookSettings
from pipeline.publish.deliver.webhook import WebhookDeliverer
from tests.support.hostile_server import Answering, Received, make_certificate, serving
from tests.support.parcels import make_parcel

SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK_SECRET", SECRET)


def deliverer(url: str, **more: object) -> WebhookDeliverer:
    """Return what sends to a server on this machine, without a wait worth the name between attempts."""
    given: dict[str, object] = {"secret_env": "HOOK_SECRET", "allow_private": True, "timeout": 5, **more}
    return WebhookDeliverer("hook", WebhookSettings(url=url, **given), pause=0.01)  # type: ignore[arg-type]


def ok(to: Answering, got: Received) -> None:
    """Take it."""
    to.answer(204)


def is_signed(request: Received, secret: str) -> bool:
    """Check a signature, as the guide says."""
    parts = dict(part.split("=", 1) for part in request.headers["depeche-signature"].split(","))
    signed = parts["t"].encode() + b"." + request.body
    return hmac.compare_digest(parts["v1"], hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest())


def test_the_digest_is_sent_signed(tmp_path: Path) -> None:
    """With its facts, its stories in each language, and the digests of its files."""
    parcel = make_parcel(tmp_path, "Se rompe la presa", "\u202e<script>")
    with serving(ok) as server:
        url = f"http://127.0.0.1:{server.port}/hooks/t0ken?x=1"
        assert deliverer(url).send(parcel, "digest") == f"webhook http://127.0.0.1:{server.port}: 204"
    (got,) = server.received
    assert (got.method, got.path) == ("POST", "/hooks/t0ken?x=1")
    assert got.headers["content-type"] == "application/json"
    assert got.headers["idempotency-key"] == delivery_key(parcel, "hook", "digest")
    assert is_signed(got, SECRET)
    assert not is_signed(got, "another")
    said = json.loads(got.body)
    assert said["key"] == got.headers["idempotency-key"]
    assert {
        name: said[name] for name in ("schema", "schema_version", "delivery", "job", "slot", "languages")
    } == {
        "schema": "depeche/delivery",
        "schema_version": 1,
        "delivery": "hook",
        "job": "morning",
        "slot": parcel.slot,
        "languages": ["es", "fr"],
    }
    assert said["counts"]["told"] == 2
    assert said["stories"][0]["texts"]["fr"] == {
        "title": "Se rompe la presa [fr]",
        "summary": "La presa se rompió el martes. [fr]",
    }
    assert {file["path"] for file in said["files"]} >= {
        "digest/digest.json",
        "digest/es.html",
        "digest/fr.txt",
    }
    for file in said["files"]:
        assert hashlib.sha256((parcel.run / file["path"]).read_bytes()).hexdigest() == file["sha256"]


def test_a_repeat_has_the_same_key_and_body(tmp_path: Path) -> None:
    """So that a receiver can tell; another occasion has another key."""
    with serving(ok) as server:
        made = deliverer(f"http://127.0.0.1:{server.port}/")
        for slot in ("d1", "d2"):
            parcel = make_parcel(tmp_path, "one", slot=slot)
            made.send(parcel, "digest")
            made.send(parcel, "digest")
    keys = [got.headers["idempotency-key"] for got in server.received]
    assert keys[0] == keys[1] != keys[2] == keys[3]
    assert server.received[0].body == server.received[1].body


def test_what_may_pass_is_tried_again(tmp_path: Path) -> None:
    """Busy servers, and those that are broken for a moment; the wait that they ask for is kept."""
    answers = [(503, {}), (429, {"Retry_After": "0"}), (409, {}), (502, {}), (200, {})]

    def answer(to: Answering, got: Received) -> None:
        status, headers = answers.pop(0)
        to.answer(status, b"", **headers)

    with serving(answer) as server:
        made = deliverer(f"http://127.0.0.1:{server.port}/", retry_seconds=30)
        assert made.send(make_parcel(tmp_path, "one"), "digest").endswith(": 200")
    assert len(server.received) == 5
    assert len({got.headers["idempotency-key"] for got in server.received}) == 1


def busy(to: Answering, got: Received) -> None:
    """Ask to be left alone for an hour."""
    to.answer(429, b"slow\r\n\x1b[31mdown", Retry_After="3600")


def moved(to: Answering, got: Received) -> None:
    """Lead into this machine."""
    to.answer(307, Location="http://127.0.0.1:1/")


def gone(to: Answering, got: Received) -> None:
    """Be no more."""
    to.answer(410, b"x" * 100_000)


def broken(to: Answering, got: Received) -> None:
    """Break off."""
    to.close_connection = True


@pytest.mark.parametrize(
    ("answer", "words", "final"),
    [
        (
            busy,
            r"answers 429: slow \\x1b\[31mdown \(it asks to wait 3600 s\); the next run tries again",
            False,
        ),
        (moved, "answers 307; redirects are not followed, so name the new address", True),
        (gone, "answers 410: x{200}$", True),
        (broken, "without response; the next run tries again", False),
    ],
)
def test_what_does_not_pass_is_said(
    tmp_path: Path,
    answer: Callable[[Answering, Received], None],
    words: str,
    final: bool,
) -> None:
    """In one line with the server's words, and without the address's secret part."""
    with serving(answer) as server:
        made = deliverer(f"http://127.0.0.1:{server.port}/t0ken", retry_seconds=0)
        with pytest.raises(DeliveryError, match=words) as refused:
            made.send(make_parcel(tmp_path, "one"), "digest")
    assert refused.value.is_final is final
    assert len(server.received) == 1
    assert "t0ken" not in refused.value.message
    assert SECRET not in refused.value.message


def test_private_addresses_are_refused_unless_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever name leads there; nothing is sent."""
    certificate = make_certificate(tmp_path, "localhost")
    parcel = make_parcel(tmp_path, "one")
    with serving(ok, certificate=certificate) as server:
        url = f"https://localhost:{server.port}/"
        with pytest.raises(
            DeliveryError, match="an address of this machine or of a private network"
        ) as refused:
            deliverer(url, allow_private=False, ca_file=str(certificate[0])).send(parcel, "digest")
        assert refused.value.is_final
        assert server.received == []
        deliverer(url, ca_file=str(certificate[0])).send(parcel, "digest")
        assert len(server.received) == 1
        with pytest.raises(DeliveryError, match="certificate is not trusted"):
            deliverer(url).send(parcel, "digest")
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.168.0.7", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: rows)
    with pytest.raises(DeliveryError, match="use an address with https://"):
        deliverer("http://neighbour.example/").send(parcel, "digest")


@pytest.mark.parametrize(
    ("url", "changed", "words"),
    [
        ("http://news.example/", {"allow_private": False}, "url: must begin with https://"),
        ("https://me:pw@news.example/", {}, "url: news.example: the address has a user name or password"),
        ("news.example", {}, "url: the address must begin with https://"),
        (
            "https://news.example/",
            {"secret_env": None},
            "secret_file: is missing, as is secret_env; make a secret",
        ),
        ("https://news.example/", {"secret_file": "f"}, "secret_file: stands beside secret_env"),
    ],
)
def test_settings_that_cannot_be_used_are_refused_at_once(
    url: str, changed: dict[str, object], words: str
) -> None:
    """With the delivery and the key."""
    with pytest.raises(UsageError) as refused:
        deliverer(url, **changed)
    assert refused.value.message.startswith(f"deliver.hook: {words}")
    assert "pw" not in refused.value.message


def test_nothing_is_sent_where_the_user_said_offline(tmp_path: Path) -> None:
    """It is left to a run without ``--offline``."""
    made = deliverer("https://newsroom.example/", retry_seconds=0)
    with offline.enforced():
        offline.insist()
        with pytest.raises(DeliveryError, match=r"refused to look up newsroom\.example") as refused:
            made.send(make_parcel(tmp_path, "one"), "digest")
    assert not refused.value.is_final


def test_a_secret_is_read_when_it_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It can be changed between deliveries; one that is no secret is an error that does not show it."""
    parcel = make_parcel(tmp_path, "one")
    file = tmp_path / "secret"
    with serving(ok) as server:
        made = deliverer(f"http://127.0.0.1:{server.port}/", secret_env=None, secret_file=str(file))
        for secret in ("first-secret", "second-secret"):
            file.write_text(f"{secret}\n")
            made.send(parcel, "digest")
            assert is_signed(server.received[-1], secret)
        for content, words in (
            (b"", "holds no secret"),
            (b"a\nb\n", "must be one line"),
            (b"\xff", "is not UTF-8"),
        ):
            file.write_bytes(content)
            with pytest.raises(DeliveryError, match=words):
                made.send(parcel, "digest")
    monkeypatch.delenv("HOOK_SECRET")
    with pytest.raises(
        DeliveryError, match="the environment variable HOOK_SECRET: holds no secret; put it there"
    ):
        deliverer("https://news.example/").send(parcel, "digest")

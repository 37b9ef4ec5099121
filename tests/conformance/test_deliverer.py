"""What every deliverer promises, run over all kinds and a fake.

To add one, add a ``Place`` to ``PLACES``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest

from pipeline.core.errors import DeliveryError
from pipeline.core.ports import Deliverer
from pipeline.core.records import Parcel
from pipeline.publish.deliver.parcel import delivery_key, told_digest
from pipeline.publish.deliver.settings import (
    DELIVERY_KINDS,
    CommandSettings,
    DeliverySettings,
    FeedSettings,
    FolderSettings,
    MailSettings,
    SourcesSettings,
    WebhookSettings,
)
from pipeline.publish.deliver.table import open_deliverer
from tests.support import parcels
from tests.support.hostile_server import serving
from tests.support.mail_server import mail_server

KEEP = """
import os, sys
with open(os.path.join(sys.argv[1], os.environ["DEPECHE_KEY"]), "wb") as file:
    file.write(sys.stdin.buffer.read())
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A deliverer, and what came to the place that it delivers to."""

    deliverer: Deliverer
    arrived: Callable[[], frozenset[object]]
    """What the place has, repeats that it can tell counted once."""


class FakeDeliverer:
    """The fake: a set of languages."""

    def __init__(self) -> None:
        self.sent: set[object] = set()

    @property
    def name(self) -> str:
        """Name of the delivery."""
        return "place"

    def items(self, parcel: Parcel) -> tuple[str, ...]:
        """Return the languages."""
        return parcel.languages

    def send(self, parcel: Parcel, item: str) -> str:
        """Note it."""
        if item not in parcel.languages:
            raise DeliveryError("no such language", is_final=True)
        told_digest(parcel)
        self.sent.add(delivery_key(parcel, self.name, item))
        return f"noted {item}"


def tree(folder: Path) -> frozenset[object]:
    """Return all files below a folder, with their content."""
    return frozenset((str(path), path.read_bytes()) for path in folder.rglob("*") if path.is_file())


def fake(folder: Path, stack: ExitStack) -> Opened:
    """Open the fake."""
    made = FakeDeliverer()
    return Opened(deliverer=made, arrived=lambda: frozenset(made.sent))


def opened(settings: DeliverySettings, arrived: Callable[[], frozenset[object]]) -> Opened:
    """Open a deliverer as jobs do."""
    return Opened(deliverer=open_deliverer("place", settings), arrived=arrived)


def feed(folder: Path, stack: ExitStack) -> Opened:
    """Open a folder of feeds."""
    return opened(FeedSettings(folder=str(folder)), lambda: tree(folder))


def sources(folder: Path, stack: ExitStack) -> Opened:
    """Open a folder of feeds of outlets."""
    return opened(SourcesSettings(folder=str(folder)), lambda: tree(folder))


def copies(folder: Path, stack: ExitStack) -> Opened:
    """Open a folder of copies."""
    return opened(FolderSettings(folder=str(folder)), lambda: tree(folder))


def mail(folder: Path, stack: ExitStack) -> Opened:
    """Open a mail server, and a folder of messages."""
    box = stack.enter_context(mail_server())
    settings = MailSettings(
        to=("desk@example.org", "list@example.org"),
        sender="news@example.org",
        folder=str(folder),
        host="127.0.0.1",
        port=box.port,
    )
    return opened(settings, lambda: frozenset(box.messages) | tree(folder))


def webhook(folder: Path, stack: ExitStack) -> Opened:
    """Open a server that tells repeats by their key."""
    server = stack.enter_context(serving(lambda to, got: to.answer(200)))
    (folder / "secret").write_text("0f1e2d3c4b5a6978")
    settings = WebhookSettings(
        url=f"http://127.0.0.1:{server.port}/", secret_file=str(folder / "secret"), allow_private=True
    )
    return opened(
        settings, lambda: frozenset((got.headers["idempotency-key"], got.body) for got in server.received)
    )


def command(folder: Path, stack: ExitStack) -> Opened:
    """Open a program that keeps what it gets under its key."""
    return opened(CommandSettings(command=(sys.executable, "-c", KEEP, str(folder))), lambda: tree(folder))


PLACES = {
    "feed": feed,
    "sources": sources,
    "mail": mail,
    "folder": copies,
    "webhook": webhook,
    "command": command,
}
make_parcel = partial(parcels.make_parcel, with_documents=True)


@pytest.fixture(params=["fake", *PLACES])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    """Open each place in turn."""
    (tmp_path / "place").mkdir()
    with ExitStack() as stack:
        yield {**PLACES, "fake": fake}[request.param](tmp_path / "place", stack)


class TestDeliverer:
    """The promises of ``ports.Deliverer``."""

    def test_the_items_of_a_parcel_are_stable(self, place: Opened, tmp_path: Path) -> None:
        """Different from each other, and the same before and after they are sent, and for every occasion."""
        parcel = make_parcel(tmp_path, "one")
        items = place.deliverer.items(parcel)
        assert items
        assert len(set(items)) == len(items)
        for item in items:
            place.deliverer.send(parcel, item)
        assert place.deliverer.items(parcel) == items
        assert place.deliverer.items(make_parcel(tmp_path, slot="d2")) == items
        assert place.deliverer.name == "place"

    def test_what_is_sent_arrives_and_is_said_in_a_line(self, place: Opened, tmp_path: Path) -> None:
        """For each item, on each occasion."""
        before = place.arrived()
        for slot in ("d1", "d2"):
            parcel = make_parcel(tmp_path, f"story of {slot}", slot=slot)
            for item in place.deliverer.items(parcel):
                line = place.deliverer.send(parcel, item)
                assert line
                assert line.isprintable()
                assert place.arrived() != before
                before = place.arrived()

    def test_a_repeat_does_no_harm(self, place: Opened, tmp_path: Path) -> None:
        """A job that was killed between sending and noting sends again; what was sent later stays."""
        sent = [make_parcel(tmp_path, slot, slot=slot) for slot in ("d1", "d2")]
        for parcel in sent:
            for item in place.deliverer.items(parcel):
                place.deliverer.send(parcel, item)
        before = place.arrived()
        for parcel in sent:
            for item in place.deliverer.items(parcel):
                assert place.deliverer.send(parcel, item)
        assert place.arrived() == before

    def test_a_quiet_night_is_delivered_too(self, place: Opened, tmp_path: Path) -> None:
        """A digest without stories is a digest."""
        parcel = make_parcel(tmp_path)
        assert all(place.deliverer.send(parcel, item) for item in place.deliverer.items(parcel))

    def test_hits_of_a_watch_are_sent_apart(self, place: Opened, tmp_path: Path) -> None:
        """They and the digest can both be told; a repeat does no harm, even when the pages are made since."""
        digest = make_parcel(tmp_path, "one", "two", watches=("floods", "people"))
        parcels = [replace(digest, watch="floods"), replace(digest, watch="people"), digest]
        for parcel in parcels:
            before = place.arrived()
            items = place.deliverer.items(parcel)
            assert all(place.deliverer.send(parcel, item) for item in items)
            assert not items or place.arrived() != before
            (digest.run / "index.html").write_text("made")
        before = place.arrived()
        for parcel in parcels[:2]:
            for item in place.deliverer.items(parcel):
                place.deliverer.send(parcel, item)
        assert place.arrived() == before
        gone = replace(digest, watch="silent")
        for item in place.deliverer.items(gone):
            with pytest.raises(DeliveryError) as refused:
                place.deliverer.send(gone, item)
            assert "no hits of the watch silent" in refused.value.message

    def test_a_digest_that_is_not_there_is_a_delivery_error(self, place: Opened, tmp_path: Path) -> None:
        """A final one, in one line; nothing arrives. So is an item that the delivery does not have."""
        parcel = make_parcel(tmp_path, "one")
        before = place.arrived()
        with pytest.raises(DeliveryError) as refused:
            place.deliverer.send(parcel, "no such item")
        assert refused.value.is_final
        (parcel.run / "digest" / "digest.json").unlink()
        for item in place.deliverer.items(parcel):
            with pytest.raises(DeliveryError) as refused:
                place.deliverer.send(parcel, item)
            assert refused.value.is_final
            assert "\n" not in refused.value.message
        assert place.arrived() == before


def test_every_kind_is_tried_here() -> None:
    """A new kind of delivery has its place in this file."""
    assert set(PLACES) == set(DELIVERY_KINDS)


def test_keys_tell_things_apart_and_repeats_not(tmp_path: Path) -> None:
    """By the job, the occasion, the delivery and the item, however these are cut."""
    one = make_parcel(tmp_path, "one", slot="d1", job="a")
    two = make_parcel(tmp_path, "one", slot="d2", job="a")
    keys = {
        delivery_key(parcel, name, item)
        for parcel in (one, two)
        for name, item in (("n", "x y"), ("n x", "y"))
    }
    assert len(keys) == 4
    assert all(len(key) == 64 for key in keys)
    assert delivery_key(one, "n", "x") == delivery_key(one, "n", "x")

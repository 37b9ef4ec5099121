"""Feeds are added to, keep their ids, and are never lost."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from pipeline.core.errors import DeliveryError, UsageError
from pipeline.core.records import Parcel
from pipeline.publish.deliver.feed import FeedDeliverer
from pipeline.publish.deliver.settings import FeedSettings
from tests.support.parcels import make_parcel

ATOM = "{http://www.w3.org/2005/Atom}"
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("feed.rng")))
HOSTILE = "<script>alert(1)</script> & ]]> </entry>\n<entry> \x1b[31m \u202e"


def deliverer(tmp_path: Path, **more: object) -> FeedDeliverer:
    """Return what adds to the feeds below a folder."""
    return FeedDeliverer("feeds", FeedSettings(folder=str(tmp_path / "feeds"), **more))  # type: ignore[arg-type]


def read(tmp_path: Path, language: str = "es") -> etree._Element:
    """Return a feed after it was validated, and its ids were seen to be different."""
    tree = etree.fromstring((tmp_path / "feeds" / f"morning.{language}.atom").read_bytes())
    SCHEMA.assertValid(tree)
    ids = [entry.findtext(f"{ATOM}id") for entry in tree.iter(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)
    return tree


def titles(tree: etree._Element) -> list[str]:
    """Return the titles of a feed's entries."""
    return [str(entry.findtext(f"{ATOM}title")) for entry in tree.iter(f"{ATOM}entry")]


def send(made: FeedDeliverer, parcel: Parcel) -> list[str]:
    """Send all of a parcel."""
    return [made.send(parcel, item) for item in made.items(parcel)]


def test_a_feed_has_what_readers_show(tmp_path: Path) -> None:
    """Title, summary, link, time, id and language of each story; one feed a language."""
    parcel = make_parcel(tmp_path, "Se rompe la presa", HOSTILE)
    made = deliverer(
        tmp_path,
        base_url="https://news.example/runs/",
        feeds_url="https://news.example/feeds",
        title="News & more",
    )
    said = send(made, parcel)
    assert [line.rpartition(": ")[2] for line in said] == ["2 new of 2 entries"] * 2
    tree = read(tmp_path, "fr")
    assert tree.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert tree.findtext(f"{ATOM}title") == "News & more"
    own = tree.find(f"{ATOM}link")
    assert own is not None
    assert (own.get("rel"), own.get("href")) == ("self", "https://news.example/feeds/morning.fr.atom")
    first = tree.find(f"{ATOM}entry")
    assert first is not None
    assert first.findtext(f"{ATOM}title") == "Se rompe la presa [fr]"
    assert first.findtext(f"{ATOM}summary") == "La presa se rompió el martes. [fr]"
    assert first.findtext(f"{ATOM}updated") == "2026-11-28T05:31:07Z"  # when the run was made
    assert first.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    link = first.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == f"https://news.example/runs/{parcel.slot}/digest/fr.html#s1"
    assert "<script" not in (tmp_path / "feeds" / "morning.fr.atom").read_text()
    assert len(titles(read(tmp_path))) == 2


def test_what_a_watch_has_found_is_an_entry(tmp_path: Path) -> None:
    """Before the stories, and in a feed of its own for hits that are sent apart; ids stay the same."""
    parcel = make_parcel(tmp_path, "Se rompe la presa", watches=("floods",))
    made = deliverer(tmp_path, base_url="https://news.example")
    for _ in range(2):
        send(made, parcel)
        send(made, replace(parcel, watch="floods"))
    whole = read(tmp_path)
    apart = etree.fromstring((tmp_path / "feeds" / "morning.floods.es.atom").read_bytes())
    SCHEMA.assertValid(apart)
    assert titles(whole) == ["Seguimiento: floods (1)", "Se rompe la presa"]
    assert titles(apart) == ["Seguimiento: floods (1)"]
    assert whole.findtext(f"{ATOM}id") != apart.findtext(f"{ATOM}id")
    assert apart.findtext(f"{ATOM}title") == "Resumen – morning, floods"
    link = apart.find(f"{ATOM}entry/{ATOM}link")
    assert link is not None
    assert link.get("href") == f"https://news.example/{parcel.slot}/digest/es.html#w1"


def test_a_feed_is_added_to_and_keeps_its_ids(tmp_path: Path) -> None:
    """What is new comes first; what was there stays sign for sign, but for the oldest beyond the limit."""
    made = deliverer(tmp_path, entries=3)
    send(made, make_parcel(tmp_path, "one", "two", slot="d1"))
    before = read(tmp_path)
    kept = (tmp_path / "feeds" / "morning.es.atom").read_text()
    send(made, make_parcel(tmp_path, "three", "four", slot="d2", day=28))
    after = read(tmp_path)
    assert (titles(before), titles(after)) == (["one", "two"], ["three", "four", "one"])
    assert after.findtext(f"{ATOM}id") == before.findtext(f"{ATOM}id")
    entry = re.search(r"<entry .*?</entry>\n", kept, re.DOTALL)
    assert entry is not None
    assert entry[0] in (tmp_path / "feeds" / "morning.es.atom").read_text()


def test_the_same_digest_again_changes_nothing(tmp_path: Path) -> None:
    """Whether it is the last one or an older one, and however short the feed is."""
    made = deliverer(tmp_path, entries=2)
    first = make_parcel(tmp_path, "one", "two", "three", slot="d1")
    second = make_parcel(tmp_path, "four", slot="d2", day=28)
    path = tmp_path / "feeds" / "morning.es.atom"
    for parcel in (first, second):
        send(made, parcel)
        before = path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino
        assert all(line.endswith(": nothing new") for line in send(made, parcel))
        assert (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino) == before
    assert all(line.endswith(": nothing new") for line in send(made, first))
    assert titles(read(tmp_path)) == ["four", "one"]


def test_a_story_that_goes_on_is_one_entry(tmp_path: Path) -> None:
    """It moves to the front with what it says now; an older digest does not bring the older words back."""
    made = deliverer(tmp_path)
    old = make_parcel(tmp_path, "dam", slot="d1", day=26)
    send(made, old)
    entry_id = read(tmp_path).findtext(f"{ATOM}entry/{ATOM}id")
    send(made, make_parcel(tmp_path, "court", slot="d2", day=27))
    send(made, make_parcel(tmp_path, "dam", slot="d3", day=28, sentence="Hay ocho muertos."))
    send(made, make_parcel(tmp_path, "dam", slot="d0", day=25, sentence="Llueve."))
    tree = read(tmp_path)
    assert titles(tree) == ["dam", "court"]
    assert tree.findtext(f"{ATOM}entry/{ATOM}id") == entry_id
    assert tree.findtext(f"{ATOM}entry/{ATOM}summary") == "Hay ocho muertos."


def test_a_correction_takes_the_place_of_what_it_corrects(tmp_path: Path) -> None:
    """Though the corrected report has the older date: the entry is as new as the run."""
    made = deliverer(tmp_path)
    send(made, make_parcel(tmp_path, "dam", slot="d1", day=27))
    later = replace(
        make_parcel(tmp_path, "dam", slot="d2", day=26, sentence="Hay seis muertos."),
        made="2026-11-29T06:31:07+01:00",
    )
    send(made, later)
    tree = read(tmp_path)
    assert titles(tree) == ["dam"]
    assert tree.findtext(f"{ATOM}entry/{ATOM}summary") == "Hay seis muertos."
    assert tree.findtext(f"{ATOM}entry/{ATOM}updated") == "2026-11-29T05:31:07Z"


def test_a_digest_that_was_made_anew_replaces_what_it_said(tmp_path: Path) -> None:
    """In its place, under the same ids."""
    made = deliverer(tmp_path)
    send(made, make_parcel(tmp_path, "one", "two", slot="d1"))
    send(made, make_parcel(tmp_path, "three", slot="d2", day=28))
    send(made, make_parcel(tmp_path / "again", "two", slot="d1", sentence="Mejor dicho."))
    tree = read(tmp_path)
    assert titles(tree) == ["three", "one", "two"]
    assert [e.findtext(f"{ATOM}summary") for e in tree.iter(f"{ATOM}entry")][2] == "Mejor dicho."


def test_a_quiet_night_adds_nothing(tmp_path: Path) -> None:
    """But a feed that is not there yet is begun, so that readers can subscribe."""
    made = deliverer(tmp_path)
    send(made, make_parcel(tmp_path, slot="d1"))
    assert titles(read(tmp_path)) == []
    send(made, make_parcel(tmp_path, "one", slot="d2"))
    before = (tmp_path / "feeds" / "morning.es.atom").read_bytes()
    send(made, make_parcel(tmp_path, slot="d3"))
    assert (tmp_path / "feeds" / "morning.es.atom").read_bytes() == before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda feed: feed[: len(feed) // 2], "is damaged"),
        (lambda feed: b"", "is damaged"),
        (lambda feed: b"\xff\xfe\x00", "is damaged"),
        (lambda feed: b"<html/>", "is another feed"),
        (lambda feed: re.sub(rb"urn:uuid:[0-9a-f-]{36}", b"urn:uuid:x", feed, count=1), "is another feed"),
        (lambda feed: feed.replace(b"<entry ", b" <entry "), "was changed by another program"),
        (lambda feed: feed.replace(b"urn:depeche:slot", b"urn:other"), "was changed by another program"),
        (lambda feed: b'<!DOCTYPE feed [<!ENTITY a "b">]>' + feed[38:], "declares a document type"),
    ],
)
def test_a_file_that_is_no_such_feed_is_left_as_it_is(tmp_path: Path, change: object, words: str) -> None:
    """The error names the mend; the other language's feed is not concerned."""
    made = deliverer(tmp_path)
    send(made, make_parcel(tmp_path, "one", slot="d1"))
    path = tmp_path / "feeds" / "morning.es.atom"
    path.write_bytes(change(path.read_bytes()))  # type: ignore[operator]
    before = path.read_bytes()
    parcel = make_parcel(tmp_path, "two", slot="d2", day=28)
    with pytest.raises(DeliveryError, match=words) as refused:
        made.send(parcel, "es")
    assert refused.value.is_final
    assert "move it away" in refused.value.message
    assert path.read_bytes() == before
    assert made.send(parcel, "fr").endswith("1 new of 2 entries")
    path.unlink()
    assert made.send(parcel, "es").endswith("1 new of 1 entries")


def test_what_hinders_the_write_is_said(tmp_path: Path) -> None:
    """With the place; what a killed delivery left beside is used up."""
    (tmp_path / "feeds").write_text("a file")
    made = deliverer(tmp_path)
    parcel = make_parcel(tmp_path, "one")
    with pytest.raises(
        DeliveryError, match=r"feeds.*cannot be written: .* the next run tries again"
    ) as refused:
        made.send(parcel, "es")
    assert not refused.value.is_final
    (tmp_path / "feeds").unlink()
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / ".writing-morning.es.atom").write_text("half a feed")
    made.send(parcel, "es")
    assert [path.name for path in (tmp_path / "feeds").iterdir()] == ["morning.es.atom"]


def test_a_feed_keeps_its_mode_and_its_place(tmp_path: Path) -> None:
    """A link leads to the feed that is written, as with ``cp``."""
    made = deliverer(tmp_path)
    send(made, make_parcel(tmp_path, "one", slot="d1"))
    path = tmp_path / "feeds" / "morning.es.atom"
    real = tmp_path / "www.atom"
    path.rename(real)
    real.chmod(0o640)
    path.symlink_to(real)
    send(made, make_parcel(tmp_path, "two", slot="d2", day=28))
    assert path.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert titles(read(tmp_path)) == ["two", "one"]


def test_names_that_lead_elsewhere_are_refused(tmp_path: Path) -> None:
    """A job is named by whoever wrote the configuration, and still stands in a path."""
    made = deliverer(tmp_path)
    for number, job in enumerate(("../up", "a/b", ".hidden", "a\nb", "")):
        parcel = make_parcel(tmp_path, "one", slot=f"d{number}", job=job)
        with pytest.raises(DeliveryError, match="cannot stand in the name of a file"):
            made.send(parcel, "es")


@pytest.mark.parametrize(
    "url", ["ftp://x.example", "news.example", "https://", 'https://x.example/"><a', "https://é.x"]
)
def test_an_address_that_cannot_stand_in_a_link_is_refused(tmp_path: Path, url: str) -> None:
    """When the delivery is opened."""
    with pytest.raises(UsageError, match=r"^deliver\.feeds: base_url: "):
        deliverer(tmp_path, base_url=url)

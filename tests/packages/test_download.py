"""Downloads over connections that break, from servers that are not what one would wish."""

from __future__ import annotations

import errno
import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.core.errors import PackageError
from pipeline.packages import download
from tests.support.package_server import Site, serving

CONTENT = bytes(range(256)) * 8192
"""2 MiB."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Serve a file, and do not wait between attempts."""
    monkeypatch.setattr(download, "PAUSE", 0)
    with serving(Site(content=CONTENT)) as site:
        yield site


@pytest.fixture
def part(tmp_path: Path) -> Path:
    """Return where the file is fetched to."""
    return tmp_path / "it.part"


def fetch(site: Site, part: Path, *more: str) -> list[tuple[int, int | None]]:
    """Fetch the file; returns what was reported on the way."""
    reports: list[tuple[int, int | None]] = []
    links = (site.address, *more)
    download.fetch(links, part, name="it", timeout=300, report=lambda *there: reports.append(there))
    return reports


def ranges(site: Site) -> list[str | None]:
    """Return which part each request asked for."""
    return [asked.get("Range") for asked in site.asked]


def test_progress_is_reported_with_the_total(site: Site, part: Path) -> None:
    """Rising, up to the whole."""
    reports = fetch(site, part)
    assert part.read_bytes() == CONTENT
    assert reports == sorted(reports)
    assert reports[-1] == (len(CONTENT), len(CONTENT))
    assert ranges(site) == [None]


def test_a_broken_connection_is_gone_on_with(site: Site, part: Path) -> None:
    """From the byte where it broke, twice, within one download."""
    site.breaks = [1_000_000, 500_000]
    reports = fetch(site, part)
    assert part.read_bytes() == CONTENT
    assert ranges(site) == [None, "bytes=1000000-", "bytes=1500000-"]
    assert site.asked[1]["If-Range"] == '"one"'
    assert [count for count, _ in reports] == sorted(count for count, _ in reports)
    assert {total for _, total in reports} == {len(CONTENT)}


def test_a_later_download_goes_on_where_an_earlier_one_gave_up(site: Site, part: Path) -> None:
    """Days later, in another process: what is there, and what it is a part of, lies on the disk."""
    site.breaks = [300_000, 0, 0, 0]
    with pytest.raises(PackageError, match=r"the connection ended after 300,000 of .*300,000 bytes are kept"):
        fetch(site, part)
    site.asked.clear()
    fetch(site, part)
    assert part.read_bytes() == CONTENT
    assert ranges(site) == ["bytes=300000-"]


def test_the_time_of_the_last_change_serves_where_there_is_no_etag(site: Site, part: Path) -> None:
    """And where the ETag is a weak one, which does not vouch for the bytes."""
    site.etag, site.modified = 'W/"one"', "Mon, 06 Jan 2025 08:00:00 GMT"
    site.breaks = [1_000_000]
    fetch(site, part)
    assert part.read_bytes() == CONTENT
    assert site.asked[1]["If-Range"] == site.modified


def test_another_version_starts_again(site: Site, part: Path) -> None:
    """Halves of two versions are never put together."""
    site.breaks = [300_000, 0, 0, 0]
    with pytest.raises(PackageError):
        fetch(site, part)
    site.content, site.etag = CONTENT[::-1], '"two"'
    fetch(site, part)
    assert part.read_bytes() == CONTENT[::-1]


def test_a_server_without_ranges_sends_the_whole_again(site: Site, part: Path) -> None:
    """It is not appended to what is there."""
    site.ranges, site.breaks = False, [1_000_000]
    fetch(site, part)
    assert part.read_bytes() == CONTENT


def test_a_server_that_names_no_version_is_not_asked_for_a_part(site: Site, part: Path) -> None:
    """Nobody could tell whether it is a part of the same file."""
    site.etag, site.breaks = None, [1_000_000]
    fetch(site, part)
    assert part.read_bytes() == CONTENT
    assert ranges(site) == [None, None]


def test_the_wrong_part_is_thrown_away(site: Site, part: Path) -> None:
    """Then the whole is asked for."""
    site.wrong_part, site.breaks = True, [1_000_000]
    fetch(site, part)
    assert part.read_bytes() == CONTENT
    assert ranges(site) == [None, "bytes=1000000-", None]


def test_what_is_whole_already_is_not_fetched_again(site: Site, part: Path) -> None:
    """As after a kill between the download and the install; but a shorter version of it is."""
    fetch(site, part)
    assert fetch(site, part) == []
    assert part.read_bytes() == CONTENT
    site.content = CONTENT[:1000]  # with the same ETag: a server that should be ashamed
    fetch(site, part)
    assert part.read_bytes() == CONTENT[:1000]


@pytest.mark.parametrize("note", ["", "{", '{"url": "http://elsewhere/", "validator": "x"}', "[]"])
def test_a_part_of_unknown_origin_is_not_gone_on_with(site: Site, part: Path, note: str) -> None:
    """Without a note, with a bad one, or from another address."""
    part.write_bytes(b"something else")
    part.with_name("it.part.json").write_text(note)
    fetch(site, part)
    assert part.read_bytes() == CONTENT
    assert ranges(site) == [None]


def test_a_size_that_is_not_the_declared_one_is_an_error(site: Site, part: Path) -> None:
    """A server that sends less than it says, every time."""
    site.length, site.ranges = len(CONTENT) + 1, False
    with pytest.raises(PackageError, match="ended after 2,097,152 of 2,097,153 bytes"):
        fetch(site, part)
    assert len(site.asked) == download.ATTEMPTS


def test_a_server_that_does_not_say_how_much_is_believed(site: Site, part: Path) -> None:
    """The check of the archive comes after it."""
    site.length = -1
    assert fetch(site, part)[-1] == (len(CONTENT), None)
    assert part.read_bytes() == CONTENT


@pytest.mark.parametrize("length", [None, -1])
def test_too_much_is_an_error(
    site: Site, part: Path, monkeypatch: pytest.MonkeyPatch, length: int | None
) -> None:
    """Whether the server says so before it sends it, or just sends on."""
    monkeypatch.setattr(download, "MAX_SIZE", 2**20)
    site.length = length
    with pytest.raises(PackageError, match="the server sends more than 0 GiB"):
        fetch(site, part)
    assert len(site.asked) == 1
    assert not part.exists() or part.stat().st_size <= 2**20 + 2**18


def test_a_server_that_is_busy_is_asked_again(site: Site, part: Path) -> None:
    """Until it is asked often enough."""
    site.status = [503, 500, 429]
    fetch(site, part)
    assert part.read_bytes() == CONTENT


def test_a_file_that_is_gone_is_looked_for_elsewhere(site: Site, part: Path) -> None:
    """At once, and all reasons are named where nobody has it."""
    site.status = [404]
    fetch(site, part, site.address)
    assert part.read_bytes() == CONTENT
    site.status = [404, 403]
    with pytest.raises(PackageError, match=r"it: cannot be fetched \(.*404 Not Found; .*403 Forbidden\)"):
        fetch(site, part.with_name("other.part"), site.address)


def test_a_server_that_says_nothing_is_waited_for_so_long(
    part: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A socket that takes the connection and nothing else."""
    monkeypatch.setattr(download, "PAUSE", 0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(PackageError, match="timed out"):
            download.fetch([url], part, name="it", timeout=0.1, report=lambda *_: None)


@pytest.mark.parametrize("url", ["http://[::1/", "http://127.0.0.1:9/", "http://no where/"])
def test_an_address_that_leads_nowhere_is_an_error(
    part: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    """In one line."""
    monkeypatch.setattr(download, "PAUSE", 0)
    with pytest.raises(PackageError, match="it: cannot be fetched"):
        download.fetch([url], part, name="it", timeout=1, report=lambda *_: None)


def test_a_full_disk_is_an_error_and_is_not_kept_full(site: Site, part: Path) -> None:
    """What was fetched is deleted: whoever has no space left needs it."""

    def full(count: int, total: int | None) -> None:
        if count > 1_000_000:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(PackageError, match=r"it: cannot be kept in .*: No space left on device"):
        download.fetch([site.address], part, name="it", timeout=300, report=full)
    assert list(part.parent.iterdir()) == []


def test_the_note_says_what_the_part_is_of(site: Site, part: Path) -> None:
    """Address and version."""
    fetch(site, part)
    note = json.loads(part.with_name("it.part.json").read_text())
    assert note == {"url": site.address, "validator": '"one"'}
    download.discard_part(part)
    assert list(part.parent.iterdir()) == []

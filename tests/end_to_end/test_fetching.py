"""Runs whose inputs are addresses, from a server of this machine, as a user starts them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support import sources
from tests.support.conditions import call, command
from tests.support.hostile_server import Answering, Received, serving
from tests.support.project_documents import blocks

TEXT = "Le maire a déclaré jeudi que la route est fermée. Elle ouvrira mardi.\n".encode("latin-1")


def depeche(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *words], capture_output=True, text=True, check=False
    )


@pytest.mark.usefixtures("apertium")
def test_a_page_a_feed_and_its_pages_are_fetched_once(tmp_path: Path) -> None:
    """What fails fails alone; a second run asks only what has changed, and makes nothing anew."""

    def answer(to: Answering, got: Received) -> None:
        here = f"http://127.0.0.1:{server.port}".encode()
        if got.path == "/page.html":
            if got.headers.get("if-none-match"):
                to.answer(304)
            else:
                to.answer(200, sources.page(), ETag='"1"', Content_Type="text/html")
        elif got.path == "/rss":
            to.answer(200, sources.RSS.replace(b"https://littoral.example/port", here + b"/page.html"))
        elif got.path == "/text":
            to.answer(200, TEXT, Content_Type="text/plain; charset=iso-8859-1")
        else:
            to.answer(404)

    with serving(answer) as server:
        here = f"http://127.0.0.1:{server.port}"
        options = ("--to", "es", "--out", str(tmp_path), "--allow-host", "127.0.0.1", "--pace", "0")
        inputs = (f"{here}/text", f"feed:{here}/rss", f"{here}/lost")
        first = depeche("run", *inputs, "--run-id", "a", "--follow", *options)
        second = depeche("run", *inputs, "--run-id", "a", "--follow", *options)
    assert first.returncode == second.returncode == 3
    assert "3 done, 0 skipped, 1 failed" in first.stderr
    assert "0 done, 3 skipped, 1 failed" in second.stderr
    assert "/lost: its server answers 404 (not found)" in first.stderr
    records = [
        json.loads(path.read_text())
        for path in sorted((tmp_path / "a" / "documents").glob("*/document.json"))
    ]
    fetched = {record["fetched"]["final_url"].removeprefix(here): record for record in records}
    assert fetched.keys() == {"/text", "/rss", "/page.html"}
    assert fetched["/page.html"]["origin"] == f"feed:{here}/rss#https://littoral.example/?p=1"
    assert fetched["/page.html"]["source_file"] == "source.html"
    assert "fermée" in fetched["/text"]["text"]
    paths = [got.path for got in server.received]
    assert paths.count("/robots.txt") == 2
    assert depeche("verify", str(tmp_path / "a")).returncode == 0


@pytest.mark.usefixtures("apertium")
def test_an_address_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    """Also at another place of it, by two sources, and with several workers."""

    def answer(to: Answering, got: Received) -> None:
        to.answer(200, TEXT, Content_Type="text/plain; charset=iso-8859-1")

    with serving(answer) as server:
        page = f"http://127.0.0.1:{server.port}/text"
        (tmp_path / "depeche.toml").write_text(
            f'[run]\nallow_host = ["127.0.0.1"]\npace = 0\nto = ["es"]\n'
            f'[source.a]\ninputs = ["{page}"]\n[source.b]\ninputs = ["{page}"]\n'
        )
        options = ("--config", str(tmp_path / "depeche.toml"), "--out", str(tmp_path), "--workers", "2")
        ran = depeche("run", page, page, f"{page}#x", "source:a", "source:b", "--run-id", "a", *options)
    assert ran.returncode == 0, ran.stderr
    assert "1 done, 2 skipped, 0 failed" in ran.stderr
    assert f"the same bytes as {page}" in ran.stderr + ran.stdout
    assert depeche("verify", str(tmp_path / "a")).returncode == 0


GUIDE = ROOT / "docs" / "guides" / "every-morning.md"
OPML = '<opml><body><outline xmlUrl="{0}/rss"/><outline xmlUrl="{0}/atom"/></body></opml>'
DROPPED = "La mairie ouvre une école nouvelle.\n\nLes enfants du quartier y vont depuis lundi.\n"


def of_the_guide(here: str) -> str:
    """Return the guide's file with its source, on this machine."""
    (file,) = [block for block in blocks(GUIDE, "toml") if "[source.coast]" in block]
    assert "https://pier.example/today.html" in file
    local = f'{here}/page.html"]\nallow_host = ["127.0.0.1"]\npace = 0'
    return file.replace('https://pier.example/today.html"]', local).replace(
        'inputs = ["wire/"', 'engine = "apertium"\ninputs = ["wire/"'
    )


@pytest.mark.usefixtures("apertium")
def test_three_mornings_with_two_feeds_and_a_page(tmp_path: Path) -> None:
    """Beside a drop folder. New items alone are told; a feed that is down fails alone, and is tried again."""
    morning = [1]

    def answer(to: Answering, got: Received) -> None:
        here = f"http://127.0.0.1:{server.port}"
        new = f"<item><title>Le maire parle</title><guid>new</guid><link>{here}/page.html</link></item>"
        if got.path == "/rss" and morning[0] == 2:
            to.answer(503)
        elif got.path == "/rss":
            more = f"{new if morning[0] == 3 else ''}</channel>".encode()
            to.answer(200, sources.RSS.replace(b"</channel>", more))
        elif got.path == "/atom":
            to.answer(200, sources.ATOM.replace(b"museo", b"teatro") if morning[0] == 2 else sources.ATOM)
        elif got.path == "/page.html":
            to.answer(200, sources.page())
        else:
            to.answer(404)

    (tmp_path / "wire").mkdir()
    with serving(answer) as server:
        here = f"http://127.0.0.1:{server.port}"
        (tmp_path / "feeds.opml").write_text(OPML.format(here))
        (tmp_path / "depeche.toml").write_text(of_the_guide(here))
        told = []
        for morning[0] in (1, 2, 3):
            (tmp_path / "wire" / f"{morning[0]}.txt").write_text(f"{DROPPED}\nNuméro {morning[0]}.\n")
            ran = call(command("job", "run", "coast", "--at", f"00:0{morning[0]}"), cwd=tmp_path)
            assert ran.code == (3 if morning[0] == 2 else 0), ran.err
            assert ("/rss: its server answers 503" in ran.err) == (morning[0] == 2)
            latest = tmp_path / "outputs" / "coast"
            runs = sorted(latest.glob("coast-*/run.json"), key=lambda path: path.stat().st_mtime_ns)
            rows = json.loads(runs[-1].read_text())["documents"]
            told.append({row["origin"].rpartition("/")[2] for row in rows})
    first, second, third = told
    assert first == {"1.txt", "page.html", "?p=1", "rss#abc%202", "atom#urn:x:1:1"}
    assert second == {"2.txt", "rss", "atom#urn:x:1:1"}
    assert third == {"3.txt", "rss#new"}


def test_an_address_is_refused_where_nothing_is_fetched(tmp_path: Path) -> None:
    """With --offline; a line says so."""
    offline = depeche("--offline", "run", "http://192.0.2.1/a", "--to", "es", "--out", str(tmp_path))
    assert offline.returncode == 1
    assert "http://192.0.2.1/a: is on the network, which --offline forbids" in offline.stderr

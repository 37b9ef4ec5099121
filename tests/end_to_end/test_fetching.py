"""Runs whose inputs are addresses, from a server of this machine, as a user starts them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import sources
from tests.support.hostile_server import Answering, Received, serving

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


def test_an_address_is_refused_where_nothing_is_fetched(tmp_path: Path) -> None:
    """With --offline; and a host of this machine is not reached unless that is allowed."""
    offline = depeche("--offline", "run", "http://192.0.2.1/a", "--to", "es", "--out", str(tmp_path))
    assert offline.returncode == 1
    assert "http://192.0.2.1/a: is on the network, which --offline forbids" in offline.stderr


OPML = '<opml><outline xmlUrl="{0}/rss"/><outline xmlUrl="{0}/down"/></opml>'


@pytest.mark.usefixtures("apertium")
def test_a_job_tells_what_is_new_in_its_feeds(tmp_path: Path) -> None:
    """A feed that is down fails alone, and is asked again the next time; pages follow new items only."""
    grown = [False]

    def answer(to: Answering, got: Received) -> None:
        here = f"http://127.0.0.1:{server.port}"
        if got.path == "/list":
            to.answer(200, OPML.format(here).encode())
        elif got.path == "/rss":
            new = f"<item><title>Le maire parle</title><guid>new</guid><link>{here}/page</link></item>"
            grown_feed = sources.RSS.replace(b"</channel>", f"{new}</channel>".encode())
            to.answer(200, grown_feed if grown[0] else sources.RSS)
        elif got.path == "/page":
            to.answer(200, sources.page())
        else:
            to.answer(503 if got.path == "/down" else 404)

    with serving(answer) as server:
        (tmp_path / "depeche.toml").write_text(
            f'[source.wire]\nopml = "http://127.0.0.1:{server.port}/list"\nfollow = true\npace = 0\n'
            'allow_host = ["127.0.0.1"]\n'
            '[job.morning]\ninputs = ["source:wire"]\nto = ["es"]\ndigest = { since = "last" }\n'
        )
        for slot in range(2):
            grown[0] = bool(slot)
            ran = subprocess.run(
                [
                    sys.executable,
                    "-m",
                    "pipeline",
                    "job",
                    "run",
                    "morning",
                    "--at",
                    f"00:0{slot}",
                    "--time-zone",
                    "UTC",
                ],
                cwd=tmp_path,
                capture_output=True,
                text=True,
                check=False,
                env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            )
            assert ran.returncode == 3, ran.stderr
            assert "/down: its server answers 503" in ran.stderr
    runs = sorted((tmp_path / "outputs" / "morning").glob("morning-*/run.json"))
    items = [
        {row["origin"].partition("#")[2] for row in json.loads(path.read_text())["documents"]} - {""}
        for path in runs
    ]
    assert {"new"} in items
    assert {"https://littoral.example/?p=1", "abc%202"} in items
    assert "/page" in [got.path for got in server.received]

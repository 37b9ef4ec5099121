"""Open the pages of hostile runs in Chromium, without a window, and see that nothing in them acts.

    .venv/bin/python -m tests.campaigns.hostile.browser [--chromium /usr/bin/chromium]

A strict Content-Security-Policy forbids all that a payload could do, and Chromium says on its console what
it forbade; so nothing said is nothing tried. What Chromium made of a page must have the page's own structure.
The digest's and the reader's pages are opened as files, and some of each as ``depeche read`` serves them.
First a page that holds a payload as markup is opened, which must be found out: else the check is blind.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pipeline.publish.site.server import serving
from tests.campaigns.hostile.pages import pages_of_payloads
from tests.campaigns.hostile.payloads import WEB
from tests.campaigns.hostile.test_pages import Markup

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--virtual-time-budget=5000"),
    *(
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        "--enable-logging=stderr",
        "--log-level=0",
        "--dump-dom",
    ),
)
SECONDS = 120
AT_A_TIME = 2
SERVED = 5
"""Of each kind, as ``depeche read`` hands them out."""


def opened(chromium: str, address: str, profile: Path) -> tuple[str, list[str]]:
    """Return what Chromium made of a page, and what its console says."""
    command = [chromium, *FLAGS, f"--user-data-dir={profile}", address]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True)
    return done.stdout, [line for line in done.stderr.splitlines() if "CONSOLE" in line]


def problems(chromium: str, address: str, content: str, profile: Path) -> list[str]:
    """Return what is wrong with a page, which has this content, as far as Chromium can tell."""
    made, said = opened(chromium, address, profile)
    before, after = Markup(), Markup()
    before.feed(content)
    after.feed(made)
    found = list(said)
    if (before.tags, before.attributes, before.links) != (after.tags, after.attributes, after.links):
        odd = sorted(before.tags ^ after.tags) + sorted(before.attributes ^ after.attributes)
        found.append(f"Chromium sees other markup: {' '.join(odd) or 'links'}")
    return found


def main() -> int:
    """Open all pages and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--chromium", default="chromium")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run = pages_of_payloads(folder)
        page = run / "digest" / "es.html"
        broken = folder / "broken.html"
        broken.write_text(page.read_text().replace("<main>", f"<main>{WEB[0]}{WEB[1]}", 1))
        blind = not problems(given.chromium, broken.as_uri(), broken.read_text(), folder / "profile")
        print("a payload as markup:", "not found out" if blind else "found out")
        files = {
            "digest": sorted(page.parent.glob("*.html")),
            "index": [run / "index.html", *sorted((run / "reader").glob("page-*.html"))],
            "reader": sorted((run / "reader").glob("*.es.html")),
        }
        off = 0
        for kind, paths in files.items():
            pages = [(path.as_uri(), path.read_text()) for path in paths]
            off += report(kind, pages, given.chromium, folder)
        with serving(run) as (address, server):
            threading.Thread(target=server.serve_forever, daemon=True).start()
            paths = [path for found in files.values() for path in found[:SERVED]]
            pages = [(f"{address}{path.relative_to(run)}", path.read_text()) for path in paths]
            off += report("served", pages, given.chromium, folder)
            server.shutdown()
    return 1 if off or blind else 0


def report(kind: str, pages: Sequence[tuple[str, str]], chromium: str, folder: Path) -> int:
    """Open pages, some at a time, print what was found, and return how many are off."""

    def check(numbered: tuple[int, tuple[str, str]]) -> list[str]:
        number, (address, content) = numbered
        return problems(chromium, address, content, folder / f"profile-{kind}-{number}")

    with ThreadPoolExecutor(AT_A_TIME) as pool:
        found = list(pool.map(check, enumerate(pages)))
    size = sum(len(content.encode()) for _, content in pages)
    off = [
        f"{address}: {'; '.join(lines)}" for (address, _), lines in zip(pages, found, strict=True) if lines
    ]
    print(f"{kind}: {len(pages)} pages, {size:,} bytes:", "\n  ".join(off) or "nothing acts", flush=True)
    return len(off)


if __name__ == "__main__":
    sys.exit(main())

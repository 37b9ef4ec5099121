"""Open the pages of hostile digests in Chromium, without a window, and see that nothing in them acts.

    .venv/bin/python -m tests.hostile.browser [--chromium /usr/bin/chromium]

A strict Content-Security-Policy forbids all that a payload could do, and Chromium says on its console what
it forbade; so nothing said is nothing tried. What Chromium made of a page must have the page's own structure.
First a page that holds a payload as markup is opened, which must be found out: else the check is blind.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.hostile.pages import digest_of_payloads
from tests.hostile.payloads import WEB
from tests.hostile.test_digest import Markup

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--virtual-time-budget=5000"),
    *("--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", "--log-level=0", "--dump-dom"),
)
SECONDS = 120


def opened(chromium: str, page: Path, profile: Path) -> tuple[str, list[str]]:
    """Return what Chromium made of a page, and what its console says."""
    command = [chromium, *FLAGS, f"--user-data-dir={profile}", page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True)
    return done.stdout, [line for line in done.stderr.splitlines() if "CONSOLE" in line]


def problems(chromium: str, page: Path, profile: Path) -> list[str]:
    """Return what is wrong with a page, as far as Chromium can tell."""
    made, said = opened(chromium, page, profile)
    before, after = Markup(), Markup()
    before.feed(page.read_text())
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
        digest = digest_of_payloads(folder)
        page = digest / "es.html"
        broken = folder / "broken.html"
        broken.write_text(page.read_text().replace("<main>", f"<main>{WEB[0]}{WEB[1]}", 1))
        blind = not problems(given.chromium, broken, folder / "profile")
        print("a payload as markup:", "not found out" if blind else "found out")
        off = 0
        for path in sorted(digest.glob("*.html")):
            found = problems(given.chromium, path, folder / "profile")
            off += bool(found)
            print(f"{path.name}, {path.stat().st_size:,} bytes:", "; ".join(found) or "nothing acts")
    return 1 if off or blind else 0


if __name__ == "__main__":
    sys.exit(main())

"""Write the pictures of the documents: a page of the sample's run, as Chromium shows it.

    python -m tests.support.pictures [--chromium /usr/bin/chromium]      (``make pictures``)

The run is made anew in a temporary folder, from ``examples/``; the size of the window is fixed, and the page
is light whatever the desktop likes. Exit code 1 where a picture is larger than a repository should carry.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.campaigns.hostile.browser import SECONDS

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"
WIDTH, HEIGHT = 1100, 1080
MOST_BYTES = 200_000
PAGES = {"reader.png": "reader/rupture-*.es.html"}
"""Pictures, and the page that each shows."""


def show(chromium: str, page: Path, picture: Path, profile: Path) -> None:
    """Write what a window of Chromium shows of a page."""
    command = [
        chromium,
        *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"),
        *("--force-device-scale-factor=1", "--blink-settings=preferredColorScheme=1", "--lang=en"),
        "--host-resolver-rules=MAP * ~NOTFOUND",
        f"--user-data-dir={profile}",
        f"--window-size={WIDTH},{HEIGHT}",
        f"--screenshot={picture}",
        page.as_uri(),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)


def main() -> int:
    """Make the run and the pictures; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--chromium", default="chromium")
    chromium = parser.parse_args().chromium
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        depeche = [sys.executable, "-m", "pipeline"]
        run = ["run", "examples/", "--to", "es,ca", "--out", name, "--run-id", "examples", "--quiet"]
        subprocess.run([*depeche, *run], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        folder = Path(name) / "examples"
        site = ["site", "--quiet", str(folder)]
        subprocess.run([*depeche, *site], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        for picture, pattern in PAGES.items():
            (page,) = folder.glob(pattern)
            show(chromium, page, IMAGES / picture, Path(name) / "profile")
    sizes = {picture: (IMAGES / picture).stat().st_size for picture in PAGES}
    print("\n".join(f"docs/images/{picture}: {size:,} bytes" for picture, size in sizes.items()))
    return 1 if max(sizes.values()) > MOST_BYTES else 0


if __name__ == "__main__":
    sys.exit(main())

"""Write the pictures of the documents: a page of the sample's run, and sources beside their translations.

    python -m tests.support.pictures [--chromium /usr/bin/chromium]      (``make pictures``)

The runs are made anew in a temporary folder, from ``examples/``. Chromium shows pages, and LibreOffice prints
Word files. The size of the window is fixed, and pages are light whatever the desktop likes. Exit code 1 where
a picture is larger than a repository should carry.
"""

from __future__ import annotations

import argparse
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import pypdfium2

from tests.campaigns.hostile.browser import SECONDS

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"
WIDTH, HEIGHT = 1100, 1080
MOST_BYTES = 200_000
PAGES = {"reader.png": "reader/rupture-*.es.html"}
"""Pictures, and the page that each shows."""
BESIDE = {"kept-letter.png": "letter.docx", "kept-page.png": "page.html"}
"""Pictures, and the file in ``examples/formats/`` that each shows beside its translation into Spanish."""
HEIGHTS = {"kept-letter.png": 680, "kept-page.png": 310}


def show(chromium: str, page: Path, picture: Path, profile: Path, height: int = HEIGHT) -> None:
    """Write what a window of Chromium shows of a page."""
    command = [
        chromium,
        *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"),
        *("--force-device-scale-factor=1", "--blink-settings=preferredColorScheme=1", "--lang=en"),
        "--host-resolver-rules=MAP * ~NOTFOUND",
        f"--user-data-dir={profile}",
        f"--window-size={WIDTH},{height}",
        f"--screenshot={picture}",
        page.as_uri(),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)


def show_beside(chromium: str, folder: Path, picture: str) -> None:
    """Write what a source and its translation look like, side by side; ``folder`` is a temporary one."""
    source = ROOT / "examples" / "formats" / BESIDE[picture]
    run = ["run", str(source), "--to", "es", "--keep-format", "--out", str(folder), "--run-id", source.stem]
    subprocess.run(
        [sys.executable, "-m", "pipeline", *run, "--quiet"], check=True, cwd=ROOT, stdout=subprocess.DEVNULL
    )
    (kept,) = (folder / source.stem).glob(f"documents/*/es/translation{source.suffix}")
    sides = []
    for number, side in enumerate((source, kept)):
        shown = folder / f"{source.stem}-{number}.png"
        if source.suffix == ".html":
            show(chromium, side, shown, folder / "profile")
        else:
            printed(side, shown, folder)
        sides.append(f'<div><img src="{shown.as_uri()}"></div>')
    page = folder / f"{source.stem}.html"
    style = "body { margin: 0; display: flex } div { width: 50%; overflow: hidden } img { width: 100% }"
    page.write_text(f"<meta charset=utf-8><style>{style}</style>{''.join(sides)}")
    show(chromium, page, IMAGES / picture, folder / "profile", HEIGHTS[picture])


def printed(document: Path, picture: Path, folder: Path) -> None:
    """Write a picture of the first page of an office document."""
    out = folder / picture.stem
    command = ["soffice", f"-env:UserInstallation=file://{folder}/office", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(out), str(document)]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    (made,) = out.iterdir()
    shown = pypdfium2.PdfDocument(made)[0].render(scale=1.4, rev_byteorder=True)
    rows = shown.to_numpy()
    picture.write_bytes(_png(b"".join(b"\0" + row.tobytes() for row in rows), shown.width, shown.height))


def _png(lines: bytes, width: int, height: int) -> bytes:
    """Return a picture (PNG) of lines of pixels in red, green and blue, each after its filter."""
    parts = {b"IHDR": struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0), b"IDAT": zlib.compress(lines, 9)}
    made = [b"\x89PNG\r\n\x1a\n"]
    for name, content in {**parts, b"IEND": b""}.items():
        made += [
            struct.pack(">I", len(content)),
            name,
            content,
            struct.pack(">I", zlib.crc32(name + content)),
        ]
    return b"".join(made)


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
        for picture in BESIDE:
            show_beside(chromium, Path(name), picture)
    sizes = {picture: (IMAGES / picture).stat().st_size for picture in (*PAGES, *BESIDE)}
    print("\n".join(f"docs/images/{picture}: {size:,} bytes" for picture, size in sizes.items()))
    return 1 if max(sizes.values()) > MOST_BYTES else 0


if __name__ == "__main__":
    sys.exit(main())

"""Tamper with runs at random, and verify each; make clean ones in many ways, and verify them too.

    make tamper
    .venv/bin/python -m tests.campaigns.tamper.campaign [--tamperings 500] [--clean 100] [--seed 1]

A tampering is one change of ``TAMPERINGS`` to a signed run with a digest and pages, which verify must name;
half of the time it is not told whose signature to expect. A clean run is one over a few short documents, with
settings drawn at random, some of them killed and gone on with, given again, signed, or with a digest and
pages: verify must say nothing. Otherwise the exit code is 1.
"""

from __future__ import annotations

import argparse
import random
import shutil
import stat
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pipeline.core.errors import RecordError
from pipeline.core.ports import Detector
from pipeline.core.records import Hop, Outcome
from pipeline.detect.detector import LangdetectDetector
from pipeline.digest.make import make_digest
from pipeline.digest.request import DigestRequest
from pipeline.publish.site.files import make_site as make_pages
from pipeline.run.configuration.config import load_config
from pipeline.run.configuration.options import Options
from pipeline.run.job import run
from pipeline.split.splitter import RuleSplitter
from pipeline.summarise import Extractor
from pipeline.translate.service import Components
from pipeline.verify.run import verify_run
from pipeline.write.signing.keys import public_key
from tests.campaigns.tamper.tampering import TAMPERINGS, Site
from tests.support.fakes import FakeEngine

PAIRS = [("fr", "es"), ("fr", "ca"), ("en", "es"), ("en", "ca"), ("en", "fr"), ("fr", "en")]

SOURCES = {
    "digue.txt": "La digue a cédé\n\nLa digue a cédé lundi matin à Port-Sauvin. Les habitants ont été évacués"
    " dans la nuit, a annoncé le maire.\n\nLes écoles resteront fermées jusqu'à jeudi.\n",
    "port.md": "# Le port rouvre\n\nLe port a **rouvert** mardi, selon la [préfecture](https://example.org/a).\n\n"
    "- Les navires attendent encore.\n- Le trafic reprend `lentement`.\n",
    "hospital.txt": "The hospital was closed on Monday morning. Doctors said that patients were moved to"
    " other towns in the region.\r\nNobody was hurt.\r\n",
    "latin.txt": "Le préfet a déclaré que la forêt brûle encore près du village.",
    "deux.md": "La mairie a ouvert un centre d'accueil pour les familles évacuées.\n\n"
    "> The minister said that help would arrive before the end of the week.\n",
    "vide.txt": "",
}
"""Written for this file; places and events are invented."""


class Killed(BaseException):
    """What ends a run here as a kill would: nobody takes it for a failure."""


class Campaign:
    """A folder with sources, a key, and two runs over them to tamper with."""

    def __init__(self, folder: Path, *, seed: int, detector: Detector | None = None) -> None:
        """Make them in ``folder``."""
        self._folder = folder
        self.choice = random.Random(seed)
        self._detector = detector or LangdetectDetector()
        (folder / "news").mkdir()
        for name, text in SOURCES.items():
            content = text.encode("cp1252" if name == "latin.txt" else "utf-8")
            (folder / "news" / name).write_bytes(content)
        self._key = folder / "key.pem"
        self._public = write_keys(self._key)
        names = ["digue.txt", "port.md"]
        whole = Options(to=("es", "ca"), run_id="run", out=str(folder / "one"))
        self._write(names, whole)
        tell(folder / "one" / "run")
        self._write(names, replace(whole, sign=str(self._key)))
        self._write(names, Options(to=("es", "en"), run_id="run", out=str(folder / "two"), sentences=1))
        self._whole = folder / "one" / "run"
        problems = list(verify_run(self._whole, key=self._public))
        if problems:
            raise RuntimeError(f"the run to tamper with is off before anybody has touched it: {problems}")

    def tamper(self, how: Callable[[Site], None] | None = None) -> tuple[str, list[str]]:
        """Tamper with a copy once; return how, and what verify says of it."""
        while True:
            way = how or self.choice.choice(TAMPERINGS)
            place = self._folder / "copy"
            for path in (place, self._folder / "outside"):
                shutil.rmtree(path, ignore_errors=True)
            (self._folder / "outside").mkdir()
            shutil.copytree(self._whole, place / "run")
            site = Site(
                run=place / "run",
                other=self._folder / "two" / "run",
                outside=self._folder / "outside",
                choice=self.choice,
            )
            way(site)
            if snapshot(site.run) != snapshot(self._whole):
                key = self._public if self.choice.random() < 0.5 else None
                return way.__name__, list(verify_run(site.run, key=key))

    def clean(self) -> tuple[str, list[str]]:
        """Make a run that nobody tampers with; return its settings, and what verify says of it."""
        choice = self.choice
        names = choice.sample(sorted(SOURCES), choice.randint(1, 3))
        out = self._folder / "clean"
        shutil.rmtree(out, ignore_errors=True)
        options = self._options(out)
        times = choice.choice([1, 1, 2])
        if choice.random() < 0.3:
            self._write(choice.sample(sorted(SOURCES), 2), self._options(out), killed=True)
        told = choice.random() < 0.4
        for _ in range(times):
            self._write(names, replace(options, sign=None) if told else options)
        if told:
            tell(out / "run")
            self._write(names, options)  # finds nothing new, so what was told stays true
        key = self._public if options.sign else None
        return f"{names} {options} told={told}", list(verify_run(out / "run", key=key))

    def _options(self, out: Path) -> Options:
        choice = self.choice
        length = choice.choice(
            [{}, {"sentences": 1}, {"ratio": 0.5}, {"words": 30}, {"characters": 200}, {"sentences": 9}]
        )
        return Options(
            to=choice.choice([("es",), ("es", "ca"), ("es", "fr"), ("en", "es")]),
            variants=choice.choice([(), ("full",), ("summary",)]),
            method=choice.choice(["news", "lead", "lexrank", "random"]),
            quotes=choice.choice([None, "target"]),
            memory=choice.choice([None, "off"]),
            sign=choice.choice([None, str(self._key)]),
            query=choice.choice([None, "digue"]),
            out=str(out),
            run_id="run",
            **length,  # type: ignore[arg-type]  # the names and types are Options' own
        )

    def _write(self, names: list[str], options: Options, *, killed: bool = False) -> None:
        hops = tuple(Hop(engine="fake", source=a, target=b, method="neural") for a, b in PAIRS)
        inputs = [str(self._folder / "news" / name) for name in names]
        config = load_config(inputs, options)
        stages = Components(
            detector=self._detector,
            splitter=RuleSplitter(),
            summariser=Extractor(config.settings.method),
            engines=(FakeEngine(offered=hops),),
        )

        def report(_: Outcome) -> None:
            if killed:
                raise Killed

        with suppress(Killed):
            run(config, stages, report=report)


def tell(run: Path) -> None:
    """Put a digest and pages into a run; it may hold no document, and then has no digest."""
    with suppress(RecordError):
        make_digest(run, DigestRequest(until="2030-01-01"))
    make_pages(run)


def write_keys(path: Path) -> bytes:
    """Write a new private key, and its public one beside as ``.pub``; return the public one."""
    key = Ed25519PrivateKey.generate()
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    public = path.with_suffix(".pub")
    public.write_bytes(
        key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
    return public_key(public)


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return what lies in a folder: what it is, and its content or where it leads."""
    found = {}
    for path in folder.rglob("*"):
        kind = stat.S_IFMT(path.lstat().st_mode)
        content = b""
        if stat.S_ISREG(kind):
            content = path.read_bytes()
        elif stat.S_ISLNK(kind):
            content = str(path.readlink()).encode(errors="surrogateescape")
        found[str(path.relative_to(folder))] = (kind, content)
    return found


def main() -> int:
    """Run a campaign, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--tamperings", type=int, default=500)
    parser.add_argument("--clean", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    missed: Counter[str] = Counter()
    done: Counter[str] = Counter()
    alarms = 0
    with tempfile.TemporaryDirectory() as name:
        campaign = Campaign(Path(name), seed=options.seed)
        for _ in range(options.tamperings):
            way, found = campaign.tamper()
            done[way] += 1
            missed[way] += not found
        for _ in range(options.clean):
            settings, found = campaign.clean()
            if found:
                alarms += 1
                print(f"false alarm: {settings}: {found}", file=sys.stderr)
    print("| what was done | times | found |\n|---|---:|---:|")
    for name in [way.__name__ for way in TAMPERINGS]:
        print(f"| {name.replace('_', ' ')} | {done[name]} | {done[name] - missed[name]} |")
    print(f"\n{done.total()} tamperings, {missed.total()} missed; {options.clean} clean, {alarms} alarms")
    return 1 if missed.total() or alarms else 0


if __name__ == "__main__":
    sys.exit(main())

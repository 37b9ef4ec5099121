"""Kill real runs at random moments, give the same command again, and compare with an undisturbed run.

    make crash
    .venv/bin/python -m tests.campaigns.crash.campaign [--kills 100] [--documents 40] [--seed 1] [--only TEXT]

The documents are the phrasebook's French sentences, translated by the test models, and Catalan ones, by
Apertium. Each kill is one of ``FAULTS``, at a moment drawn between the start and the end of a run, or when so
many documents stand. It counts as survived where nothing of the run is left running, exit code and words are
as promised, and the same command then ends well with the same files as the undisturbed run, times aside.
Otherwise the exit code is 1.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.core.interrupt import GRACE_SECONDS
from pipeline.packages import install_file
from pipeline.translate.memory import FILE_NAME
from pipeline.verify.run import verify_run
from tests.campaigns.crash.processes import Process, below, strike, survivors
from tests.conftest import MODELS
from tests.run.test_job import tree
from tests.support.corpus import write_corpus

PATIENCE = 120.0
"""Seconds after which a run is held to hang."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that happens to a run."""

    name: str
    codes: tuple[int, ...]
    """Exit codes that the run may end with; 0 is always one, for it may have ended before."""
    says: str = ""
    """What stands on standard error where it ended with the first of them after it had begun."""
    after: int | None = None
    """How many documents are to stand before it can happen, where it waits for its moment itself."""
    inject: Callable[[subprocess.Popen[bytes], random.Random], bool]
    """Makes it happen, and says whether there was anything for it to happen to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One kill, and what came of it."""

    fault: str
    hit: bool
    code: int
    seconds_to_stop: float
    """From the fault to the end of the process."""
    redone: int
    """Documents that the run afterwards still had to do."""
    problems: tuple[str, ...]


def _everything(run: subprocess.Popen[bytes], _: random.Random) -> bool:
    whole = below(run.pid)
    run.kill()
    strike(whole)
    return True


def _signal(how: signal.Signals) -> Callable[[subprocess.Popen[bytes], random.Random], bool]:
    def inject(run: subprocess.Popen[bytes], _: random.Random) -> bool:
        run.send_signal(how)
        return True

    return inject


def _one_of(wanted: Callable[[Process], bool]) -> Callable[[subprocess.Popen[bytes], random.Random], bool]:
    def inject(run: subprocess.Popen[bytes], choice: random.Random) -> bool:
        while run.poll() is None:
            found = [one for one in below(run.pid) if wanted(one)]
            if found:
                strike([choice.choice(found)])
                return True
            time.sleep(0.001)
        return False

    return inject


def _worker(run: subprocess.Popen[bytes], choice: random.Random) -> bool:
    """Kill a child of the run; a child of a worker is called so too until it has become another program."""
    return _one_of(lambda one: one.parent == run.pid and one.name.startswith(("python", "depeche")))(
        run, choice
    )


def _is_apertium(process: Process) -> bool:
    """Say whether it is of a chain that translates, and not one that was asked for a version."""
    return process.name.startswith(("lt-proc", "apertium-", "lrx-proc", "lsx-proc", "cg-proc"))


STOPPED = "; repeat the command to continue"

FAULTS = (
    Fault(name="SIGKILL to the whole run", codes=(-signal.SIGKILL,), inject=_everything),
    Fault(name="SIGKILL to the parent alone", codes=(-signal.SIGKILL,), inject=_signal(signal.SIGKILL)),
    Fault(name="SIGTERM", codes=(143, -signal.SIGTERM), says=STOPPED, inject=_signal(signal.SIGTERM)),
    Fault(name="SIGINT (Ctrl-C)", codes=(130, -signal.SIGINT), says=STOPPED, inject=_signal(signal.SIGINT)),
    Fault(
        name="SIGKILL to an Apertium program",
        codes=(3,),
        says="was ended by SIGKILL",
        after=0,
        inject=_one_of(_is_apertium),
    ),
    Fault(name="SIGKILL to a worker", codes=(), inject=_worker),
)


class Campaign:
    """A folder with documents and packages, an undisturbed run, and runs that are disturbed."""

    def __init__(self, folder: Path, *, documents: int, seed: int) -> None:
        """Make the documents and the undisturbed run in ``folder``."""
        self._folder = folder
        self._choice = random.Random(seed)
        self._documents = documents
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
        write_corpus(folder / "news", documents=documents, seed=seed)
        for model in sorted(MODELS.glob("*.argosmodel")):
            install_file(model, folder / "packages")
        began = time.monotonic()
        code = self._start("undisturbed").wait(PATIENCE)
        self._seconds = time.monotonic() - began
        if code != 0:
            raise RuntimeError(f"the undisturbed run ended with exit code {code}")
        self._wanted = self._tree("undisturbed")

    def disturb(self, fault: Fault, *, name: str = "disturbed", after: int | None = None) -> Result:
        """Start the run ``name`` and let ``fault`` happen to it.

        That is when so many documents stand, or at a random moment.
        """
        started = time.time_ns()
        run = self._start(name)
        self._wait(run, name, after)
        hit = run.poll() is None and fault.inject(run, self._choice)
        began = time.monotonic()
        try:
            code = run.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            code = -1
            run.kill()
            run.wait()
        seconds = time.monotonic() - began
        problems = [f"{one.name} {one.number} is still there" for one in survivors(run.pid)]
        said = (self._folder / "said").read_text()
        # Python says itself how it was interrupted, and ends with 1 where it had not come to any program yet.
        before = fault.name.startswith("SIGINT") and code == 1 and "<frozen site>" in said
        starting = before or code == -signal.SIGINT
        if code not in (0, *fault.codes) and not before:
            problems.append(f"exit code {code}")
        # Before its run begins a command has nothing to say; nor has one that must be ended, for it is stuck.
        expected = code in fault.codes[:1] and self._has_begun(name, started) and seconds < GRACE_SECONDS
        if ("Traceback" in said and not starting) or (expected and fault.says not in said):
            problems.append(f"it says {said[-500:]!r}")
        redone = self._documents - len(list(self._place(name).glob("documents/[!.]*")))
        return Result(
            fault=fault.name,
            hit=hit,
            code=code,
            seconds_to_stop=seconds,
            redone=redone,
            problems=tuple(problems),
        )

    def finish(self, name: str = "disturbed") -> list[str]:
        """Give the same command again, undisturbed; return what is not as it should be."""
        try:
            code = self._start(name).wait(PATIENCE)
        except subprocess.TimeoutExpired:
            return ["the run afterwards hangs"]
        problems = [f"the run afterwards ended with exit code {code}"] if code else []
        place = self._place(name)
        problems += verify_run(place)
        problems += [f"{path} was left" for path in place.rglob(".writing-*")]
        found = self._tree(name)
        if found != self._wanted:
            off = sorted(key for key in found | self._wanted if found.get(key) != self._wanted.get(key))
            problems.append(f"{len(off)} files differ: {', '.join(off[:3])}")
        return problems

    def forget(self, name: str = "disturbed") -> None:
        """Remove a run, and with it the memory that it filled."""
        shutil.rmtree(self._place(name).parent)

    def _place(self, name: str) -> Path:
        return self._folder / name / "r"

    def _has_begun(self, name: str, since: int) -> bool:
        """Say whether a run wrote its record since a time, in nanoseconds."""
        record = self._place(name) / "run.json"
        return record.exists() and record.stat().st_mtime_ns > since

    def _start(self, name: str) -> subprocess.Popen[bytes]:
        command = [
            *(str(Path(sys.executable).with_name("depeche")), "run", "news", "--to", "es", "--quiet"),
            *("--packages", "packages", "--workers", "2", "--out", name, "--run-id", "r"),
            *("--variants", "full"),  # summaries are chosen before, and take each worker a second to start
        ]
        with (self._folder / "said").open("wb") as said:
            return subprocess.Popen(
                command,
                cwd=self._folder,
                stdout=subprocess.DEVNULL,
                stderr=said,
                start_new_session=True,
            )

    def _wait(self, run: subprocess.Popen[bytes], name: str, after: int | None) -> None:
        moment = time.monotonic() + self._choice.uniform(0, self._seconds)
        while run.poll() is None:
            if after is None:
                if time.monotonic() >= moment:
                    return
            elif len(list(self._place(name).glob("documents/[!.]*"))) >= after:
                return
            time.sleep(0.005)

    def _tree(self, name: str) -> dict[str, object]:
        """Return a run's files, without times and without what was there before the run that wrote last."""
        found = tree(self._folder / name)
        record = json.loads((self._place(name) / "run.json").read_text())
        found["r/run.json"] = [
            {key: entry[key] for key in ("origin", "id", "languages", "segments")}
            | {"files": [file["path"] for file in entry["files"]]}
            for entry in record["documents"]
        ] + [record["engines"], record["settings"], record["state"]]
        found.pop(FILE_NAME, None)
        return found


def main() -> int:
    """Run a campaign, or as much of it as is let, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="faults that have this in their name")
    options = parser.parse_args()
    results: list[Result] = []
    moments = random.Random(options.seed)
    faults = [fault for fault in FAULTS if options.only in fault.name]
    with tempfile.TemporaryDirectory() as name, suppress(KeyboardInterrupt):
        campaign = Campaign(Path(name), documents=options.documents, seed=options.seed)
        for number in range(options.kills):
            fault = faults[number % len(faults)]
            after = moments.choice((None, moments.randrange(options.documents)))
            result = campaign.disturb(fault, after=fault.after if fault.after is not None else after)
            result = replace(result, problems=(*result.problems, *campaign.finish()))
            campaign.forget()
            results.append(result)
            said = "; ".join(result.problems) or f"exit code {result.code}, {result.redone} left"
            print(f"{number + 1} {result.fault}: {said}", file=sys.stderr, flush=True)
    _report(results)
    return 1 if any(result.problems for result in results) else 0


def _report(results: Sequence[Result]) -> None:
    print("| what happens | times | while it ran | exit codes | documents left to do | s to the end |")
    print("|---|---:|---:|---|---|---:|")
    for fault in FAULTS:
        rows = [result for result in results if result.fault == fault.name]
        if rows:
            codes = Counter(row.code for row in rows)
            ended = ", ".join(f"{code} ({count})" for code, count in sorted(codes.items()))
            left = sorted(row.redone for row in rows)
            slowest = max(row.seconds_to_stop for row in rows)
            hits = sum(row.hit for row in rows)
            print(
                f"| {fault.name} | {len(rows)} | {hits} | {ended} | {left[0]} to {left[-1]} | {slowest:.1f} |"
            )
    off = sum(bool(result.problems) for result in results)
    print(f"\n{len(results)} kills, {off} with something off")


if __name__ == "__main__":
    sys.exit(main())

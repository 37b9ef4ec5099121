"""Delivery to a program, which gets the digest as JSON on standard input and facts in its environment."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from pipeline.core.errors import DeliveryError
from pipeline.core.processes.one_program import Ended, run_program
from pipeline.core.records import Parcel
from pipeline.publish.deliver.parcel import delivery_key, told_digest
from pipeline.publish.deliver.payload import payload
from pipeline.publish.deliver.problems import unknown_item, wrong_setting
from pipeline.publish.deliver.settings import CommandSettings

_ITEM = "command"
_KEPT = 2_000
_QUOTED = 300
_HANDED_ON = frozenset(
    {"HOME", "LANG", "LANGUAGE", "LOGNAME", "PATH", "SHELL", "TMPDIR", "TZ", "USER", "XDG_RUNTIME_DIR"}
)
"""Environment variables that any program may have, beside those that begin with ``LC_``. Others may hold
secrets, and are handed on by name only."""


class CommandDeliverer:
    """Runs a program for each digest."""

    def __init__(self, name: str, settings: CommandSettings) -> None:
        """Take the settings. Raises ``UsageError`` where they cannot be used."""
        self._name = name
        self._settings = settings
        if not settings.command or not settings.command[0]:
            raise wrong_setting(name, "command", 'is empty; write ["/path/to/program", "argument"]')

    @property
    def name(self) -> str:
        """Name of the delivery."""
        return self._name

    def items(self, parcel: Parcel) -> tuple[str, ...]:
        """Return the one thing to do."""
        return (_ITEM,)

    def send(self, parcel: Parcel, item: str) -> str:
        """Run the program, and wait for it. Raises ``DeliveryError`` unless it ends with exit code 0."""
        if item != _ITEM:
            raise unknown_item(item)
        key = delivery_key(parcel, self._name, item)
        body = payload(parcel, told_digest(parcel), name=self._name, key=key)
        program = self._settings.command[0]
        try:
            ended = run_program(
                self._settings.command,
                given=body,
                environment=self._environment(parcel, key),
                folder=parcel.run,
                seconds=self._settings.timeout,
                kept=_KEPT,
            )
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            raise DeliveryError(
                f"command {program}: cannot be started: {why}; name a program that can be", is_final=True
            ) from error
        if ended.code != 0:
            raise DeliveryError(
                f"command {program}: {_end(ended, self._settings.timeout)}{_said(ended.words)}"
            )
        return f"command {program}: done{_said(ended.words)}"

    def _environment(self, parcel: Parcel, key: str) -> dict[str, str]:
        wanted = _HANDED_ON | set(self._settings.environment)
        handed_on = {
            name: value for name, value in os.environ.items() if name in wanted or name.startswith("LC_")
        }
        return {
            **handed_on,
            "DEPECHE_DELIVERY": self._name,
            "DEPECHE_KEY": key,
            "DEPECHE_JOB": parcel.job,
            "DEPECHE_SLOT": parcel.slot,
            "DEPECHE_RUN": str(Path(parcel.run).absolute()),
            "DEPECHE_LANGUAGES": ",".join(parcel.languages),
            "DEPECHE_MADE": parcel.made,
            **({"DEPECHE_WATCH": parcel.watch} if parcel.watch else {}),
        }


def _end(ended: Ended, seconds: float) -> str:
    if ended.code is None:
        return f"took longer than {seconds:g} s, and was ended"
    if ended.code > 0:
        return f"ended with exit code {ended.code}"
    try:
        return f"was ended by {signal.Signals(-ended.code).name}"
    except ValueError:
        return f"was ended by signal {-ended.code}"


def _said(words: bytes) -> str:
    said = " ".join(words.decode("utf-8", "replace").split())
    return f"; it said: {said[-_QUOTED:]}" if said else ""

"""Takes batches of a run through its steps on a node, which has other folders and perhaps other software."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.core.errors import WorkerError
from pipeline.core.records import ProgressNote
from pipeline.read.deduplicate import Input
from pipeline.read.reference import Reference
from pipeline.run.batch import BatchResult, BatchRunner, ComponentFactory
from pipeline.run.configuration.config import RunConfig
from pipeline.run.journal import Journal
from pipeline.run.workers.cluster.nodes import siblings
from pipeline.run.workers.cluster.signature import differences, machine_signature


class NodeBatchRunner:
    """A ``BatchRunner`` on a node."""

    def __init__(
        self, config: RunConfig, factory: ComponentFactory, host: str, expected: Mapping[str, str] | None
    ) -> None:
        """Work for ``config``, whose paths are absolute, with the components that ``factory`` makes.

        ``host`` is the machine of the run, and ``expected`` its signature; None accepts any. Raises
        ``WorkerError`` if this machine differs, or cannot see the run's folder, and as ``factory`` does.
        """
        if not config.folder.is_dir():
            raise WorkerError(
                f"{config.folder}: is not there on {socket.gethostname()}; the run's folder, its inputs and"
                " its models must be on a file system that all nodes mount"
            )
        if config.memory is not None and socket.gethostname() != host:
            raise WorkerError(
                f"{config.memory}: one file cannot be written from several machines; run with --memory off"
            )
        parts = factory(replace(config, workers=siblings()))
        if expected is not None and (found := differences(expected, machine_signature(parts))):
            raise WorkerError(
                f"{socket.gethostname()} would give other results: {found}; make them the same, or accept it "
                "by --mixed"
            )
        self._journal = Journal(config.folder)
        self._runner = BatchRunner(config, parts)

    @property
    def tell(self) -> Callable[[ProgressNote], None]:
        """What is called with notes of what is under way."""
        return self._runner.tell

    @tell.setter
    def tell(self, tell: Callable[[ProgressNote], None]) -> None:
        self._runner.tell = tell

    def __call__(self, batch: Sequence[Input]) -> BatchResult:
        """Take a batch through all steps, while no other run can begin in the folder."""
        with self._journal.writing():
            return self._runner(batch)

    def close(self) -> None:
        """Stop what is under way, and close the memory."""
        self._runner.close()


def portable_config(config: RunConfig) -> RunConfig:
    """Return a configuration that means the same in another working folder.

    What only the run's own process needs, such as where its inputs come from, stays there.
    """
    models = config.models
    return replace(
        config,
        sources={},
        sign=None,
        cluster=None,
        out=config.out.absolute(),
        packages=config.packages.absolute(),
        models=replace(models, folder=_absolute(models.folder)),
        memory=_absolute(config.memory),
    )


def portable_batches(batches: Iterable[Sequence[Input]]) -> Iterator[tuple[Input, ...]]:
    """Yield batches whose inputs are found from any working folder. What they are called stays."""
    for batch in batches:
        yield tuple(_portable(item) if isinstance(item, Reference) else item for item in batch)


def _portable(item: Reference) -> Reference:
    held_in = None if item.held_in is None else _portable(item.held_in)
    return replace(item, path=_absolute(item.path), held_in=held_in)


def _absolute(path: Path | None) -> Path | None:
    return None if path is None else path.absolute()

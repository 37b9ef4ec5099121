"""The search for a run's inputs, those from the network among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pipeline.core.errors import SourceError
from pipeline.read.fetch.inputs import fetcher_for, page_of
from pipeline.read.find import find_inputs
from pipeline.read.reference import Reference
from pipeline.run.configuration.config import RunConfig


class InputSearch:
    """The search for the inputs of one run. One serves it all, so that no host is asked too often."""

    def __init__(self, config: RunConfig, note: Callable[[str], None] | None = None) -> None:
        """``note`` is called with a line where there is one to say, as by ``find_inputs``."""
        self._config = config
        self._note = note
        self._fetcher = fetcher_for(config.inputs, config.fetch, config.out)

    def found(self) -> Iterator[Reference | SourceError]:
        """Yield the inputs as they are named; what is an address is fetched."""
        return find_inputs(
            self._config.inputs, outside=self._config.out, note_empty=self._note, fetcher=self._fetcher
        )

    def followed(self, found: Iterable[Reference | SourceError]) -> Iterator[Reference | SourceError]:
        """Yield what was found, items of feeds as their pages, if the run is to follow them."""
        if not self._config.fetch.follow or self._fetcher is None:
            yield from found
            return
        for item in found:
            yield page_of(item, self._fetcher, self._note or (lambda _: None))

    def all(self) -> Iterator[Reference | SourceError]:
        """Yield all inputs as they are to be read."""
        return self.followed(self.found())

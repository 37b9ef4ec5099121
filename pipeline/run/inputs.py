"""The search for a run's inputs: what is named, what the sources of the file name, and what is fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.core.errors import SourceError
from pipeline.core.ports import NO_FIELDS, Detector, Fetcher, FieldMap
from pipeline.core.text.file_names import escaped_name
from pipeline.detect.detector import open_detector
from pipeline.read.fetch.address import is_address
from pipeline.read.fetch.inputs import fetched_input, fetcher_for, page_of
from pipeline.read.fetch.settings import FetchSettings
from pipeline.read.find import find_inputs
from pipeline.read.receive import received
from pipeline.read.reference import Reference
from pipeline.run.configuration.config import RunConfig
from pipeline.run.configuration.input_sources import InputSource, is_source

Found = Reference | SourceError
Note = Callable[[str], None]


class InputSearch:
    """The search for the inputs of one run. One serves it all, so that no host is asked too often."""

    def __init__(self, config: RunConfig) -> None:
        """Nothing is searched or fetched yet.

        The methods call ``note`` with a line where there is one to say, as ``find_inputs`` does.
        """
        self._config = config
        self._fetchers: dict[FetchSettings, Fetcher | None] = {}
        self._detector: Detector = open_detector(config.settings.detector)

    def found(self, note: Note | None = None) -> Iterator[Found]:
        """Yield the inputs as they are named; what is an address is fetched."""
        plain = [name for name in self._config.inputs if not is_source(name)]
        yield from self._search(plain, self._config.fetch, note)
        for name in filter(is_source, dict.fromkeys(self._config.inputs)):
            source = self._config.sources[name]
            for item in self._of_source(source, note):
                yield item if isinstance(item, SourceError) else replace(item, source=source.name)

    def followed(self, found: Iterable[Found], note: Note | None = None) -> Iterator[Found]:
        """Yield what was found, items of feeds as their pages, where these are to be followed."""
        of_sources = {source.name: source.fetch for source in self._config.sources.values()}
        for item in found:
            if isinstance(item, SourceError) or not item.url:
                yield item
                continue
            settings = of_sources.get(item.source, self._config.fetch)
            fetcher = self._fetcher((item.url,), settings) if settings.follow else None
            yield item if fetcher is None else page_of(item, fetcher, note or (lambda _: None))

    def all(self, note: Note | None = None) -> Iterator[Found]:
        """Yield all inputs as they are to be read."""
        return self.followed(self.found(note), note)

    def _of_source(self, source: InputSource, note: Note | None) -> Iterator[Found]:
        feeds: tuple[str, ...] = ()
        if source.opml is not None:
            try:
                feeds = self._feeds(source.opml, source.fetch, note)
            except SourceError as error:
                error.origin = escaped_name(source.opml)
                yield error
        yield from self._search((*source.inputs, *feeds), source.fetch, note, source.fields)

    def _feeds(self, name: str, settings: FetchSettings, note: Note | None) -> tuple[str, ...]:
        """Return the feeds of a list. Raises ``SourceError``."""
        from pipeline.read.fetch.opml import feeds_in

        if is_address(name):
            found = fetched_input(name, self._fetcher((name,), settings), note or (lambda _: None))
            if isinstance(found, SourceError):
                raise found
        else:
            found = Reference(origin=escaped_name(name), path=Path(name))
        return feeds_in(received(found), where=found.where)

    def _search(
        self,
        names: Sequence[str],
        settings: FetchSettings,
        note: Note | None,
        fields: FieldMap = NO_FIELDS,
    ) -> Iterator[Found]:
        return find_inputs(
            names,
            outside=self._config.out,
            note_empty=note,
            fetcher=self._fetcher(names, settings),
            strict=self._config.strict_inputs,
            detector=self._detector,
            fields=fields,
        )

    def _fetcher(self, names: Sequence[str], settings: FetchSettings) -> Fetcher | None:
        if self._fetchers.get(settings) is None:
            self._fetchers[settings] = fetcher_for(names, settings, self._config.out)
        return self._fetchers[settings]

"""Inputs that are addresses, as references; and the pages that the items of a feed name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.core.errors import SourceError
from pipeline.core.ports import Fetcher
from pipeline.core.text.file_names import escaped_name
from pipeline.read import expand
from pipeline.read.fetch.address import is_address, is_foreign, wants_feed, without_secret
from pipeline.read.fetch.settings import FetchSettings
from pipeline.read.formats.table import FEED, WEB_PAGE
from pipeline.read.reference import Reference


def fetcher_for(inputs: Sequence[str], settings: FetchSettings, out: Path | None) -> Fetcher | None:
    """Return what fetches addresses; None where no input is one, so that nothing of it is loaded.

    ``out`` is the folder beside whose runs answers are remembered; None where they are not.
    """
    if not any(map(is_address, inputs)):
        return None
    from pipeline.read.fetch.http_fetcher import HttpFetcher
    from pipeline.read.fetch.state import FOLDER, FetchState

    return HttpFetcher(settings, None if out is None else FetchState(out / FOLDER))


def fetched_input(name: str, fetcher: Fetcher | None, note: Callable[[str], None]) -> Reference | SourceError:
    """Return what an address leads to, or the error that it is.

    ``fetcher`` is None where nothing is fetched. ``note`` is called with a line where there is one to say.
    """
    origin = escaped_name(without_secret(name))
    if is_foreign(name):
        return _error(origin, f"{origin}: is an address that is not fetched (http and https are)")
    if fetcher is None:
        return _error(origin, f"{origin}: is an address, which this command does not fetch; use depeche run")
    try:
        found = fetcher.fetch(name)
        reference = Reference(origin=origin, path=None, content=found.content, fetched=found.fetched)
        form = expand.source_format(reference)
    except SourceError as error:
        return _error(origin, error.message)
    if found.note:
        note(found.note)
    if wants_feed(name) and form is not FEED:
        return _error(origin, f"{origin}: is {form.words if form else 'something else'}, not a feed")
    return reference


def page_of(
    item: Reference | SourceError, fetcher: Fetcher, note: Callable[[str], None]
) -> Reference | SourceError:
    """Return the page of an item of a feed; any other input, or an item whose page cannot be had, as it is.

    ``note`` is called with a line about a page that cannot be had.
    """
    if isinstance(item, SourceError) or not item.url or not is_address(item.url):
        return item
    page = fetched_input(item.url, fetcher, note)
    if isinstance(page, SourceError):
        note(f"{page.message}; the feed's own words are read")
        return item
    if expand.source_format(page) is not WEB_PAGE:
        note(f"{item.url}: is no web page; the feed's own words are read")
        return item
    from pipeline.read.formats.web.item import stated_by_feed

    stated, title = stated_by_feed(item.content or b"{}")
    return replace(
        page,
        origin=item.origin,
        published=item.published,
        source=item.source,
        stated=stated,
        title=title,
    )


def _error(origin: str, message: str) -> SourceError:
    error = SourceError(message)
    error.origin = origin
    return error

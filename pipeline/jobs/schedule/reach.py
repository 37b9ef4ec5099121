"""What a job reads, what it writes, and whether it needs a network: all that its sandbox has to allow."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.core.dataclass import dataclass
from pipeline.core.errors import UsageError
from pipeline.core.offline import LOOPBACK
from pipeline.jobs.configuration.opening import delivery_names, delivery_settings, job_memory_file
from pipeline.jobs.configuration.settings import CommandInput, Job
from pipeline.publish.deliver.settings import (
    CommandSettings,
    DeliverySettings,
    FeedSettings,
    FolderSettings,
    MailSettings,
    SourcesSettings,
    WebhookSettings,
    with_paths_from,
)
from pipeline.read.fetch.address import address_host, is_address, web_address
from pipeline.run.configuration.file import ConfigFile
from pipeline.run.configuration.input_sources import named_places, sources_of

_FOR_OTHERS = (FeedSettings, SourcesSettings, FolderSettings)
_WILD = "*?["
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class JobReach:
    """What a job needs beside the program. Its paths are absolute; none lies below another of its kind."""

    reads: tuple[Path, ...]
    """Inputs, the file, glossaries, certificates, programs of the user's own. Some may not be there yet."""
    writes: tuple[Path, ...]
    """Folders for runs, feeds, messages and copies."""
    secrets: tuple[Path, ...]
    """Files with passwords and keys."""
    variables: tuple[str, ...]
    """Names of the variables of the environment that deliveries read."""
    is_networked: bool
    is_local: bool
    """Whether the only servers that are needed are on this machine."""
    is_for_others: bool
    """Whether feeds or copies are written, which others read where they lie."""


def job_reach(job: Job, file: ConfigFile) -> JobReach:
    """Return what a job needs. Raises ``UsageError`` if a delivery is wrong, or a path has control signs."""
    base = file.path.absolute().parent
    deliveries = [with_paths_from(delivery_settings(file, name), base) for name in delivery_names(job)]
    commands = [item.command for item in job.inputs if isinstance(item, CommandInput)]
    commands += [words for words in (job.on_success, job.on_failure) if words]
    commands += [tuple(each.command) for each in deliveries if isinstance(each, CommandSettings)]
    servers = [server for each in deliveries if (server := _server(each))]
    servers += _schedulers(job)
    places = named_places(file, (item for item in job.inputs if isinstance(item, str)))
    servers += [address_host(web_address(item)) for item in places if is_address(item)]
    follows = job.options.follow or any(
        item.fetch.follow or item.opml
        for item in sources_of(
            file, (item for item in job.inputs if isinstance(item, str)), job.options
        ).values()
    )
    reads = (
        file.path.absolute(),
        *_inputs(places, base),
        *_options(job, file, base),
        *_programs(commands, base),
    )
    return JobReach(
        reads=_outermost((*reads, *_certificates(deliveries))),
        writes=_outermost(_writes(job, base, deliveries)),
        secrets=tuple(dict.fromkeys(map(_plain, _secrets(job, base, deliveries)))),
        variables=tuple(dict.fromkeys(_variables(deliveries))),
        is_networked=bool(servers or commands or follows),
        is_local=bool(servers)
        and not commands
        and not follows
        and all(server in _THIS_MACHINE for server in servers),
        is_for_others=any(
            isinstance(each, FeedSettings | SourcesSettings | FolderSettings) for each in deliveries
        ),
    )


def program_places() -> tuple[Path, ...]:
    """Return the folders that Python and this program lie in."""
    here = Path(__file__).absolute().parents[3]
    places = (sys.prefix, sys.base_prefix, *_linked())
    return _outermost((*map(Path, places), here / "pipeline", here / "languages"))


def _linked() -> Iterator[str]:
    """Yield what the links lead to by which the program and Python are called."""
    for name in (sys.argv[0], sys.executable):
        path = Path(name).absolute()
        if path.is_file():
            yield from (str(path), str(path.resolve()))


def _inputs(places: Iterable[str], base: Path) -> Iterator[Path]:
    for item in places:
        if not is_address(item):
            path = base / item
            wild = next((n for n, part in enumerate(path.parts) if set(part) & set(_WILD)), None)
            yield path if wild is None or path.exists() else Path(*path.parts[:wild])


def _options(job: Job, file: ConfigFile, base: Path) -> Iterator[Path]:
    """Yield the files that options name, and the models that the file declares."""
    for name in (*job.options.glossary, job.options.packages):
        if name:
            yield base / name
    for name in (job.options.tls_ca, job.options.tls_cert):
        if name:
            yield base / name
    if job.options.scheduler and "://" not in job.options.scheduler:
        yield base / job.options.scheduler
    for model in file.declared_models():
        yield Path(model.path)


def _schedulers(job: Job) -> Iterator[str]:
    """Yield the host of the cluster that a job's runs are done on, if they are; empty where a file has it."""
    options = job.options
    if options.executor == "local" or not (options.scheduler or options.executor):
        return
    if options.scheduler is None:
        yield LOOPBACK
    else:
        yield urlsplit(options.scheduler).hostname or ""


def _programs(commands: Iterable[Sequence[str]], base: Path) -> Iterator[Path]:
    for words in commands:
        found = str(base / words[0]) if "/" in words[0] else shutil.which(words[0])
        if found:
            yield Path(found)


def _certificates(deliveries: Iterable[DeliverySettings]) -> Iterator[Path]:
    for each in deliveries:
        if isinstance(each, MailSettings | WebhookSettings) and each.ca_file:
            yield Path(each.ca_file)


def _writes(job: Job, base: Path, deliveries: Iterable[DeliverySettings]) -> Iterator[Path]:
    yield base / job.outputs
    if (memory := job_memory_file(job)) is not None:
        yield (base / memory).parent
    if job.metrics is not None:
        yield (base / job.metrics).parent
    for each in deliveries:
        folder = getattr(each, "folder", None)  # of feeds, copies and messages
        if folder:
            yield Path(folder)


def _secrets(job: Job, base: Path, deliveries: Iterable[DeliverySettings]) -> Iterator[Path]:
    for name in (job.options.sign, job.options.tls_key):
        if name:
            yield base / name
    for each in deliveries:
        name = (
            each.password_file
            if isinstance(each, MailSettings)
            else each.secret_file
            if isinstance(each, WebhookSettings)
            else None
        )
        if name:
            yield Path(name)


def _variables(deliveries: Iterable[DeliverySettings]) -> Iterator[str]:
    for each in deliveries:
        match each:
            case MailSettings(password_env=str(name)) | WebhookSettings(secret_env=str(name)):
                yield name
            case CommandSettings(environment=names):
                yield from names


def _server(settings: DeliverySettings) -> str:
    """Return the server that a delivery connects to; empty if it connects to none."""
    match settings:
        case MailSettings(host=str(host)):
            return host.strip("[]")
        case WebhookSettings(url=url):
            return urlsplit(url).hostname or url
    return ""


def _outermost(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return paths without those that lie below another one."""
    found = sorted(set(map(_plain, paths)))
    return tuple(path for path in found if not any(other in path.parents for other in found))


def _plain(path: Path) -> Path:
    """Return a path without ``..``. Raises ``UsageError`` if no line of a scheduler could hold it."""
    if any(ord(sign) < ord(" ") or 0xD800 <= ord(sign) <= 0xDFFF for sign in str(path)):
        raise UsageError(f"{path}: a scheduler cannot be told a name with line ends, controls or no UTF-8")
    return Path(os.path.normpath(path))

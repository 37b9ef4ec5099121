"""The kinds of delivery, and how one is made of its settings."""

from __future__ import annotations

from typing import Any

from pipeline.core.option import declared_options
from pipeline.core.ports import Deliverer
from pipeline.publish.deliver.command import CommandDeliverer
from pipeline.publish.deliver.feed import FeedDeliverer
from pipeline.publish.deliver.folder import FolderDeliverer
from pipeline.publish.deliver.mail.deliverer import MailDeliverer
from pipeline.publish.deliver.problems import wrong_setting
from pipeline.publish.deliver.settings import (
    CommandSettings,
    DeliverySettings,
    FeedSettings,
    FolderSettings,
    MailSettings,
    SourcesSettings,
    WebhookSettings,
)
from pipeline.publish.deliver.sources.deliverer import SourcesDeliverer
from pipeline.publish.deliver.webhook import WebhookDeliverer

_MOST = {"port": 65_535, "timeout": 86_400, "retry_seconds": 86_400, "entries": 5_000}
"""The greatest numbers that settings take, by their fields."""


def open_deliverer(name: str, settings: DeliverySettings) -> Deliverer:
    """Return what delivers with these settings; ``name`` is that of ``[deliver.NAME]``.

    Nothing is read or sent yet, secrets included. Raises ``UsageError`` where the settings cannot be used.
    """
    _check_numbers(name, settings)
    match settings:
        case FeedSettings():
            return FeedDeliverer(name, settings)
        case SourcesSettings():
            return SourcesDeliverer(name, settings)
        case MailSettings():
            return MailDeliverer(name, settings)
        case FolderSettings():
            return FolderDeliverer(name, settings)
        case WebhookSettings():
            return WebhookDeliverer(name, settings)
        case CommandSettings():
            return CommandDeliverer(name, settings)


def _check_numbers(name: str, settings: DeliverySettings) -> None:
    kind: Any = type(settings)
    for item in declared_options(kind):
        value, least, most = getattr(settings, item.name), item.option.minimum, _MOST.get(item.name)
        if least is not None and value is not None and value < least:
            raise wrong_setting(name, item.key, f"must be at least {least}, not {value}")
        if most is not None and value is not None and value > most:
            raise wrong_setting(name, item.key, f"must be at most {most}, not {value}")

"""Delivery to a webhook: the digest as JSON in one request, signed so that the receiver can check it."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

from pipeline.core import clock, offline
from pipeline.core.errors import DeliveryError, NetworkError, OfflineError
from pipeline.core.http.addresses import AddressGuard
from pipeline.core.http.client import HttpLimits, HttpResponse, request, shown_address
from pipeline.core.records import Parcel
from pipeline.publish.deliver.attempts import FIRST_PAUSE, PassingError, keep_trying
from pipeline.publish.deliver.parcel import delivery_key, told_digest
from pipeline.publish.deliver.payload import payload
from pipeline.publish.deliver.problems import unknown_item, wrong_setting
from pipeline.publish.deliver.secret import needed_secret, secret_source
from pipeline.publish.deliver.settings import WebhookSettings

SIGNATURE_HEADER = "Depeche-Signature"
KEY_HEADER = "Idempotency-Key"

_ITEM = "digest"
_ANSWER = 2**11
"""Bytes of an answer that are read: its status counts, and its first words are quoted."""
_QUOTED = 200
_PASSING = frozenset({408, 409, 425, 429})
"""Status codes, beside those of 500 and above, after which another attempt may succeed. 409 says that an
earlier attempt is still at work (draft-ietf-httpapi-idempotency-key-header)."""


class WebhookDeliverer:
    """Sends digests to an address of the web."""

    def __init__(self, name: str, settings: WebhookSettings, *, pause: float = FIRST_PAUSE) -> None:
        """Take the settings; ``pause`` is the seconds before a second attempt.

        Raises ``UsageError`` where the settings cannot be used.
        """
        self._name = name
        self._settings = settings
        self._pause = pause
        self._guard = AddressGuard(allow_private=settings.allow_private)
        self._secret = secret_source(name, "secret", settings.secret_file, settings.secret_env)
        try:
            self._host = shown_address(settings.url)
        except NetworkError as error:
            raise wrong_setting(name, "url", error.message) from error
        if self._host.startswith("http:") and not settings.allow_private:
            raise wrong_setting(
                name,
                "url",
                "must begin with https:// (http:// is for this machine, with allow_private = true)",
            )
        if not self._secret.is_given:
            raise needed_secret(name, self._secret, "make a secret: openssl rand -hex 32")

    @property
    def name(self) -> str:
        """Name of the delivery."""
        return self._name

    def items(self, parcel: Parcel) -> tuple[str, ...]:
        """Return the one thing to send."""
        return (_ITEM,)

    def send(self, parcel: Parcel, item: str) -> str:
        """Send the digest. Raises ``DeliveryError``."""
        if item != _ITEM:
            raise unknown_item(item)
        key = delivery_key(parcel, self._name, item)
        body = payload(parcel, told_digest(parcel), name=self._name, key=key)
        secret = self._secret.read()
        return keep_trying(
            lambda: self._attempt(body, key, secret), seconds=self._settings.retry_seconds, pause=self._pause
        )

    def _attempt(self, body: bytes, key: str, secret: str) -> str:
        headers = {
            "Content-Type": "application/json",
            KEY_HEADER: key,
            SIGNATURE_HEADER: signature_header(body, secret, at=int(clock.now().timestamp())),
        }
        try:
            with offline.permitted():
                answer = request(
                    "POST",
                    self._settings.url,
                    headers=headers,
                    body=body,
                    limits=HttpLimits(
                        seconds=self._settings.timeout,
                        silence=self._settings.timeout,
                        body_bytes=_ANSWER,
                        excess="cut",
                    ),
                    guard=self._guard,
                    authorities=Path(self._settings.ca_file) if self._settings.ca_file else None,
                )
        except NetworkError as error:
            if error.is_temporary:
                raise PassingError(f"webhook {error.message}") from error
            raise DeliveryError(f"webhook {error.message}", is_final=True) from error
        except OfflineError as error:
            raise DeliveryError(error.message) from error
        return self._outcome(answer)

    def _outcome(self, answer: HttpResponse) -> str:
        """Return a line for an answer that is good. Raises ``DeliveryError`` for any other."""
        if 200 <= answer.status < 300:
            return f"webhook {self._host}: {answer.status}"
        said = " ".join(answer.body.decode("utf-8", "replace").split())[:_QUOTED]
        words = f"webhook {self._host}: answers {answer.status}{f': {said}' if said else ''}"
        if answer.status in _PASSING or answer.status >= 500:
            raise PassingError(words, wait=answer.retry_after(clock.now()))
        remedy = "; redirects are not followed, so name the new address" if 300 <= answer.status < 400 else ""
        raise DeliveryError(words + remedy, is_final=True)


def signature_header(body: bytes, secret: str, *, at: int) -> str:
    """Return the header that signs a body: HMAC-SHA256 over the time, a dot and the body.

    ``at`` is the time in seconds since 1970, by which a receiver can refuse what was recorded long ago.

    >>> signature_header(b"{}", "secret", at=1700000000)[:26]
    't=1700000000,v1=b8569b7879'
    """
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"

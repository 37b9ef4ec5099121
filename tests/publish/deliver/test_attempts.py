"""What may pass is tried again for a while; the last failure says how often."""

from __future__ import annotations

import pytest

from pipeline.core.errors import DeliveryError
from pipeline.publish.deliver.attempts import PassingError, keep_trying


class Server:
    """Fails in some ways, and then takes what it is given."""

    def __init__(self, *failures: DeliveryError) -> None:
        self.failures = list(failures)
        self.asked = 0

    def __call__(self) -> str:
        """Answer."""
        self.asked += 1
        if self.failures:
            raise self.failures.pop(0)
        return "taken"


def test_it_is_tried_until_it_succeeds() -> None:
    """Whatever it failed by before, as long as that may pass."""
    server = Server(PassingError("busy"), PassingError("away", wait=0.02))
    assert keep_trying(server, seconds=60, pause=0.001) == "taken"
    assert server.asked == 3


def test_a_final_failure_ends_it() -> None:
    """At once, and as it is."""
    server = Server(PassingError("busy"), DeliveryError("no", is_final=True))
    with pytest.raises(DeliveryError, match=r"^no$") as failed:
        keep_trying(server, seconds=60, pause=0.001)
    assert failed.value.is_final


def test_it_ends_when_the_time_is_over() -> None:
    """Without a last wait for nothing; the next run has its turn."""
    server = Server(*(PassingError("busy") for _ in range(99)))
    with pytest.raises(DeliveryError, match=r"^busy after \d+ attempts; the next run tries again$") as failed:
        keep_trying(server, seconds=1, pause=0.3)
    assert not failed.value.is_final
    server = Server(PassingError("busy", wait=7200))
    with pytest.raises(DeliveryError, match=r"^busy \(it asks to wait 7200 s\); the next run tries again$"):
        keep_trying(server, seconds=60)
    assert server.asked == 1

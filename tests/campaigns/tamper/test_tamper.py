"""Whatever is changed in a run's folder is found, and nothing else is complained of."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.campaigns.tamper.campaign import Campaign
from tests.campaigns.tamper.tampering import TAMPERINGS, Site


@pytest.fixture(scope="module")
def campaign() -> Iterator[Campaign]:
    """Make a signed run that may be tampered with; sockets want a short path."""
    with tempfile.TemporaryDirectory() as name:
        yield Campaign(Path(name), seed=7)


@pytest.mark.parametrize("how", TAMPERINGS, ids=lambda how: how.__name__)
def test_a_tampering_is_found(campaign: Campaign, how: Callable[[Site], None]) -> None:
    """Five times each, at random places, the expected key known or not."""
    for _ in range(5):
        assert campaign.tamper(how)[1]


def test_a_clean_run_raises_no_alarm(campaign: Campaign) -> None:
    """Whatever its settings; killed and gone on with, given again, signed."""
    for _ in range(15):
        settings, found = campaign.clean()
        assert found == [], settings

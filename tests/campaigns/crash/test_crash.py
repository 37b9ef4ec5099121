"""Whatever ends a run, the same command goes on from there and ends with the same files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.campaigns.crash.campaign import FAULTS, Campaign


@pytest.mark.usefixtures("apertium")
def test_a_run_that_is_killed_again_and_again_comes_to_the_same_end(tmp_path: Path) -> None:
    """Each kind of kill once, on one run of 24 documents that goes on from kill to kill."""
    campaign = Campaign(tmp_path, documents=24, seed=1)
    ended = {}
    for number, fault in enumerate(FAULTS):
        result = campaign.disturb(fault, after=3 * number)
        ended[fault.name] = result
        assert result.problems == (), fault.name
    assert sum(result.hit for result in ended.values()) >= 4
    assert campaign.finish() == []

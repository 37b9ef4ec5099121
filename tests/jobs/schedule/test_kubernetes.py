"""CronJobs: the API takes them, and they hold what a cluster wants to see of a container."""

from __future__ import annotations

from typing import Any

import kubernetes_validate
import pytest
import yaml

from pipeline.core.errors import UsageError
from pipeline.jobs.schedule.kubernetes import cron_job
from tests.jobs.schedule.conftest import Planned

MORE = """timeout = "2h"
deliver = ["m", "f"]
glossary = ["/etc/depeche/words.toml"]
[deliver.m]
kind = "mail"
to = ["a@b.example"]
from = "b@b.example"
host = "mail.b.example"
password_file = "/run/pass word"
[deliver.f]
kind = "feed"
folder = "feeds"
"""


def documents(text: str) -> list[dict[str, Any]]:
    """Return the documents of a YAML text, after a strict check of each."""
    made = list(yaml.safe_load_all(text))
    for each in made:
        for version in ("1.31", "1.34"):
            kubernetes_validate.validate(each, version, strict=True)
    return made


@pytest.mark.parametrize("more", ["", MORE])
def test_the_api_takes_it(planned: Planned, more: str) -> None:
    """Strictly: no key that it does not know, in two versions."""
    made, policy = documents(cron_job(planned(more), image="registry.example.org/depeche:1"))
    assert (made["kind"], policy["kind"]) == ("CronJob", "NetworkPolicy")
    assert policy["spec"]["egress"] == ([{}] if more else [])


def test_a_container_has_no_more_than_it_needs(planned: Planned) -> None:
    """Not root, a root file system that cannot be written, no token, limits; volumes for all the rest."""
    schedule = planned(MORE)
    made, _ = documents(cron_job(schedule, image="depeche:1"))
    spec = made["spec"]
    assert (spec["schedule"], spec["timeZone"], spec["concurrencyPolicy"]) == (
        "30 6 * * *",
        "Etc/UTC",
        "Forbid",
    )
    job = spec["jobTemplate"]["spec"]
    assert job["activeDeadlineSeconds"] > 2 * 3600
    pod = job["template"]["spec"]
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    (container,) = pod["containers"]
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    assert container["resources"]["limits"].keys() == {"cpu", "memory", "ephemeral-storage"}
    mounts = {mount["mountPath"]: mount for mount in container["volumeMounts"]}
    assert {volume["name"] for volume in pod["volumes"]} == {mount["name"] for mount in mounts.values()}
    written = {path for path, mount in mounts.items() if not mount.get("readOnly")}
    assert written == {*map(str, schedule.reach.writes), "/data", "/cache", "/tmp"}  # noqa: S108
    assert mounts["/run/pass word"]["subPath"] == "pass-word"


def test_the_job_is_told_the_zone_that_the_cluster_counts_in(planned: Planned) -> None:
    """So that both mean the same time; a machine of a cluster is in whatever zone."""
    given = []
    for calendar in ("06:30", "06:30 Europe/Madrid"):
        made, _ = documents(cron_job(planned(calendar=calendar), image="depeche:1"))
        pod = made["spec"]["jobTemplate"]["spec"]["template"]["spec"]
        given.append((made["spec"]["timeZone"], pod["containers"][0]["args"][-2:]))
    assert given == [
        ("Etc/UTC", ["--time-zone", "Etc/UTC"]),
        ("Europe/Madrid", ["--calendar", "06:30 Europe/Madrid"]),
    ]


def test_what_a_cronjob_cannot_say_is_refused(planned: Planned) -> None:
    """Days of both kinds, a name of an image with a blank, a folder that the container has for itself."""
    with pytest.raises(UsageError, match="as either, not both"):
        cron_job(planned(calendar="Mon *-*-1..7 06:30"), image="depeche:1")
    with pytest.raises(UsageError, match="is no name of an image"):
        cron_job(planned(), image="de peche")
    with pytest.raises(UsageError, match="cannot be a volume"):
        cron_job(planned('outputs = "/data"'), image="depeche:1")


def test_what_a_watch_delivers_is_reached_too(planned: Planned) -> None:
    """By the names of its own deliveries; programs of the system are those of the image."""
    schedule = planned(
        'on_failure = ["cat"]\n'
        '[watch.dams]\nwords = ["dam"]\ndeliver = ["alarm", "copies"]\n'
        '[deliver.alarm]\nkind = "mail"\nto = ["a@example.org"]\nfrom = "b@example.org"\n'
        'host = "mail.example.org"\nuser = "u"\npassword_file = "secret"\n'
        '[deliver.copies]\nkind = "sources"\nfolder = "copies"\n'
    )
    reach = schedule.reach
    assert reach.is_networked
    assert [path.name for path in reach.secrets] == ["secret"]
    assert "copies" in {path.name for path in reach.writes}
    assert "mountPath: /usr" not in cron_job(schedule, image="depeche")
    assert "/usr/bin/cat" not in cron_job(schedule, image="depeche")

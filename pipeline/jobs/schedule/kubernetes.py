"""A CronJob of Kubernetes, with the volumes that its job needs and a policy for its network.

Inside the container every path is the same as here, so ``depeche.toml`` need not be changed.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.core.errors import UsageError
from pipeline.jobs.schedule.cron import cron_times
from pipeline.jobs.schedule.plan import Schedule

ZONE = "Etc/UTC"
"""The zone where none is named: that of a cluster's own machines is nobody's choice."""
_LONGEST = 52
"""Signs of a CronJob's name, so that the names of its jobs have at most 63."""
_USER = 10001
"""The user of the image, see ``deploy/Dockerfile``."""
_KEY = "depeche.toml"
"""The key in the ConfigMap, whatever the file is called here."""
_DATA = "/data"
_CACHE = "/cache"
_SECONDS = 12 * 3600
_MORE_SECONDS = 30 * 60
_MOST_LATE = 6 * 3600
_SYSTEM = frozenset({Path("/usr"), Path("/bin"), Path("/lib")})
"""Folders whose programs are those of the image."""
_OWN_PLACES = (Path("/tmp"), Path(_DATA), Path(_CACHE))  # noqa: S108


def cron_job(schedule: Schedule, *, image: str) -> str:
    """Return the CronJob and a NetworkPolicy in YAML. Raises ``UsageError`` for what a CronJob cannot say."""
    if not image or re.search(r"[\s\x00-\x1f]", image):
        raise UsageError(f"--image {image!r}: is no name of an image, such as registry.example.org/depeche:1")
    name = _name(schedule.job)
    labels = {"app.kubernetes.io/name": "depeche", "app.kubernetes.io/instance": name}
    made = {
        "apiVersion": "batch/v1",
        "kind": "CronJob",
        "metadata": {"name": name, "labels": labels},
        "spec": {
            "schedule": cron_times(schedule),
            "timeZone": schedule.calendar.zone or ZONE,
            "concurrencyPolicy": "Forbid",
            "startingDeadlineSeconds": min(schedule.shortest_gap * 60, _MOST_LATE),
            "successfulJobsHistoryLimit": 3,
            "failedJobsHistoryLimit": 3,
            "jobTemplate": {"spec": _job(schedule, name, labels, image)},
        },
    }
    policy = _policy(schedule, name, labels)
    return "\n".join((*_head(schedule, name), *_yaml(made), "---", *_yaml(policy), ""))


def _name(job: str) -> str:
    return f"depeche-{job.lower().replace('_', '-').strip('-')}"[:_LONGEST].rstrip("-")


def _head(schedule: Schedule, name: str) -> Iterator[str]:
    """Yield comments about what must be there first."""
    file = shlex.quote(f"{_KEY}={schedule.config}")
    yield f"# The job {schedule.job} of {schedule.config}. First make what it stands on:"
    yield f"#   kubectl create configmap {name} --from-file={file}"
    if schedule.reach.secrets or schedule.reach.variables:
        given = [
            f"--from-file={shlex.quote(f'{_tidy(path.name)}={path}')}" for path in schedule.reach.secrets
        ]
        given += [f"--from-literal={variable}=..." for variable in schedule.reach.variables]
        yield f"#   kubectl create secret generic {name} {' '.join(given)}"
    yield f"# and claims for volumes: {name}-inputs, {name}-outputs; depeche-data for packages and models."
    yield f"# The times are those of {schedule.calendar.zone or ZONE}. What summer time leaves out is left"
    yield "# out; of a time that comes twice, the second start finds nothing due."


def _job(schedule: Schedule, name: str, labels: Mapping[str, str], image: str) -> dict[str, Any]:
    seconds = _SECONDS if schedule.timeout is None else int(schedule.timeout) + _MORE_SECONDS
    return {
        "backoffLimit": 2,
        "activeDeadlineSeconds": seconds,
        "ttlSecondsAfterFinished": 7 * 24 * 3600,
        # 2: the configuration is wrong, which no other start mends.
        "podFailurePolicy": {
            "rules": [
                {
                    "action": "FailJob",
                    "onExitCodes": {"containerName": "depeche", "operator": "In", "values": [2]},
                }
            ]
        },
        "template": {
            "metadata": {"labels": labels},
            "spec": {
                "restartPolicy": "Never",
                "automountServiceAccountToken": False,
                "enableServiceLinks": False,
                "securityContext": {
                    "runAsNonRoot": True,
                    "runAsUser": _USER,
                    "runAsGroup": _USER,
                    "fsGroup": _USER,
                    "fsGroupChangePolicy": "OnRootMismatch",
                    "seccompProfile": {"type": "RuntimeDefault"},
                },
                "containers": [_container(schedule, name, image)],
                "volumes": list(_volumes(schedule, name)),
            },
        },
    }


def _container(schedule: Schedule, name: str, image: str) -> dict[str, Any]:
    zone = () if schedule.calendar.zone else ("--time-zone", ZONE)
    variables: list[dict[str, Any]] = [
        {"name": "XDG_DATA_HOME", "value": _DATA},
        {"name": "XDG_CACHE_HOME", "value": _CACHE},
        *(
            {"name": variable, "valueFrom": {"secretKeyRef": {"name": name, "key": variable}}}
            for variable in schedule.reach.variables
        ),
    ]
    return {
        "name": "depeche",
        "image": image,
        "command": ["depeche"],
        "args": [word.replace("$(", "$$(") for word in (*schedule.arguments, *zone)],
        "env": variables,
        "resources": {
            "requests": {"cpu": "500m", "memory": "1Gi", "ephemeral-storage": "256Mi"},
            "limits": {"cpu": "2", "memory": "4Gi", "ephemeral-storage": "2Gi"},
        },
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "privileged": False,
            "capabilities": {"drop": ["ALL"]},
        },
        "volumeMounts": list(_mounts(schedule)),
    }


def _mounts(schedule: Schedule) -> Iterator[dict[str, Any]]:
    reach = schedule.reach
    yield _mount("configuration", schedule.config, _KEY, is_read_only=True)
    for path in reach.secrets:
        yield _mount("secrets", path, _tidy(path.name), is_read_only=True)
    for number, path in enumerate(_inputs(schedule), start=1):
        yield _mount("inputs", path, f"{number}-{_tidy(path.name)}", is_read_only=True)
    for number, path in enumerate(reach.writes, start=1):
        yield _mount("outputs", path, f"{number}-{_tidy(path.name)}")
    yield {"name": "data", "mountPath": _DATA}
    yield {"name": "cache", "mountPath": _CACHE}
    yield {"name": "tmp", "mountPath": "/tmp"}  # noqa: S108


def _inputs(schedule: Schedule) -> tuple[Path, ...]:
    """Return what is read beside the file itself; programs of the user's own must be in the image."""
    return tuple(
        path for path in schedule.reach.reads if path != schedule.config and not _SYSTEM & set(path.parents)
    )


def _mount(volume: str, path: Path, below: str, *, is_read_only: bool = False) -> dict[str, Any]:
    if path in _OWN_PLACES or ":" in str(path) or path == Path("/"):
        raise UsageError(f"{path}: cannot be a volume of the container; choose another place for it")
    made: dict[str, Any] = {"name": volume, "mountPath": str(path), "subPath": below}
    return {**made, "readOnly": True} if is_read_only else made


def _tidy(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.") or "folder"


def _volumes(schedule: Schedule, name: str) -> Iterator[dict[str, Any]]:
    yield {"name": "configuration", "configMap": {"name": name}}
    if schedule.reach.secrets:
        yield {"name": "secrets", "secret": {"secretName": name, "defaultMode": 0o440}}
    if _inputs(schedule):
        yield {"name": "inputs", "persistentVolumeClaim": {"claimName": f"{name}-inputs", "readOnly": True}}
    yield {"name": "outputs", "persistentVolumeClaim": {"claimName": f"{name}-outputs"}}
    yield {"name": "data", "persistentVolumeClaim": {"claimName": "depeche-data"}}
    yield {"name": "cache", "emptyDir": {"sizeLimit": "512Mi"}}
    yield {"name": "tmp", "emptyDir": {"sizeLimit": "1Gi"}}


def _policy(schedule: Schedule, name: str, labels: Mapping[str, str]) -> dict[str, Any]:
    """Return the policy: nobody connects to the job, and it connects to nobody unless it must."""
    egress: list[dict[str, Any]] = [{}] if schedule.reach.is_networked else []
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": name, "labels": labels},
        "spec": {
            "podSelector": {"matchLabels": labels},
            "policyTypes": ["Ingress", "Egress"],
            "ingress": [],
            "egress": egress,
        },
    }


def _yaml(value: Any, indent: int = 0) -> list[str]:
    """Return lines of YAML. Texts, numbers and empty values are written as JSON, which YAML contains."""
    pad = " " * indent
    if isinstance(value, Mapping) and value:
        lines = []
        for key, inner in value.items():
            lines += _entry(f"{pad}{key}:", inner, indent + 2)
        return lines
    if isinstance(value, Sequence) and not isinstance(value, str) and value:
        lines = []
        for item in value:
            first, *rest = _yaml(item, indent + 2)
            lines += [f"{pad}- {first.strip()}", *rest]
        return lines
    return [f"{pad}{json.dumps(value, ensure_ascii=False)}"]


def _entry(key: str, value: Any, indent: int) -> list[str]:
    lines = _yaml(value, indent)
    is_plain = len(lines) == 1 and not (isinstance(value, Mapping | list | tuple) and value)
    return [f"{key} {lines[0].strip()}"] if is_plain else [key, *lines]

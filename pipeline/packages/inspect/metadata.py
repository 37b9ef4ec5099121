"""Reads a package's ``metadata.json`` strictly, so that translation can use every installed package."""

from __future__ import annotations

import json

import languages
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import PackageError
from pipeline.packages.inspect.archive import METADATA, refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """The facts that a package states about itself."""

    from_code: str
    """The source language as Argos names it."""
    to_code: str
    version: str

    @property
    def name(self) -> str:
        """The package's name in Argos's index: ``translate-fr_en``."""
        return f"translate-{self.from_code}_{self.to_code}"


def parse_metadata(content: bytes, name: str) -> Metadata:
    """Return the metadata in ``content``. ``name`` is the package's name in errors.

    Raises ``PackageError``.
    """
    try:
        table = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise refusal(name, f"its {METADATA} is not JSON ({error})") from error
    if not isinstance(table, dict):
        raise refusal(name, f"its {METADATA} holds no table")
    kind = table.get("type", "translate")
    if kind != "translate":
        raise refusal(name, f"it is of type {kind!r}, which only argostranslate itself uses")
    for key in ("package_version", "target_prefix"):
        if not isinstance(table.get(key, ""), str):
            raise refusal(name, f"{key} in its {METADATA} is {table[key]!r}, not a text")
    source, target = (_code(table, key, name) for key in ("from_code", "to_code"))
    if source == target:
        raise refusal(name, f"its {METADATA} names {source!r} as source and as target")
    return Metadata(from_code=source, to_code=target, version=table.get("package_version", ""))


def _code(table: dict[str, object], key: str, name: str) -> str:
    code = table.get(key)
    if not code:
        raise refusal(name, f"its {METADATA} has no {key}")
    if not isinstance(code, str):
        raise refusal(name, f"{key} in its {METADATA} is {code!r}, not a text")
    if code not in languages.by_tool("argos"):
        raise PackageError(
            f"{name}: its {key} {code!r} is a language unknown to depeche; "
            f"known: {' '.join(sorted(languages.by_tool('argos')))}"
        )
    return code

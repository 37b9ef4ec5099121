"""All targets by name, and what hypothesis makes their inputs of."""

from __future__ import annotations

from tests.campaigns.fuzz import (
    archives,
    data,
    files,
    office,
    runs,
    shapes_archives,
    shapes_data,
    shapes_files,
    shapes_office,
    shapes_texts,
    shapes_web,
    texts,
    web,
)
from tests.campaigns.fuzz.shapes import Bytes
from tests.campaigns.fuzz.target import Target

TARGETS: dict[str, Target] = {
    **texts.TARGETS,
    **runs.TARGETS,
    **files.TARGETS,
    **office.TARGETS,
    **archives.TARGETS,
    **web.TARGETS,
    **data.TARGETS,
}
SHAPES: dict[str, Bytes] = {
    **shapes_texts.SHAPES,
    **shapes_files.SHAPES,
    **shapes_office.SHAPES,
    **shapes_archives.SHAPES,
    **shapes_web.SHAPES,
    **shapes_data.SHAPES,
}

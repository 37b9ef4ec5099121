"""A run with a digest that is as large as wanted: a small digest's stories, over and over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline.core import codec
from pipeline.digest.make import make_digest
from pipeline.digest.pages import pages
from pipeline.digest.request import DigestRequest
from pipeline.write import run_folder
from pipeline.write.paths import DIGEST_FILE
from tests.support import digest_runs

SENTENCES = 50
"""How often each story says its sentences."""


def large_digest(out: Path, *, times: int) -> Path:
    """Write a run whose digest tells each of its stories so often, and return its folder."""
    inputs = digest_runs.write(out / "news", digest_runs.news())
    folder, _ = digest_runs.run_over([inputs], out / "outputs")
    record = make_digest(folder, DigestRequest())
    long = tuple(replace(story, sentences=story.sentences * SENTENCES) for story in record.stories)
    record = replace(record, stories=long * times)
    files = dict(pages(record))
    listed = tuple(run_folder.file_digest(name, content) for name, content in sorted(files.items()))
    record = replace(record, files=listed)
    run_folder.write_digest(folder, [*files.items(), (DIGEST_FILE, codec.encode_record(record))])
    return folder

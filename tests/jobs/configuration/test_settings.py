"""What ``[job.NAME]`` may say, and how a slip is told."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from pipeline.core.errors import UsageError
from pipeline.jobs.configuration.file_check import problems
from pipeline.jobs.configuration.opening import open_job
from pipeline.jobs.configuration.schema import file_schema
from pipeline.jobs.configuration.settings import CommandInput, KeepOptions, job_named, read_jobs, seconds_of
from pipeline.jobs.configuration.shown import shown_options
from pipeline.run.configuration.file import ConfigFile, read_file

WHOLE = """
[run]
to = ["ca"]
sentences = 3
engine = "apertium"

[digest]
top = 7

[[model]]
path = "/srv/model"
kind = "nllb"
quality = 50.5

[job.morning]
inputs = ["drop/", "wire/*.md", { command = ["fetch", "--today"], name = "desk.md" }]
to = ["es", "fr"]
ratio = 0.2
outputs = "out"
site = true
sign = "key.pem"
timeout = "90m"
deliver = ["desk", "feeds"]
empty = "skip"
on_failure = ["notify", "--now"]
metrics = ""
keep = { runs = 14, days = 30 }

[job.morning.digest]
since = "last"
pivot = "es"

[job.noon]
inputs = ["drop/"]
digest = false

[job.evening]
inputs = ["drop/"]
watches = ["people"]

[watch.floods]
words = ["flood", "inundación"]
deliver = ["desk", "feeds"]

[watch.people]
names = ["Trump"]
phrases = ["European Central Bank"]
query = '(strike OR huelga) AND NOT "strike price"'
languages = ["en", "es"]

[deliver.desk]
kind = "mail"
to = ["desk@example.org"]
from = "news@example.org"
host = "mail.example.org"
user = "news"
password_env = "MAIL_PASSWORD"

[deliver.feeds]
kind = "feed"
folder = "feeds"
"""


def read(tmp_path: Path, content: str) -> ConfigFile:
    """Write a file, and read it as the commands do."""
    path = tmp_path / "depeche.toml"
    path.write_text(content)
    return read_file(path, lambda _: None)


def test_a_job_has_its_own_options_and_those_of_all_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The length of a summary is one choice; a digest's options are merged as those of runs are."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "key.pem").touch()
    file = read(tmp_path, WHOLE)
    morning, noon, _ = read_jobs(file).values()
    assert (morning.name, morning.folder, morning.site) == ("morning", Path("out/morning"), True)
    assert morning.inputs[2] == CommandInput(command=("fetch", "--today"), name="desk.md")
    options = morning.options
    assert (options.to, options.engine, options.ratio, options.sentences) == (
        ("es", "fr"),
        "apertium",
        0.2,
        None,
    )
    assert morning.digest is not None
    assert (morning.digest.top, morning.digest.since, morning.digest.pivot) == (7, "last", "es")
    assert (morning.timeout, morning.empty, morning.metrics) == (5400, "skip", None)
    assert morning.keep == KeepOptions(runs=14, days=30)
    assert (noon.options.to, noon.digest, noon.deliver) == (("ca",), None, ())
    assert noon.metrics == Path("outputs/noon/metrics.prom")
    _, deliverers = open_job(file, "morning")
    assert [one.name for one in deliverers] == ["desk", "feeds"]
    assert list(problems(file)) == []


def test_a_job_has_the_watches_that_it_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own names outrank those of its digest, and these all of the file; none is no watch."""
    file = read(tmp_path, WHOLE)
    jobs = read_jobs(file)

    def names(name: str) -> list[str]:
        return [watch.watch.name for watch in job_named(file, name).watches]

    assert (names("morning"), names("noon"), names("evening")) == (["floods", "people"], [], ["people"])
    floods, people = jobs["morning"].watches
    assert (floods.deliver, people.deliver) == (("desk", "feeds"), ())
    assert people.watch.query.endswith('AND NOT "strike price"')
    _, deliverers = open_job(file, "evening")
    assert deliverers == ()
    file = read(tmp_path, WHOLE.replace('pivot = "es"', 'watches = ["floods"]'))
    assert names("morning") == ["floods"]
    file = read(tmp_path, WHOLE.replace('watches = ["people"]', 'watches = ["none"]'))
    assert names("evening") == []
    monkeypatch.setenv("DEPECHE_DIGEST_WATCHES", "people")
    assert (names("morning"), names("evening")) == (["people"], [])


def test_the_environment_outranks_a_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands between the command line and the whole file."""
    monkeypatch.setenv("DEPECHE_TO", "gl")
    monkeypatch.setenv("DEPECHE_DIGEST_TOP", "2")
    job = job_named(read(tmp_path, WHOLE), "morning")
    assert job.options.to == ("gl",)
    assert job.digest is not None
    assert job.digest.top == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[job.a]\nto = ['es']\n", "1:2: job.a.inputs: is missing; name at least one"),
        ("[job.a]\ninputs = ['x']\n", "1:2: job.a: to is missing; name the languages"),
        ("[job.a]\ninputs = ['-']\n", "2:11: job.a.inputs.1: a job reads no standard input"),
        ("[job.a]\ninputs = 'x'\n", "2:1: job.a.inputs: must be a list"),
        ("[job.a]\ninputs = [3]\n", "2:11: job.a.inputs.1: must be a name, or a table such as"),
        (
            "[job.a]\ninputs = [{comand=['x'], name='x.md'}]\n",
            "2:12: job.a.inputs.1.comand: is not known; did you mean command?",
        ),
        ("[job.a]\ninputs = [{command=['x']}]\n", "2:11: job.a.inputs.1.name: is missing"),
        (
            "[job.a]\ninputs = [{command=['x'], name='a'}, {command=['y'], name='a'}]\n",
            "2:11: job.a.inputs.1: two commands have the name a",
        ),
        ("job = 3\n", "1:1: job: is a table: write [job]"),
        ("[job.a]\ninputs=['x']\nto=['es']\nratio = inf\n", "1:2: job.a: holds a number that is too large"),
        (
            "[job.a]\ninputs=['x']\nto=['es']\nkeep={days=99999999}\n",
            "4:7: job.a.keep.days: 99999999: must be",
        ),
        ("[job.a]\ninputs=['x']\nto=['xx']\n", "3:1: job.a.to: unknown language 'xx'"),
        (
            "[job.a]\ninputs=['x']\nto=['es']\nengine='apertum'\n",
            "4:1: job.a.engine: apertum: no such engine; known: auto argos ct2 apertium ct2/MODEL; did you"
            " mean apertium?",
        ),
        ("[job.a]\ninputs=['x']\nto=['es']\nsign='no.pem'\n", "4:1: job.a.sign: no.pem: no such file"),
        (
            "[job.a]\ninputs=['x']\nto=['es']\ndigest={since='soon'}\n",
            "4:9: job.a.digest.since: soon: give a date",
        ),
        (
            "[job.a]\ninputs = [{command=['x'], name='../x.md'}]\n",
            "2:11: job.a.inputs.1: name '../x.md': must be the name of a file",
        ),
        ("[job.a]\ninputs = [{command=[], name='x.md'}]\n", "2:11: job.a.inputs.1: the command is empty"),
        ("[job.a]\ninput = ['x']\n", "2:1: job.a.input: is not known; did you mean inputs?"),
        ("[job.a]\nrun_id = 'x'\n", "2:1: job.a.run_id: a job's runs lie in its own folder"),
        ("[job.a]\ninputs=['x']\ntimeout = '2x'\n", "3:1: job.a.timeout: 2x: must be a span"),
        ("[job.a]\ninputs=['x']\nto=['es']\nkeep = {runs = 0}\n", "4:9: job.a.keep.runs: 0: must be 1"),
        (
            "[job.a]\ninputs=['x']\nto=['es']\nkeep = {run = 1}\n",
            "4:9: job.a.keep.run: is not known; did you",
        ),
        ("[job.a]\ninputs=['x']\nto=['es']\nkeep = 3\n", "4:1: job.a.keep: must be a table"),
        ("[job.a]\ninputs=['x']\nto=['es']\ndigest = 'no'\n", "4:1: job.a.digest: must be a table"),
        ("[job.a]\ninputs=['x']\nto=['es']\nempty = 'no'\n", "4:1: job.a.empty: no: no such choice"),
        ("[job.a]\ninputs=['x']\nto=['es']\nsite = 'yes'\n", "4:1: job.a.site: must be true or false"),
        (
            "[job.a]\ninputs=['x']\nto=['es']\ndeliver=['dask']\n[deliver.desk]\nkind='feed'\nfolder='f'\n",
            "4:10: job.a.deliver.1: there is no [deliver.dask]; did you mean desk?",
        ),
        (
            "[job.a]\ninputs=['x']\nto=['es']\ndeliver=['d']\n",
            "4:10: job.a.deliver.1: there is no [deliver.d]",
        ),
        ("[watch.a]\nword = ['x']\n", "2:1: watch.a.word: is not known; did you mean words?"),
        ("[watch.a]\nwords = ['x', 'y z']\n", "2:15: watch.a.words.2: 'y z' is several words: write it"),
        ("[watch.a]\nquery = 'x OR'\n", "2:1: watch.a.query: ends where a term should stand"),
        ("[watch.a]\nlanguages = ['en']\n", "1:2: watch.a: names nothing to look for"),
        ("[watch.a]\nwords=['x']\nlanguages = ['zz']\n", "3:14: watch.a.languages.1: zz: no such language"),
        ("[watch.none]\nwords = ['x']\n", "1:2: watch.none: a watch's name has letters, digits, - and _"),
        (
            "[watch.a]\nwords = ['x']\ndeliver=['dask']\n[deliver.desk]\nkind='feed'\nfolder='f'\n",
            "3:10: watch.a.deliver.1: there is no [deliver.dask]; did you mean desk?",
        ),
        (
            "[watch.flood]\nwords=['x']\n[job.a]\ninputs=['x']\nto=['es']\nwatches=['floods']\n",
            "6:10: job.a.watches.1: there is no [watch.floods]; did you mean flood?",
        ),
        (
            "[watch.b]\nwords=['x']\n[job.a]\ninputs=['x']\nto=['es']\nwatches=['none', 'b']\n",
            "6:1: job.a.watches: none stands for no watch",
        ),
        (
            "[watch.b]\nwords=['x']\n[job.a]\ninputs=['x']\nto=['es']\nwatches=['b']\ndigest=false\n",
            "6:1: job.a.watches: needs a digest, which this job does not make",
        ),
        ("[digest]\nwatches = ['x']\n", "2:12: digest.watches.1: there is no [watch.x]; write [watch.x]"),
        ("[job.'a b']\ninputs=['x']\n", "1:2: job.a b: a job's name has letters, digits, - and _"),
        ("[job]\na = 3\n", "2:1: job.a: is a table: write [job.a]"),
        ("[deliver.d]\nfolder = 'x'\n", "1:2: deliver.d.kind: is missing; known: feed sources mail folder"),
        ("[deliver.d]\nkind = 'mial'\n", "2:1: deliver.d.kind: mial: no such kind; did you mean mail?"),
        ("[deliver.d]\nkind = 'feed'\n", "1:2: deliver.d.folder: is missing"),
        (
            "[deliver.d]\nkind='feed'\nfolder='x'\nentries = 0\n",
            "4:1: deliver.d.entries: 0: must be 1 or more",
        ),
        (
            "[deliver.d]\nkind='mail'\nto=['a@b.c']\nfrom='a@b.c'\nhost='h.c'\nsecurity='tsl'\n",
            "6:1: deliver.d.security: 'tsl' is not known",
        ),
        ("[deliver.d]\nkind='mail'\npassword='x'\n", "3:1: deliver.d.password: is not known; did you mean"),
    ],
)
def test_a_slip_is_told_with_its_line_and_the_nearest_name(
    tmp_path: Path, content: str, message: str
) -> None:
    """Also by ``config check``, which goes on to the next table."""
    found = list(problems(read(tmp_path, content)))
    assert any(line.startswith(f"{tmp_path}/depeche.toml:{message}") for line in found), found


def test_every_wrong_table_is_told(tmp_path: Path) -> None:
    """One line each; the rest of the file is looked through all the same."""
    file = read(tmp_path, "[run]\nsentences = 0\n[digest]\ntop = 0\n[job.a]\n[deliver.b]\nkind = 'c'\n")
    assert [line.split(": ")[1] for line in problems(file)] == [
        "run.sentences",
        "digest.top",
        "deliver.b.kind",
        "job.a.inputs",
    ]


def test_an_unknown_job_is_told_the_nearest(tmp_path: Path) -> None:
    """Or that there is none."""
    with pytest.raises(UsageError, match=r"mourning: no such job in .*; did you mean morning\?"):
        job_named(read(tmp_path, WHOLE), "mourning")
    with pytest.raises(UsageError, match=r"it has no \[job.NAME\] at all"):
        job_named(read(tmp_path, ""), "morning")


@pytest.mark.parametrize(("text", "seconds"), [("45s", 45), ("90m", 5400), ("2h", 7200), (" 1D ", 86400)])
def test_spans_are_seconds(text: str, seconds: int) -> None:
    """With a unit, and above nothing."""
    assert seconds_of(text) == seconds
    for wrong in ("", "0h", "h", "2", "-1h"):
        with pytest.raises(ValueError, match="must be a span"):
            seconds_of(wrong)


def test_editors_get_a_schema_that_says_the_same() -> None:
    """What is right passes it, and what the reader refuses is refused by it where a schema can."""
    schema = file_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(json.loads(json.dumps(schema)))
    assert list(validator.iter_errors(tomllib.loads(WHOLE))) == []
    for wrong in (
        "[runs]",
        "[run]\nsentence = 3",
        "[run]\nsentences = '3'",
        "[job.a]\nto = ['es']",
        "[job.a]\ninputs = ['x']\nrun_id = 'x'",
        "[job.a]\ninputs = ['x']\nkeep = {runs = 0}",
        "[deliver.d]\nkind = 'mial'",
        "[deliver.d]\nkind = 'feed'",
    ):
        assert list(validator.iter_errors(tomllib.loads(wrong))) != [], wrong


def test_every_value_is_shown_with_where_it_comes_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job shows what it takes over, too; secrets are shown by the name of what holds them."""
    monkeypatch.setenv("DEPECHE_ENGINE", "argos")
    monkeypatch.setenv("MAIL_PASSWORD", "s3cret")
    file = read(tmp_path, WHOLE)
    found = {f"{table}.{row.key}": row for table, row in shown_options(file)}
    path = tmp_path / "depeche.toml"

    def shown(name: str) -> tuple[object, str, str]:
        return found[name].value, found[name].source, found[name].place

    assert shown("run.to") == (("ca",), "file", f"{path}:3:1")
    assert shown("job.morning.to") == (("es", "fr"), "file", f"{path}:17:1")
    assert shown("job.noon.to") == (("ca",), "file", f"{path}:3:1")
    assert shown("job.noon.engine") == ("argos", "environment", "DEPECHE_ENGINE")
    assert shown("job.morning.digest.top") == (7, "file", f"{path}:8:1")
    assert shown("job.morning.digest.pivot") == ("es", "file", f"{path}:31:1")
    assert shown("job.noon.digest") == (False, "file", f"{path}:35:1")
    assert shown("job.morning.keep.runs")[:2] == (14, "file")
    assert shown("job.noon.outputs") == ("outputs", "default", "")
    assert shown("deliver.desk.password_env")[:2] == ("MAIL_PASSWORD", "file")
    assert shown("deliver.desk.timeout")[:2] == (60, "default")
    assert "job.noon.run_id" not in found
    assert "s3cret" not in repr(found)


def test_what_a_cluster_says_is_shown_as_its_own(tmp_path: Path) -> None:
    """In ``[run]`` and in every job, which may say otherwise."""
    text = '[cluster]\nscheduler = "tcp://127.0.0.1:1"\n[job.a]\ninputs = ["x"]\nto = ["es"]\n'
    file = read(tmp_path, f'{text}[job.b]\ninputs = ["x"]\nto = ["es"]\nscheduler = "tcp://127.0.0.1:2"\n')
    found = {f"{table}.{row.key}": (row.value, row.place) for table, row in shown_options(file)}
    path = tmp_path / "depeche.toml"
    assert found["run.scheduler"] == ("tcp://127.0.0.1:1", f"{path}:2:1")
    assert found["job.a.scheduler"] == ("tcp://127.0.0.1:1", f"{path}:2:1")
    assert found["job.b.scheduler"] == ("tcp://127.0.0.1:2", f"{path}:9:1")
    assert list(jsonschema.Draft202012Validator(file_schema()).iter_errors(file.tables)) == []

# make digest   set up, translate and summarise examples/ into outputs/, show one summary
# make test     set up, run the test suite
# make coverage run it again, and see that it comes to nearly every line
# make processors   run the tests of neural models as other processors would (10 minutes)
# make formats  have LibreOffice and epubcheck open what is written in the formats of sources
# make crash    kill 100 runs at random moments, and compare what comes of them (20 minutes)
# make cluster  do one run of 200 documents in one process, in several and on a cluster, and compare every file (2 minutes)
# make chaos    kill and freeze parts of a cluster at random while it works, and compare (MINUTES=20)
# make tamper   change 500 runs at random, and make 100 clean ones: what verify finds
# make alive    compare Apertium's programs alive between documents with programs started for each (5 minutes)
# make browser  open the pages of hostile runs in Chromium, and see that nothing in them acts (3 minutes)
# make fuzz     send 1,000,000 hostile inputs through all that reads what others wrote (half an hour)
# make lint     style and types
# make audit    compare the locked packages with the published advisories (needs a network)
# make lock     choose versions anew within pyproject.toml's bounds, for uv.lock and pylock.toml (needs a network)
# make install  install for all users below PREFIX=/usr/local (with sudo; DESTDIR=... for packagers); make uninstall
# make container    build the image, and do a job in it, where docker or podman works (needs a network)
# make installs install in every way that docs/guides/installing.md names, into empty places (needs a network, 6 minutes)
# make schemas  write outputs/schema/ anew from the records
# make reference   write docs/reference/cli.md and the man pages anew from the help of the program
# make pictures write docs/images/ anew: the sample's run as Chromium shows it
# make bench    print one table of what takes how long, compared with the last one (20 minutes): PARTS="...", SAVE=1
# make bench-translate   compare with argostranslate's own loop, in an environment of its own (20 minutes)
# make clean    remove what was set up and the sample's run

PYTHON ?= python3
UV_VERSION := 0.13.9
BIN := .venv/bin
TARGETS := es,ca
SAMPLE := outputs/examples
# Pairs for the sample (and their pivots), and those that the tests translate with as well.
APERTIUM_SAMPLE := apertium apertium-eng-spa apertium-eng-cat apertium-fra-cat apertium-fr-es apertium-spa-cat
APERTIUM_TESTS := $(APERTIUM_SAMPLE) apertium-spa-ita
# strace watches that nothing connects to a network, openssl makes and checks keys, bubblewrap is the sandbox of
# systemd's units, and cron reads its lines. Tesseract reads a picture.
DEBIAN_TESTS := $(APERTIUM_TESTS) openssl strace bubblewrap cron tesseract-ocr tesseract-ocr-fra

APT := $(if $(filter 0,$(shell id -u)),,sudo )env DEBIAN_FRONTEND=noninteractive apt-get
# A package list from before the last point release leads nowhere, so it is fetched anew before an install.
APT_INSTALL := sh -c '$(APT) update -qq && $(APT) install -qq -y --no-install-recommends "$$@" >/dev/null' apt-install

.DELETE_ON_ERROR:
.PHONY: digest test coverage processors tamper cluster chaos alive browser formats office-programs crash fuzz lint install install-data uninstall container audit lock installs schemas reference pictures bench bench-translate clean help

help:
	@sed -n 's/^# make/make/p' Makefile

digest: .venv/.ready .venv/.engine
	@$(BIN)/depeche run examples/ --to $(TARGETS) --run-id $(notdir $(SAMPLE)) --out $(dir $(SAMPLE))
	@$(BIN)/depeche site --quiet $(SAMPLE) >/dev/null
	@echo
	@echo "One of the summaries, from French to Spanish:"
	@echo
	@cat $(SAMPLE)/documents/rupture-*/es/summary.txt
	@echo
	@echo "All texts and their provenance lie in $(SAMPLE)/documents/; to read them, open $(SAMPLE)/index.html"

test: .venv/.ready-for-tests .venv/.engine-for-tests
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

# Apart from the tests as such, for watching every line takes more than half as long again.
coverage: .venv/.ready-for-tests .venv/.engine-for-tests
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal --cov --cov-report=term-missing:skip-covered

# What models say differs between processors: their tests pass with each that this one can imitate.
NEURAL_TESTS := $(addprefix tests/,translate/engines/neural translate/engines/argos translate/engines/ct2 \
  translate/routes/test_identities.py translate/test_retry.py packages/test_ct2_models.py conformance/test_engine.py)
PROCESSORS := $(addprefix CT2_USE_MKL=0+ONEDNN_MAX_CPU_ISA=,SSE41 AVX AVX2 AVX2_VNNI AVX512_CORE AVX512_CORE_VNNI) \
  CT2_USE_MKL=0+CT2_FORCE_CPU_ISA=GENERIC CT2_USE_MKL=1 CT2_USE_MKL=1+MKL_ENABLE_INSTRUCTIONS=AVX2

processors: .venv/.ready-for-tests .venv/.engine-for-tests
	@for processor in $(PROCESSORS); do \
	  echo "$$processor"; \
	  env $$(echo $$processor | tr + ' ') $(BIN)/python -m pytest --quiet --numprocesses auto $(NEURAL_TESTS) || exit 1; \
	done

cluster: .venv/.ready-for-tests .venv/.engine-for-tests
	$(BIN)/python -m tests.campaigns.cluster.same

MINUTES ?= 20
chaos: .venv/.ready-for-tests .venv/.engine-for-tests
	$(BIN)/python -m tests.campaigns.cluster.chaos --minutes $(MINUTES)

tamper: .venv/.ready-for-tests
	$(BIN)/python -m tests.campaigns.tamper.campaign

# DATA=FOLDER holds other documents than the news beside the project: <document>/<language>.txt.
alive: .venv/.ready-for-tests .venv/.engine-for-tests
	$(BIN)/python -m tests.campaigns.alive.campaign $(if $(DATA),--documents $(DATA))

browser: .venv/.ready-for-tests
	@command -v chromium >/dev/null || $(APT_INSTALL) chromium
	$(BIN)/python -m tests.campaigns.hostile.browser

# LibreOffice and epubcheck open what is written in the formats of sources.
formats: .venv/.ready-for-tests office-programs
	$(BIN)/python -m tests.campaigns.kept.campaign

office-programs:
	@command -v soffice >/dev/null && test -e /usr/share/java/epubcheck.jar || \
	  $(APT_INSTALL) libreoffice-writer epubcheck || echo "LibreOffice and epubcheck cannot be installed here"

crash: .venv/.ready-for-tests .venv/.engine-for-tests
	$(BIN)/python -m tests.campaigns.crash.campaign --kills 100

fuzz: .venv/.ready-for-fuzzing
	$(BIN)/python -m tests.campaigns.fuzz.campaign

lint: .venv/.ready-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

audit: .venv-audit/locked.txt
	@.venv-audit/bin/python .ci/audit.py $<

# `uv lock` keeps the versions that still fit; `make lock UPGRADE=--upgrade` takes the newest.
lock: .venv/bin/uv
	@$(BIN)/uv lock --system-certs $(UPGRADE)
	@$(BIN)/uv export --quiet --frozen $(PYLOCK) --output-file pylock.toml

# For pip and others that read the standard: what `pip install .` brings, in exact versions with hashes.
PYLOCK := --no-dev --no-emit-project --no-header --format pylock.toml

installs: .venv/.ready .venv/.engine-for-tests
	@$(BIN)/python -m bench.installs $(WAYS)

# Below PREFIX: an environment of its own in lib/depeche with the exact versions of uv.lock, a link in bin, man pages and
# completions. With DESTDIR all is put below that folder, and works once it is at its place. EXTRAS="office web sign"
# names extras. Files are copied, for uv's cache may belong to a user who could change them.
PREFIX ?= /usr/local
DESTDIR ?=
EXTRAS ?= office web zstd
LIB := $(PREFIX)/lib/depeche
SHARE := $(DESTDIR)$(PREFIX)/share
MAN_PAGES := $(notdir $(wildcard docs/reference/man/*.1))
COMPLETIONS := bash-completion/completions/depeche zsh/site-functions/_depeche fish/vendor_completions.d/depeche.fish

install: .venv/bin/uv install-data
	@umask 022 && rm -rf "$(DESTDIR)$(LIB)" && $(PYTHON) -m venv "$(DESTDIR)$(LIB)" \
	  && UV_PROJECT_ENVIRONMENT="$(abspath $(DESTDIR)$(LIB))" UV_LINK_MODE=copy $(BIN)/uv sync --quiet --system-certs --frozen \
	    --inexact --no-dev --no-editable --compile-bytecode $(addprefix --extra ,$(EXTRAS)) \
	  && find "$(DESTDIR)$(LIB)/bin" -type f -delete \
	  && printf '#!%s\nimport sys\nfrom pipeline.__main__ import program\nsys.exit(program())\n' "$(LIB)/bin/python3" \
	    > "$(DESTDIR)$(LIB)/bin/depeche" && chmod 755 "$(DESTDIR)$(LIB)/bin/depeche" \
	  && install -d "$(DESTDIR)$(PREFIX)/bin" && ln -sfn ../lib/depeche/bin/depeche "$(DESTDIR)$(PREFIX)/bin/depeche"
	@echo "installed: $(DESTDIR)$(PREFIX)/bin/depeche; make uninstall PREFIX=$(PREFIX) takes it away"

install-data:
	@install -Dm 644 -t "$(SHARE)/man/man1" docs/reference/man/*.1
	@install -Dm 644 deploy/completions/depeche.bash "$(SHARE)/$(word 1,$(COMPLETIONS))"
	@install -Dm 644 deploy/completions/_depeche "$(SHARE)/$(word 2,$(COMPLETIONS))"
	@install -Dm 644 deploy/completions/depeche.fish "$(SHARE)/$(word 3,$(COMPLETIONS))"

uninstall:
	@rm -rf "$(DESTDIR)$(LIB)"
	@rm -f "$(DESTDIR)$(PREFIX)/bin/depeche"
	@cd "$(SHARE)" 2>/dev/null && rm -f $(addprefix man/man1/,$(MAN_PAGES)) $(COMPLETIONS) || true

container: .venv/.ready-for-tests
	@$(BIN)/python -m tests.campaigns.container.campaign

schemas: .venv/.ready
	@for name in document variant run digest; do $(BIN)/depeche schema $$name > outputs/schema/$$name.json; done

reference: .venv/.ready-for-tests
	@$(BIN)/python -m tests.support.reference

pictures: .venv/.ready-for-tests .venv/.engine
	@command -v chromium >/dev/null || $(APT_INSTALL) chromium
	@command -v soffice >/dev/null || $(APT_INSTALL) libreoffice-writer-nogui
	@$(BIN)/python -m tests.support.pictures

# PARTS="startup apertium" measures a part; SAVE=1 keeps the table and writes docs/measurements/bench.md anew.
bench: .venv/.ready-for-tests .venv/.engine-for-tests
	@$(BIN)/python bench/table.py $(if $(PARTS),--parts $(PARTS)) $(if $(SAVE),--save)

bench-translate: .venv-bench/.ready
	@PYTHONPATH=. .venv-bench/bin/python bench/translate.py

# argostranslate needs torch, which the project's own environment leaves out.
.venv-bench/.ready: bench/translate-requirements.txt .venv/bin/uv pyproject.toml uv.lock
	@$(PYTHON) -m venv .venv-bench
	@$(BIN)/uv export --quiet --frozen --no-dev --no-emit-project --no-hashes --output-file .venv-bench/locked.txt
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check \
	  -r bench/translate-requirements.txt -r .venv-bench/locked.txt
	@touch $@

# What users install: everything in the lock file but what develops and measures.
.venv-audit/locked.txt: .venv/bin/uv pyproject.toml uv.lock
	@$(PYTHON) -m venv .venv-audit
	@UV_PROJECT_ENVIRONMENT=.venv-audit $(BIN)/uv sync --quiet --system-certs --frozen --only-group audit
	@$(BIN)/uv export --quiet --frozen --no-dev --all-extras --no-emit-project --output-file $@

clean:
	rm -rf .venv .venv-bench .venv-audit $(SAMPLE)

.venv/bin/uv: Makefile
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "depeche needs Python 3.11 or newer; set PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(APT_INSTALL) python3-venv
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

# Where PYTHONDONTWRITEBYTECODE is set, as in many containers, Python would compile all modules at each start.
COMPILE := $(BIN)/python -m compileall -qq pipeline languages

.venv/.ready: .venv/bin/uv pyproject.toml uv.lock
	@$(BIN)/uv sync --quiet --system-certs --frozen --inexact --compile-bytecode --python $(BIN)/python --no-dev --extra argos --extra office --extra web --extra zstd
	@$(COMPILE)
	@touch $@

.venv/.ready-for-tests: .venv/bin/uv pyproject.toml uv.lock
	@$(BIN)/uv sync --quiet --system-certs --frozen --inexact --compile-bytecode --python $(BIN)/python
	@$(COMPILE)
	@touch $@ .venv/.ready

.venv/.ready-for-fuzzing: .venv/.ready-for-tests
	@$(BIN)/uv sync --quiet --system-certs --frozen --inexact --compile-bytecode --python $(BIN)/python --group fuzz
	@touch $@

# Neural packages where their index answers, Apertium's rules from Debian otherwise.
.venv/.engine: .venv/.ready
	@$(BIN)/depeche run examples/ --to $(TARGETS) --dry-run >/dev/null 2>&1 \
	  || $(BIN)/depeche languages install --timeout 5 en fr $(subst $(comma), ,$(TARGETS)) \
	  || { command -v apt-get >/dev/null && $(APT_INSTALL) $(APERTIUM_SAMPLE); } \
	  || { echo "no translation engine could be installed; see docs/guides/installing.md" >&2; exit 1; }
	@touch $@

.venv/.engine-for-tests: .venv/.ready
	@dpkg -s $(DEBIAN_TESTS) >/dev/null 2>&1 \
	  || { command -v apt-get >/dev/null && $(APT_INSTALL) $(DEBIAN_TESTS); } \
	  || echo "Apertium and strace cannot be installed here: tests that need Apertium are skipped" >&2
	@touch $@

comma := ,

# Everything lives in $(VENV), made on first use and brought up to date when a lock file changes.
# Needs make, Python 3.11 or later and a way to PyPI; wheels only, no compiler (but see `simpleaudio`).

VENV ?= .venv
MINUTES ?= 10
OUTPUT ?= routine.mp3
SERVE ?=
BENCH ?= full

# A Python to use; without it, the first one that is new enough: `make PYTHON=/path/to/python3.12`.
PYTHON ?=
NEW_ENOUGH = import sys; sys.exit(sys.version_info < (3, 11))
FIND_PYTHON = for python in $(if $(PYTHON),"$(PYTHON)",python3 python3.13 python3.12 python3.11 python); do \
		"$$python" -c '$(NEW_ENOUGH)' 2>/dev/null && break; \
		python=; \
	done; \
	test -n "$$python" || { \
		echo "make: no Python 3.11 or later is found; install one, or say make PYTHON=/path/to/python3.12" >&2; exit 1; }; \
	"$$python" -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "make: $$python cannot make virtual environments; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

RUN = $(VENV)/bin/python -m
# The locks are complete, so pip resolves nothing: what is installed is what was tested.
INSTALL = $(RUN) pip install --quiet --disable-pip-version-check --no-deps
LOCKED = $(INSTALL) --require-hashes --only-binary :all:
COMPILE = .venv-lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --custom-compile-command "make lock"

.PHONY: help routine page scripts setup setup-dev test test-full test-slow test-all bench lint format lock simpleaudio clean
.NOTPARALLEL:
.DELETE_ON_ERROR:

help:
	@echo "make routine    make a ten-minute routine, $(OUTPUT) (MINUTES=12, OUTPUT=mine.mp3)"
	@echo "make page       open the page in the browser (SERVE=--lan lets phones in)"
	@echo "make scripts    compose the scripts in scripts/ anew, each by the call in its first line"
	@echo "make test       the tests, but for the slow ones"
	@echo "make test-full  all tests"
	@echo "make test-slow  the slow tests"
	@echo "make test-all   the tests on every Python that is found: 3.11, 3.12, 3.13"
	@echo "make bench      voiceguide beside pydub, ffmpeg and sox, into tests/benchmarks/README.md (BENCH=quick for a quick look)"
	@echo "make lint       style, types and import contracts"
	@echo "make format     put the code into the house's format"
	@echo "make lock       choose new versions of the libraries"
	@echo "make simpleaudio  build the second playback backend (needs a C compiler and ALSA's headers)"
	@echo "make clean      remove what these made, but not the clips in audio_cache/"

routine: setup
	@"$(VENV)/bin/voiceguide" export --minutes $(MINUTES) -o "$(OUTPUT)"

page: $(VENV)/.web
	@"$(VENV)/bin/voiceguide" serve --open $(SERVE)

scripts: setup
	@for script in scripts/*.yaml; do \
		sed -n '1s/^# Made by: voiceguide //p' "$$script" | \
			xargs -I CALL sh -c '"$(VENV)/bin/voiceguide" CALL --quiet -o "$$0"' "$$script" || exit 1; \
	done

setup: $(VENV)/.run
setup-dev: $(VENV)/.dev

# A folder that was copied, moved or left by a Python that is gone does not run: it is made again.
$(VENV)/.run: pyproject.toml requirements/run.txt
	@$(RUN) pip --version >/dev/null 2>&1 || { \
		$(FIND_PYTHON); \
		echo "Setting up $(VENV) with $$("$$python" --version); this happens once" >&2; \
		"$$python" -m venv --clear "$(VENV)"; \
	}
	@$(LOCKED) -r requirements/run.txt
	@$(INSTALL) --no-build-isolation --editable .
	@touch "$@"

$(VENV)/.web: $(VENV)/.run requirements/web.txt
	@$(LOCKED) -r requirements/web.txt
	@touch "$@"

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	@$(LOCKED) -r requirements/dev.txt
	@touch "$@"

test: setup-dev
	@$(RUN) pytest -q -n auto --maxprocesses 8 --dist worksteal -m "not slow" $(PYTEST_FLAGS)

test-full: setup-dev
	@VOICEGUIDE_EXAMPLES=$${VOICEGUIDE_EXAMPLES:-thorough} $(RUN) pytest -q -n auto --maxprocesses 8 --dist worksteal $(PYTEST_FLAGS)

test-slow: setup-dev
	@$(RUN) pytest -q -m slow $(PYTEST_FLAGS)

# pyenv's Pythons first: its shims on PATH answer for versions that are not chosen, and fail.
test-3.%:
	@for python in "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/3.$*.*/bin/python python3.$*; do \
		if "$$python" -c '$(NEW_ENOUGH)' 2>/dev/null; then \
			exec $(MAKE) --no-print-directory test VENV=.venv-3.$* PYTHON="$$python"; \
		fi; \
	done; \
	echo "Python 3.$* is not found: left out" >&2

test-all: test-3.11 test-3.12 test-3.13

bench: setup-dev
	@"$(VENV)/bin/python" tests/benchmarks/bench.py $(BENCH)

lint: setup-dev
	@$(RUN) ruff check .
	@$(RUN) ruff format --check .
	@$(RUN) mypy
	@"$(VENV)/bin/lint-imports" --no-cache

format: setup-dev
	@$(RUN) ruff check --fix-only .
	@$(RUN) ruff format .

lock: .venv-lock/bin/uv
	$(COMPILE) pyproject.toml requirements/macos.in --group build --excludes requirements/left_out.txt \
		--output-file requirements/run.txt
	$(COMPILE) --group pyproject.toml:web --constraints requirements/run.txt --output-file requirements/web.txt
	$(COMPILE) --group pyproject.toml:dev --constraints requirements/run.txt --constraints requirements/web.txt \
		--output-file requirements/dev.txt

.venv-lock/bin/uv:
	@$(FIND_PYTHON); "$$python" -m venv .venv-lock
	@.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check "uv>=0.9,<1"

# Not in the locks: it has no wheels, and builds only where ALSA's headers are.
simpleaudio: setup-dev
	@"$(VENV)/bin/python" -c 'import subprocess, sys, tomllib; \
		extras = tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]; \
		sys.exit(subprocess.call([sys.executable, "-m", "pip", "install", "--quiet", \
			"--disable-pip-version-check", *extras["simpleaudio"]]))'

clean:
	rm -rf .venv .venv-3.* .venv-lock build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	rm -f "$(OUTPUT)"
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

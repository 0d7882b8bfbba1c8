# What a contributor runs; `make` alone lists it. Every target makes the environment that it needs.
# Another Python: make test PYTHON=python3.12. Another place for the environment: VENV=...

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip install -qq -c constraints.txt
# Tests start many processes: what they compile is kept. Sets have one order, so that a test that fails fails again.
PYTEST = PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist worksteal

# Stamps: an environment of this Python; all that pyproject.toml and constraints.txt name is in it; the rivals of `bench` too.
MADE = $(VENV)/.made-with-$(notdir $(PYTHON))
READY = $(VENV)/.ready
RIVALS = $(VENV)/.rivals

.DEFAULT_GOAL = help
.PHONY: help demo test slow explore fix lint types generate fresh bench agreement mutations findings wheel clean

help: ## say what there is
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/make \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name what; do printf '%-16s %s\n' "$$name" "$$what"; done

demo: $(READY) ## lint examples/: sessions with one kind of mistake each
	@$(BIN)/smtp-ls --check examples; code=$$?; test $$code -eq 1 || { echo "smtp-ls exited with $$code, not 1"; exit 2; }

test: $(READY) ## run the quick tests (about a minute)
	PYTHONHASHSEED=0 $(PYTEST) -m "not slow" $(ARGS)

slow: $(READY) ## run all tests, those drawn by hypothesis with many more examples
	PYTHONHASHSEED=0 $(PYTEST) --hypothesis-profile=thorough $(ARGS)

explore: $(READY) ## run the tests that draw, with other examples than ever before (many minutes; never in CI)
	$(PYTEST) --hypothesis-profile=explore -m "hypothesis or fuzz" $(ARGS)

fix: $(READY) ## mend what ruff can mend, and format
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lint: $(READY) ## ruff, changing nothing
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(READY) ## mypy, strict
	$(BIN)/mypy

generate: $(READY) ## write anew what is generated: the patterns, the list of rules, the reference and the manual page in docs/
	$(BIN)/python grammar/compile_abnf.py
	$(BIN)/python scripts/index_rules.py
	$(BIN)/python grammar/write_forms.py
	$(BIN)/python scripts/write_reference.py
	$(BIN)/python scripts/write_man.py
	$(BIN)/python grammar/write_textmate.py
	$(BIN)/python grammar/write_vim.py
	$(BIN)/python grammar/write_emacs.py
	$(BIN)/python grammar/write_kate.py
	$(BIN)/python grammar/write_sublime.py
	$(BIN)/python grammar/write_tree_sitter.py
	$(BIN)/python scripts/write_vscode.py

fresh: $(READY) ## is what is generated up to date?
	$(BIN)/python grammar/compile_abnf.py --check
	$(BIN)/python scripts/index_rules.py --check
	$(BIN)/python grammar/write_forms.py --check
	$(BIN)/python scripts/write_reference.py --check
	$(BIN)/python scripts/write_man.py --check
	$(BIN)/python grammar/write_textmate.py --check
	$(BIN)/python grammar/write_vim.py --check
	$(BIN)/python grammar/write_emacs.py --check
	$(BIN)/python grammar/write_kate.py --check
	$(BIN)/python grammar/write_sublime.py --check
	$(BIN)/python grammar/write_tree_sitter.py --check
	$(BIN)/python scripts/write_vscode.py --check

bench: $(RIVALS) ## measure, beside ruff, yamllint and pyflakes (on a quiet machine)
	$(BIN)/python -m benchmarks $(ARGS)

agreement: $(READY) ## compare findings with what real servers refused (needs ../shared/corpus)
	$(BIN)/python -m benchmarks.agreement $(ARGS)

mutations: $(READY) ## break valid sessions in known ways, and count what is found (ARGS=-v: what is not)
	$(BIN)/python -m benchmarks.mutations $(ARGS)

findings: $(READY) ## count what each rule finds in genuine files (needs ../shared/corpus; ARGS=-v: each finding)
	$(BIN)/python -m benchmarks.findings $(ARGS)

wheel: $(READY) ## build dist/smtp_ls-*.whl
	$(BIN)/python -m pip wheel -qq --no-deps --no-build-isolation -w dist .

vsix: $(READY) ## build dist/smtp-ls-*.vsix, the extension for VS Code, with a server in it
	editors/vscode/package.sh $(BIN)/python

test-grammar: $(READY) ## the TextMate grammar, in the tokeniser of VS Code (ARGS=--update: new snapshots)
	tests/grammar/run.sh $(BIN)/python $(ARGS)

test-vscode: $(READY) ## the packaged extension in a real VS Code, driven in a headless browser (installs both by itself)
	tests/editors/vscode/run.sh $(BIN)/python $(ARGS)

test-neovim: $(READY) ## the plugin in a real Neovim, which it installs by itself
	tests/editors/neovim/run.sh $(BIN)/python

test-editors: $(READY) ## what there is for Vim, Emacs, Kate, Sublime Text, Sphinx and MkDocs, in them (installs them by itself)
	tests/editors/others.sh $(BIN)/python
	tests/editors/pygments/run.sh $(BIN)/python

test-tree-sitter: $(READY) ## the tree-sitter grammar, compiled (ARGS=--update: new trees in its corpus)
	tests/editors/tree_sitter/run.sh $(BIN)/python $(ARGS)

screenshots: $(READY) ## take the pictures in docs/images/ anew, in a real VS Code
	tests/editors/vscode/run.sh $(BIN)/python --pictures docs/images

clean: ## remove what was made, the environment too
	rm -rf $(VENV) dist build $(addprefix editors/vscode/,node_modules dist syntaxes bundled/libs) .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

$(MADE):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "smtp-ls needs Python 3.11 or later, and this is " + sys.version.split()[0] + ": make test PYTHON=python3.12")'
	@echo "making $(VENV) with $(PYTHON)"
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(READY): $(MADE) pyproject.toml constraints.txt
	@$(PIP) --upgrade pip
	@$(PIP) --group build
	@$(PIP) --group dev --no-build-isolation --editable .
	@touch $@

$(RIVALS): $(READY)
	@$(PIP) --group bench
	@touch $@

#!/usr/bin/env bash
# The other editors, as far as they can be had: others.sh PYTHON
# Vim with ALE, Emacs with Eglot; Kate's highlighter; Sublime Text's syntax in bat; what is written for Helix, Kate and Sublime
# Text is read. PYTHON is the environment of this repository, whose smtp-ls is tested. What is missing is installed by apt.
set -euo pipefail
case $1 in /*) python=$1 ;; *) python=$PWD/$1 ;; esac # a link: it must not be resolved
cd "$(dirname "$0")"
here=$PWD editors=$(cd ../../editors && pwd)

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
since=$SECONDS

system() { # sudo where we are not root
    local wanted=(vim-nox vim-ale emacs-nox elpa-eglot bat libkf5syntaxhighlighting-tools) sudo=
    dpkg -s "${wanted[@]}" >/dev/null 2>&1 && return
    [ "$(id -u)" = 0 ] || sudo=sudo
    $sudo apt-get update -q
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -q -y --no-install-recommends "${wanted[@]}"
}
system >"$scratch/install.log" 2>&1 || { cat "$scratch/install.log"; echo "FAILED: apt cannot install the editors; why is said above"; exit 1; } >&2
printf '%-52s %4d s\n' "system packages" $((SECONDS - since))

failed=0
cp -r neovim/workspace "$scratch/workspace"
cd "$scratch/workspace"
git init -q . # where Emacs takes the project's root from

alone() { # with an environment of its own
    env -i HOME="$scratch" PATH="$(dirname "$python"):/usr/bin:/bin" LANG=C.UTF-8 TERM=xterm "$@"
}

echo && echo "Vim"
alone PLUGIN="$editors/vim" REPORT="$scratch/report" \
    timeout 120 script -qec "vim.nox -u $here/vim/drive.vim" /dev/null >/dev/null </dev/null || failed=1
cat "$scratch/report"

echo && echo "Emacs"
alone timeout 120 emacs -Q --batch -L "$editors/emacs" -l "$here/emacs/drive.el" 2>"$scratch/stderr" || { failed=1; cat "$scratch/stderr"; }
cp "$editors/emacs/smtp-mode.el" "$scratch"
alone emacs -Q --batch --eval '(setq byte-compile-error-on-warn t)' -f batch-byte-compile "$scratch/smtp-mode.el" || failed=1

echo && echo "Kate's highlighter, and bat with Sublime Text's syntax"
alone "$python" "$here/syntaxes.py" "$scratch/workspace" || failed=1

echo && echo "Settings"
"$python" - "$editors" <<'PYTHON' || failed=1
import json, re, sys, tomllib
from pathlib import Path

editors = Path(sys.argv[1])
helix = tomllib.loads((editors / "helix/languages.toml").read_text())
assert helix["language"][0]["language-servers"] == list(helix["language-server"]) == ["smtp-ls"]
kate = json.loads((editors / "kate/lspclient.json").read_text())
assert kate["servers"]["smtp"]["command"] == ["smtp-ls"]
sublime = re.sub(r"(?m)^\s*//.*$", "", (editors / "sublime/LSP-smtp-ls.sublime-settings").read_text())
client = json.loads(sublime)["clients"]["smtp-ls"]
syntax = (editors / "sublime/SMTP.sublime-syntax").read_text()
assert f"scope: {client['selector']}\n" in syntax
from smtp_ls.colouring import KINDS
assert set(client["semantic_tokens"]) <= set(KINDS)
print("ok     Helix, Kate and Sublime Text")
PYTHON

exit $failed

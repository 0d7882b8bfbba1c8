#!/usr/bin/env bash
# The tree-sitter grammar: compiled, in py-tree-sitter and in Neovim: run.sh PYTHON [--update]
# A C compiler is installed by apt if there is none, py-tree-sitter into the cache; Neovim is what neovim/run.sh has left there.
set -euo pipefail
case $1 in /*) python=$1 ;; *) python=$PWD/$1 ;; esac # a link: it must not be resolved
shift
cd "$(dirname "$0")"
root=$(cd ../../.. && pwd)

version=0.26.1
cache=${XDG_CACHE_HOME:-$HOME/.cache}/smtp-ls-editors
home=$cache/py-tree-sitter-$version
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

command -v "${CC:-cc}" >/dev/null || apt-get install -q -y --no-install-recommends gcc libc6-dev >&2
if [ ! -d "$home" ]; then
    mkdir -p "$cache"
    "$python" -m pip install -qq --disable-pip-version-check --target "$home.$$" "tree-sitter==$version"
    mv -T "$home.$$" "$home" 2>/dev/null || rm -rf "$home.$$" # another process was quicker
fi
CC="${CC:-cc} -Wall -Wextra -Wno-unused-parameter -Wno-unused-but-set-variable" \
    "$root/grammar/tree-sitter-smtp/build.sh" "$scratch/parser/smtp.so"
PYTHONPATH=$home "$python" check.py "$scratch/parser/smtp.so" "$@"

nvim=$(echo "$cache"/neovim-*/bin/nvim)
if [ -x "$nvim" ]; then
    cp -r ../neovim/workspace "$scratch/workspace"
    cd "$scratch/workspace"
    env -i HOME="$scratch" PATH="$(dirname "$python"):/usr/bin:/bin" LANG=C.UTF-8 SMTP_LS_PLUGIN="$root/editors/neovim" \
        SMTP_LS_THEN="$root/tests/editors/tree_sitter/neovim.lua" \
        timeout 60 "$nvim" --headless --cmd "set runtimepath^=$scratch" -u "$root/tests/editors/neovim/init.lua" 2>"$scratch/stderr" ||
        { cat "$scratch/stderr"; exit 1; }
fi

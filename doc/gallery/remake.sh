#!/bin/sh
# Makes the figures of the gallery by the calls that `figures` lists, and README, which shows them.
#   sh doc/gallery/remake.sh INTERPHASE FOLDER [FORM]    FORM of the figures: svg, or gp
set -eu
program=$1 folder=$2 form=${3-svg}
sources=$(dirname "$0")
{
    echo '# Gallery'
    echo
    echo 'Figures as `interphase` draws them. Remade by `make gallery`; each call stands above its figure.'
} >"$folder/README.md.new"
grep -v -e '^#' -e '^$' "$sources/figures" | while read -r name call; do
    # The calls are those of the list beside this script; words in quotes are single words.
    eval "set -- $call"
    "$program" "$@" -q --plot "$folder/$name.$form" >/dev/null </dev/null
    printf '\n    interphase %s --plot %s.svg\n\n![%s](%s.svg)\n' "$call" "$name" "$name" "$name" >>"$folder/README.md.new"
done
mv "$folder/README.md.new" "$folder/README.md"

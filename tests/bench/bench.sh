#!/bin/sh
# Measures the program and prints a table; writes the same as JSON. Beside it pymatgen, where it is installed: its answers
# are compared before its times.
#
# usage: bench.sh BUILD_FOLDER SOURCE_FOLDER
# Environment: BENCH_QUICK=1 for fewer runs and small inputs, BENCH_PEER_SECONDS how long pymatgen may take for a pair
# (default 20), BENCH_JSON where the JSON goes (default bench.json).
set -eu
build=$1 sources=$2
program=$build/interphase
bench=$build/tests/bench/bench
table=$sources/datasets/mp2020.csv
limit=${BENCH_PEER_SECONDS:-20}
json=${BENCH_JSON:-bench.json}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
BENCH_RESULTS=$work/results
export BENCH_RESULTS
: >"$BENCH_RESULTS"
if [ -n "${BENCH_QUICK-}" ]; then many=3 some=1 pairs=500 tasks=2000; else many=21 some=3 pairs=4000 tasks=100000; fi

python=
for candidate in python3 /usr/bin/python3; do
    if "$candidate" -c 'import pymatgen.analysis.interface_reactions' 2>/dev/null; then python=$candidate; break; fi
done
pymatgen=
[ -z "$python" ] || pymatgen=$("$python" -c 'from importlib.metadata import version; print(version("pymatgen"))' 2>/dev/null || echo unknown)
processors=$(nproc)
model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
echo "machine: $model, $processors processors, load $(cut -d' ' -f1 /proc/loadavg)"
"$program" --version | head -n 2
echo "pymatgen ${pymatgen:-is not installed: its cases are left out}"

head_line() { printf '\n%-52s %10s %10s %10s %8s %12s\n' "$1" 'median, ms' lowest highest 'peak, MB' rate; }
whole() { "$bench" time "$@"; }
# JSON NAME VALUE...: an object of the results that has no times of its own.
result() { printf '{"case": "%s", %s}\n' "$1" "$2" >>"$BENCH_RESULTS"; }

head_line 'cold start, whole process'
whole 'start (--version)' "$many" 0 - "$program" --version
whole 'window Na3PS4' "$many" 0 - "$program" window Na3PS4
whole 'hull Na3PS4' "$many" 0 - "$program" hull Na3PS4
whole 'decompose Na3PS4' "$many" 0 - "$program" decompose Na3PS4 --voltage 0
whole 'profile Na3PS4' "$many" 0 - "$program" profile Na3PS4
whole 'react Na3PS4 NaCrO2' "$many" 0 - "$program" react Na3PS4 NaCrO2
whole 'cell Na NaF Na3PS4 NaCrO2' "$many" 0 - "$program" cell Na NaF Na3PS4 NaCrO2 --voltage 2:3.6
whole 'data info, with digest' "$many" 0 - "$program" data info
if [ -n "$python" ]; then
    theirs=$("$python" "$sources/tests/bench/peer.py" window "$table" Na3PS4 2>/dev/null)
    ours=$("$program" profile Na3PS4 -f csv | awk -F, 'NR > 2 { printf "%s%.4f", sep, $3; sep = ", " }')
    missing=$(echo "$ours" | tr ',' '\n' | while read -r voltage; do case $theirs in *"${voltage%0}"*) ;; *) echo "$voltage" ;; esac; done)
    [ -z "$missing" ] || echo "pymatgen has other voltages: $theirs, not $missing"
    whole 'pymatgen: profile of Na3PS4, as a script' "$some" 0 - "$python" "$sources/tests/bench/peer.py" window "$table" Na3PS4 2>/dev/null
fi

head_line 'loading'
megabytes=$(wc -c <"$table" | awk '{ printf "%.3f", $1 / 1e6 }')
whole 'wc -l, the floor' "$many" "$megabytes" MB wc -l "$table"
whole 'hull of an element (MB read)' "$many" "$megabytes" MB "$program" hull Na
for rows in 10000 100000 1000000; do
    [ -z "${BENCH_QUICK-}" ] || [ $rows -lt 1000000 ] || continue
    "$bench" grow "$table" $rows >"$work/grown.csv"
    whole "a table of $rows rows" "$some" $rows rows "$program" hull Na -d "$work/grown.csv"
done
rm -f "$work/grown.csv"

head_line 'the whole table'
rows=$(($(wc -l <"$table") - 1))
for threads in 1 $processors; do
    whole "hull --all, threads: $threads" "$some" $rows phases "$program" hull --all -f csv -j "$threads"
done
grep -E '^[^,]*Na([^a-z]|,)' "$table" | cut -d, -f1 | awk 'BEGIN { print "a" } $0 != "Na"' >"$work/sodium.csv"
whole 'windows of all sodium phases' "$some" "$(wc -l <"$work/sodium.csv")" windows "$program" screen -q "$work/sodium.csv"
whole 'coatings between Na3PS4 and NaCrO2, 2:3.6 V' "$some" $rows phases "$program" coatings -q --electrolyte Na3PS4 --cathode NaCrO2 --voltage 2:3.6 -f csv
whole 'the same, no test but the interfaces' 1 $rows phases "$program" coatings -q --electrolyte Na3PS4 --cathode NaCrO2 \
    --voltage 2:3.6 --any-window --min-gap 0 --max-above-hull 100 --radioactive --max-reaction 100 -f csv

head_line 'pairs of phases in a batch'
for elements in 3 4 5 6 7 8; do
    "$bench" tasks "$table" $elements $pairs >"$work/tasks.csv"
    for threads in 1 $processors; do
        whole "$elements elements, threads: $threads" "$some" $pairs pairs "$program" screen -q -j "$threads" "$work/tasks.csv"
    done
done
for count in $((tasks / 10)) $tasks; do
    "$bench" tasks "$table" 5 "$count" >"$work/tasks.csv"
    whole "screen, $count rows of five elements" 1 "$count" pairs "$program" screen -q "$work/tasks.csv"
done
list=$sources/datasets/sodium-cell-materials.csv
whole 'matrix of the review, 55 by 21' "$some" 1155 pairs "$program" screen -q --matrix "$list" "$list" --role electrolyte --role cathode,anode

for condition in closed 2.5; do
    printf '\n%-66s %8s %6s %6s %10s %12s %8s\n' "all kinks of a pair, $condition, table loaded" elements kinks solves 'median, ms' 'pymatgen, ms' ratio
    "$bench" pairs "$table" "$sources/tests/bench/pairs.csv" $condition | while IFS=, read -r a b elements kinks deepest median solves; do
        peer='' ratio='' note=''
        if [ -n "$python" ] && [ $condition = closed ]; then
            if answer=$(timeout "$limit" "$python" "$sources/tests/bench/peer.py" pair "$table" "$a" "$b" 2>/dev/null); then
                peer=$(echo "$answer" | cut -d, -f3)
                ratio=$(awk "BEGIN { printf \"%.0f\", $peer / $median }")
                theirs=$(echo "$answer" | cut -d, -f1)
                awk "BEGIN { d = $theirs - ($deepest); exit !(d < 1e-5 && d > -1e-5) }" || note="differs: $theirs"
            else
                peer="over ${limit} s"
            fi
        fi
        printf '%-66s %8s %6s %6s %10s %12s %8s %s\n' "$a | $b" "$elements" "$kinks" "$solves" "$median" "$peer" "$ratio" "$note"
        result "pair $a | $b, $condition" "\"elements\": $elements, \"kinks\": $kinks, \"solves\": $solves, \"deepest\": $deepest, \"median_ms\": $median, \"pymatgen\": \"$peer\", \"ratio\": ${ratio:-null}"
    done
done

{
    printf '{"machine": "%s", "processors": %s, "interphase": "%s", "pymatgen": "%s",\n "results": [\n' "$model" "$processors" \
        "$("$program" --version | head -n 1 | cut -d' ' -f2)" "$pymatgen"
    sed 's/^/  /; $!s/$/,/' "$BENCH_RESULTS"
    printf ' ]\n}\n'
} >"$json"
echo
echo "written: $json"

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
peer=$sources/tests/bench/peer.py
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
    theirs=$("$python" "$peer" window "$table" Na3PS4 2>/dev/null)
    ours=$("$program" profile Na3PS4 -f csv | awk -F, 'NR > 2 { printf "%s%.4f", sep, $3; sep = ", " }')
    missing=$(echo "$ours" | tr ',' '\n' | while read -r voltage; do case $theirs in *"${voltage%0}"*) ;; *) echo "$voltage" ;; esac; done)
    [ -z "$missing" ] || echo "pymatgen has other voltages: $theirs, not $missing"
    whole 'pymatgen: profile of Na3PS4, as a script' "$some" 0 - "$python" "$peer" window "$table" Na3PS4 2>/dev/null
fi

head_line 'loading'
megabytes=$(wc -c <"$table" | awk '{ printf "%.3f", $1 / 1e6 }')
whole 'wc -l, the floor' "$many" "$megabytes" MB wc -l "$table"
[ -z "$python" ] || whole 'pymatgen: the table, as a script' "$some" 0 - "$python" "$peer" load "$table"
whole 'hull of an element (MB read)' "$many" "$megabytes" MB "$program" hull Na
for rows in 10000 100000 1000000; do
    [ -z "${BENCH_QUICK-}" ] || [ $rows -lt 1000000 ] || continue
    "$bench" grow "$table" $rows >"$work/grown.csv"
    whole "a table of $rows rows" "$some" $rows rows "$program" hull -q Na -d "$work/grown.csv"
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

# CASE KIND LIST COUNT RUNS COMMAND...: the program's time for each of COUNT rows, from its start to its end; pymatgen's for as
# many rows of the list as it answers in time, with the table loaded before; and how many of these answers differ.
beside() {
    case=$1 kind=$2 list=$3 count=$4 runs=$5
    shift 5
    own=$(BENCH_RESULTS=; whole "$case" "$runs" 0 - "$@" -o "$work/ours.csv" | awk -v count="$count" '{ print substr($0, 53) / count }')
    theirs=$("$python" "$peer" batch "$kind" "$table" "$list" "$limit" "$work/ours.csv" 2>"$work/differences")
    grep '^differs' "$work/differences" || true
    echo "$theirs" | awk -F, -v case="$case" -v own="$own" -v count="$count" -v results="$BENCH_RESULTS" '{
        printf "%-52s %8d %10.4f %8d %10.2f %8.0f %8d %8d %9d\n", case, count, own, $1, $2, $2 / own, $3, $4, $5
        printf "{\"case\": \"%s\", \"rows\": %d, \"ms_each\": %.5f, \"pymatgen_rows\": %d, \"pymatgen_ms_each\": %.3f, \"ratio\": %.1f, \"pymatgen_peak_MB\": %d, \"compared\": %d, \"different\": %d}\n",
            "beside pymatgen: " case, count, own, $1, $2, $2 / own, $3, $4, $5 >>results
    }'
}
if [ -n "$python" ]; then
    printf '\n%-52s %8s %10s %8s %10s %8s %8s %8s %9s\n' 'beside pymatgen, table loaded' rows 'ms each' 'its rows' 'ms each' ratio 'MB' compared different
    spread() { awk -v step="$1" 'NR == 1 || NR % step == 0' "$2"; } # so that the first rows are of all kinds
    size() { echo $(($(wc -l <"$1") - 1)); }
    cut -d, -f1 "$table" | sed 's/^formula$/a/' >"$work/all.csv"
    spread 37 "$work/all.csv" >"$work/some.csv"
    beside 'hull of every phase' hull "$work/some.csv" "$rows" "$some" "$program" hull --all -f csv
    spread 7 "$work/sodium.csv" >"$work/some.csv"
    beside 'windows of sodium phases' window "$work/some.csv" "$(size "$work/sodium.csv")" "$some" "$program" screen -q "$work/sodium.csv"
    list=$work/tasks.csv
    "$bench" tasks "$table" 5 "$pairs" >"$list"
    beside 'pairs of five elements' closed "$list" "$(size "$list")" "$some" "$program" screen -q "$list"
    "$bench" tasks "$table" 5 $((10 * pairs)) | grep -E '^a,b|Na([^a-z]|$)' >"$list"
    beside 'pairs of five elements with sodium, 2.5 V' open "$list" "$(size "$list")" "$some" "$program" screen -q --voltage 2.5 "$list"
    spread 97 "$work/all.csv" >"$work/some.csv"
    beside 'coatings (pymatgen: the range at its ends alone)' coating "$work/some.csv" "$rows" 1 "$program" coatings -q \
        --electrolyte Na3PS4 --cathode NaCrO2 --voltage 2:3.6 --any-window --min-gap 0 --max-above-hull 100 --radioactive \
        --max-reaction 100 -f csv
fi

for condition in closed 2.5; do
    printf '\n%-66s %8s %6s %6s %10s %12s %8s\n' "all kinks of a pair, $condition, table loaded" elements kinks solves 'median, ms' 'pymatgen, ms' ratio
    "$bench" pairs "$table" "$sources/tests/bench/pairs.csv" $condition | while IFS=, read -r a b elements kinks deepest median solves; do
        took='' ratio='' note=''
        if [ -n "$python" ]; then
            if answer=$(timeout "$limit" "$python" "$peer" pair "$table" "$a" "$b" ${condition#closed} 2>/dev/null); then
                took=$(echo "$answer" | cut -d, -f3)
                ratio=$(awk "BEGIN { printf \"%.0f\", $took / $median }")
                theirs=$(echo "$answer" | cut -d, -f1)
                awk "BEGIN { d = $theirs - ($deepest); exit !(d < 1e-5 && d > -1e-5) }" || note="differs: $theirs"
            elif [ $? = 124 ]; then
                took="over ${limit} s"
            else
                took=failed
            fi
        fi
        printf '%-66s %8s %6s %6s %10s %12s %8s %s\n' "$a | $b" "$elements" "$kinks" "$solves" "$median" "$took" "$ratio" "$note"
        result "pair $a | $b, $condition" "\"elements\": $elements, \"kinks\": $kinks, \"solves\": $solves, \"deepest\": $deepest, \"median_ms\": $median, \"pymatgen\": \"$took\", \"ratio\": ${ratio:-null}"
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

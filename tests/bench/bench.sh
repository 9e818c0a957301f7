#!/bin/sh
# Measures the program and prints a table; writes the same as JSON. Beside it pymatgen, where it is installed: its answers
# are compared before its times.
#
# usage: bench.sh BUILD_FOLDER SOURCE_FOLDER
# Environment: BENCH_QUICK=1 for fewer runs and small inputs, BENCH_PEER=no to leave pymatgen out, BENCH_PEER_SECONDS how long
# it may take for a pair or a list (default 20), BENCH_JSON where the JSON goes (default bench.json).
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
: >>"$json" || exit 1 # now, not after all is measured
if [ -n "${BENCH_QUICK-}" ]; then
    many=3 some=1 answers=50 pairs=500 tasks=2000 sizes='10000 100000'
else
    many=41 some=3 answers=1000 pairs=4000 tasks=100000 sizes='10000 100000 1000000'
fi

# ---- the machine

python=
for candidate in python3 /usr/bin/python3; do
    [ "${BENCH_PEER-}" != no ] || break
    if "$candidate" -c 'import pymatgen.analysis.interface_reactions' 2>/dev/null; then python=$candidate; break; fi
done
pymatgen=
[ -z "$python" ] || pymatgen=$("$python" -c 'from importlib.metadata import version; print(version("pymatgen"))' 2>/dev/null || echo unknown)
processors=$(getconf _NPROCESSORS_ONLN)
model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)
memory=$(awk '/^MemTotal/ { printf "%.0f", $2 / 1e6 }' /proc/meminfo 2>/dev/null || echo null)
load=$(cut -d' ' -f1 /proc/loadavg 2>/dev/null || echo unknown)
version=$("$program" --version | sed -n '1s/.* //p')
libraries=$("$program" --version | sed -n 2p)
flags=$(sed -n 's/^CFLAGS = //p' "$build/Makefile")
compiler=$($(sed -n 's/^CC = //p' "$build/Makefile") --version | head -n 1)
echo "machine: ${model:-unknown}, $processors processors, $memory GB, $(uname -sr), load $load"
echo "interphase $version, $libraries"
echo "built by $compiler with $flags"
echo "pymatgen ${pymatgen:-is not installed, or not wanted: its cases are left out}"

# 1, 2, 4, … up to all processors.
thread_counts() {
    count=1
    while [ $count -lt "$processors" ]; do
        echo $count
        count=$((2 * count))
    done
    echo "$processors"
}

# ---- how a case is run

head_line() { printf '\n%-52s %10s %10s %10s %8s %12s\n' "$1" 'median, ms' lowest highest 'peak, MB' rate; }
whole() { "$bench" time "$@"; }
median_of() { awk '{ print substr($0, 53, 11) + 0 }'; }
peak_of() { awk '{ print substr($0, 86, 9) + 0 }'; }
# NAME MEMBERS: an object of the results that the shell has measured.
result() { printf '{"case": "%s", %s}\n' "$1" "$2" >>"$BENCH_RESULTS"; }
divide() { awk -v a="$1" -v b="$2" -v form="$3" 'BEGIN { printf form, a / b }'; }

# NAME KIND A B COMMAND...: a process that answers one question, beside pymatgen's, which reads no more than it needs.
cold() {
    name=$1 kind=$2 a=$3 b=$4
    shift 4
    line=$(whole "$name" "$many" 0 - "$@")
    echo "$line"
    [ -n "$python" ] || return 0
    printf 'a,b\n%s,%s\n' "$a" "$b" >"$work/question.csv"
    "$@" -f csv -o "$work/ours.csv"
    different=$("$python" "$peer" batch "$kind" "$table" "$work/question.csv" 1 "$work/ours.csv" | cut -d, -f4-)
    case $different in 1,0) verdict='the same answer' ;; *) verdict='ANOTHER ANSWER' ;; esac
    theirs=$(BENCH_RESULTS=; whole "  pymatgen, a script: $verdict" "$some" 0 - "$python" "$peer" one "$kind" "$table" "$a" ${b:+"$b"})
    own=$(echo "$line" | median_of) took=$(echo "$theirs" | median_of) peak=$(echo "$theirs" | peak_of)
    echo "$theirs $(divide "$took" "$own" %12.0f) times"
    result "cold beside pymatgen: $name" "\"median_ms\": $own, \"pymatgen_ms\": $took, \"ratio\": $(divide "$took" "$own" %.1f), \"pymatgen_peak_MB\": $peak, \"same_answer\": $([ "$different" = 1,0 ] && echo true || echo false)"
}

# NAME KIND LIST COUNT RUNS COMMAND...: the program's time for each of COUNT rows, from its start to its end; pymatgen's for as
# many rows of the list as it answers in time, with the table loaded before; and how many of these answers differ.
beside() {
    name=$1 kind=$2 list=$3 count=$4 runs=$5
    shift 5
    own=$(BENCH_RESULTS=; whole "$name" "$runs" 0 - "$@" -o "$work/ours.csv" | median_of)
    theirs=$("$python" "$peer" batch "$kind" "$table" "$list" "$limit" "$work/ours.csv" 2>"$work/differences")
    grep '^differs' "$work/differences" || true
    echo "$theirs" | awk -F, -v name="$name" -v own="$own" -v count="$count" -v results="$BENCH_RESULTS" '{
        own /= count
        printf "%-52s %8d %10.4f %8d %10.2f %8.0f %8d %8d %9d\n", name, count, own, $1, $2, $2 / own, $3, $4, $5
        printf "{\"case\": \"%s\", \"rows\": %d, \"ms_each\": %.5f, \"pymatgen_rows\": %d, \"pymatgen_ms_each\": %.3f, \"ratio\": %.1f, \"pymatgen_peak_MB\": %d, \"compared\": %d, \"different\": %d}\n",
            "beside pymatgen: " name, count, own, $1, $2, $2 / own, $3, $4, $5 >>results
    }'
}

# ---- cold start

head_line 'cold start, whole process'
whole 'start (--version)' "$many" 0 - "$program" --version
cold 'window Na3PS4' window Na3PS4 '' "$program" window Na3PS4
cold 'hull Na3PS4' hull Na3PS4 '' "$program" hull Na3PS4
cold 'decompose Na3PS4' contact Na3PS4 '' "$program" decompose Na3PS4 --voltage 0
cold 'profile Na3PS4' profile Na3PS4 '' "$program" profile Na3PS4
cold 'react Na3PS4 NaCrO2' closed Na3PS4 NaCrO2 "$program" react Na3PS4 NaCrO2
cold 'react Na3PS4 NaCrO2, 2.5 V' open Na3PS4 NaCrO2 "$program" react Na3PS4 NaCrO2 --voltage 2.5
whole 'cell Na NaF Na3PS4 NaCrO2' "$many" 0 - "$program" cell Na NaF Na3PS4 NaCrO2 --voltage 2:3.6
printf 'a,b\nNa3PS4,NaCrO2\n' >"$work/task.csv"
whole 'screen, one row' "$many" 0 - "$program" screen -q "$work/task.csv"
whole 'coatings of four elements' "$many" 0 - "$program" coatings -q --electrolyte Na3PS4 --cathode NaCrO2 --voltage 2:3.6 --elements Na,O,Al,Zr
whole 'data info, with digest' "$many" 0 - "$program" data info
whole 'data check' "$many" 0 - "$program" data check

# ---- loading

head_line 'loading'
megabytes=$(wc -c <"$table" | awk '{ printf "%.3f", $1 / 1e6 }')
rows=$(($(wc -l <"$table") - 1))
whole 'wc -l, the floor' "$many" "$megabytes" MB wc -l "$table"
whole 'hull of an element, in rows' "$many" $rows rows "$program" hull Na
for threads in $(thread_counts); do
    whole "hull of an element, threads: $threads" "$many" "$megabytes" MB "$program" hull Na -j "$threads"
done
[ -z "$python" ] || whole '  pymatgen, the whole table' "$some" "$megabytes" MB "$python" "$peer" load "$table"

# ---- one answer

printf '\n%-52s %10s %10s %10s\n' 'one answer, table loaded, a new solver each' answers 'ms each' solves
"$bench" answers "$table" "$answers"

# ---- the whole table

head_line 'the whole table'
for threads in $(thread_counts); do
    whole "hull --all, threads: $threads" "$some" $rows phases "$program" hull --all -f csv -j "$threads"
done
grep -E '^[^,]*Na([^a-z]|,)' "$table" | cut -d, -f1 | awk 'BEGIN { print "a" } $0 != "Na"' >"$work/sodium.csv"
sodium=$(($(wc -l <"$work/sodium.csv") - 1))
for threads in $(thread_counts); do
    whole "windows of all sodium phases, threads: $threads" "$some" $sodium windows "$program" screen -q -j "$threads" "$work/sodium.csv"
done
search='coatings -q --electrolyte Na3PS4 --cathode NaCrO2 --voltage 2:3.6 -f csv'
every='--any-window --min-gap 0 --max-above-hull 100 --radioactive --max-reaction 100'
# Word splitting is meant.
whole 'coatings between Na3PS4 and NaCrO2, 2:3.6 V' "$some" $rows phases "$program" $search
whole 'coatings, no test but the interfaces' 1 $rows phases "$program" $search $every

# ---- batches

head_line 'pairs of phases in a batch'
for elements in 3 4 5 6 7 8; do
    "$bench" tasks "$table" $elements $pairs >"$work/tasks.csv"
    for threads in $(thread_counts); do
        whole "$elements elements, threads: $threads" "$some" $pairs pairs "$program" screen -q -j "$threads" "$work/tasks.csv"
    done
done
for count in $((tasks / 10)) $tasks; do
    "$bench" tasks "$table" 5 "$count" >"$work/tasks.csv"
    whole "screen, $count rows of five elements" 1 "$count" pairs "$program" screen -q "$work/tasks.csv"
done
list=$sources/datasets/sodium-cell-materials.csv
whole 'matrix of the review, 55 by 21' "$some" 1155 pairs "$program" screen -q --matrix "$list" "$list" --role electrolyte --role cathode,anode

if [ -n "$python" ]; then
    printf '\n%-52s %8s %10s %8s %10s %8s %8s %8s %9s\n' 'beside pymatgen, table loaded' rows 'ms each' 'its rows' 'ms each' ratio 'MB' compared different
    spread() { awk -v step="$1" 'NR == 1 || NR % step == 0' "$2"; } # so that the first rows are of all kinds
    size() { echo $(($(wc -l <"$1") - 1)); }
    cut -d, -f1 "$table" | sed 's/^formula$/a/' >"$work/all.csv"
    spread 37 "$work/all.csv" >"$work/some.csv"
    beside 'hull of every phase' hull "$work/some.csv" "$rows" "$some" "$program" hull --all -f csv
    spread 7 "$work/sodium.csv" >"$work/some.csv"
    beside 'windows of sodium phases' window "$work/some.csv" "$sodium" "$some" "$program" screen -q "$work/sodium.csv"
    list=$work/tasks.csv
    "$bench" tasks "$table" 5 "$pairs" >"$list"
    beside 'pairs of five elements' closed "$list" "$(size "$list")" "$some" "$program" screen -q "$list"
    "$bench" tasks "$table" 5 $((10 * pairs)) | grep -E '^a,b|Na([^a-z]|$)' >"$list"
    beside 'pairs of five elements with sodium, 2.5 V' open "$list" "$(size "$list")" "$some" "$program" screen -q --voltage 2.5 "$list"
    spread 97 "$work/all.csv" >"$work/some.csv"
    beside 'coatings (pymatgen: the range at its ends alone)' coating "$work/some.csv" "$rows" 1 "$program" $search $every
fi

# ---- pairs

for condition in closed 2.5; do
    kind=closed title='closed'
    [ $condition = closed ] || kind=open title="open at $condition V"
    printf '\n%-72s %8s %6s %6s %10s %12s %8s %6s  %s\n' "all kinks of a pair, $title, table loaded" elements kinks solves 'median, ms' 'pymatgen, ms' ratio MB kinks
    "$bench" pairs "$table" "$sources/tests/bench/pairs.csv" $condition "$work/kinks.csv" >"$work/pairs.csv"
    while IFS=, read -r a b elements kinks deepest median lowest highest solves; do
        took='' ratio='' peak='' verdict=''
        if [ -n "$python" ]; then
            if answer=$(timeout "$limit" "$python" "$peer" pair $kind "$table" "$a" "$b" "$work/kinks.csv" 2>/dev/null); then
                took=$(echo "$answer" | cut -d, -f2)
                ratio=$(divide "$took" "$median" %.0f)
                peak=$(echo "$answer" | cut -d, -f3)
                verdict='all the same'
                [ "$(echo "$answer" | cut -d, -f4)" = 0 ] || verdict="DIFFER, ${answer%%,*} of them"
            elif [ $? = 124 ]; then
                took="over $limit s"
            else
                took='no answer'
            fi
        fi
        printf '%-72s %8s %6s %6s %10s %12s %8s %6s  %s\n' "$a | $b" "$elements" "$kinks" "$solves" "$median" "$took" "$ratio" "$peak" "$verdict"
        result "pair of $elements elements, $title: $a | $b" "\"kinks\": $kinks, \"solves\": $solves, \"deepest\": $deepest, \"median_ms\": $median, \"lowest_ms\": $lowest, \"highest_ms\": $highest, \"pymatgen_ms\": \"$took\", \"ratio\": ${ratio:-null}, \"pymatgen_peak_MB\": ${peak:-null}, \"pymatgen_kinks\": \"$verdict\""
    done <"$work/pairs.csv"
done

# ---- growth

printf '\n%-12s %12s %12s %10s %12s %12s %30s\n' 'table, rows' 'loading, ms' 'rows/s' 'peak, MB' 'hull --all, s' 'phases/s' 'pair of 5, 9, 16 elements, ms'
for rows in $sizes; do
    "$bench" grow "$table" "$rows" >"$work/grown.csv"
    loading=$(whole "a table of $rows rows, loading" "$some" "$rows" rows "$program" hull -q Na -d "$work/grown.csv")
    hull=$(whole "a table of $rows rows, hull --all" 1 "$rows" phases "$program" hull --all -q -f csv -d "$work/grown.csv")
    "$bench" pairs "$work/grown.csv" "$sources/tests/bench/pairs.csv" closed "$work/kinks.csv" >"$work/pairs.csv"
    three=$(awk -F, '($3 == 5 || $3 == 9 || $3 == 16) { printf "%s%s", separator, $6; separator = " " }' "$work/pairs.csv")
    echo "$loading" "$hull" | awk -v rows="$rows" -v hull="$(echo "$hull" | median_of)" -v loading="$(echo "$loading" | median_of)" \
        -v peak="$(echo "$loading" | peak_of)" -v three="$three" \
        '{ printf "%-12d %12.1f %12.0f %10.1f %12.2f %12.0f %30s\n", rows, loading, 1e3 * rows / loading, peak, hull / 1e3, 1e3 * rows / hull, three }'
    result "a table of $rows rows, pairs" "\"ms_of_5_9_16_elements\": [$(echo "$three" | sed 's/ /, /g')]"
done
rm -f "$work/grown.csv"

# ---- what is promised

figure() { sed -n "s/.*\"case\": \"$1\".*\"$2\": \\([0-9.]*\\).*/\\1/p" "$BENCH_RESULTS" | head -n 1; }
# NAME LIMIT less|more FIGURE UNIT
promise() {
    if [ -z "$4" ]; then
        printf '%-72s %6s than %6d %-6s %10s   not measured\n' "$1" "$3" "$2" "$5" ''
        result "promise: $1" "\"limit\": $2, \"figure\": null, \"kept\": null"
        return 0
    fi
    awk -v name="$1" -v limit="$2" -v way="$3" -v figure="$4" -v unit="$5" -v results="$BENCH_RESULTS" 'BEGIN {
        kept = way == "less" ? figure < limit : figure > limit
        printf "%-72s %6s than %6d %-6s %10.1f   %s\n", name, way, limit, unit, figure, kept ? "kept" : "MISSED"
        printf "{\"case\": \"promise: %s\", \"limit\": %d, \"figure\": %.2f, \"kept\": %s}\n", name, limit, figure, kept ? "true" : "false" >>results
    }'
}
printf '\n%-72s %24s %10s\n' 'what is promised' limit figure
promise 'window Na3PS4, a cold process' 30 less "$(figure 'window Na3PS4' median_ms)" ms
promise 'the same beside pymatgen as a script' 50 more "$(figure 'cold beside pymatgen: window Na3PS4' ratio)" times
promise 'all kinks of a pair of five elements, beside pymatgen' 200 more "$(figure 'pair of 5 elements, closed: .*' ratio)" times
promise 'all kinks of a pair of nine elements, beside pymatgen' 10000 more "$(figure 'pair of 9 elements, closed: .*' ratio)" times
promise 'hull --all, two threads' 1000 less "$(figure 'hull --all, threads: 2' median_ms)" ms
promise 'every phase as a coating, no test but the interfaces' 60000 less "$(figure 'coatings, no test but the interfaces' median_ms)" ms
promise 'a table of 1000000 rows, loading' 500 less "$(figure 'a table of 1000000 rows, loading' median_ms)" ms
promise 'a table of 1000000 rows, peak memory' 300 less "$(figure 'a table of 1000000 rows, loading' peak_MB)" MB

{
    printf '{"machine": "%s", "processors": %s, "memory_GB": %s, "kernel": "%s", "date": "%s",\n "interphase": "%s", "libraries": "%s", "compiler": "%s", "flags": "%s", "pymatgen": "%s",\n "results": [\n' \
        "$model" "$processors" "$memory" "$(uname -sr)" "$(date -u +%Y-%m-%d)" "$version" "$libraries" "$compiler" "$flags" "$pymatgen"
    sed 's/^/  /; $!s/$/,/' "$BENCH_RESULTS"
    printf ' ]\n}\n'
} >"$json"
echo
echo "written: $json"

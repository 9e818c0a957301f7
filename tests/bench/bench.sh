#!/bin/sh
# Measures the program and prints a table; writes the same as JSON. Beside it pymatgen, where it is installed: its answers
# are compared before its times.
#
# usage: bench.sh BUILD_FOLDER SOURCE_FOLDER
# Environment: BENCH_QUICK=1 for fewer runs and small inputs, BENCH_PEER=no to leave pymatgen out, BENCH_PEER_SECONDS how long
# it may take for a pair or a list (default 20, quick 4), BENCH_JSON where the JSON goes (default bench.json).
# Exit status: 0; 1 where a case failed, answers differ or none could be compared; 3 where only a promise was missed.
set -eu
LC_ALL=C
export LC_ALL
build=$1 sources=$2
program=$build/interphase
bench=$build/tests/bench/bench
table=$sources/datasets/mp2020.csv
peer=$sources/tests/bench/peer.py
pairs_list=$sources/tests/bench/pairs.csv
json=${BENCH_JSON:-bench.json}
work=$(mktemp -d)
ended=no
# Whatever ends the script too early is a failure, whatever its own status said.
leave() {
    code=$?
    rm -rf "$work"
    [ $ended = yes ] || [ $code -gt 128 ] || { echo 'bench: it ended before the end' >&2; code=1; }
    exit $code
}
trap leave EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
BENCH_RESULTS=$work/results
export BENCH_RESULTS
: >"$BENCH_RESULTS"
: >"$work/failures"
# Now, not after all is measured; what an earlier run left is not to be taken for this one's.
(: >"$json") 2>/dev/null || { echo "bench: $json cannot be written" >&2; exit 1; }
rm -f "$json"
case ${BENCH_QUICK-} in
'' | 0 | no)
    mode=full many=41 some=3 first=11 answers=1000 pairs=4000 tasks=100000 limit=20
    sizes='10000 100000 1000000' crowds='1000 10000 100000' layers='' layers_name='all phases'
    ;;
*)
    mode=quick many=3 some=1 first=3 answers=50 pairs=500 tasks=2000 limit=4
    sizes='10000 100000' crowds='1000 10000' layers='--contains Nb' layers_name='phases with Nb'
    ;;
esac
limit=$(echo "${BENCH_PEER_SECONDS:-$limit}" | awk '{ print $1 + 0 }')

# ---- the machine

python=
for candidate in python3 /usr/bin/python3; do
    [ "${BENCH_PEER-}" != no ] || break
    if "$candidate" -c 'import pymatgen.analysis.interface_reactions' 2>/dev/null; then python=$candidate; break; fi
done
pymatgen=
[ -z "$python" ] || pymatgen=$("$python" -c '
import platform
from importlib.metadata import version
print(version("pymatgen"), "with Python", platform.python_version(), "numpy", version("numpy"), "scipy", version("scipy"))' 2>/dev/null || echo unknown)
processors=$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN)
model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)
memory=$(awk '/^MemTotal/ { printf "%.0f", $2 / 1e6 }' /proc/meminfo 2>/dev/null || echo null)
load=$(cut -d' ' -f1 /proc/loadavg 2>/dev/null || echo null)
digest=$("$program" data info -f csv -d "$table" | awk -F, 'NR == 2 { print $8 }')
version=$("$program" --version | sed -n '1s/.* //p')
libraries=$("$program" --version | sed -n 2p)
flags=$(sed -n 's/^CFLAGS = //p' "$build/Makefile")
compiler=$($(sed -n 's/^CC = //p' "$build/Makefile") --version | head -n 1)
printf '%s\n' "machine: ${model:-unknown}, $processors processors, $memory GB, $(uname -sr), load $load" \
    "interphase $version, $libraries" "built by $compiler with $flags" \
    "pymatgen ${pymatgen:-is not installed, or not wanted: its cases are left out}"

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
failure() {
    echo "bench: $1" >&2
    echo "$1" >>"$work/failures"
}
whole() { "$bench" time "$@" || failure "$1: the run failed"; }
# NAME MEMBERS: an object of the results that the shell has measured.
result() { printf '{"case": "%s", %s}\n' "$1" "$2" >>"$BENCH_RESULTS"; }
# NAME MEMBER: a number of the results; of the first case whose name begins so. Nothing where there is none.
figure() {
    awk -v name="{\"case\": \"$1" -v member="\"$2\": " 'index($0, name) == 1 && (at = index($0, member)) {
        value = substr($0, at + length(member)); sub(/[,}].*/, "", value); if (value != "null") print value; exit }' "$BENCH_RESULTS"
}
# A B FORM: A / B, nothing where one of them is missing.
divide() { awk -v a="$1" -v b="$2" -v form="$3" 'BEGIN { if (a != "" && b > 0) printf form, a / b }'; }
# Text inside the quotes of JSON.
json_text() { printf '%s' "$1" | tr -d '[:cntrl:]' | sed 's/[\\"]/\\&/g'; }
size() { echo $(($(wc -l <"$1") - 1)); }
# NAME COMPARED DIFFERENT: the comparison counts, too.
compared() {
    [ "${2:-0}" -gt 0 ] || failure "$1: no answer could be compared"
    [ "${3:-0}" -eq 0 ] || failure "$1: answers that differ: $3"
}

# NAME KIND A B COMMAND...: a process that answers one question, beside pymatgen's, which reads no more than it needs.
cold() {
    name=$1 kind=$2 a=$3 b=$4
    shift 4
    whole "$name" "$many" 0 - "$@"
    [ -n "$python" ] || return 0
    printf 'a,b\n%s,%s\n' "$a" "$b" >"$work/question.csv"
    rm -f "$work/ours.csv"
    "$@" -f csv -o "$work/ours.csv" || { failure "$name: no CSV"; return 0; }
    counts=$("$python" "$peer" batch "$kind" "$table" "$work/question.csv" 1 "$work/ours.csv" 2>"$work/differences" | cut -d, -f4-)
    [ -n "$counts" ] || { failure "$name: $(tail -n 1 "$work/differences")"; return 0; }
    compared "$name" "${counts%,*}" "${counts#*,}"
    verdict='the same answer' same=true
    [ "$counts" = 1,0 ] || { verdict='ANOTHER ANSWER' same=false; cat "$work/differences"; }
    line=$(whole "pymatgen, a script: $name" "$some" 0 - "$python" "$peer" one "$kind" "$table" "$a" ${b:+"$b"})
    own=$(figure "$name" median_ms) took=$(figure "pymatgen, a script: $name" median_ms)
    ratio=$(divide "$took" "$own" %.2f)
    echo "$line" | awk -v verdict="  pymatgen, a script: $verdict" -v ratio="$ratio" \
        '{ printf "%-52s%s %12.0f times\n", verdict, substr($0, length($0) - 41), ratio }'
    result "cold beside pymatgen: $name" "\"median_ms\": ${own:-null}, \"pymatgen_ms\": ${took:-null}, \"ratio\": ${ratio:-null}, \"same_answer\": $same"
}

# NAME KIND LIST COUNT RUNS COMMAND...: the program's time on one thread for each of COUNT rows, from its start to its end;
# pymatgen's for as many rows of the list as it answers in time, with the table loaded before; and how many of these differ.
beside() {
    name=$1 kind=$2 list=$3 count=$4 runs=$5
    shift 5
    rm -f "$work/ours.csv"
    whole "one thread: $name" "$runs" "$count" rows "$@" -j 1 -o "$work/ours.csv" >"$work/line"
    "$@" -j "$processors" -o "$work/all_threads.csv" && cmp -s "$work/ours.csv" "$work/all_threads.csv" ||
        failure "$name: other bytes with more threads"
    theirs=$("$python" "$peer" batch "$kind" "$table" "$list" "$limit" "$work/ours.csv" 2>"$work/differences") ||
        { failure "$name: $(tail -n 1 "$work/differences")"; return 0; }
    grep '^differs' "$work/differences" | head -n 5 || true
    own=$(divide "$(figure "one thread: $name" median_ms)" "$count" %.6f) peak=$(figure "one thread: $name" peak_MB)
    echo "$theirs" | awk -F, -v name="$name" -v own="${own:-0}" -v peak="${peak:-0}" -v count="$count" -v results="$BENCH_RESULTS" '{
        ratio = own > 0 ? $2 / own : 0
        printf "%-50s %8d %10.4f %6.0f %8d %10.2f %6d %8.0f %8d %9d\n", name, count, own, peak, $1, $2, $3, ratio, $4, $5
        printf "{\"case\": \"beside pymatgen: %s\", \"rows\": %d, \"ms_each\": %.5f, \"peak_MB\": %.1f, \"pymatgen_rows\": %d, \"pymatgen_ms_each\": %.5f, \"pymatgen_peak_MB\": %d, \"ratio\": %.2f, \"compared\": %d, \"different\": %d}\n",
            name, count, own, peak, $1, $2, $3, ratio, $4, $5 >>results
    }'
    compared "$name" "$(echo "$theirs" | cut -d, -f4)" "$(echo "$theirs" | cut -d, -f5)"
}

# ---- cold start

head_line 'cold start, whole process'
whole 'start (--version)' "$many" 0 - "$program" --version
cold 'window Na3PS4' window Na3PS4 '' "$program" window Na3PS4
cold 'hull Na3PS4' hull Na3PS4 '' "$program" hull Na3PS4
cold 'decompose Na3PS4' contact Na3PS4 '' "$program" decompose Na3PS4 --voltage 0
cold 'profile Na3PS4' profile Na3PS4 '' "$program" profile Na3PS4
cold 'react Na3PS4 NaCrO2, closed' closed Na3PS4 NaCrO2 "$program" react Na3PS4 NaCrO2
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
rows=$(size "$table")
whole 'wc -l, the floor' "$many" "$megabytes" MB wc -l "$table"
whole 'hull of an element, in rows' "$many" "$rows" rows "$program" hull Na
for threads in $(thread_counts); do
    whole "hull of an element, threads: $threads" "$many" "$megabytes" MB "$program" hull Na -j "$threads"
done
[ -z "$python" ] || whole 'pymatgen, the whole table' "$some" "$megabytes" MB "$python" "$peer" load "$table"

# ---- one answer

printf '\n%-52s %10s %10s %10s %10s\n' 'one answer, table loaded, a new solver each' answers 'ms each' solves 'peak, MB'
"$bench" answers "$table" "$answers" || failure 'single answers'

# ---- the whole table

head_line 'the whole table'
for threads in $(thread_counts); do
    whole "hull --all, threads: $threads" "$some" "$rows" phases "$program" hull --all -f csv -j "$threads"
done
grep -E '^[^,]*Na([^a-z]|,)' "$table" | cut -d, -f1 | awk 'BEGIN { print "a" } $0 != "Na"' >"$work/sodium.csv"
sodium=$(size "$work/sodium.csv")
for threads in $(thread_counts); do
    whole "windows of all sodium phases, threads: $threads" "$some" "$sodium" windows "$program" screen -q -j "$threads" "$work/sodium.csv"
done
search='coatings -q --electrolyte Na3PS4 --cathode NaCrO2 --voltage 2:3.6 -f csv'
every="--any-window --min-gap 0 --max-above-hull 100 --radioactive --max-reaction 100 $layers"
# Word splitting is meant.
for threads in $(thread_counts); do
    whole "coatings between Na3PS4 and NaCrO2, threads: $threads" "$some" "$rows" phases "$program" $search -j "$threads"
done
layer_count=$rows
[ $mode = full ] || layer_count=$(cut -d, -f1 "$table" | grep -Ec 'Nb([^a-z]|$)')
two=$((processors > 1 ? 2 : 1))
whole "coatings, $layers_name, interfaces alone, threads: $two" 1 "$layer_count" phases "$program" $search $every -j $two

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
    printf '\n%-50s %26s %26s\n' '' 'this program, one thread' 'pymatgen, one process'
    printf '%-50s %8s %10s %6s %8s %10s %6s %8s %8s %9s\n' 'one after another, table loaded' rows 'ms each' MB rows 'ms each' MB ratio compared different
    spread() { awk -v step="$1" 'NR == 1 || NR % step == 0' "$2"; } # so that the first rows are of all kinds
    cut -d, -f1 "$table" | sed 's/^formula$/a/' >"$work/all.csv"
    beside 'hull of every phase' hull "$work/all.csv" "$rows" "$some" "$program" hull --all -f csv
    spread 7 "$work/sodium.csv" >"$work/some.csv"
    beside 'windows of sodium phases' window "$work/some.csv" "$sodium" "$some" "$program" screen -q "$work/sodium.csv"
    list=$work/tasks.csv
    "$bench" tasks "$table" 5 "$pairs" >"$list"
    beside 'pairs of five elements' closed "$list" "$(size "$list")" "$some" "$program" screen -q "$list"
    "$bench" tasks "$table" 5 $((10 * pairs)) | grep -E '^a,b|Na([^a-z]|$)' >"$list"
    beside 'pairs of five elements with sodium, 2.5 V' open "$list" "$(size "$list")" "$some" "$program" screen -q --voltage 2.5 "$list"
    if [ $mode = full ]; then spread 97 "$work/all.csv"; else grep -E '^a$|Nb([^a-z]|$)' "$work/all.csv"; fi >"$work/some.csv"
    beside 'coatings (pymatgen: only the ends of the range)' coating "$work/some.csv" "$layer_count" 1 "$program" $search $every
fi

# ---- pairs

# KIND TITLE A B: pymatgen's kinks of a pair, as "FIRST,MEDIAN,TIMES,MEGABYTES" in $took, or what became of it in $verdict.
ask_pair() {
    took=,,, verdict=''
    [ -n "$python" ] || return 0
    code=0
    answer=$({ "$python" "$peer" pair "$1" "$table" "$3" "$4" "$limit" "$work/kinks.csv"; exit $?; } 2>"$work/error") || code=$?
    case $code in
    0)
        took=$(echo "$answer" | cut -d, -f2-5)
        verdict='all the same' agreed=yes
        [ "${answer##*,}" = 0 ] || verdict="${answer##*,} DIFFER"
        compared "pair $3 | $4, $2" 1 "${answer##*,}"
        ;;
    142) verdict="over $limit s" ;;
    5) verdict="no answer: $(tail -n 1 "$work/error" | cut -c1-60)" ;;
    *)
        verdict=failed
        failure "pair $3 | $4, $2: $(tail -n 1 "$work/error")"
        ;;
    esac
}

for condition in closed 2.5; do
    kind=closed title='closed'
    [ $condition = closed ] || kind=open title="open at $condition V"
    printf '\n%-58s %8s %5s %6s %17s %6s %19s %6s %15s\n' '' '' '' '' 'this program, ms' '' 'pymatgen, ms' '' 'ratio'
    printf '%-58.58s %8s %5s %6s %8s %8s %6s %9s %9s %6s %7s %7s  %s\n' "all kinks of a pair, $title, table loaded" elements kinks solves \
        first again MB first again MB first again kinks
    agreed=no
    "$bench" pairs "$table" "$pairs_list" $condition "$work/kinks.csv" >"$work/pairs.csv" || failure "pairs, $title"
    while IFS=, read -r a b elements kinks deepest median lowest highest solves; do
        firsts=$("$bench" first "$table" "$a" "$b" $condition $first) || { failure "pair $a | $b, $title: the first answer"; continue; }
        IFS=, read -r first_ms first_low first_high peak <<EOF
$firsts
EOF
        ask_pair $kind "$title" "$a" "$b"
        IFS=, read -r their_first their_median their_times their_peak <<EOF
$took
EOF
        first_ratio=$(divide "$their_first" "$first_ms" %.0f) ratio=$(divide "$their_median" "$median" %.0f)
        shown="$a | $b"
        [ ${#shown} -le 58 ] || shown=$(printf '%.55s...' "$shown")
        printf '%-58s %8s %5s %6s %8.3f %8.3f %6.0f %9s %9s %6s %7s %7s  %s\n' "$shown" "$elements" "$kinks" "$solves" "$first_ms" \
            "$median" "$peak" "${their_first:--}" "${their_median:--}" "${their_peak:--}" "${first_ratio:--}" "${ratio:--}" "$verdict"
        result "pair of $elements elements, $title: $a | $b" "\"kinks\": $kinks, \"solves\": $solves, \"deepest\": $deepest, \"first_ms\": $first_ms, \"first_lowest_ms\": $first_low, \"first_highest_ms\": $first_high, \"median_ms\": $median, \"lowest_ms\": $lowest, \"highest_ms\": $highest, \"peak_MB\": $peak, \"pymatgen_first_ms\": ${their_first:-null}, \"pymatgen_median_ms\": ${their_median:-null}, \"pymatgen_runs\": ${their_times:-null}, \"pymatgen_peak_MB\": ${their_peak:-null}, \"first_ratio\": ${first_ratio:-null}, \"ratio\": ${ratio:-null}, \"pymatgen_says\": \"$(json_text "$verdict")\""
    done <"$work/pairs.csv"
    [ -z "$python" ] || [ $agreed = yes ] || failure "pairs, $title: none was compared"
done

# ---- growth

printf '\n%-12s %12s %12s %10s %12s %12s %30s\n' 'table, rows' 'loading, ms' 'rows/s' 'peak, MB' 'hull --all, s' 'phases/s' 'pair of 5, 9, 16 elements, ms'
# NAME ROWS LAST COLUMN: a line about the two cases "NAME, loading" and "NAME, hull --all".
grown() {
    awk -v rows="$2" -v loading="$(figure "$1, loading" median_ms)" -v peak="$(figure "$1, loading" peak_MB)" \
        -v hull="$(figure "$1, hull --all" median_ms)" -v last="$3" 'BEGIN {
        if (loading > 0 && hull > 0)
            printf "%-12d %12.1f %12.0f %10.1f %12.2f %12.0f %30s\n", rows, loading, 1e3 * rows / loading, peak, hull / 1e3, 1e3 * rows / hull, last }'
}
for rows in $sizes; do
    "$bench" grow "$table" "$rows" >"$work/grown.csv"
    whole "a table of $rows rows, loading" "$some" "$rows" rows "$program" hull -q Na -d "$work/grown.csv" >"$work/line"
    whole "a table of $rows rows, hull --all" 1 "$rows" phases "$program" hull --all -q -f csv -d "$work/grown.csv" >"$work/line"
    "$bench" pairs "$work/grown.csv" "$pairs_list" closed "$work/kinks.csv" >"$work/pairs.csv" || failure "pairs in a table of $rows rows"
    three=$(awk -F, '($3 == 5 || $3 == 9 || $3 == 16) { printf "%s%.2f", separator, $6; separator = " " }' "$work/pairs.csv")
    grown "a table of $rows rows" "$rows" "$three"
    result "a table of $rows rows, pairs" "\"ms_of_5_9_16_elements\": [$(echo "$three" | sed 's/ /, /g')]"
done

printf '\n%-12s %12s %12s %10s %12s %12s\n' 'one system' 'loading, ms' 'rows/s' 'peak, MB' 'hull --all, s' 'phases/s'
for rows in $crowds; do
    "$bench" crowd "$rows" >"$work/grown.csv"
    whole "a system of $rows phases, loading" "$some" "$rows" rows "$program" hull -q Na -d "$work/grown.csv" >"$work/line"
    whole "a system of $rows phases, hull --all" 1 "$rows" phases "$program" hull --all -q -f csv -j 1 -d "$work/grown.csv" >"$work/line"
    grown "a system of $rows phases" "$rows" ''
done
rm -f "$work/grown.csv"

# ---- what is promised

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
promise 'all kinks of a pair of five elements, asked again, beside pymatgen' 200 more "$(figure 'pair of 5 elements, closed' ratio)" times
promise 'all kinks of a pair of nine elements, asked again, beside pymatgen' 10000 more "$(figure 'pair of 9 elements, closed' ratio)" times
promise 'hull --all, two threads' 1000 less "$(figure 'hull --all, threads: 2' median_ms)" ms
promise 'every phase as a coating, no test but the interfaces, two threads' 60000 less "$(figure 'coatings, all phases, interfaces alone, threads: 2' median_ms)" ms
promise 'a table of 1000000 rows, loading' 500 less "$(figure 'a table of 1000000 rows, loading' median_ms)" ms
promise 'a table of 1000000 rows, peak memory' 300 less "$(figure 'a table of 1000000 rows, loading' peak_MB)" MB

{
    printf '{"mode": "%s", "pymatgen_limit_s": %s, "load_at_start": %s, "table_sha256": "%s",\n "machine": "%s", "processors": %s, "memory_GB": %s, "kernel": "%s", "date": "%s",\n "interphase": "%s", "libraries": "%s", "compiler": "%s", "flags": "%s", "pymatgen": "%s",\n "failures": %d, "results": [\n' \
        $mode "$limit" "$load" "$digest" "$(json_text "$model")" "$processors" "$memory" "$(json_text "$(uname -sr)")" "$(date -u +%Y-%m-%d)" "$(json_text "$version")" "$(json_text "$libraries")" \
        "$(json_text "$compiler")" "$(json_text "$flags")" "$(json_text "$pymatgen")" "$(wc -l <"$work/failures")"
    sed 's/^/  /; $!s/$/,/' "$BENCH_RESULTS"
    printf ' ]\n}\n'
} >"$work/json"
cp "$work/json" "$json" || failure "$json: cannot be written"
ended=yes
echo
echo "written: $json"
if [ -s "$work/failures" ]; then
    echo 'failed:'
    sed 's/^/  /' "$work/failures"
    exit 1
fi
! grep -q '"case": "promise: .*"kept": false' "$BENCH_RESULTS" || exit 3

# What the tests of the program share; to be sourced. Results in the Test Anything Protocol.
# Scripts end with exit status 0 once they have printed their plan: the results count, and a status would be one
# more failure. Each script works in a folder of its own, $work, which is removed at the end.
set -u
: "${INTERPHASE:?the program to test}" "${SOURCES:?the folder of the sources}"
LC_ALL=C
export LC_ALL
unset INTERPHASE_DATA
COLUMNS=200 # a page that folds no table
export COLUMNS
wrapper=${INTERPHASE_TEST_WRAPPER-}
helpers=$SOURCES/tests/cli
tables=tests/data # relative to the sources, where the programs run, so that messages do not depend on the place
small=$tables/good-small.csv
cd "$SOURCES" || exit 1

work=${TMPDIR:-/tmp}/interphase-test.$$
mkdir "$work" || exit 1
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# Shells start what runs in the background with SIGINT ignored, and the program leaves it so. Empty where that cannot be undone.
heeding='env --default-signal=INT'
$heeding true 2>/dev/null || heeding=

count=0

# ok STATUS DESCRIPTION...: one result; on failure shows what the last run left.
ok() {
    count=$((count + 1))
    passed=$1
    shift
    if [ "$passed" -eq 0 ]; then
        echo "ok $count - $*"
    else
        echo "not ok $count - $*"
        if [ -n "${last_call-}" ]; then
            echo "# after: $last_call (exit status $status)"
            sed -n '1,12s/^/# stdout: /p' "$work/out"
            sed -n '1,12s/^/# stderr: /p' "$work/err"
        fi
    fi
    return "$passed"
}

skip() {
    count=$((count + 1))
    echo "ok $count # SKIP $*"
}

finish() {
    echo "1..$count"
    exit 0
}

# run ARGUMENTS...: runs the program; leaves $status, $work/out and $work/err.
run() {
    last_call="interphase $*"
    # Word splitting of the wrapper is meant.
    $wrapper "$INTERPHASE" "$@" >"$work/out" 2>"$work/err" </dev/null
    status=$?
    return 0
}

# expect STATUS DESCRIPTION...: the last run's exit status, and that the streams suit it: errors are explained on
# standard error, and where nothing is answered nothing stands on standard output.
expect() {
    wanted=$1
    shift
    good=0
    [ "$status" -eq "$wanted" ] || good=1
    case $wanted in
    0) [ -s "$work/out" ] || good=1 ;;
    1) [ -s "$work/out" ] && [ -s "$work/err" ] || good=1 ;;
    *) [ -s "$work/err" ] && [ ! -s "$work/out" ] || good=1 ;;
    esac
    ok $good "$* (exit status $wanted)"
}

# says PATTERN DESCRIPTION...: a line of standard error matches (grep -E).
says() {
    pattern=$1
    shift
    grep -Eq -e "$pattern" "$work/err"
    ok $? "$*"
}

# silent DESCRIPTION...: nothing on standard error.
silent() {
    [ ! -s "$work/err" ]
    ok $? "$*"
}

# prints PATTERN DESCRIPTION...: a line of standard output matches (grep -E).
prints() {
    pattern=$1
    shift
    grep -Eq -e "$pattern" "$work/out"
    ok $? "$*"
}

# cell COLUMN ROW: a cell of the CSV on standard output of the last run, rows from 1.
cell() {
    awk -v column="$1" -v row="$2" -f "$helpers/csv.awk" "$work/out"
}

# is COLUMN ROW TEXT: that cell has this text.
is() {
    found=$(cell "$1" "$2") && [ "$found" = "$3" ]
    ok $? "$1 of row $2 is '$3'${found:+, found '$found'}"
}

# near COLUMN ROW NUMBER TOLERANCE: that cell is this number.
near() {
    found=$(cell "$1" "$2") && awk -v a="$found" -v b="$3" -v tolerance="$4" 'BEGIN {
        d = a - b
        exit !(a ~ /^-?[0-9]+\.?[0-9]*$/ && d <= tolerance + 0 && -d <= tolerance + 0)
    }'
    ok $? "$1 of row $2 is $3 within $4${found:+, found $found}"
}

# balanced MINIMUM: every equation in the last output balances, and there are at least so many.
balanced() {
    awk -v least="$1" -f "$helpers/balance.awk" "$work/out" >"$work/balance"
    ok $? "every equation balances: $(cat "$work/balance")"
}

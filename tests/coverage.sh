#!/bin/sh
# Which lines the tests run: builds the sources apart with counters, runs the tests, and prints the share in percent of each
# file and the lines that no test runs, then the share of the program and of the library. To be run by `make coverage`.
#
#   coverage.sh BUILD [TEST...]   BUILD: the folder of a build, whose sources are used; TEST: as in TESTS of `make check`
#
# COVERAGE_FOLDER: where to build (default: interphase-coverage in BUILD; kept). GCOV: the tool that reads the counters.
# COVERAGE_LEAST: fail where the library's or the program's share is below this, percent (default: 97 for all tests, 0 for some).
set -eu
build=$(cd "${1:?the folder of the build}" && pwd)
shift
folder=${COVERAGE_FOLDER:-$build/interphase-coverage}
if [ $# -gt 0 ]; then least=0; else least=97; fi
: "${GCOV:=gcov}" "${MAKE:=make}" "${COVERAGE_LEAST:=$least}"
unset MAKEFLAGS MFLAGS MAKELEVEL
LC_ALL=C
export LC_ALL
command -v "$GCOV" >/dev/null || { echo "coverage: there is no $GCOV; set GCOV to the compiler's" >&2; exit 2; }

# The independent answers stand beside the sources.
sources=$(sed -n 's/^abs_top_srcdir = //p' "$build/Makefile")
if [ -z "${INTERPHASE_VALIDATION-}" ] && [ -d "$sources/../shared/validation" ]; then
    INTERPHASE_VALIDATION=$(cd "$sources/../shared/validation" && pwd)
    export INTERPHASE_VALIDATION
fi
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)

rm -rf "$folder"
mkdir -p "$folder/build"
log=$folder/log
step() {
    echo "coverage: $1" >&2
    shift
    "$@" >>"$log" 2>&1 || { tail -n 40 "$log" >&2; echo "coverage: failed: $* (all of its output is in $log)" >&2; exit 2; }
}
step "copying the sources" "$MAKE" -C "$build" distdir distdir="$folder/source"
cd "$folder/build"
step "configuring" "$folder/source/configure" --enable-coverage --disable-hardening
step "building" "$MAKE" -j"$jobs"

# Every test counts in a folder of its own: a program that is killed, or meets a full disk, while it writes its counters
# spoils them for those that come after it.
mkdir "$folder/counts" "$folder/lines"
GCOV_ERROR_FILE=$folder/counters.log
export GCOV_ERROR_FILE
environment="GCOV_PREFIX='$folder/counts/'\$\$\$\$; export GCOV_PREFIX;"
echo "coverage: testing" >&2
if [ $# -gt 0 ]; then
    "$MAKE" -k -j"$jobs" check TESTS_ENVIRONMENT="$environment" TESTS="$*" >>"$log" 2>&1 || true
else
    "$MAKE" -k -j"$jobs" check TESTS_ENVIRONMENT="$environment" >>"$log" 2>&1 || true
fi
grep -E '^(FAIL|ERROR|XPASS):' "$log" >&2 || true # counted all the same, and said

# read_counters FOLDER: of one test, or without counters of all that was built.
read_counters() {
    mkdir "$folder/lines/$1"
    cd "$folder/lines/$1"
    find "$2" -name "$3" -path '*/src/*' -exec "$GCOV" -p '{}' + >/dev/null 2>>"$folder/counters.log" || true # said there
    cd "$folder/build"
}
read_counters built "$folder/build/src" '*.gcno'
for counts in "$folder"/counts/*; do
    [ -d "$counts$folder/build/src" ] || continue
    (cd "$folder/build" && find src -name '*.gcno') | while read -r notes; do
        if [ -d "$counts$folder/build/${notes%/*}" ]; then ln -s "$folder/build/$notes" "$counts$folder/build/$notes"; fi
    done
    read_counters "${counts##*/}" "$counts$folder/build/src" '*.gcda'
done

# gcov writes FILE.gcov: "count:line:text"; "#####" where the line never ran, "-" where there is nothing to run. A line ran
# where it did in any test, and that of a header in any file that includes it.
find "$folder/lines" -name '*.gcov' -exec cat '{}' + | awk -v least="$COVERAGE_LEAST" '
    # Keeps what the sources themselves hold.
    /^ *-: *0:Source:/ {
        file = $0
        sub(/^.*:Source:/, "", file)
        known = sub(/^.*\/?source\//, "", file) && file ~ /^(src|include)\//
        next
    }
    !known { next }
    {
        count = $0
        sub(/:.*/, "", count)
        gsub(/[ *]/, "", count)
        line = $0
        sub(/^[^:]*: */, "", line)
        sub(/:.*/, "", line)
        line += 0
        if (count == "-" || line == 0) next
        key = file SUBSEP line
        if (!(key in runs)) { runs[key] = 0; all[file]++; if (line > last[file]) last[file] = line }
        if (count !~ /^[#=]/ && !runs[key]) { runs[key] = 1; ran[file]++ }
    }
    # Part of the house: the program, or the library.
    function part(file) { return file ~ /^src\/cli\// ? "program" : "library" }
    # ": 12 30-34": the lines that never ran. Lines without anything to run do not interrupt a range.
    function missed(file,    line, from, to, list) {
        for (line = 1; line <= last[file] + 1; line++) {
            if (line <= last[file] && !((file SUBSEP line) in runs)) continue
            if (line <= last[file] && !runs[file, line]) {
                if (!from) from = line
                to = line
            } else if (from) {
                list = list " " (to > from ? from "-" to : from)
                from = 0
            }
        }
        return list ? ":" list : ""
    }
    END {
        for (file in all) {
            lines[part(file)] += all[file]
            hit[part(file)] += ran[file]
            names[++count_of_names] = file
        }
        if (!count_of_names) { print "coverage: no line was counted" > "/dev/stderr"; exit 2 }
        for (i = 2; i <= count_of_names; i++) {
            name = names[i]
            for (j = i - 1; j >= 1 && names[j] > name; j--) names[j + 1] = names[j]
            names[j + 1] = name
        }
        for (i = 1; i <= count_of_names; i++) {
            file = names[i]
            printf "%6.2f %%  %4d of %4d  %s%s\n", 100 * ran[file] / all[file], ran[file], all[file], file, missed(file)
        }
        low = 0
        for (i = split("program library", names, " "); i >= 1; i--) {
            name = names[i]
            if (!lines[name]) continue
            share = 100 * hit[name] / lines[name]
            printf "%s: %.2f %% of %d lines\n", name, share, lines[name]
            if (share >= least) continue
            printf "coverage: below %s %%: the %s\n", least, name > "/dev/stderr"
            low = 1
        }
        exit low
    }'

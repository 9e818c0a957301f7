#!/bin/sh
# Interfaces by number of elements, beside pymatgen where it is installed. The answers are compared before the times.
#
# usage: pairs.sh PAIRS_PROGRAM SOURCE_FOLDER
set -eu
program=$1 sources=$2
limit=${BENCH_PEER_SECONDS:-20}
table=$sources/datasets/mp2020.csv
python=
for candidate in python3 /usr/bin/python3; do
    if "$candidate" -c 'import pymatgen.analysis.interface_reactions' 2>/dev/null; then
        python=$candidate
        break
    fi
done
[ -n "$python" ] || echo "pymatgen is not installed: its column stays empty"
echo
printf '%-64s %8s %6s %10s %12s %8s\n' 'all kinks of a pair, table loaded' elements kinks 'median, ms' 'pymatgen, ms' ratio
"$program" "$table" "$sources/tests/bench/pairs.csv" | tail -n +2 | while IFS=, read -r a b elements kinks deepest median rest; do
    peer='' ratio=''
    if [ -n "$python" ]; then
        if answer=$(timeout "$limit" "$python" "$sources/tests/bench/peer.py" "$table" "$a" "$b" 2>/dev/null); then
            peer=$(echo "$answer" | cut -d, -f3)
            ratio=$(awk "BEGIN { printf \"%.0f\", $peer / $median }")
            theirs=$(echo "$answer" | cut -d, -f1)
            awk "BEGIN { d = $theirs - ($deepest); exit !(d < 1e-5 && d > -1e-5) }" || ratio="differs: $theirs"
        else
            peer="over ${limit} s"
        fi
    fi
    printf '%-64s %8s %6s %10s %12s %8s\n' "$a | $b" "$elements" "$kinks" "$median" "$peer" "$ratio"
done

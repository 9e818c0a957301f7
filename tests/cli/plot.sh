# What the tests of figures share; to be sourced behind lib.sh. A script of gnuplot is read back and compared with CSV.

# block FILE NAME: the lines of a block of data, its heading first.
block() {
    awk -v start="\$$2 << END_OF_DATA" '$0 == "END_OF_DATA" { inside = 0 } inside { print } $0 == start { inside = 1 }' "$1"
}
# same_column BLOCK COLUMN CSV: a column of a block is that of the CSV file (gnuplot has no quotes between quotes).
same_column() {
    awk -v column="$2" -v row=0 -f "$helpers/csv.awk" "$1" >"$work/drawn" &&
        awk -v column="$2" -v row=0 -f "$helpers/csv.awk" "$3" | tr '"' "'" >"$work/printed" && [ -s "$work/drawn" ] && cmp -s "$work/drawn" "$work/printed"
}
# same_columns BLOCK CSV DESCRIPTION: all columns that the block has.
same_columns() {
    count_of_columns=0
    for column in $(sed -n '1s/,/ /gp' "$1"); do
        same_column "$1" "$column" "$2" || { echo "# $column differs"; break; }
        count_of_columns=$((count_of_columns + 1))
    done
    [ "$count_of_columns" -gt 0 ] && [ "$count_of_columns" -eq "$(sed -n 1p "$1" | awk -F, '{ print NF }')" ]
    ok $? "$3: what is drawn is what CSV has"
}
# drawn BLOCK CALL...: a call's figure has the rows of its CSV.
drawn() {
    name=$1
    shift
    rm -f "$work/figure.gp"
    run "$@" -q -f csv --plot "$work/figure.gp"
    cp "$work/out" "$work/figure.csv"
    block "$work/figure.gp" "$name" >"$work/block"
    same_columns "$work/block" "$work/figure.csv" "$*"
    cp "$work/figure.gp" "$work/figure-csv.gp"
    run "$@" -q --plot "$work/figure.gp"
    cmp -s "$work/figure.gp" "$work/figure-csv.gp"
    ok $? "$*: text draws the same"
}

# Prints one cell of a CSV file: awk -v column=NAME -v row=NUMBER -f csv.awk FILE
# Rows are counted from 1 behind the header line; row=0 prints the whole column. Fails where there is no such cell.
function split_line(line, fields,    n, at, c, quoted, field) {
    n = 0
    field = ""
    quoted = 0
    for (at = 1; at <= length(line); at++) {
        c = substr(line, at, 1)
        if (quoted) {
            if (c != "\"")
                field = field c
            else if (substr(line, at + 1, 1) == "\"") {
                field = field c
                at++
            } else
                quoted = 0
        } else if (c == "\"")
            quoted = 1
        else if (c == ",") {
            fields[++n] = field
            field = ""
        } else
            field = field c
    }
    fields[++n] = field
    return n
}
# A quoted field may go on in the next line.
{
    record = pending $0
    pending = gsub(/"/, "\"", record) % 2 ? record "\n" : ""
    if (pending != "")
        next
}
!header {
    header = split_line(record, fields)
    for (i = 1; i <= header; i++)
        if (fields[i] == column)
            index_of_column = i
    if (!index_of_column) {
        wrong = 1
        exit
    }
    next
}
{
    rows++
    if (split_line(record, fields) != header)
        wrong = 1
    if (row == 0 || rows == row) {
        print fields[index_of_column]
        found = 1
    }
}
END { exit wrong || !found || pending != "" }

# The members of a struct, in a file that defines it as `typedef struct NAME {` to `} NAME;` with both at the beginning of a line.
#   -v struct=NAME                  lists them, one a line
#   -v struct=NAME -v change=WHAT   prints the file with the members changed: "rename" puts _gone behind each name, "retype" makes
#                                   each a float, "delete=MEMBER" leaves one out, "keep" changes nothing
function add(declaration,    parts, count, i, type, name) {
    count = split(declaration, parts, ",")
    for (i = 1; i <= count; i++) {
        match(parts[i], /[A-Za-z_0-9]+ *$/)
        name = substr(parts[i], RSTART)
        sub(/ *$/, "", name)
        if (i == 1) type = substr(parts[i], 1, RSTART - 1)
        if (i == 2) sub(/\** *$/, "", type)
        emit(i == 1 ? type : type substr(parts[i], 1, RSTART - 1), name)
    }
}
function emit(type, name) {
    if (!change) print name
    else if (change == "rename") print type name "_gone;"
    else if (change == "retype") print "float " name ";"
    else if (change != "delete=" name) print type name ";"
}
$0 == "typedef struct " struct " {" { inside = 1; body = ""; if (change) print; next }
inside && $0 == "} " struct ";" {
    while (match(body, /\/\*([^*]|\*[^\/])*\*\//)) body = substr(body, 1, RSTART - 1) " " substr(body, RSTART + RLENGTH)
    count = split(body, declarations, ";")
    for (d = 1; d < count; d++) { gsub(/^ +| +$/, "", declarations[d]); add(declarations[d]) }
    inside = 0
}
inside { body = body " " $0; next }
change { print }

# Makes interphase.3, the manual of the library, of its public headers: all that these say, in the order in which
# interphase.h includes them. Knows how the headers are written, not what is in them.
#
#   awk -v folder=SOURCES/include -v version=0.2.0 -v date='November 22, 2026' -f headers.awk README interphase.h
#
# The example is README's program. A header consists of groups, which blank lines part: a comment, and the declarations that it
# is of.

FILENAME ~ /README$/ {
    if (/^    #include <interphase\//) inside = 1
    if (inside) example = example substr($0, 5) "\n"
    if (/^    }$/) inside = 0
    next
}
/^#include <interphase\// {
    sub(/^#include </, "")
    sub(/>.*/, "")
    headers[++header_count] = $0
}
{ umbrella = umbrella $0 "\n" }
END {
    print ".\\\" Made of the public headers by doc/headers.awk."
    print ".Dd " date "\n.Dt INTERPHASE 3\n.Os\n.Sh NAME\n.Nm interphase\n.Nd library for the stability of battery materials"
    print ".Sh SYNOPSIS\n.In interphase/interphase.h"
    literal("cc -std=c11 program.c $(pkg-config --cflags --libs interphase)")
    print ".Sh DESCRIPTION"
    match(umbrella, /^\/\*/)
    write_text(comment_text(substr(umbrella, 1, index(umbrella, "*/") + 1)))
    print ".Sh HEADERS\nVersion " version "."
    for (h = 1; h <= header_count; h++) write_header(headers[h])
    print ".Sh EXAMPLES"
    literal(example)
    print ".Sh SEE ALSO\n.Xr interphase 1"
}

# ---- reading

# write_header(NAME): the part of the manual for a header.
function write_header(name,    file, line, text) {
    file = folder "/" name
    text = ""
    while ((getline line < file) > 0) text = text line "\n"
    close(file)
    if (text == "") {
        while ((getline line < (file ".in")) > 0) text = text line "\n"
        close(file ".in")
        split(version, number, ".")
        gsub(/@PACKAGE_VERSION@/, version, text)
        gsub(/@VERSION_MAJOR@/, number[1], text)
        gsub(/@VERSION_MINOR@/, number[2], text)
        gsub(/@VERSION_PATCH@/, number[3], text)
    }
    if (text == "") {
        print "headers.awk: cannot read " file | "cat >&2"
        exit 1
    }
    print ".Ss <" name ">"
    rest = text
    opening = 1
    clear_group()
    while (rest != "") read_piece()
    write_group()
}

# Takes a comment, a declaration, a line of the preprocessor or a blank line off `rest`.
function read_piece(    piece, end) {
    if (substr(rest, 1, 1) == "\n") {
        rest = substr(rest, 2)
        write_group()
    } else if (substr(rest, 1, 2) == "/*") {
        end = index(rest, "*/") + 1
        piece = substr(rest, 1, end)
        rest = substr(rest, end + 1)
        sub(/^\n/, "", rest)
        write_group()
        if (opening) write_text(comment_text(piece))
        else if (piece !~ /^\/\* ----/) group_comment = comment_text(piece)
        opening = 0
    } else if (substr(rest, 1, 1) == "#") {
        piece = first_lines()
        if (piece ~ /^#define IP_/ && piece !~ /^#define IP_(API|PRINTF)/) add(piece)
    } else if (rest ~ /^(extern "C" [{]|[}])/) {
        first_lines()
    } else
        add(read_declaration())
}

# Takes a line off `rest`, and those that go on with it behind a backslash.
function first_lines(    piece, end) {
    piece = ""
    do {
        end = index(rest, "\n")
        piece = piece substr(rest, 1, end)
        rest = substr(rest, end + 1)
    } while (piece ~ /\\\n$/)
    return piece
}

# Takes a declaration off `rest`, up to its semicolon or the brace at its end, and what else stands in that line.
function read_declaration(    i, c, depth, end, piece) {
    depth = 0
    for (i = 1; i <= length(rest); i++) {
        c = substr(rest, i, 1)
        if (substr(rest, i, 2) == "/*") {
            i += index(substr(rest, i), "*/")
        } else if (c == "{" || c == "(") {
            depth++
        } else if (c == "}" || c == ")") {
            depth--
            if (depth == 0 && c == "}" && rest ~ /^static inline/) break
        } else if (c == ";" && depth == 0) break
    }
    end = i + index(substr(rest, i), "\n") - 1
    piece = substr(rest, 1, end - 1)
    rest = substr(rest, end + 1)
    return piece
}

# comment_text(COMMENT): what stands in it, one line a line.
function comment_text(comment,    lines, count, i, text) {
    sub(/^\/\*+ */, "", comment)
    sub(/[ \n]*\*+\/$/, "", comment)
    count = split(comment, lines, "\n")
    text = ""
    for (i = 1; i <= count; i++) {
        if (i > 1) sub(/^ *\* ?/, "", lines[i])
        text = text lines[i] "\n"
    }
    return text
}

# ---- groups

function clear_group() {
    group_comment = ""
    group_count = 0
}

function add(declaration) {
    group[++group_count] = declaration
}

# Writes what a group declares, what its comment says, and what its structs and enumerations hold.
function write_group(    i) {
    if (group_count == 0 && group_comment == "") return
    print ".Pp"
    for (i = 1; i <= group_count; i++) {
        if (i > 1) print ".br"
        write_heading(group[i])
    }
    if (group_comment != "" || holds_members()) {
        print ".Bl -item -offset indent -compact\n.It"
        write_text(group_comment)
        for (i = 1; i <= group_count; i++) if (group[i] ~ /^(typedef )?(struct|enum)[^;(]*[{]/) write_members(group[i])
        print ".El"
    }
    clear_group()
}

function holds_members(    i) {
    for (i = 1; i <= group_count; i++) if (group[i] ~ /^(typedef )?(struct|enum)[^;(]*[{]/) return 1
    return 0
}

# The line of a declaration: a prototype, the name of a type, a constant.
function write_heading(text,    name, value, tail) {
    tail = trailing_comment(text)
    if (text ~ /^#define/) {
        name = text
        sub(/^#define /, "", name)
        if (name ~ /^[A-Z_0-9]+\(/) {
            match(name, /^[A-Z_0-9]+\([^)]*\)/)
            write_function("", substr(name, 1, RLENGTH))
        } else {
            value = name
            sub(/[ \\\n].*/, "", name)
            sub(/^[A-Z_0-9]+/, "", value)
            sub(/\/\*.*/, "", value)
            print ".Dv " name (value ~ /^[ ]*[^\\{\n ]+[ \n]*$/ ? " " quoted(one_line(value)) : "")
        }
    } else if (text ~ /^(typedef )?(struct|enum)[^;(]*[{]/) {
        name = text
        sub(/ *[{].*/, "", name)
        sub(/^typedef /, "", name)
        print ".Vt " quoted(one_line(name))
    } else if (text ~ /^typedef [^({]*;/) {
        sub(/^typedef /, "", text)
        sub(/;.*/, "", text)
        sub(/ [a-z_0-9]+$/, "", text)
        print ".Vt " quoted(one_line(text))
    } else if (text ~ /^IP_API extern/) {
        sub(/^IP_API extern /, "", text)
        sub(/;.*/, "", text)
        print ".Vt " quoted(one_line(text))
    } else {
        sub(/^IP_API /, "", text)
        sub(/^static inline /, "", text)
        sub(/ IP_PRINTF\(.*/, "", text)
        write_prototype(one_line(text))
    }
    if (tail != "") write_text(tail)
}

# write_prototype(TEXT): a function, or the type of one that a caller gives.
function write_prototype(text,    type) {
    if (text ~ /^typedef /) {
        sub(/^typedef /, "", text)
        sub(/;.*/, "", text)
        print ".Vt " quoted(text)
        return
    }
    match(text, /ip_[a-z0-9_]+\(/)
    type = substr(text, 1, RSTART - 1)
    sub(/ +$/, "", type)
    write_function(type, substr(text, RSTART))
}

# write_function(TYPE, CALL): CALL is NAME(PARAMETERS) with anything behind.
function write_function(type, call,    i, c, depth, parameter) {
    if (type != "") print ".Ft " quoted(type)
    i = index(call, "(")
    print ".Fo " substr(call, 1, i - 1)
    depth = 1
    parameter = ""
    while (depth > 0) {
        c = substr(call, ++i, 1)
        if (c == "") break
        if (c == "(") depth++
        if (c == ")") depth--
        if (depth == 0 || (c == "," && depth == 1)) {
            sub(/^ +/, "", parameter)
            print ".Fa " quoted(parameter)
            parameter = ""
        } else
            parameter = parameter c
    }
    print ".Fc"
}

# The comment behind a declaration that has no members.
function trailing_comment(text) {
    if (text ~ /[{]/ && text !~ /^#define/) return ""
    if (!match(text, /\/\*.*\*\//)) return ""
    return comment_text(substr(text, RSTART, RLENGTH))
}

# write_members(TEXT): those of a struct or an enumeration, with the comments that stand behind them; and those before them, which
# are of all members up to a blank line.
function write_members(text,    i, c, depth, comment, end, begins, code, closing) {
    closing = text ~ /^(typedef )?enum/ ? "," : ";"
    text = substr(text, index(text, "{") + 1)
    code = ""
    member_count = leading = lead_count = depth = 0
    begins = 1 # nothing of the line was read yet
    for (i = 1; i <= length(text) && depth >= 0; i++) {
        c = substr(text, i, 1)
        if (substr(text, i, 2) == "/*") {
            end = i + index(substr(text, i), "*/")
            comment = member_text(substr(text, i, end - i + 1))
            i = end
            if (code ~ /[^ \n]/) {
                add_member(code)
                code = ""
            }
            if (begins) {
                leads[leading = ++lead_count] = comment
                led[leading] = 0
            } else
                members_comment[member_count] = comment
            continue
        }
        if (c == "\n") {
            begins = 1
            if (substr(text, i + 1, 1) == "\n") leading = 0
        } else if (c != " ") begins = 0
        if (c == "(" || c == "{") depth++
        if (c == ")" || c == "}") depth--
        if (depth < 0 || (c == closing && depth == 0)) {
            if (code ~ /[^ \n]/) add_member(code)
            code = ""
        } else
            code = code c
    }
    listing = 0
    for (i = 1; i <= member_count; i++) write_member(i)
    if (listing) print ".El"
}

function add_member(code) {
    members[++member_count] = one_line(code)
    members_comment[member_count] = ""
    members_lead[member_count] = leading
    if (leading) led[leading]++
}

# What stands before several members, or before one that has a comment of its own, stands before them here, too.
function write_member(i,    lead, comment) {
    lead = members_lead[i]
    comment = members_comment[i]
    if (lead && led[lead] == 1 && comment == "") {
        comment = leads[lead]
    } else if (lead && (i == 1 || members_lead[i - 1] != lead)) {
        if (listing) print ".El"
        if (listing || written) print ".Pp"
        listing = 0
        write_text(leads[lead])
    }
    if (!listing && (written || i > 1)) print ".Pp"
    if (!listing) print ".Bl -tag -width Ds -compact"
    listing = 1
    print ".It Vt " quoted(members[i])
    write_text(comment)
}

# member_text(COMMENT): lines of it are indented as far as the code is.
function member_text(comment) {
    sub(/^\/\*+ */, "", comment)
    sub(/[ \n]*\*+\/$/, "", comment)
    gsub(/\n *\* ?/, "\n", comment)
    return one_line(comment) "\n"
}

# ---- writing

function one_line(text) {
    gsub(/[ \n]+/, " ", text)
    sub(/^ /, "", text)
    sub(/ $/, "", text)
    return text
}

# Characters that would be read as something else, or are not in ASCII.
function escaped(text) {
    gsub(/\\/, "\\e", text)
    gsub(/…/, "...", text)
    gsub(/₃/, "\\[u2083]", text)
    gsub(/₄/, "\\[u2084]", text)
    return text
}

# The argument of a macro as one word, whatever is in it.
function quoted(text) {
    text = escaped(text)
    gsub(/"/, "\"\"", text)
    return "\"" text "\""
}

# A line of text that is not to be taken for a macro.
function plain(text) {
    if (text ~ /^[.']/) text = "\\&" text
    return text
}

# Lines as they stand.
function literal(text,    lines, count, i) {
    print ".Bd -literal -offset indent"
    sub(/\n+$/, "", text)
    count = split(escaped(text), lines, "\n")
    for (i = 1; i <= count; i++) print plain(lines[i])
    print ".Ed"
}

# write_text(TEXT): paragraphs, whose lines are filled, what is indented, which keeps its lines, and what is numbered.
function write_text(text,    lines, count, i, paragraph, block, numbered) {
    count = split(text, lines, "\n")
    paragraph = block = ""
    numbered = written = 0
    for (i = 1; i <= count; i++) {
        if (lines[i] ~ /^ *[0-9]\. /) {
            paragraph = write_paragraph(paragraph)
            block = write_block(block)
            if (!numbered) print (written ? ".Pp\n" : "") ".Bl -tag -width 2n -compact"
            numbered = 1
            i = write_item(lines, count, i)
        } else if (numbered && lines[i] != "") {
            print ".El"
            numbered = 0
            written = 1
            i--
        } else if (lines[i] ~ /^  /) {
            paragraph = write_paragraph(paragraph)
            block = block lines[i] "\n"
        } else if (lines[i] == "") {
            paragraph = write_paragraph(paragraph)
            if (block != "" && lines[i + 1] ~ /^  /) block = block "\n"
        } else {
            block = write_block(block)
            paragraph = paragraph " " lines[i]
        }
    }
    write_paragraph(paragraph)
    write_block(block)
    if (numbered) print ".El"
}

# An item "N. text" and the lines that are indented as far; returns the index of its last line.
function write_item(lines, count, i,    margin, text) {
    match(lines[i], /[0-9]\. +/)
    margin = RSTART + RLENGTH - 1
    print ".It " substr(lines[i], RSTART, 2)
    text = substr(lines[i], margin + 1) "\n"
    while (i < count && substr(lines[i + 1], 1, margin) ~ /^ +$/) text = text substr(lines[++i], margin + 1) "\n"
    write_text(text)
    return i
}

# Indented lines: a table of terms and what they mean, text that would not fit the page, or lines as they stand.
function write_block(block,    lines, count, i, margin, longest) {
    if (block == "") return ""
    count = split(block, lines, "\n") - 1
    margin = 99
    for (i = 1; i <= count; i++) if (match(lines[i], /[^ ]/) && RSTART - 1 < margin) margin = RSTART - 1
    block = ""
    longest = 0
    for (i = 1; i <= count; i++) {
        lines[i] = substr(lines[i], margin + 1)
        if (length(lines[i]) > longest) longest = length(lines[i])
        block = block lines[i] "\n"
    }
    if (longest <= 66 || !write_table(lines, count)) {
        if (longest > 78 && block !~ /[^ ]   *[^ ]/) write_paragraph(block)
        else literal(block)
    }
    written = 1
    return ""
}

# Terms, and what they mean from one column on; a term that is longer ends with brackets. Returns whether that is what it is.
function write_table(lines, count,    i, column, terms, meanings, text) {
    if (!match(lines[1], /[^ ]   *[^ ]/)) return 0
    column = RSTART + RLENGTH - 1
    for (i = 1; i <= count; i++) {
        if (substr(lines[i], column - 1, 2) ~ /^ [^ ]/) terms[i] = substr(lines[i], 1, column - 2)
        else if (match(lines[i], /^[^ ]+\(\) /)) terms[i] = substr(lines[i], 1, RLENGTH)
        else return 0
        meanings[i] = substr(lines[i], length(terms[i]) + 1)
    }
    if (written) print ".Pp"
    print ".Bl -tag -width Ds -compact"
    for (i = 1; i <= count; i++) {
        terms[i] = one_line(terms[i])
        print ".It " (sub(/\(\)$/, "", terms[i]) ? "Fn " : "") quoted(terms[i])
        written = 0
        text = meanings[i]
        while (i < count && terms[i + 1] ~ /^ *$/) text = text " " meanings[++i]
        write_paragraph(text)
    }
    print ".El"
    return 1
}

# A sentence begins a line; lines of up to 76 characters. What ends a line and no sentence is followed by nothing, \&.
function write_paragraph(paragraph,    words, count, i, line, ends) {
    if (paragraph == "") return ""
    if (written) print ".Pp"
    written = 1
    paragraph = escaped(paragraph)
    gsub(/\(\)/, "\\\\\\&()", paragraph)
    count = split(paragraph, words, /[ \n]+/)
    line = ""
    for (i = 1; i <= count; i++) {
        if (words[i] == "") continue
        ends = words[i] ~ /[^.][.!?][)"'`]*$/ && words[i] !~ /^([A-Z]|al)\.$/
        if (length(line) + length(words[i]) > 72 && line != "") {
            print plain(line)
            line = ""
        }
        line = line (line == "" ? "" : " ") words[i]
        if (ends && i < count) {
            print plain(line)
            line = ""
        } else if (words[i] ~ /[.!?][)"'`]*$/ && !ends)
            line = line "\\&"
    }
    if (line != "") print plain(line)
    return ""
}

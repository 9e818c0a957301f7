# Checks that every equation in a text balances: "... 2 Na3PS4 + 3 Na -> Na3P + ...", with either arrow, in text,
# CSV or JSON, marks and the state of gases left out. awk -v least=NUMBER -f balance.awk FILE: prints how many there were; fails where one does not
# balance or there are fewer than `least`.

# A decimal, or a fraction of whole numbers.
function number(text,    parts) {
    return split(text, parts, "/") == 2 ? parts[1] / parts[2] : text + 0
}

# Adds factor * formula to total[element]; returns 0 where the text is no formula.
function add_formula(formula, factor, total,    parts, n, i, amount) {
    sub(/\(g\)$/, "", formula)
    gsub(/\302\267/, "*", formula)
    n = split(formula, parts, "*")
    for (i = 1; i <= n; i++) {
        amount = 1
        if (match(parts[i], /^[0-9.]+(\/[0-9]+)?/)) {
            amount = number(substr(parts[i], 1, RLENGTH))
            parts[i] = substr(parts[i], RLENGTH + 1)
        }
        if (!add_part(parts[i], factor * amount, total))
            return 0
    }
    return n > 0
}

# Elements and brackets; the amount behind a bracket is looked up before its inside is read.
function add_part(text, factor, total,    amount, symbol, inside, depth, at, c) {
    if (text == "")
        return 0
    while (text != "") {
        if (match(text, /^[A-Z][a-z]?/)) {
            symbol = substr(text, 1, RLENGTH)
            text = substr(text, RLENGTH + 1)
            amount = 1
            if (match(text, /^[0-9.]+(\/[0-9]+)?/)) {
                amount = number(substr(text, 1, RLENGTH))
                text = substr(text, RLENGTH + 1)
            }
            total[symbol] += factor * amount
        } else if (text ~ /^[(\[{]/) {
            depth = 0
            for (at = 1; at <= length(text); at++) {
                c = substr(text, at, 1)
                if (c ~ /[(\[{]/)
                    depth++
                else if (c ~ /[)}]/ || c == "]")
                    if (--depth == 0)
                        break
            }
            inside = substr(text, 2, at - 2)
            text = substr(text, at + 1)
            amount = 1
            if (match(text, /^[0-9.]+(\/[0-9]+)?/)) {
                amount = number(substr(text, 1, RLENGTH))
                text = substr(text, RLENGTH + 1)
            }
            if (!add_part(inside, factor * amount, total))
                return 0
        } else
            return 0
    }
    return 1
}

# One side: terms joined by " + ", each a formula with a coefficient before it or none.
function add_side(side, sign, total, size,    terms, n, i, words, m, e, alone) {
    n = split(side, terms, / \+ /)
    for (i = 1; i <= n; i++) {
        m = split(terms[i], words, " ")
        if (m < 1 || m > 2 || (m == 2 && words[1] !~ /^[0-9]+(\.[0-9]+)?$/))
            return 0
        for (e in alone)
            delete alone[e]
        if (!add_formula(words[m], m == 2 ? words[1] + 0 : 1, alone))
            return 0
        for (e in alone) {
            total[e] += sign * alone[e]
            size[e] += alone[e]
        }
    }
    return n > 0
}

function check(equation,    sides, total, size, e, difference, tolerance) {
    gsub(/\342\206\222/, "->", equation)
    if (split(equation, sides, / -> /) != 2)
        return 0
    if (!add_side(sides[1], 1, total, size) || !add_side(sides[2], -1, total, size))
        return 0
    for (e in total) {
        difference = total[e] < 0 ? -total[e] : total[e]
        # Coefficients that are no integers are printed with six decimals, of however little of an element.
        tolerance = equation ~ /[0-9]\.[0-9]* [A-Z(]/ ? 1e-5 * (size[e] > 1 ? size[e] : 1) : 1e-12 * size[e]
        if (difference > tolerance)
            return 0
    }
    return 1
}

BEGIN { term = "([0-9][0-9.]* )?[A-Z([{0-9][]A-Za-z0-9.\/()[{}*\302\267]*" }

{
    line = $0
    gsub(/!|\342\200\240/, "", line) # the mark behind products of weak energies
    while (match(line, term "( \\+ " term ")* (->|\342\206\222) " term "( \\+ " term ")*")) {
        equation = substr(line, RSTART, RLENGTH)
        line = substr(line, RSTART + RLENGTH)
        equations++
        if (!check(equation)) {
            print "does not balance: " equation
            wrong++
        }
    }
}

END {
    printf "%d equations, %d wrong\n", equations, wrong
    exit wrong > 0 || equations < least
}

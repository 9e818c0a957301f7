# What the tests of pages share; to be sourced behind lib.sh.

# saved PAGE NAME: the content of a file that the page offers.
saved() {
    sed -n "s/.*download=\"$2\" href=\"data:[a-z\\/]*;charset=utf-8,\\([^\"]*\\)\".*/\\1/p" "$1" | awk '
        BEGIN { for (i = 0; i < 256; i++) byte[sprintf("%02X", i)] = sprintf("%c", i) }
        { count = split($0, pieces, "%")
          printf "%s", pieces[1]
          for (i = 2; i <= count; i++) printf "%s%s", byte[substr(pieces[i], 1, 2)], substr(pieces[i], 3) }'
}
# words FILE: the words of a page outside its script and look, one a line.
words() {
    awk '/<style>/ { hidden = 1 } /<script>/ { hidden = 1 } !hidden { print } /<\/style>/ { hidden = 0 }' "$1" |
        sed -e 's/<\/*su[bp]>//g; s/<[^>]*>/ /g' -e 's/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&amp;/\&/g' | tr -s ' \t' '\n\n' | sort -u
}
# valid PAGE DESCRIPTION: by tidy, where it is installed.
valid() {
    if command -v tidy >/dev/null 2>&1; then
        tidy -e -q "$1" >"$work/tidy" 2>&1
        ok $? "$2: valid HTML" || sed 's/^/# /' "$work/tidy"
    else
        skip "tidy is not installed"
    fi
}

/* Writes the completion scripts. Knows what the shells expect; commands and options only by their tables. */
#include "completion.h"

#include <stdio.h>
#include <string.h>

typedef struct command_list {
    const command *const *items; /* [0 .. count-1] */
    int count;
} command_list;

/* A text inside single quotes, with what else the shell would act on behind a backslash. */
static void print_quoted(const char *text, const char *special) {
    for (; *text; text++)
        if (*text == '\'')
            fputs("'\\''", stdout);
        else
            printf("%s%c", strchr(special, *text) ? "\\" : "", *text);
}

/* The words of "text|csv|json", with blanks between. */
static void print_words(const option_row *row) {
    for (const char *c = row->value; *c; c++)
        putchar(*c == '|' ? ' ' : *c);
}

/* ---- bash */

static void print_bash_names(const option_row *rows) {
    for (const option_row *row = rows; row && row->name; row++)
        printf(" --%s", row->name);
}

/* One branch for the value of each option of a command (of all: *). */
static void print_bash_values(const char *command_name, const option_row *rows) {
    for (const option_row *row = rows; row && row->name; row++) {
        if (!row->value)
            continue;
        fputs("    ", stdout);
        if (row->letter)
            printf("%s:-%c|", command_name, row->letter);
        printf("%s:--%s) ", command_name, row->name);
        if (row->kind->completes == COMPLETES_FILES || row->kind->completes == COMPLETES_TABLES)
            printf("_interphase_files '%s'; ", row->kind->completes == COMPLETES_TABLES ? OPTIONS_DEFAULT_TABLE : "");
        if (row->kind->completes == COMPLETES_WORDS) {
            fputs("_interphase_words '", stdout);
            print_words(row);
            fputs("'; ", stdout);
        }
        puts("return ;;");
    }
}

static void print_bash_command(const command *entry) {
    printf("    %s)\n        options='", entry->name);
    print_bash_names(entry->options.rows);
    puts("'");
    if (entry->takes_files)
        puts("        files=yes");
    if (entry->words)
        printf("        words='%s'\n", entry->words);
    puts("        ;;");
}

static void print_bash(command_list list) {
    puts("# Completes calls of interphase in bash; made by 'interphase --completion bash'.\n"
         "_interphase_words() {\n"
         "    local IFS=$' \\t\\n'\n"
         "    COMPREPLY+=($(compgen -W \"$1\" -- \"$current\"))\n"
         "}\n"
         "_interphase_files() {\n"
         "    local IFS=$'\\n'\n"
         "    COMPREPLY+=($(compgen -f -- \"$current\"))\n"
         "    compopt -o filenames 2>/dev/null\n"
         "    _interphase_words \"$1\"\n"
         "}\n"
         "_interphase() {\n"
         "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} options= files= words=\n"
         "    COMPREPLY=()\n"
         "    # --name=value comes in three words.\n"
         "    if [ \"$current\" = = ]; then\n"
         "        current=\n"
         "    elif [ \"$previous\" = = ]; then\n"
         "        previous=${COMP_WORDS[COMP_CWORD-2]}\n"
         "    fi\n"
         "    case $COMP_CWORD:${COMP_WORDS[1]} in");
    fputs("    1:*) _interphase_words '", stdout);
    for (int i = 0; i < list.count; i++)
        printf("%s ", list.items[i]->name);
    fputs("help --help --version --completion'; return ;;\n    2:help) _interphase_words '", stdout);
    for (int i = 0; i < list.count; i++)
        printf("%s%s", i ? " " : "", list.items[i]->name);
    puts("'; return ;;\n    2:--completion) _interphase_words 'bash zsh fish'; return ;;\n    esac\n"
         "    case ${COMP_WORDS[1]}:$previous in");
    for (int i = 0; i < list.count; i++)
        print_bash_values(list.items[i]->name, list.items[i]->options.rows);
    print_bash_values("*", options_of_all);
    puts("    esac\n    case ${COMP_WORDS[1]} in");
    for (int i = 0; i < list.count; i++)
        print_bash_command(list.items[i]);
    fputs("    *) return ;;\n    esac\n    case $current in\n    -*) _interphase_words \"$options", stdout);
    print_bash_names(options_of_all);
    puts("\" ;;\n"
         "    *)\n"
         "        _interphase_words \"$words\"\n"
         "        [ -z \"$files\" ] || _interphase_files ''\n"
         "        ;;\n"
         "    esac\n"
         "}\n"
         "complete -F _interphase interphase");
}

/* ---- zsh */

/* As _arguments wants it: '(-d --data)'{-d+,--data=}'[meaning]:FILE:_files' */
static void print_zsh_row(const option_row *row) {
    const char *equals = row->value ? "=" : "";
    fputs("            ", stdout);
    if (row->repeat > 1)
        fputs("'*'", stdout);
    else if (row->letter)
        printf("'(-%c --%s)'", row->letter, row->name);
    if (row->letter)
        printf("{-%c%s,--%s%s}", row->letter, row->value ? "+" : "", row->name, equals);
    else
        printf("--%s%s", row->name, equals);
    fputs("'[", stdout);
    print_quoted(row->meaning, "[]:\\");
    putchar(']');
    if (row->value) {
        putchar(':');
        print_quoted(row->value, ":\\");
        fputs(row->kind->completes == COMPLETES_FILES || row->kind->completes == COMPLETES_TABLES ? ":_files" : ":", stdout);
        if (row->kind->completes == COMPLETES_WORDS) {
            putchar('(');
            print_words(row);
            putchar(')');
        }
    }
    puts("' \\");
}

static void print_zsh_rows(const option_row *rows) {
    for (const option_row *row = rows; row && row->name; row++)
        print_zsh_row(row);
}

static void print_zsh(command_list list) {
    puts("#compdef interphase\n"
         "# Completes calls of interphase in zsh; made by 'interphase --completion zsh'.\n"
         "_interphase() {\n"
         "    local -a names=(");
    for (int i = 0; i < list.count; i++) {
        printf("        '%s:", list.items[i]->name);
        print_quoted(list.items[i]->summary, ":\\");
        puts("'");
    }
    puts("    )\n"
         "    if (( CURRENT == 2 )) || [[ $words[2] == help ]]; then\n"
         "        _describe command names\n"
         "        return\n"
         "    fi\n"
         "    local name=$words[2]\n"
         "    shift words\n"
         "    (( CURRENT-- ))\n"
         "    case $name in");
    for (int i = 0; i < list.count; i++) {
        const command *entry = list.items[i];
        printf("    %s)\n        _arguments -s \\\n", entry->name);
        print_zsh_rows(entry->options.rows);
        print_zsh_rows(options_of_all);
        if (entry->words)
            printf("            '1:what:(%s)' ", entry->words);
        else
            fputs("            ", stdout);
        printf("'*:%s'\n        ;;\n", entry->takes_files ? "file:_files" : "formula:");
    }
    puts("    esac\n"
         "}\n"
         "if [[ $funcstack[1] == _interphase ]]; then\n"
         "    _interphase \"$@\"\n"
         "else\n"
         "    compdef _interphase interphase\n"
         "fi");
}

/* ---- fish */

/* Options where a command stands, or any. */
static void print_fish_rows(const char *condition, const option_row *rows) {
    for (const option_row *row = rows; row && row->name; row++) {
        printf("complete -c interphase -n '%s' -l %s", condition, row->name);
        if (row->letter)
            printf(" -s %c", row->letter);
        if (row->value)
            fputs(row->kind->completes == COMPLETES_FILES || row->kind->completes == COMPLETES_TABLES ? " -r -F" : " -x", stdout);
        if (row->kind->completes == COMPLETES_WORDS) {
            fputs(" -a '", stdout);
            print_words(row);
            putchar('\'');
        }
        fputs(" -d '", stdout);
        for (const char *c = row->meaning; *c; c++)
            printf("%s%c", *c == '\'' || *c == '\\' ? "\\" : "", *c);
        puts("'");
    }
}

static void print_fish(command_list list) {
    puts("# Completes calls of interphase in fish; made by 'interphase --completion fish'.\n"
         "complete -c interphase -f");
    for (int i = 0; i < list.count; i++)
        printf("complete -c interphase -n __fish_use_subcommand -a %s -d '%s'\n", list.items[i]->name, list.items[i]->summary);
    fputs("complete -c interphase -n __fish_use_subcommand -a help -d 'what a command does'\n"
          "complete -c interphase -n '__fish_seen_subcommand_from help' -a '", stdout);
    for (int i = 0; i < list.count; i++)
        printf("%s%s", i ? " " : "", list.items[i]->name);
    puts("'\n"
         "complete -c interphase -n __fish_use_subcommand -l help -d 'the commands'\n"
         "complete -c interphase -n __fish_use_subcommand -l version -d 'versions of the program and of its libraries'\n"
         "complete -c interphase -n __fish_use_subcommand -l completion -x -a 'bash zsh fish' -d 'a completion script'");
    print_fish_rows("not __fish_use_subcommand", options_of_all);
    for (int i = 0; i < list.count; i++) {
        const command *entry = list.items[i];
        char condition[80];
        snprintf(condition, sizeof condition, "__fish_seen_subcommand_from %s", entry->name);
        print_fish_rows(condition, entry->options.rows);
        if (entry->takes_files)
            printf("complete -c interphase -n '%s' -F\n", condition);
        if (entry->words)
            printf("complete -c interphase -n '%s' -a '%s'\n", condition, entry->words);
    }
}

/* ---- all */

bool completion_print(const char *shell, const command *const *commands, int count) {
    static const struct {
        const char *name;
        void (*print)(command_list list);
    } shells[] = {{"bash", print_bash}, {"zsh", print_zsh}, {"fish", print_fish}};
    command_list list = {commands, count};
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
        if (strcmp(shell, shells[i].name) == 0) {
            shells[i].print(list);
            return true;
        }
    complain("--completion %s: expected bash, zsh or fish", shell);
    return false;
}

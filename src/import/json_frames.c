/* Finds the entries of a JSON text. Knows documents by their outermost brackets and the names of lists; asks others what an entry
 * is. */
#include "json_frames.h"

#include "base/intern.h"
#include "json_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Names in an object that is no entry, in number and size; JSON within texts within JSON. */
enum { MOST_MEMBERS = 100000, LONGEST_NAME = 1000, MOST_INNER = 3 };

static const char *const list_names[] = {"data", "entries", "all_entries", "results", "response", "docs"};
enum { LIST_COUNT = sizeof list_names / sizeof *list_names };

typedef enum place { BETWEEN_VALUES, IN_LIST, IN_OBJECT } place;

struct ip_json_frames {
    ip_json_text text;
    bool (*is_entry)(const json_t *value);
    place place;
    bool is_first;   /* nothing stands before in the list or the object */
    bool in_object;  /* the list is a member's */
    bool of_entries; /* each member of the object is one */
    bool has_list;   /* one was found in the object */
    long in_lists;   /* entries in lists of the object */
    long line;       /* where the object begins */
    long members, number, top;
    ip_json_piece piece, own; /* a value; what the object itself says, as text: all members but lists, until a list is found */
    json_t *value, *head, *name;
    ip_intern names; /* of the object's members */
    ip_arena arena;
    char *inner_text;      /* what `inner` reads */
    ip_json_frames *inner; /* entries within a text; NULL for none */
    int depth;             /* texts that this one is within */
};

static ip_status start(ip_json_frames **out, ip_input *input, bool (*is_entry)(const json_t *value), ip_error *error) {
    *out = calloc(1, sizeof **out);
    if (!*out)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    (*out)->text.input = input;
    (*out)->is_entry = is_entry;
    return IP_OK;
}

ip_status ip_json_frames_new(ip_json_frames **out, ip_input *input, bool (*is_entry)(const json_t *value), ip_error *error) {
    ip_status status = start(out, input, is_entry, error);
    if (!status)
        status = ip_json_text_start(&(*out)->text, error);
    if (status) {
        ip_json_frames_free(*out);
        *out = NULL;
    }
    return status;
}

static void drop(json_t **value) {
    json_decref(*value);
    *value = NULL;
}

static void drop_inner(ip_json_frames *frames) {
    ip_json_frames_free(frames->inner);
    frames->inner = NULL;
    free(frames->inner_text);
    frames->inner_text = NULL;
}

void ip_json_frames_free(ip_json_frames *frames) {
    if (!frames)
        return;
    drop_inner(frames);
    drop(&frames->value);
    drop(&frames->head);
    drop(&frames->name);
    ip_json_piece_clear(&frames->piece);
    ip_json_piece_clear(&frames->own);
    ip_intern_clear(&frames->names);
    ip_arena_clear(&frames->arena);
    ip_json_text_clear(&frames->text);
    free(frames);
}

static ip_status fail(const ip_json_frames *frames, const char *message, ip_error *error) {
    return ip_error_set(error, IP_BAD_TABLE, "line %ld: %s", frames->text.line, message);
}

static ip_status expect(const ip_json_frames *frames, int found, const char *expected, ip_error *error) {
    if (found < 0)
        return fail(frames, "the text ends within a value; is the file cut short?", error);
    if (found > ' ' && found < 127)
        return ip_error_set(error, IP_BAD_TABLE, "line %ld: '%c' where %s is expected", frames->text.line, found, expected);
    return ip_error_set(error, IP_BAD_TABLE, "line %ld: the byte 0x%02X where %s is expected", frames->text.line, (unsigned)found,
                        expected);
}

/* The text of a value that is a string of JSON; NULL for any other. */
static const char *inner_json(const json_t *value) {
    const char *text = json_string_value(value);
    if (text)
        text += strspn(text, " \t\r\n");
    return text && (*text == '{' || *text == '[') ? text : NULL;
}

static ip_status open_inner(ip_json_frames *frames, const char *text, long line, ip_error *error) {
    if (frames->depth == MOST_INNER)
        return fail(frames, "texts of JSON within each other; no document is that deep", error);
    frames->inner_text = strdup(text);
    ip_status status = frames->inner_text ? start(&frames->inner, NULL, frames->is_entry, error)
                                          : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    if (status)
        return status;
    frames->inner->depth = frames->depth + 1;
    frames->inner->text =
        (ip_json_text){.bytes = frames->inner_text, .size = strlen(text), .ended = true, .one_line = true, .line = line};
    return IP_OK;
}

/* Cuts the next value out and reads it. */
static ip_status read_value(ip_json_frames *frames, ip_error *error) {
    long line = frames->text.line;
    frames->piece.size = 0;
    if (frames->piece.room > IP_JSON_ENTRY_LIMIT / 8)
        ip_json_piece_clear(&frames->piece);
    ip_status status = ip_json_text_cut(&frames->text, &frames->piece, error);
    if (status)
        return status;
    drop(&frames->value);
    return ip_json_piece_read(&frames->value, &frames->piece, 0, line, error);
}

static const char *own_key(const ip_json_frames *frames) {
    return frames->place == IN_OBJECT && frames->of_entries ? json_string_value(frames->name) : "";
}

static ip_status hand_over(ip_json_frames *frames, ip_json_frame *out, long line, ip_error *error) {
    const char *text = inner_json(frames->value);
    if (text)
        return open_inner(frames, text, line, error);
    out->value = frames->value;
    out->head = frames->head;
    out->key = own_key(frames);
    out->number = ++frames->number;
    out->line = line;
    return IP_OK;
}

/* ---- lists */

static ip_status next_of_list(ip_json_frames *frames, ip_json_frame *out, ip_error *error) {
    int c;
    ip_status status = ip_json_text_peek_solid(&frames->text, &c, error);
    if (status)
        return status;
    bool was_first = frames->is_first;
    frames->is_first = false;
    if (c == ']') {
        ip_json_text_take(&frames->text);
        frames->place = frames->in_object ? IN_OBJECT : BETWEEN_VALUES;
        return IP_OK;
    }
    if (!was_first) {
        if (c != ',')
            return expect(frames, c, "a comma or ']'", error);
        ip_json_text_take(&frames->text);
        status = ip_json_text_peek_solid(&frames->text, &c, error);
    }
    long line = frames->text.line;
    if (!status)
        status = read_value(frames, error);
    frames->in_lists++;
    return status ? status : hand_over(frames, out, line, error);
}

/* ---- objects */

static ip_status read_own(ip_json_frames *frames, json_t **out, ip_error *error) {
    *out = NULL;
    if (!frames->own.size)
        return IP_OK;
    frames->own.bytes[frames->own.size - 1] = '}'; /* in place of the last comma */
    return ip_json_piece_read(out, &frames->own, 0, frames->line, error);
}

/* The member that an object is about, which says nothing itself. */
static json_t *about(const json_t *object) {
    for (int i = 0; i < LIST_COUNT; i++) {
        json_t *member = json_object_get(object, list_names[i]);
        if (json_is_object(member) || json_is_string(member))
            return member;
    }
    return NULL;
}

static ip_status end_object(ip_json_frames *frames, ip_json_frame *out, ip_error *error) {
    ip_json_text_take(&frames->text);
    frames->place = BETWEEN_VALUES;
    if (frames->of_entries || frames->in_lists)
        return IP_OK;
    drop(&frames->value);
    if (!frames->has_list) { /* else it was read before the list */
        ip_status status = read_own(frames, &frames->value, error);
        if (status)
            return status;
        if (!frames->value)
            return ip_error_set(error, IP_BAD_TABLE, "line %ld: an object without members, where entries are expected",
                                frames->line);
    } else {
        frames->value = json_incref(frames->head);
        if (!frames->value || (!frames->is_entry(frames->value) && !about(frames->value)))
            return IP_OK; /* an empty list is one */
    }
    if (!frames->is_entry(frames->value) && about(frames->value)) {
        drop(&frames->head);
        frames->head = frames->value;
        frames->value = json_incref(about(frames->head));
    }
    return hand_over(frames, out, frames->line, error);
}

/* The name of the next member, and what comes behind its colon. */
static ip_status read_name(ip_json_frames *frames, int *c, ip_error *error) {
    ip_status status = ip_json_text_peek_solid(&frames->text, c, error);
    if (status)
        return status;
    if (*c != '"')
        return expect(frames, *c, "a name between quotation marks", error);
    status = read_value(frames, error);
    if (status)
        return status;
    drop(&frames->name);
    frames->name = json_incref(frames->value);
    if (json_string_length(frames->name) > LONGEST_NAME)
        return fail(frames, "a name of more than 1000 bytes; no entry is called so", error);
    size_t before = frames->names.count;
    if (!ip_intern_text(&frames->names, &frames->arena, json_string_value(frames->name)))
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    if (frames->names.count == before)
        return ip_error_set(error, IP_BAD_TABLE, "line %ld: two members of one object are called '%.60s'", frames->text.line,
                            json_string_value(frames->name));
    status = ip_json_text_peek_solid(&frames->text, c, error);
    if (!status && *c != ':')
        return expect(frames, *c, "':'", error);
    if (!status) {
        ip_json_text_take(&frames->text);
        status = ip_json_text_peek_solid(&frames->text, c, error);
    }
    return status;
}

static bool is_list_name(const char *name) {
    for (int i = 0; i < LIST_COUNT; i++)
        if (strcmp(name, list_names[i]) == 0)
            return true;
    return false;
}

/* Goes into the list that comes next. */
static ip_status begin_list(ip_json_frames *frames, ip_error *error) {
    ip_json_text_take(&frames->text);
    frames->place = IN_LIST;
    frames->is_first = true;
    if (frames->has_list || !frames->in_object)
        return IP_OK;
    frames->has_list = true;
    return read_own(frames, &frames->head, error);
}

/* Keeps a member of an object that is no list of entries, for what the object itself is. */
static ip_status keep_member(ip_json_frames *frames, ip_error *error) {
    if (frames->own.size > IP_JSON_ENTRY_LIMIT)
        return ip_error_set(error, IP_BAD_TABLE, "line %ld: an object of more than %d MiB without a list of entries begins here",
                            frames->line, IP_JSON_ENTRY_LIMIT / (1024 * 1024));
    ip_status status = ip_json_piece_add(&frames->own, frames->own.size ? "" : "{", frames->own.size ? 0 : 1, error);
    if (!status) /* the name as it was written */
        status = ip_json_piece_add(&frames->own, frames->piece.bytes, frames->piece.size, error);
    if (!status)
        status = ip_json_piece_add(&frames->own, ":", 1, error);
    size_t begin = frames->own.size;
    long line = frames->text.line;
    if (!status)
        status = ip_json_text_cut(&frames->text, &frames->own, error);
    bool may_be_entry = frames->members == 1 && !is_list_name(json_string_value(frames->name));
    if (!status && may_be_entry && strchr("{\"", frames->own.bytes[begin])) {
        drop(&frames->value);
        status = ip_json_piece_read(&frames->value, &frames->own, begin, line, error);
        frames->of_entries = !status && (frames->is_entry(frames->value) || inner_json(frames->value));
    }
    return status ? status : ip_json_piece_add(&frames->own, ",", 1, error);
}

static ip_status next_member(ip_json_frames *frames, ip_json_frame *out, ip_error *error) {
    int c;
    ip_status status = read_name(frames, &c, error);
    if (status)
        return status;
    long line = frames->text.line;
    if (frames->of_entries) {
        status = read_value(frames, error);
        return status ? status : hand_over(frames, out, line, error);
    }
    if (++frames->members > MOST_MEMBERS)
        return fail(frames, "an object of more than 100000 members that are no entries", error);
    if (c == '[' && is_list_name(json_string_value(frames->name)))
        return begin_list(frames, error);
    if (frames->has_list)
        return ip_json_text_cut(&frames->text, NULL, error);
    status = keep_member(frames, error);
    return status || !frames->of_entries ? status : hand_over(frames, out, line, error);
}

static ip_status next_of_object(ip_json_frames *frames, ip_json_frame *out, ip_error *error) {
    int c;
    ip_status status = ip_json_text_peek_solid(&frames->text, &c, error);
    if (status)
        return status;
    bool was_first = frames->is_first;
    frames->is_first = false;
    if (c == '}')
        return end_object(frames, out, error);
    if (!was_first) {
        if (c != ',')
            return expect(frames, c, "a comma or '}'", error);
        ip_json_text_take(&frames->text);
    }
    return next_member(frames, out, error);
}

static void begin_object(ip_json_frames *frames) {
    frames->place = IN_OBJECT;
    frames->in_object = frames->is_first = true;
    frames->of_entries = frames->has_list = false;
    frames->members = frames->in_lists = 0;
    frames->line = frames->text.line;
    frames->own.size = 0;
    ip_intern_clear(&frames->names);
    ip_arena_clear(&frames->arena);
    ip_json_text_take(&frames->text);
}

/* ---- the text */

static ip_status pass_mark(ip_json_frames *frames, ip_error *error) {
    static const char mark[] = "\xEF\xBB\xBF";
    int c = 0;
    for (int i = 0; i < 3; i++) {
        ip_status status = ip_json_text_peek(&frames->text, &c, error);
        if (status)
            return status;
        if (c != (unsigned char)mark[i])
            return i ? expect(frames, c, "a value", error) : IP_OK;
        ip_json_text_take(&frames->text);
    }
    return IP_OK;
}

/* The next value of the text itself; *ended where there is none. */
static ip_status next_value(ip_json_frames *frames, ip_json_frame *out, bool *ended, ip_error *error) {
    int c;
    ip_status status = frames->top ? IP_OK : pass_mark(frames, error);
    if (!status)
        status = ip_json_text_peek_solid(&frames->text, &c, error);
    if (status)
        return status;
    drop(&frames->head);
    *ended = c < 0;
    if (c < 0)
        return frames->top ? IP_OK : fail(frames, "the text is empty; entries are expected", error);
    frames->top++;
    frames->in_object = false;
    long line = frames->text.line;
    if (c == '[')
        return begin_list(frames, error);
    if (c == '{') {
        begin_object(frames);
        return IP_OK;
    }
    status = read_value(frames, error);
    return status ? status : hand_over(frames, out, line, error);
}

static ip_status next_inner(ip_json_frames *frames, ip_json_frame *out, ip_error *error) {
    ip_status status = ip_json_frames_next(frames->inner, out, error);
    if (status)
        return status;
    if (!out->value) {
        drop_inner(frames);
        return IP_OK;
    }
    out->number = ++frames->number;
    if (!*out->key)
        out->key = own_key(frames);
    return IP_OK;
}

/* Puts the number of the entry behind the line of a message. */
static ip_status number_fault(const ip_json_frames *frames, ip_status status, ip_error *error) {
    char message[IP_MESSAGE_SIZE];
    long line;
    int length = 0;
    if (status != IP_BAD_TABLE || frames->depth || !error || sscanf(error->message, "line %ld: %n", &line, &length) != 1 ||
        !length)
        return status;
    snprintf(message, sizeof message, "%s", error->message + length);
    return ip_error_set(error, status, "line %ld: entry %ld: %s", line, frames->number + 1, message);
}

ip_status ip_json_frames_next(ip_json_frames *frames, ip_json_frame *out, ip_error *error) {
    ip_status status = IP_OK;
    bool ended = false;
    *out = (ip_json_frame){.key = ""};
    while (!status && !out->value && !ended) {
        if (frames->inner)
            status = next_inner(frames, out, error);
        else if (frames->place == IN_LIST)
            status = next_of_list(frames, out, error);
        else if (frames->place == IN_OBJECT)
            status = next_of_object(frames, out, error);
        else
            status = next_value(frames, out, &ended, error);
    }
    return number_fault(frames, status, error);
}

/* Rows by their descriptions: values, blank and failed rows, and the packed form. Knows bytes and members, not what they
 * mean. */
#include <interphase/result.h>

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

const ip_column *ip_result_column(const ip_result_type *type, const char *name) {
    for (int i = 0; i < type->column_count; i++)
        if (strcmp(type->columns[i].name, name) == 0)
            return &type->columns[i];
    return NULL;
}

const char *ip_column_kind_word(ip_column_kind kind) {
    static const char *const words[] = {"text", "number", "count", "flag", "products"};
    return (unsigned)kind < sizeof words / sizeof *words ? words[kind] : "unknown";
}

/* ---- values */

static const char *member(const void *row, const ip_column *column) {
    return (const char *)row + column->offset;
}

const char *ip_row_text(const void *row, const ip_column *column) {
    const char *text;
    memcpy(&text, member(row, column), sizeof text);
    return text;
}

double ip_row_number(const void *row, const ip_column *column) {
    double number;
    memcpy(&number, member(row, column), sizeof number);
    return number;
}

long ip_row_count(const void *row, const ip_column *column) {
    long count;
    memcpy(&count, member(row, column), sizeof count);
    return count;
}

ip_flag ip_row_flag(const void *row, const ip_column *column) {
    ip_flag flag;
    memcpy(&flag, member(row, column), sizeof flag);
    return flag;
}

ip_row_products ip_row_products_of(const void *row, const ip_column *column) {
    ip_row_products products;
    memcpy(&products, member(row, column), sizeof products);
    return products;
}

static void set_text(void *row, const ip_column *column, const char *text) {
    memcpy((char *)row + column->offset, &text, sizeof text);
}

static void set_products(void *row, const ip_column *column, ip_row_products products) {
    memcpy((char *)row + column->offset, &products, sizeof products);
}

static void blank_member(void *row, const ip_column *column) {
    char *at = (char *)row + column->offset;
    const double number = NAN;
    const long count = IP_NO_COUNT;
    const ip_flag flag = IP_FLAG_NONE;
    const ip_row_products products = {-1, NULL};
    switch (column->kind) {
    case IP_KIND_TEXT:
        set_text(row, column, NULL);
        break;
    case IP_KIND_NUMBER:
        memcpy(at, &number, sizeof number);
        break;
    case IP_KIND_COUNT:
        memcpy(at, &count, sizeof count);
        break;
    case IP_KIND_FLAG:
        memcpy(at, &flag, sizeof flag);
        break;
    case IP_KIND_PRODUCTS:
        set_products(row, column, products);
        break;
    }
}

void ip_row_blank(const ip_result_type *type, void *row) {
    memset(row, 0, type->size);
    for (int i = 0; i < type->column_count; i++)
        blank_member(row, &type->columns[i]);
}

void ip_row_fail(const ip_result_type *type, void *row, const ip_error *error) {
    for (int i = 0; i < type->column_count; i++) {
        const ip_column *column = &type->columns[i];
        if (strcmp(column->name, "status") == 0)
            set_text(row, column, ip_status_word(error->status));
        else if (strcmp(column->name, "message") == 0)
            set_text(row, column, error->message);
        else if (!(column->uses & IP_COLUMN_SUBJECT))
            blank_member(row, column);
    }
}

/* ---- packed rows: the struct, then lists of products, then texts. A pointer is stored as its distance from the beginning,
 * 0 for NULL, which no text and no list can have. */

typedef struct packing {
    char *bytes; /* NULL while only the size is counted */
    size_t lists, texts; /* where the next list and the next text go */
} packing;

static const void *at_distance(size_t distance) {
    return (const void *)(uintptr_t)distance;
}

static const char *pack_text(packing *pack, const char *text) {
    if (!text)
        return NULL;
    size_t size = strlen(text) + 1, place = pack->texts;
    if (pack->bytes)
        memcpy(pack->bytes + place, text, size);
    pack->texts += size;
    return at_distance(place);
}

static ip_row_products pack_products(packing *pack, ip_row_products products) {
    size_t place = pack->lists;
    for (long i = 0; i < products.count; i++) {
        ip_row_product product = products.list[i];
        product.formula = pack_text(pack, product.formula);
        if (pack->bytes)
            memcpy(pack->bytes + pack->lists, &product, sizeof product);
        pack->lists += sizeof product;
    }
    products.list = products.count > 0 ? at_distance(place) : NULL;
    return products;
}

static void pack_row(packing *pack, const ip_result_type *type, const void *row) {
    if (pack->bytes)
        memcpy(pack->bytes, row, type->size);
    for (int i = 0; i < type->column_count; i++) {
        const ip_column *column = &type->columns[i];
        if (column->kind == IP_KIND_TEXT) {
            const char *text = pack_text(pack, ip_row_text(row, column));
            if (pack->bytes)
                set_text(pack->bytes, column, text);
        } else if (column->kind == IP_KIND_PRODUCTS) {
            ip_row_products products = pack_products(pack, ip_row_products_of(row, column));
            if (pack->bytes)
                set_products(pack->bytes, column, products);
        }
    }
}

static size_t begin_of_lists(const ip_result_type *type) {
    size_t alignment = sizeof(double);
    return (type->size + alignment - 1) / alignment * alignment;
}

/* How many bytes a row takes, and where its texts begin. */
static size_t packed_size(size_t *texts, const ip_result_type *type, const void *row) {
    packing count = {NULL, begin_of_lists(type), 0};
    pack_row(&count, type, row);
    *texts = count.lists;
    return count.lists + count.texts;
}

static void pack_into(void *bytes, size_t texts, const ip_result_type *type, const void *row) {
    packing pack = {bytes, begin_of_lists(type), texts};
    memset((char *)bytes + type->size, 0, begin_of_lists(type) - type->size);
    pack_row(&pack, type, row);
}

ip_status ip_row_pack(void **bytes, size_t *size, const ip_result_type *type, const void *row, ip_error *error) {
    size_t texts;
    *size = packed_size(&texts, type, row);
    *bytes = malloc(*size);
    if (!*bytes)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    pack_into(*bytes, texts, type, row);
    return IP_OK;
}

/* A text at a distance, which has to end within the bytes. */
static bool unpack_text(const char **text, char *bytes, size_t size) {
    size_t distance = (size_t)(uintptr_t)*text;
    if (distance == 0)
        return true;
    if (distance >= size || !memchr(bytes + distance, '\0', size - distance))
        return false;
    *text = bytes + distance;
    return true;
}

static bool unpack_products(ip_row_products *products, char *bytes, size_t size) {
    size_t distance = (size_t)(uintptr_t)products->list;
    if (products->count <= 0)
        return products->count >= -1 && distance == 0;
    if (distance == 0 || distance >= size || distance % sizeof(double) != 0 ||
        (size_t)products->count > (size - distance) / sizeof(ip_row_product))
        return false;
    ip_row_product *list = (ip_row_product *)(void *)(bytes + distance);
    for (long i = 0; i < products->count; i++)
        if (!unpack_text(&list[i].formula, bytes, size))
            return false;
    products->list = list;
    return true;
}

ip_status ip_row_unpack(void *row, const ip_result_type *type, void *bytes, size_t size, ip_error *error) {
    bool good = size >= type->size;
    if (good)
        memcpy(row, bytes, type->size);
    for (int i = 0; i < type->column_count && good; i++) {
        const ip_column *column = &type->columns[i];
        if (column->kind == IP_KIND_TEXT) {
            const char *text = ip_row_text(row, column);
            good = unpack_text(&text, bytes, size);
            set_text(row, column, text);
        } else if (column->kind == IP_KIND_PRODUCTS) {
            ip_row_products products = ip_row_products_of(row, column);
            good = unpack_products(&products, bytes, size);
            set_products(row, column, products);
        }
    }
    return good ? IP_OK : ip_error_set(error, IP_BAD_ARGUMENT, "these bytes are no packed row of %s", type->name);
}

void ip_row_put(ip_packed *packed, const ip_result_type *type, const void *row) {
    size_t texts, size = packed_size(&texts, type, row);
    void *bytes = ip_packed_add(packed, size);
    if (bytes)
        pack_into(bytes, texts, type, row);
}

ip_status ip_row_get(void *row, const ip_result_type *type, ip_memory *memory, ip_packed_reader *reader, ip_error *error) {
    size_t size = reader->left;
    void *bytes = ip_memory_take(memory, size);
    if (!bytes)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    ip_packed_get(reader, bytes, size);
    return ip_row_unpack(row, type, bytes, size, error);
}

/* The table of file formats, and which of them a file is of. */
#include "source.h"

#include <interphase/compression.h>

#include <string.h>
#include <strings.h>

const ip_source *const ip_sources[] = {&ip_source_csv};
const int ip_source_count = sizeof ip_sources / sizeof *ip_sources;

static bool ends_in(const char *path, size_t length, const char *ending) {
    size_t size = strlen(ending);
    return length > size && strncasecmp(path + length - size, ending, size) == 0;
}

ip_status ip_source_choose(const ip_source **out, const ip_source *const *sources, int count, const char *path, ip_input *input,
                           ip_error *error) {
    size_t length = strlen(path);
    length -= strlen(ip_compression_ending(ip_compression_named(path)));
    for (int i = 0; i < count; i++)
        if (ends_in(path, length, sources[i]->ending)) {
            *out = sources[i];
            return IP_OK;
        }
    const char *bytes;
    size_t size;
    ip_status status = ip_input_peek(input, &bytes, &size, error);
    for (int i = 0; i < count && !status; i++)
        if (sources[i]->recognises(bytes, size)) {
            *out = sources[i];
            return IP_OK;
        }
    return status ? status : ip_error_set(error, IP_BAD_TABLE, "neither the name nor the beginning tells the file's format");
}

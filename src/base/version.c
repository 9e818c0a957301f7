/* Versions of the library and of what it was compiled with. (That of GLPK is asked in the file that owns it.) */
#include <interphase/csv_reader.h>

#include <interphase/version.h>

#include <jansson.h>

const char *ip_version(void) {
    return IP_VERSION;
}

const char *ip_version_libcsv(void) {
    return ip_csv_library_version();
}

const char *ip_version_jansson(void) {
    return JANSSON_VERSION;
}

/* Versions of the library and of what it was compiled with. (Those of other libraries are told by the files that own them.) */
#include <interphase/version.h>

#include <jansson.h>

const char *ip_version(void) {
    return IP_VERSION;
}

const char *ip_version_jansson(void) {
    return JANSSON_VERSION;
}

/* Status words and error messages. Knows no other module. */
#include <interphase/status.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *const words[IP_STATUS_COUNT] = {
    [IP_OK] = "ok",
    [IP_BAD_FORMULA] = "bad-formula",
    [IP_BAD_TABLE] = "bad-table",
    [IP_BAD_ARGUMENT] = "bad-argument",
    [IP_MISSING_ELEMENT] = "missing-element",
    [IP_INFEASIBLE] = "infeasible",
    [IP_UNBOUNDED] = "unbounded",
    [IP_RESERVOIR] = "reservoir",
    [IP_NUMERIC] = "numeric",
    [IP_INPUT_OUTPUT] = "input-output",
    [IP_NO_MEMORY] = "no-memory",
};

const char *ip_status_word(ip_status status) {
    return (unsigned)status < IP_STATUS_COUNT ? words[status] : "unknown";
}

ip_status ip_error_set(ip_error *error, ip_status status, const char *format, ...) {
    if (error) {
        va_list arguments;
        va_start(arguments, format);
        error->status = status;
        vsnprintf(error->message, sizeof error->message, format, arguments);
        va_end(arguments);
    }
    return status;
}

ip_status ip_error_prefix(ip_error *error, ip_status status, const char *format, ...) {
    if (error) {
        char inner[IP_MESSAGE_SIZE];
        memcpy(inner, error->message, sizeof inner);
        va_list arguments;
        va_start(arguments, format);
        int length = vsnprintf(error->message, sizeof error->message, format, arguments);
        va_end(arguments);
        if (length >= 0 && (size_t)length < sizeof error->message)
            snprintf(error->message + length, sizeof error->message - (size_t)length, ": %s", inner);
    }
    return status;
}

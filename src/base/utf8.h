/* Characters of UTF-8. Knows bytes only. */
#ifndef INTERPHASE_SRC_UTF8_H
#define INTERPHASE_SRC_UTF8_H

#include <stdbool.h>
#include <stdint.h>

/* Bytes of the UTF-8 character at `text`; 0 where there is none, and *character is then the byte. The shortest form alone
 * counts. */
int ip_utf8_read(uint32_t *character, const unsigned char *text);

/* Whether a text is UTF-8 from its beginning to its end. */
bool ip_utf8_is(const char *text);

#endif

/* Reads UTF-8, and takes nothing else for it. */
#include "utf8.h"

int ip_utf8_read(uint32_t *character, const unsigned char *text) {
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    int length = text[0] < 0x80 ? 1 : text[0] >= 0xF0 && text[0] < 0xF8 ? 4 : text[0] >= 0xE0 ? 3 : text[0] >= 0xC0 ? 2 : 0;
    *character = text[0];
    if (length <= 1 || text[0] >= 0xF8)
        return length == 1;
    uint32_t value = text[0] & (0x7Fu >> length);
    for (int i = 1; i < length; i++) {
        if ((text[i] & 0xC0) != 0x80) /* the end of the text is none either */
            return 0;
        value = value << 6 | (text[i] & 0x3Fu);
    }
    if (value < least[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return 0;
    *character = value;
    return length;
}

bool ip_utf8_is(const char *text) {
    for (const unsigned char *at = (const unsigned char *)text; *at;) {
        uint32_t character;
        int length = ip_utf8_read(&character, at);
        if (!length)
            return false;
        at += length;
    }
    return true;
}

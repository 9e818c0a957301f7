/* The verdict on a set of products. Knows band gaps, no energies. */
#include "base/buffer.h"

#include <interphase/character.h>
#include <interphase/number.h>

#include <math.h>

ip_character ip_character_find(const ip_equilibrium *products, bool reacts, double threshold) {
    ip_character character = {IP_CHARACTER_NONE, NULL};
    const ip_phase *smallest = NULL, *unknown = NULL;
    if (!reacts)
        return character;
    for (int i = 0; i < products->product_count; i++) {
        const ip_phase *phase = products->products[i].phase;
        if (phase->gas) /* it leaves */
            continue;
        if (isnan(phase->band_gap))
            unknown = unknown ? unknown : phase;
        else if (!smallest || phase->band_gap < smallest->band_gap)
            smallest = phase;
    }
    if (smallest && smallest->band_gap < threshold)
        character.kind = IP_CHARACTER_MCI;
    else if (unknown)
        character.kind = IP_CHARACTER_UNKNOWN;
    else if (smallest)
        character.kind = IP_CHARACTER_SEI;
    character.deciding = character.kind == IP_CHARACTER_UNKNOWN ? unknown : smallest;
    return character;
}

const char *ip_character_word(ip_character_kind kind) {
    static const char *const words[] = {"none", "SEI", "MCI", "unknown"};
    return (unsigned)kind < sizeof words / sizeof *words ? words[kind] : "unknown";
}

char *ip_character_text(ip_character character, ip_error *error) {
    ip_buffer buffer = {0};
    const ip_phase *deciding = character.deciding;
    char gap[400];
    ip_buffer_add(&buffer, ip_character_word(character.kind));
    if (deciding && character.kind == IP_CHARACTER_UNKNOWN) {
        ip_buffer_print(&buffer, " (%s: no band gap known)", deciding->formula);
    } else if (deciding) {
        ip_number_format(gap, sizeof gap, deciding->band_gap, 2);
        ip_buffer_print(&buffer, " (%s: %s eV)", deciding->formula, gap);
    }
    char *text = ip_buffer_take(&buffer);
    if (!text)
        ip_error_set(error, IP_NO_MEMORY, "out of memory");
    return text;
}

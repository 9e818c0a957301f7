/* The words of findings, and what to do about each. Knows no tables. */
#include <interphase/dataset.h>

#include <string.h>

static const struct {
    const char *word, *cure;
} findings[] = {
    /* of rows that cannot be used */
    {"bad-table", "mend the place that is named; 'interphase data --help' and interphase-data(1) tell what a table is"},
    {"bad-formula", "write it as Na3PS4 or Na3Zr2(SiO4)2(PO4), or take the row out"},
    {"missing-value", "fill the energy in, or take the row out"},
    {"not-a-number", "write a number such as -1.234; take the row out where it is unknown"},
    {"too-many-fields", "put quotation marks around fields with commas"},
    {"negative-band-gap", "write 0 for metals, nothing where it is unknown"},
    {"negative-uncertainty", "write one standard deviation, 0 or more, or nothing where it is unknown"},
    {"element-energy", "take the energies of the elements off all energies, in eV/atom; the elements' own are 0 then"},
    {"implausible-energy", "take the energies of the elements off, or bring it to eV/atom"},
    /* of tables as a whole */
    {"missing-element",
     "add a row for the element with energy 0, or check the table over one that has it: data check mp2020 FILE"},
    {"total-energy",
     "take the energies of the elements off, as the same method gives them: formation = total - sum of x * element"},
    {"hull-distance", "give formation energies; distances from the hull are something else, and 0 for every stable phase"},
    {"per-formula-energy", "divide by the atoms of the formula"},
    {"kilojoule", "divide by 96.485, and by the atoms of the formula where they are per mole of formulas"},
    {"kilocalorie", "divide by 23.061, and by the atoms of the formula where they are per mole of formulas"},
    {"wrong-sign", "write what is set free as negative"},
    {"mixed-functionals", "keep the rows of one functional, or correct each kind so that they can stand together"},
    {"shifted-energies",
     "do not lay the table over the one it was compared with; where its energies hold no corrections, 'interphase data "
     "correct' anchors them"},
    /* of rows that look wrong */
    {"outlier", "look it up; leave it out with --exclude where it cannot be explained"},
    {"zero-energy", "take the row out where the energy is unknown"},
    {"gas-among-solids", "leave it out with --exclude where it would escape as a gas"},
    {"duplicate-composition", "nothing, where the lowest energy is meant"},
    {"replaced-composition", "nothing, where the later table is meant to count"},
    {"raised-composition", "make sure that they are ground states, not other polymorphs"},
    {"same-as-reference", "name another table with --data to compare with"},
};
enum { WORD_COUNT = sizeof findings / sizeof *findings };

const char *ip_finding_kind_name(ip_finding_kind kind) {
    static const char *const names[] = {
        [IP_FINDING_NOTICE] = "notice", [IP_FINDING_FAULT] = "fault", [IP_FINDING_WARNING] = "warning"};
    return names[kind];
}

const char *ip_finding_word(int index) {
    return index >= 0 && index < WORD_COUNT ? findings[index].word : NULL;
}

const char *ip_finding_cure(const char *kind_word) {
    for (int i = 0; i < WORD_COUNT; i++)
        if (strcmp(findings[i].word, kind_word) == 0)
            return findings[i].cure;
    return NULL;
}

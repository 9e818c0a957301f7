/* Records: blank, filled, and their energies by the atom. Knows no format and no import. */
#include "record.h"

#include <math.h>
#include <string.h>

/* eV per kJ/mol: e N_A / 1000, both exact since 2019. */
static const double kj_mol_per_ev = 96.485332123310018;

void ip_record_blank(ip_record *record) {
    memset(record, 0, sizeof *record);
    for (int kind = 0; kind < IP_RECORD_KIND_COUNT; kind++)
        record->energies[kind].number = NAN;
    record->uncertainty = record->band_gap = NAN;
}

ip_status ip_record_take(const ip_record_call *call, const ip_record *record, ip_error *error) {
    return call->take(call->user, record, error);
}

void ip_record_set(ip_record *record, ip_record_kind kind, double number, ip_record_basis basis) {
    record->energies[kind] = (ip_record_energy){number, basis};
}

double ip_record_by_atom(const ip_composition *composition, ip_record_energy energy) {
    switch (energy.basis) {
    case IP_RECORD_PER_FORMULA:
        return energy.number / ip_composition_atoms(composition);
    case IP_RECORD_KJ_MOL:
        return energy.number / kj_mol_per_ev / ip_composition_atoms(composition);
    default:
        return energy.number;
    }
}

double ip_record_per_atom(const ip_record *record, ip_record_kind kind) {
    return ip_record_by_atom(&record->composition, record->energies[kind]);
}

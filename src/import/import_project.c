/* What the energies of a document of the Materials Project say of how they were calculated, where the document itself does not
 * tell. Knows the size of its corrections.
 *
 * A summary document has the energy of whatever run its database prefers: PBE, PBE+U or r2SCAN, in no field. From a PBE energy
 * and PBE references follows a formation energy that differs from the published one by the MP2020 corrections, none of which is
 * above 0.7 eV per anion, so that they lower the energy by less than 0.7 eV/atom beside those of the metals, and by what mixing
 * with r2SCAN changes, some tenths of an eV. r2SCAN lowers the total energies of elements by 0.4 eV/atom (Li) and more, so that
 * the published formation energy then lies above what follows. */
#include "import_store.h"

#include <math.h>
#include <string.h>

/* eV/atom; how far the published formation energy may lie above and below what follows from a PBE energy. */
static const double most_above = 0.25, most_below = 1.0;

/* The same for elements, which nothing is corrected of. */
static const double most_of_element = 0.1;

/* The formation energy that follows from the total energy by PBE references; NaN where one is missing. */
static double by_references(const ip_import *import, const ip_record *record) {
    double sum = 0.0;
    for (int i = 0; i < record->composition.count; i++) {
        const ip_import_reference *found = &import->project[record->composition.element[i]];
        sum += record->composition.amount[i] * (found->element ? found->energy : NAN);
    }
    return ip_record_per_atom(record, IP_RECORD_TOTAL) - sum / ip_composition_atoms(&record->composition);
}

/* Metals that are calculated with a Hubbard U in oxides and fluorides always are in this database. */
static ip_record_hubbard by_rule(const ip_record *record) {
    return ip_correction_of_metals(&record->composition) != 0.0 ? IP_RECORD_WITH_U : IP_RECORD_WITHOUT_U;
}

ip_status ip_import_judge_document(ip_import *import, ip_record *record, ip_error *error) {
    if (!record->is_project_document)
        return IP_OK;
    if (record->hubbard == IP_RECORD_U_UNKNOWN)
        record->hubbard = by_rule(record);
    if (record->functional)
        return IP_OK;
    double published = ip_record_per_atom(record, IP_RECORD_FORMATION_GIVEN);
    ip_status status = ip_import_load_project(import, error);
    if (status)
        return status;
    double difference = published - by_references(import, record);
    bool is_element = record->composition.count == 1;
    double metals = record->hubbard == IP_RECORD_WITH_U ? ip_correction_of_metals(&record->composition) : 0.0;
    if (isnan(published))
        return ip_error_set(
            error, IP_BAD_TABLE,
            "nothing tells by which functional uncorrected_energy_per_atom was calculated: the field "
            "formation_energy_per_atom is needed beside it, or thermo documents, which have the field energy_type");
    if (isnan(difference))
        record->functional = IP_RECORD_GGA; /* an element without a reference, which will be missed */
    else if (difference > (is_element ? most_of_element : most_above))
        record->functional = IP_RECORD_R2SCAN;
    else if (difference >= (is_element ? -most_of_element : metals - most_below))
        record->functional = IP_RECORD_GGA;
    else
        return ip_error_set(error, IP_BAD_TABLE,
                            "uncorrected_energy_per_atom and formation_energy_per_atom do not belong together: by PBE "
                            "references the formation energy would be %.3f eV/atom, not %.3f",
                            published - difference, published);
    return IP_OK;
}

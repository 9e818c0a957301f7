/* The table of formats whose entries can be imported, in the order in which they are asked. */
#include "record.h"

static const ip_record_source *const sources[] = {
    &ip_record_source_computed_entry,
    &ip_record_source_pd_entry,
    &ip_record_source_measured,
    &ip_record_source_legacy_project,
    &ip_record_source_materials_project,
    &ip_record_source_oqmd,
    &ip_record_source_optimade,
    &ip_record_source_jarvis,
    &ip_record_source_aflow,
    &ip_record_source_matbench,
    &ip_record_source_element_references,
};
enum { SOURCE_COUNT = sizeof sources / sizeof *sources };

const ip_record_source *ip_record_source_find(const json_t *value) {
    for (int i = 0; i < SOURCE_COUNT; i++)
        if (sources[i]->recognises(value))
            return sources[i];
    return NULL;
}

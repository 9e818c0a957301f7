/* The library as another program uses it: public headers only, and a table whose path is the first argument, else the shipped
 * one. */
#include <interphase/interphase.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

static int fail(const char *what, const ip_error *error) {
    fprintf(stderr, "%s: %s: %s\n", what, ip_status_word(error->status), error->message);
    return 1;
}

/* What the electrolyte becomes against sodium metal, as an equation, and where it is stable. */
static int show(ip_solver *solver, const char *formula) {
    ip_error error;
    ip_composition composition;
    ip_profile profile;
    ip_reaction reaction;
    if (ip_composition_read(&composition, formula, &error))
        return fail(formula, &error);
    if (ip_profile_find(&profile, solver, &composition, ip_element_find("Na", 2), 0, &error))
        return fail(formula, &error);
    ip_window window = ip_profile_window(&profile);
    ip_reactant subject = {formula, &composition, 1.0};
    ip_status status = ip_reaction_build(&reaction, ip_solver_dataset(solver), &subject, 1, &window.contact->products, &error);
    if (!status) {
        char low[400], high[400];
        ip_number_format(low, sizeof low, window.reduction_potential, 4);
        ip_number_format(high, sizeof high, window.oxidation_potential, 4);
        ip_reaction_print(&reaction, "->", stdout);
        printf("\n%s to %s V\n", low, high);
        ip_reaction_clear(&reaction);
    }
    ip_profile_clear(&profile);
    return status ? fail(formula, &error) : 0;
}

int main(int argc, char **argv) {
    ip_error error;
    ip_dataset *dataset;
    ip_solver *solver = NULL;
    if (strcmp(ip_version(), IP_VERSION) != 0) {
        fprintf(stderr, "the headers are of %s, the library of %s\n", IP_VERSION, ip_version());
        return 1;
    }
    if (ip_dataset_new(&dataset, &error))
        return fail("dataset", &error);
    int code = 1;
    ip_status status = argc > 1 ? ip_dataset_read(dataset, argv[1], 0, NULL, NULL, &error)
                                : ip_dataset_read_shipped(dataset, "mp2020", 0, NULL, NULL, &error);
    if (status || ip_solver_new(&solver, dataset, &error))
        fail(argc > 1 ? argv[1] : "shipped table", &error);
    else
        code = show(solver, "Na3PS4");
    if (!code)
        printf("%s\n", ip_dataset_file(dataset, 0).path);
    ip_solver_free(solver);
    ip_solver_end_thread();
    ip_dataset_free(dataset);
    return code;
}

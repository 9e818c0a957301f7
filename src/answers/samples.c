/* Draws shared out, their rows gathered by column, and quantiles. Knows rows by their description and no question. */
#include "samples.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/intern.h"
#include "engine/solver.h"
#include "table/sampler.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Draws that are one item of work: enough that making the small dataset for them costs little, few enough to share out evenly. */
enum { DRAWS_OF_AN_ITEM = 32 };

/* What the draws gave of one column of one row: numbers, NaN where there was none, or texts, NULL where there was none. */
typedef struct gathered {
    const ip_column *column;
    double *numbers;      /* [draw], sorted at the end, the NaN behind; NULL for products */
    const char **texts;   /* [draw]; NULL for numbers */
    long defined;         /* at the end: how many of them are there */
    ip_product_set *sets; /* [0 .. set_count-1] */
    long set_count;
} gathered;

struct ip_samples {
    ip_draws draws;
    ip_sampled question; /* while there is one */
    long row_count, column_count;
    gathered *gathered; /* [row * column_count + column], of columns that have something */
    long *holding;      /* [row], draws */
    long failed;
    bool vary;
    ip_arena arena; /* of texts */
    ip_intern texts;
    ip_status status; /* while draws come in */
};

bool ip_samples_has(const ip_column *column) {
    static const char uncertainty[] = "_uncertainty";
    size_t length = strlen(column->name), end = sizeof uncertainty - 1;
    if (column->uses & (IP_COLUMN_SUBJECT | IP_COLUMN_TEXT_ONLY | IP_COLUMN_FIXED))
        return false;
    if (length > end && strcmp(column->name + length - end, uncertainty) == 0)
        return false;
    return column->kind == IP_KIND_NUMBER || column->kind == IP_KIND_PRODUCTS;
}

/* ---- in any thread */

static void pack_products(ip_packed *answer, ip_buffer *text, ip_row_products products) {
    ip_buffer_empty(text);
    for (long i = 0; i < products.count; i++) {
        ip_buffer_add(text, i ? " + " : "");
        ip_buffer_add(text, products.list[i].formula);
    }
    ip_packed_put_text(answer, products.count < 0 ? NULL : ip_buffer_text(text));
    answer->failed = answer->failed || text->failed;
}

static void pack_row(ip_packed *answer, ip_buffer *text, const ip_result_type *type, const void *row) {
    for (int c = 0; c < type->column_count; c++) {
        const ip_column *column = &type->columns[c];
        if (!ip_samples_has(column))
            continue;
        if (column->kind == IP_KIND_NUMBER)
            ip_packed_put_number(answer, ip_row_number(row, column));
        else
            pack_products(answer, text, ip_row_products_of(row, column));
    }
}

/* What the draws of one item are made with. */
typedef struct bench {
    ip_sampler *sampler;
    ip_solver *solver;
    ip_memory *memory;
    void *rows;
    bool *holds;
    ip_buffer text;
} bench;

static ip_status bench_new(bench *out, const ip_samples *samples, ip_error *error) {
    const ip_sampled *question = &samples->question;
    memset(out, 0, sizeof *out);
    ip_status status = ip_sampler_new(&out->sampler, ip_executor_dataset(samples->draws.executor), question->uncertainty,
                                      question->elements, error);
    if (!status)
        status = ip_solver_new(&out->solver, ip_sampler_dataset(out->sampler), error);
    if (!status)
        status = ip_memory_new(&out->memory, error);
    out->rows = malloc((size_t)question->row_count * question->type->size);
    out->holds = malloc((size_t)question->row_count * sizeof *out->holds);
    if (!status && (!out->rows || !out->holds))
        status = ip_error_set(error, IP_NO_MEMORY, "out of memory");
    return status;
}

static void bench_clear(bench *out) {
    ip_solver_free(out->solver);
    ip_sampler_free(out->sampler);
    ip_memory_free(out->memory);
    free(out->rows);
    free(out->holds);
    ip_buffer_clear(&out->text);
}

static void *row_at(const bench *at, const ip_sampled *question, long row) {
    return (char *)at->rows + (size_t)row * question->type->size;
}

/* What is placed above the hull of others stays at its distance from it, wherever that lies in the draw. */
static ip_status place_anew(bench *at, ip_error *error) {
    ip_status status = IP_OK;
    for (long i = 0; i < ip_sampler_placed_count(at->sampler) && !status; i++) {
        double above;
        if (ip_sampler_place_mixture(at->sampler, i)) {
            ip_solver_renew(at->solver);
            continue;
        }
        const ip_phase *phase = ip_sampler_placed(at->sampler, i, &above);
        ip_composition composition = ip_phase_composition(phase);
        ip_equilibrium others;
        status = ip_equilibrium_find(&others, at->solver, &composition, NULL, phase, error);
        if (status)
            break;
        ip_sampler_place(at->sampler, i, others.energy / phase->atoms + above);
        ip_equilibrium_clear(&others);
        ip_solver_renew(at->solver);
    }
    return status;
}

/* A draw's error comes first; its rows follow where there is none. */
static void answer_draw(bench *at, const ip_sampled *question, long draw, ip_packed *answer) {
    ip_error error = {IP_OK, ""};
    for (long r = 0; r < question->row_count; r++) {
        ip_row_blank(question->type, row_at(at, question, r));
        at->holds[r] = false;
    }
    ip_sampler_draw(at->sampler, draw);
    ip_solver_renew(at->solver);
    ip_status status = place_anew(at, &error);
    if (!status)
        status = question->find(question->user, at->rows, at->holds, at->memory, at->solver, &error);
    ip_packed_put_integer(answer, status);
    for (long r = 0; r < question->row_count && !status; r++) {
        ip_packed_put_integer(answer, at->holds[r]);
        pack_row(answer, &at->text, question->type, row_at(at, question, r));
    }
    ip_memory_empty(at->memory);
}

static long draws_until(const ip_samples *samples, long item) {
    long end = (item + 1) * DRAWS_OF_AN_ITEM;
    return end < samples->draws.count ? end : samples->draws.count;
}

/* With a dataset and a solver of its own, begun anew: what is found cannot depend on the items before. */
static void answer_item(void *user, ip_solver *solver, long item, ip_packed *answer) {
    const ip_samples *samples = user;
    bench made;
    ip_status status = bench_new(&made, samples, NULL);
    (void)solver;
    ip_packed_put_integer(answer, status);
    ip_packed_put_integer(answer, !status && ip_sampler_varies(made.sampler));
    for (long draw = item * DRAWS_OF_AN_ITEM; draw < draws_until(samples, item) && !status; draw++)
        answer_draw(&made, &samples->question, draw, answer);
    bench_clear(&made);
}

/* ---- in the thread that asked */

static void take_row(ip_samples *samples, long row, long draw, ip_packed_reader *reader) {
    for (long c = 0; c < samples->column_count; c++) {
        gathered *into = &samples->gathered[row * samples->column_count + c];
        if (into->numbers) {
            into->numbers[draw] = ip_packed_get_number(reader);
            continue;
        }
        const char *text = ip_packed_get_text(reader);
        into->texts[draw] = text ? ip_intern_text(&samples->texts, &samples->arena, text) : NULL;
        if (text && !into->texts[draw])
            samples->status = IP_NO_MEMORY;
    }
}

static void take_item(void *user, long item, const void *answer, size_t size) {
    ip_samples *samples = user;
    ip_packed_reader reader = ip_packed_read(answer, size);
    ip_status begun = (ip_status)ip_packed_get_integer(&reader);
    samples->vary = ip_packed_get_integer(&reader) != 0 || samples->vary;
    for (long draw = item * DRAWS_OF_AN_ITEM; draw < draws_until(samples, item) && !begun; draw++) {
        ip_status status = (ip_status)ip_packed_get_integer(&reader);
        if (status == IP_NO_MEMORY)
            samples->status = IP_NO_MEMORY;
        samples->failed += status != IP_OK;
        for (long r = 0; r < samples->row_count && !status; r++) {
            samples->holding[r] += ip_packed_get_integer(&reader) != 0;
            take_row(samples, r, draw, &reader);
        }
    }
    if (begun || reader.failed)
        samples->status = IP_NO_MEMORY;
}

/* ---- at the end */

static int by_size(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    if (isnan(left) || isnan(right))
        return isnan(left) - isnan(right);
    return (left > right) - (left < right);
}

/* Those that are not there come last. */
static int by_text(const void *a, const void *b) {
    const char *left = *(const char *const *)a, *right = *(const char *const *)b;
    if (!left || !right)
        return !left - !right;
    return strcmp(left, right);
}

static int by_share(const void *a, const void *b) {
    const ip_product_set *left = a, *right = b;
    if (left->share != right->share)
        return left->share > right->share ? -1 : 1;
    return strcmp(left->formulas, right->formulas);
}

/* Equal texts were kept once, so that they are the same. */
static bool count_sets(gathered *of, long draws) {
    for (long i = 0; i < of->defined; i++)
        of->set_count += i == 0 || of->texts[i] != of->texts[i - 1];
    of->sets = malloc(((size_t)of->set_count + 1) * sizeof *of->sets);
    if (!of->sets)
        return false;
    for (long i = 0, set = -1; i < of->defined; i++) {
        if (i == 0 || of->texts[i] != of->texts[i - 1]) {
            ip_product_set found = {of->texts[i], 0.0};
            of->sets[++set] = found;
        }
        of->sets[set].share += 1.0;
    }
    for (long i = 0; i < of->set_count; i++)
        of->sets[i].share /= (double)draws;
    qsort(of->sets, (size_t)of->set_count, sizeof *of->sets, by_share);
    return true;
}

static bool is_there(const gathered *of, long at) {
    return of->numbers ? !isnan(of->numbers[at]) : of->texts[at] != NULL;
}

static ip_status sort_all(ip_samples *samples) {
    size_t draws = (size_t)samples->draws.count;
    for (long i = 0; i < samples->row_count * samples->column_count; i++) {
        gathered *of = &samples->gathered[i];
        if (of->numbers)
            qsort(of->numbers, draws, sizeof *of->numbers, by_size);
        else
            qsort(of->texts, draws, sizeof *of->texts, by_text);
        while (of->defined < samples->draws.count && is_there(of, of->defined))
            of->defined++;
        if (of->texts && !count_sets(of, samples->draws.count))
            return IP_NO_MEMORY;
    }
    return samples->status;
}

static bool make_room(gathered *of, long draws) {
    bool is_number = of->column->kind == IP_KIND_NUMBER;
    if (is_number)
        of->numbers = malloc((size_t)draws * sizeof *of->numbers);
    else
        of->texts = calloc((size_t)draws, sizeof *of->texts);
    for (long i = 0; i < draws && of->numbers; i++)
        of->numbers[i] = NAN;
    return of->numbers || of->texts;
}

static ip_status samples_new(ip_samples **out, const ip_draws *draws, const ip_sampled *question) {
    ip_samples *samples = *out = calloc(1, sizeof *samples);
    if (!samples)
        return IP_NO_MEMORY;
    samples->draws = *draws;
    samples->question = *question;
    for (int c = 0; c < question->type->column_count; c++)
        samples->column_count += ip_samples_has(&question->type->columns[c]);
    samples->holding = calloc((size_t)question->row_count + 1, sizeof *samples->holding);
    samples->gathered = calloc((size_t)(question->row_count * samples->column_count) + 1, sizeof *samples->gathered);
    if (!samples->holding || !samples->gathered)
        return IP_NO_MEMORY;
    samples->row_count = question->row_count;
    for (long r = 0, at = 0; r < question->row_count; r++)
        for (int c = 0; c < question->type->column_count; c++) {
            if (!ip_samples_has(&question->type->columns[c]))
                continue;
            samples->gathered[at].column = &question->type->columns[c];
            if (!make_room(&samples->gathered[at++], draws->count))
                return IP_NO_MEMORY;
        }
    return IP_OK;
}

ip_status ip_samples_find(ip_samples **out, const ip_draws *draws, const ip_sampled *question, ip_error *error) {
    ip_samples *samples = NULL;
    if (draws->count < 1)
        return ip_error_set(error, IP_BAD_ARGUMENT, "%ld draws; at least 1 is expected", draws->count);
    ip_status status = samples_new(&samples, draws, question);
    if (!status) {
        ip_job job = IP_JOB_INIT;
        job.count = (draws->count + DRAWS_OF_AN_ITEM - 1) / DRAWS_OF_AN_ITEM;
        job.work = answer_item;
        job.take = take_item;
        job.user = samples;
        status = ip_executor_run(draws->executor, &job, error);
    }
    if (!status)
        status = sort_all(samples);
    if (status) {
        ip_samples_free(samples);
        return ip_error_set(error, status, "out of memory");
    }
    *out = samples;
    return IP_OK;
}

void ip_samples_free(ip_samples *samples) {
    if (!samples)
        return;
    for (long i = 0; i < samples->row_count * samples->column_count; i++) {
        free(samples->gathered[i].numbers);
        free(samples->gathered[i].texts);
        free(samples->gathered[i].sets);
    }
    free(samples->gathered);
    free(samples->holding);
    ip_intern_clear(&samples->texts);
    ip_arena_clear(&samples->arena);
    free(samples);
}

/* ---- what there is to say */

long ip_samples_count(const ip_samples *samples) {
    return samples->draws.count;
}

long ip_samples_failed(const ip_samples *samples) {
    return samples->failed;
}

bool ip_samples_vary(const ip_samples *samples) {
    return samples->vary;
}

double ip_samples_share(const ip_samples *samples, long row) {
    return (double)samples->holding[row] / (double)samples->draws.count;
}

static const gathered *gathered_of(const ip_samples *samples, long row, const ip_column *column) {
    const gathered *of = &samples->gathered[row * samples->column_count];
    for (long c = 0; c < samples->column_count; c++)
        if (strcmp(of[c].column->name, column->name) == 0)
            return &of[c];
    return NULL;
}

/* Between two of the sorted numbers in proportion; where one of them is infinite, the nearer. */
static double quantile(const gathered *of, double part) {
    double place = part * (double)(of->defined - 1), below = floor(place), rest = place - below;
    double low = of->numbers[(long)below], high = of->numbers[(long)ceil(place)];
    if (isinf(low) || isinf(high))
        return rest < 0.5 ? low : high;
    return low + rest * (high - low);
}

ip_quantiles ip_samples_number(const ip_samples *samples, long row, const ip_column *column) {
    ip_quantiles out = {NAN, NAN, NAN, NAN, NAN, 0.0};
    const gathered *of = gathered_of(samples, row, column);
    if (!of || !of->numbers || of->defined == 0)
        return out;
    double sum = 0.0, squares = 0.0;
    for (long i = 0; i < of->defined; i++)
        sum += of->numbers[i];
    out.mean = sum / (double)of->defined;
    for (long i = 0; i < of->defined; i++)
        squares += (of->numbers[i] - out.mean) * (of->numbers[i] - out.mean);
    out.deviation = of->defined > 1 ? sqrt(squares / (double)(of->defined - 1)) : NAN;
    out.low = quantile(of, 0.05);
    out.median = quantile(of, 0.5);
    out.high = quantile(of, 0.95);
    out.share = (double)of->defined / (double)samples->draws.count;
    return out;
}

long ip_samples_products(const ip_samples *samples, long row, const ip_column *column, const ip_product_set **sets) {
    const gathered *of = gathered_of(samples, row, column);
    *sets = of ? of->sets : NULL;
    return of ? of->set_count : 0;
}

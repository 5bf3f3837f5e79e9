/* Oversight, on the web: what keeps the market running: jobs and exchange rates. */
#include "shop/oversight/oversight_web.h"

#include "shop/exchange/exchange.h"
#include "store/jobs.h"

/* Jobs ------------------------------------------------------------------------------------- */

typedef struct {
    int64_t number;
} job_id; /* job_ */

enum { JOBS_SHOWN = 100 };

struct job_answer {
    job_id job;
    const char *kind, *key, *refusal;
    bool running;
    int64_t attempts;
    struct moment run_at;
};
static const struct field job_fields[] = {
    ID_FIELD(struct job_answer, job, "job", .says = "The job."),
    TEXT_FIELD(struct job_answer, kind, .says = "What it does."),
    TEXT_FIELD(struct job_answer, key, .says = "What it is about, or null for the whole market."),
    TEXT_FIELD(struct job_answer, refusal, .says = "Why it was refused last, or null."),
    BOOL_FIELD(struct job_answer, running, .says = "A process runs it now."),
    INT_FIELD(struct job_answer, attempts, .says = "How often it was tried."),
    MOMENT_FIELD(struct job_answer, run_at, .says = "When it is, or was, to run."),
    { 0 },
};
struct jobs_answer {
    LIST_OF(struct job_answer) failed;
    LIST_OF(struct job_answer) planned;
    int64_t failed_count, planned_count;
};
static const struct field jobs_fields[] = {
    LIST_FIELD(struct jobs_answer, failed, job_fields, .says = "At most 100, the oldest first."),
    LIST_FIELD(struct jobs_answer, planned, job_fields, .says = "At most 100, the next one first."),
    INT_FIELD(struct jobs_answer, failed_count, .says = "All that have failed."),
    INT_FIELD(struct jobs_answer, planned_count, .says = "All that are planned."),
    { 0 },
};

static struct job_answer *jobs_of(struct request *request, bool failed, size_t *ret_count)
{
    struct jobs_seen seen = jobs_list(request->tx, request->memory, failed, JOBS_SHOWN);
    struct job_answer *items = arena_array(request->memory, seen.count, sizeof(*items));
    for (size_t i = 0; i < seen.count; i++) {
        const struct job_seen *job = &seen.items[i];
        bool alone = text_same(job->key, "0"); /* of the whole market: there is one */
        items[i] = (struct job_answer){ { job->job_id }, job->kind,    alone ? NULL : job->key,
                                        job->refusal,    job->running, job->attempt,
                                        job->run_at };
    }
    *ret_count = seen.count;
    return items;
}

static refused show_jobs(struct request *request)
{
    struct jobs_answer *answer = request->answer;
    request->title = _("Jobs");
    answer->failed.items = jobs_of(request, true, &answer->failed.count);
    answer->planned.items = jobs_of(request, false, &answer->planned.count);
    answer->failed_count = jobs_count(request->tx, true);
    answer->planned_count = jobs_count(request->tx, false);
    return NULL;
}

struct job_acted {
    job_id job;
    bool planned;
};
static const struct field job_acted_fields[] = {
    ID_FIELD(struct job_acted, job, "job", .says = "The job."),
    BOOL_FIELD(struct job_acted, planned, .says = "It runs within moments."),
    { 0 },
};

static refused run_again_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    struct job_acted *answer = request->answer;
    int64_t job = request_id(request, "job");
    refused why = jobs_run_again(tx, job, request->now);
    if (why)
        return why;
    oversight_note_for(tx, request, &(struct noted){ "job.run_again", "job", job, NULL, NULL });
    *answer = (struct job_acted){ { job }, true };
    return NULL;
}

static refused run_again(struct request *request)
{
    return request_transact(request, run_again_act, request);
}

/* Rates ------------------------------------------------------------------------------------ */

enum { CSV_MAX = 2 * 1024 * 1024 };

REFUSAL_AT(RATES_UNREADABLE, 422, "csv",
           "These are not the European Central Bank's rates: the first line must begin with Date "
           "and name the currencies. Nothing was changed.");
REFUSAL_AT(RATES_NEEDED, 422, "csv", "Paste the file here, or choose it.");

struct rate_row {
    const char *currency, *name, *per_euro;
};
static const struct field rate_row_fields[] = {
    TEXT_FIELD(struct rate_row, currency, .says = "ISO 4217."),
    TEXT_FIELD(struct rate_row, name, .says = "In words."),
    TEXT_FIELD(struct rate_row, per_euro, .says = "Units for one euro, as a decimal number."),
    { 0 },
};
struct rates_answer {
    LIST_OF(struct rate_row) data;
};
static const struct field rates_fields[] = {
    LIST_FIELD(struct rates_answer, data, rate_row_fields, .says = "Those in use, the euro first."),
    { 0 },
};

static refused show_rates(struct request *request)
{
    struct rates_answer *answer = request->answer;
    struct arena *memory = request->memory;
    struct currencies known = exchange_currencies(request->tx, memory);
    request->title = _("Exchange rates");
    answer->data.items = arena_array(memory, known.count, sizeof(struct rate_row));
    for (size_t i = 0; i < known.count; i++) {
        struct rate rate;
        if (exchange_rate(request->tx, currency_of("EUR"), known.items[i], request->now, &rate))
            continue;
        answer->data.items[answer->data.count++] = (struct rate_row){
            known.items[i].code,
            words_currency(memory, known.items[i]),
            arena_format(memory, "%lld.%06lld", (long long)(rate.per_million / 1000000),
                         (long long)(rate.per_million % 1000000)),
        };
    }
    return NULL;
}

struct rates_request {
    const char *csv;
    struct upload file;
};
static const struct field rates_request_fields[] = {
    TEXT_FIELD(struct rates_request, csv, .optional = true, .lines = true, .max = CSV_MAX,
               .says = "The European Central Bank's eurofxref CSV."),
    UPLOAD_FIELD(struct rates_request, file, .optional = true,
                 .says = "Or the same as a file of a form."),
    { 0 },
};
struct rates_acted {
    int64_t taken;
};
static const struct field rates_acted_fields[] = {
    INT_FIELD(struct rates_acted, taken, .says = "How many rates were read."),
    { 0 },
};

struct reading {
    struct request *request;
    const char *csv;
};

static refused read_act(struct store_tx *tx, void *what)
{
    struct reading *reading = what;
    struct rates_acted *answer = reading->request->answer;
    int taken = exchange_read_csv(tx, reading->csv);
    if (taken < 1)
        return &RATES_UNREADABLE;
    const char *facts = arena_format(reading->request->memory, "%d rates", taken);
    oversight_note_for(tx, reading->request,
                       &(struct noted){ .act = "rates.read", .facts = facts });
    answer->taken = taken;
    return NULL;
}

static refused read_rates(struct request *request)
{
    const struct rates_request *body = request->body;
    struct reading reading = { request, body->csv };
    if (body->file.size)
        reading.csv = arena_copy_bytes(request->memory, body->file.bytes, body->file.size);
    if (!reading.csv || !*reading.csv)
        return &RATES_NEEDED;
    if (!text_is_utf8(reading.csv, strlen(reading.csv)))
        return &RATES_UNREADABLE;
    return request_transact(request, read_act, &reading);
}

// clang-format off
static const struct route running_routes[] = {
    { GET, "/operator/jobs", OPERATOR, show_jobs, .summary = "What is planned, and what failed",
      .gives = jobs_fields, .page = "oversight/jobs", .scope = SCOPE_OPERATE },
    { POST, "/operator/jobs/{job}/run", OPERATOR, run_again, .summary = "Run a failed job again",
      .gives = job_acted_fields, .refuses = { &JOB_NOT_FAILED }, .then = "/operator/jobs",
      .again = "/operator/jobs", .scope = SCOPE_OPERATE, .done = N_("The job runs again.") },
    { GET, "/operator/rates", OPERATOR, show_rates, .summary = "The exchange rates in use",
      .gives = rates_fields, .page = "oversight/rates", .scope = SCOPE_OPERATE },
    { POST, "/operator/rates", OPERATOR, read_rates,
      .summary = "Read in the European Central Bank's rates", .takes = rates_request_fields,
      .gives = rates_acted_fields, .refuses = { &RATES_UNREADABLE, &RATES_NEEDED },
      .then = "/operator/rates", .again = "/operator/rates", .body_max = CSV_MAX,
      .scope = SCOPE_OPERATE, .done = N_("The rates are in use.") },
    { 0 },
};
// clang-format on

const struct module oversight_running_module = {
    .name = "oversight_running",
    .routes = running_routes,
};

/* Import: a catalogue file from the command line, loaded as the page does. */
#include <errno.h>
#include <sys/stat.h>

#include "main/market.h"
#include "shop/catalog/catalog_import.h"

enum { FILE_BYTES_MAX = 1024 * 1024 * 1024, FAULTS_SAID = 50 };

static int fail(const char *problem)
{
    fprintf(stderr, "souk: %s\n", problem);
    return 1;
}

/* The whole file, NUL-ended; NULL with one line. */
static char *read_file(const char *path, size_t *ret_size, const char **ret_problem)
{
    struct stat about;
    FILE *file = fopen(path, "rb");
    if (!file || fstat(fileno(file), &about) != 0) {
        *ret_problem = strerror(errno);
        if (file)
            fclose(file);
        return NULL;
    }
    if (!S_ISREG(about.st_mode) || about.st_size > FILE_BYTES_MAX) {
        *ret_problem = "it is not a file of at most 1 GB";
        fclose(file);
        return NULL;
    }
    char *bytes = must_take((size_t)about.st_size + 1);
    *ret_size = fread(bytes, 1, (size_t)about.st_size, file);
    fclose(file);
    return bytes;
}

static void say_progress(int64_t done, int64_t all, void *context)
{
    (void)context;
    fprintf(stderr, "\r%lld of %lld", (long long)done, (long long)all);
    if (done == all)
        fputc('\n', stderr);
}

static bool format_named(const char *name, enum import_format *ret_format)
{
    bool json = text_same(name, "json") || text_same(name, "jsonl");
    *ret_format = json ? IMPORT_JSON : name ? IMPORT_SHOPIFY : IMPORT_UNKNOWN;
    return !name || json || text_same(name, "shopify");
}

/* Who sells, in which currency, and what categories there are. */
static const char *read_plan(struct arena *memory, struct market *market, char **arguments,
                             struct categories *all, struct import_plan *plan)
{
    const char *email = command_flag(arguments, "--seller"), *problem = NULL;
    struct seller seller = { 0 };
    if (!email)
        return "--seller E-MAIL is needed: whose products they are";
    if (!format_named(command_flag(arguments, "--format"), &plan->format))
        return "--format is shopify or jsonl";
    plan->category = command_flag(arguments, "--category");
    struct store_tx *tx = store_read(market->store);
    account_id account = accounts_with_email(tx, email);
    if (!account.number || sellers_of_account(tx, memory, account, &seller))
        problem = arena_format(memory, "%s is not a seller here", email);
    *all = catalog_categories(tx, memory);
    if (!problem && plan->category && !catalog_category(tx, plan->category).number)
        problem = arena_format(memory, "there is no category %s", plan->category);
    store_read_end(tx);
    plan->seller = seller.seller;
    plan->currency = seller.currency;
    plan->categories = all;
    plan->now = market_now();
    return problem;
}

int command_import(struct arena *memory, struct market *market, char **arguments)
{
    const char *path = arguments[0], *problem = NULL;
    struct categories all = { 0 };
    struct import_plan plan = { 0 };
    struct import_result result = { 0 };
    size_t size = 0;
    if (!path || text_starts(path, "--"))
        return fail("name the file first: souk import FILE --seller E-MAIL");
    refused why = market_first(market, market_now());
    if (why)
        return fail(why->sentence);
    problem = read_plan(memory, market, arguments, &all, &plan);
    if (problem)
        return fail(problem);
    char *bytes = read_file(path, &size, &problem);
    if (!bytes)
        return fail(arena_format(memory, "cannot read %s: %s", path, problem));
    struct import_items items = catalog_import_read(memory, &plan, bytes, size);
    free(bytes);
    why = catalog_import_load(market->store, memory, &items, say_progress, NULL, &result);
    if (why)
        return fail(why->sentence);
    for (size_t i = 0; i < result.fault_count && i < FAULTS_SAID; i++)
        fprintf(stderr, "line %lld: %s\n", (long long)result.faults[i].line,
                result.faults[i].reason);
    if (result.fault_count > FAULTS_SAID)
        fprintf(stderr, "and %zu more\n", result.fault_count - FAULTS_SAID);
    printf("%lld new, %lld changed, %lld unchanged, %zu could not be used\n",
           (long long)result.made, (long long)result.changed, (long long)result.same,
           result.fault_count);
    bool nothing = result.made + result.changed + result.same == 0;
    return nothing && result.fault_count ? 1 : 0;
}

/* Story, run: a market in this process, its clock moved by hand, its people on loopback. */
#include <curl/curl.h>
#include <libpq-fe.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/id.h"
#include "base/log.h"
#include "main/settings.h"
#include "shop/ledger/ledger.h"
#include "story_run.h"

static const char *work_folder;  /* for databases and keys */
static const char *postgres_url; /* NULL: SQLite */

void story_fault(struct run *run, int line, const char *what, const char *detail)
{
    pthread_mutex_lock(&run->mutex);
    run->faults++;
    printf("  %s:%d: %s%s%s\n", run->story->file, line, what, detail ? ": " : "",
           detail ? detail : "");
    pthread_mutex_unlock(&run->mutex);
}

/* A story ---------------------------------------------------------------------------------- */

/* A schema a story, so that each has a market of its own. */
static void make_schema(struct arena *memory, int number)
{
    PGconn *connection = PQconnectdb(postgres_url);
    PQclear(
        PQexec(connection, arena_format(memory, "DROP SCHEMA IF EXISTS story%d CASCADE", number)));
    PQclear(PQexec(connection, arena_format(memory, "CREATE SCHEMA story%d", number)));
    PQfinish(connection);
}

static bool open_market(struct run *run, int number, const char **ret_problem)
{
    char *none[] = { NULL }, **rest;
    struct arena *memory = &run->memory;
    struct settings *settings = &run->market.settings;
    if (!settings_read(memory, none, settings, &rest, ret_problem))
        return false;
    settings->database =
        postgres_url ? arena_format(memory, "%s%soptions=-csearch_path%%3Dstory%d", postgres_url,
                                    strchr(postgres_url, '?') ? "&" : "?", number)
                     : arena_format(memory, "%s/story%d.db", work_folder, number);
    if (postgres_url)
        make_schema(memory, number);
    settings->key_file = arena_format(memory, "%s/key", work_folder);
    settings->port = 0;
    settings->demo = settings->sandbox = true;
    settings->act_threads = 8;
    settings->aftership_secret = "a story's secret";
    settings->easypost_secret = "ein Schlüssel № 2";
    settings->log_level = LOG_ERROR;
    return market_open(memory, &run->market, true, ret_problem);
}

static void run_story(struct run *run)
{
    const struct story *story = run->story;
    for (size_t i = 0; i < story->line_count && run->faults < 5; i++) {
        if (text_same(story->lines[i].words[0], "together"))
            i += story_run_together(run, story->lines + i + 1, story->line_count - i - 1);
        else
            story_run_line(run, &story->lines[i]);
    }
    ledger_seal(run->market.store, 100000);
    const char *books = market_verify(run->market.store, &run->memory);
    if (books)
        story_fault(run, 0, "the books", books);
}

static bool play(const struct story *story, int number)
{
    struct run run = { .story = story, .mutex = PTHREAD_MUTEX_INITIALIZER };
    const char *problem = "";
    atomic_store(&run.clock_us, moment_of_date(2026, 11, 21).us + hours(9).us);
    if (!open_market(&run, number, &problem)) {
        story_fault(&run, 0, "the market does not open", problem);
        return false;
    }
    refused why =
        story_fill_market(&run.market, &run.memory, story_clock(&run), run.actors, &run.variables);
    struct server_plan plan = { .store = run.market.store,
                                .settings = &run.market.settings,
                                .modules = modules,
                                .clock = story_clock,
                                .clock_context = &run };
    run.server = why ? NULL : server_start(&plan, &run.memory, &problem);
    if (run.server) {
        run_story(&run);
        server_stop(run.server);
    } else {
        story_fault(&run, 0, "the market does not start", why ? why->name : problem);
    }
    market_close(&run.market);
    story_clear_passkeys(&run);
    printf("%s %s\n", run.faults ? "not ok" : "ok", story->name);
    fflush(stdout);
    arena_clear(&run.memory);
    return run.faults == 0;
}

/* stories FOLDER [--postgres URL] [--all] FILE...; --all fails when a route is not called. */
int main(int count, char **arguments)
{
    AUTO(arena) memory = { 0 };
    int passed = 0, failed = 0, number = 0;
    bool all = false;
    const char *only = getenv("STORY");
    setvbuf(stdout, NULL, _IOLBF, 0);
    secret_start();
    log_set_level(LOG_ERROR);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    work_folder = arguments[1];
    for (int i = 2; i < count; i++) {
        if (text_same(arguments[i], "--postgres")) {
            postgres_url = arguments[++i];
            continue;
        }
        if (text_same(arguments[i], "--all")) {
            all = true;
            continue;
        }
        struct stories stories = story_read(&memory, arguments[i]);
        for (size_t k = 0; k < stories.count; k++) {
            number++;
            if (only && !strstr(stories.items[k].name, only))
                continue;
            if (play(&stories.items[k], number))
                passed++;
            else
                failed++;
        }
    }
    if (all && !only && story_count_uncalled())
        failed++;
    printf("stories on %s: %d passed, %d failed\n", postgres_url ? "PostgreSQL" : "SQLite", passed,
           failed);
    return failed != 0;
}

/* Whole: what only the program with all its modules can show. */
#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

#include "main/market.h"
#include "main/settings.h"
#include "web/pagecheck.h"

int whole_tests(void);

static void pages_use_only_what_routes_give(void **state)
{
    AUTO(text) problems = { 0 };
    (void)state;
    int count = pagecheck(modules, &problems);
    if (count)
        print_error("%s\n", text_of(&problems));
    assert_int_equal(count, 0);
}

static void check_statements(const char *database)
{
    AUTO(arena) memory = { 0 };
    struct market market = { 0 };
    char *none[] = { NULL }, **rest;
    const char *problem = "";
    char folder[] = "/tmp/souk-whole-XXXXXX";
    assert_non_null(mkdtemp(folder));
    assert_true(settings_read(&memory, none, &market.settings, &rest, &problem));
    market.settings.database =
        database ? database : arena_format(&memory, "%s/souk.db", folder);
    market.settings.key_file = arena_format(&memory, "%s/key", folder);
    if (!market_open(&memory, &market, true, &problem))
        fail_msg("%s", problem);
    int faults = 0;
    for (const struct module *const *module = modules; *module; module++)
        for (const struct statement *const *at = (*module)->statements; at && *at; at++)
            if (!store_check_statement(market.store, *at, &problem)) {
                print_error("%s: %s\n", (*at)->name, problem);
                faults++;
            }
    market_close(&market);
    const char *const made[] = { "souk.db", "souk.db-wal", "souk.db-shm", "souk.db.nodes", "key" };
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        unlink(arena_format(&memory, "%s/%s", folder, made[i]));
    rmdir(folder);
    assert_int_equal(faults, 0);
}

static void statements_prepare_on_sqlite(void **state)
{
    (void)state;
    check_statements(NULL);
}

static void statements_prepare_on_postgres(void **state)
{
    const char *url = getenv("SOUK_TEST_POSTGRES");
    (void)state;
    if (!url) {
        print_message("skipped: SOUK_TEST_POSTGRES is not set\n");
        skip();
    }
    check_statements(url);
}

int whole_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_use_only_what_routes_give),
        cmocka_unit_test(statements_prepare_on_sqlite),
        cmocka_unit_test(statements_prepare_on_postgres),
    };
    return cmocka_run_group_tests_name("whole", tests, NULL, NULL);
}

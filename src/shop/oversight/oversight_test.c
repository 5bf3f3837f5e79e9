/* Oversight: the audit is written with the act and only with it, and operators' pages are
 * operators' only. On SQLite always, and on PostgreSQL when SOUK_TEST_POSTGRES is its URL. */
#include "shop/oversight/oversight.h"

#include "base/log.h"
#include "shop/sellers/sellers.h"
#include "store/store_test.h"
#include "web/route.h"

int oversight_tests(void);

#define EACH_MARKET(TEST) cmocka_unit_test_setup_teardown(TEST, set_up, bench_tear_down)

static int set_up(void **state)
{
    const char *problem = NULL;
    int failed = bench_set_up(state);
    struct bench *bench = *state;
    for (const struct module *const *module = modules; *module; module++)
        if ((*module)->schema &&
            !store_migrate(bench->store, (*module)->name, (*module)->schema, &problem))
            fail_msg("%s", problem);
    return failed;
}

struct people {
    account_id operator, buyer;
    const char *token;
};

static refused open_people(struct store_tx *tx, void *what)
{
    struct people *people = what;
    struct account_opening opening = { .email = "olga@souk.example",
                                       .name = "Olga",
                                       .password_hash = "-",
                                       .country = "PT",
                                       .currency = currency_of("EUR"),
                                       .roles = ROLE_OPERATOR,
                                       .now = test_noon };
    refused why = accounts_open(tx, &opening, &people->operator);
    opening.email = "ben@souk.example";
    opening.name = "Ben";
    opening.roles = 0;
    if (!why)
        why = accounts_open(tx, &opening, &people->buyer);
    if (!why)
        why = accounts_start_session(tx, people->buyer, people->token, "a browser", test_noon);
    return why;
}

static struct people people_of(struct bench *bench)
{
    struct people people = { .token = "a token of a browser" };
    assert_null(store_transact(bench->store, open_people, &people));
    return people;
}

/* What the handler of a suspension does, and whether it is refused at the end. */
struct suspension {
    struct people people;
    bool refuse;
};

static refused suspend(struct store_tx *tx, void *what)
{
    const struct suspension *suspension = what;
    char subject[ID_TEXT_SIZE];
    id_write(subject, "acc", suspension->people.buyer.number);
    refused why = accounts_suspend(tx, suspension->people.buyer, test_noon);
    if (why)
        return why;
    oversight_note(tx, &(struct oversight_act){ .operator= suspension->people.operator,
                                                .act = "account.suspended",
                                                .subject = subject,
                                                .reason = "chargebacks",
                                                .now = test_noon });
    return suspension->refuse ? &TEST_NOT_WANTED : NULL;
}

static struct oversight_entries entries(struct bench *bench, const char *subject)
{
    struct store_tx *tx = store_read(bench->store);
    struct oversight_entries found = oversight_entries(tx, &bench->memory, subject, INT64_MAX, 100);
    store_read_end(tx);
    return found;
}

static bool is_signed_in(struct bench *bench, const struct people *people)
{
    struct account account = { 0 };
    struct secret_tag tag = accounts_token_tag(&bench->settings, people->token);
    struct store_tx *tx = store_read(bench->store);
    bool found = accounts_by_session(tx, &bench->memory, &tag, test_noon, &account);
    store_read_end(tx);
    return found;
}

static void the_audit_is_written_with_the_act(void **state)
{
    struct bench *bench = *state;
    struct people people = people_of(bench);
    assert_true(is_signed_in(bench, &people));
    assert_null(store_transact(bench->store, suspend, &(struct suspension){ people, false }));
    struct oversight_entries found = entries(bench, NULL);
    assert_int_equal(found.count, 1);
    assert_int_equal(found.items[0].operator.number, people.operator.number);
    assert_string_equal(found.items[0].act, "account.suspended");
    assert_string_equal(found.items[0].reason, "chargebacks");
    assert_string_equal(found.items[0].subject,
                        id_text(&bench->memory, "acc", people.buyer.number));
    assert_null(found.items[0].facts);
    assert_int_equal(found.items[0].at.us, test_noon.us);
    assert_false(is_signed_in(bench, &people));
}

static void nothing_is_written_without_the_act(void **state)
{
    struct bench *bench = *state;
    struct people people = people_of(bench);
    assert_ptr_equal(store_transact(bench->store, suspend, &(struct suspension){ people, true }),
                     &TEST_NOT_WANTED);
    assert_int_equal(entries(bench, NULL).count, 0);
    assert_true(is_signed_in(bench, &people));
    /* The second suspension is refused by the state, and is not noted either. */
    assert_null(store_transact(bench->store, suspend, &(struct suspension){ people, false }));
    assert_ptr_equal(store_transact(bench->store, suspend, &(struct suspension){ people, false }),
                     &ACCOUNT_STATE_SAME);
    assert_int_equal(entries(bench, NULL).count, 1);
}

static refused open_again(struct store_tx *tx, void *what)
{
    const struct people *people = what;
    return accounts_open_again(tx, people->buyer);
}

static void opening_again_does_not_revive_sessions(void **state)
{
    struct bench *bench = *state;
    struct people people = people_of(bench);
    assert_ptr_equal(store_transact(bench->store, open_again, &people), &ACCOUNT_STATE_SAME);
    assert_null(store_transact(bench->store, suspend, &(struct suspension){ people, false }));
    assert_null(store_transact(bench->store, open_again, &people));
    assert_false(is_signed_in(bench, &people));
}

static refused note_many(struct store_tx *tx, void *what)
{
    const struct people *people = what;
    for (int i = 0; i < 5; i++)
        oversight_note(tx, &(struct oversight_act){ .operator= people->operator,
                                                    .act = "rates.read",
                                                    .subject = i % 2 ? "acc_odd" : NULL,
                                                    .now = test_noon });
    return NULL;
}

static void entries_are_newest_first_and_of_a_subject(void **state)
{
    struct bench *bench = *state;
    struct people people = people_of(bench);
    assert_null(store_transact(bench->store, note_many, &people));
    struct oversight_entries all = entries(bench, NULL), odd = entries(bench, "acc_odd");
    assert_int_equal(all.count, 5);
    assert_int_equal(odd.count, 2);
    for (size_t i = 1; i < all.count; i++)
        assert_true(all.items[i].audit.number < all.items[i - 1].audit.number);
    assert_null(all.items[0].subject);
    struct store_tx *tx = store_read(bench->store);
    struct oversight_entries rest =
        oversight_entries(tx, &bench->memory, NULL, all.items[2].audit.number, 100);
    store_read_end(tx);
    assert_int_equal(rest.count, 2);
}

/* Every address of operators asks for an operator and, of a key, for the scope. */
static void pages_are_for_operators_only(void **state)
{
    (void)state;
    static const struct {
        unsigned roles;
        bool signed_in, allowed;
    } visitors[] = {
        { 0, false, false },
        { 0, true, false },
        { ROLE_SELLER, true, false },
        { ROLE_OPERATOR, true, true },
        { ROLE_OPERATOR | ROLE_SELLER, true, true },
    };
    int seen = 0;
    for (const struct module *const *module = modules; *module; module++)
        for (const struct route *route = (*module)->routes; route && route->path; route++) {
            if (!text_starts(route->path, "/operator"))
                continue;
            seen++;
            assert_ptr_equal(route->who, OPERATOR);
            assert_true(route->scope & SCOPE_OPERATE);
            for (size_t i = 0; i < sizeof visitors / sizeof *visitors; i++) {
                struct request request = { .route = route };
                request.visitor.roles = visitors[i].roles;
                request.visitor.account.number = visitors[i].signed_in;
                refused why = route->who->allows(&request);
                assert_int_equal(why == NULL, visitors[i].allowed);
            }
        }
    assert_true(seen > 20);
}

int oversight_tests(void)
{
    const struct CMUnitTest tests[] = {
        EACH_MARKET(the_audit_is_written_with_the_act),
        EACH_MARKET(nothing_is_written_without_the_act),
        EACH_MARKET(opening_again_does_not_revive_sessions),
        EACH_MARKET(entries_are_newest_first_and_of_a_subject),
        cmocka_unit_test(pages_are_for_operators_only),
    };
    log_set_level(LOG_ERROR + 1); /* new tables are no news here */
    bench_postgres_url = NULL;
    int failed = cmocka_run_group_tests_name("oversight on SQLite", tests, NULL, NULL);
    bench_postgres_url = getenv("SOUK_TEST_POSTGRES");
    if (bench_postgres_url)
        failed += cmocka_run_group_tests_name("oversight on PostgreSQL", tests, NULL, NULL);
    bench_postgres_url = NULL;
    log_set_level(LOG_INFO);
    return failed;
}

/* Expressions: what they say, what is refused and where, and that nothing else gets through. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/moment.h"
#include "shop/fraud/fraud_expression.h"

int fraud_expression_tests(void);

/* amount_usd 100.1, items 3, account_age_days 0.5, unconfirmed_share 0.9, hour 0.0003; device_known
 * is missing; account_country PT, agent "It's 100% a_bot", act_name checkout; card_country is
 * missing. */
static struct fraud_signals sample_signals(void)
{
    struct fraud_signals signals;
    fraud_signals_clear(&signals);
    signals.numbers[SIGNAL_amount_usd] = 100.1F;
    signals.numbers[SIGNAL_items] = 3;
    signals.numbers[SIGNAL_account_age_days] = 0.5F;
    signals.numbers[SIGNAL_unconfirmed_share] = 0.9F;
    signals.numbers[SIGNAL_hour] = 0.0003F;
    signals.words[WORD_account_country] = "PT";
    signals.words[WORD_agent] = "It's 100% a_bot";
    signals.words[WORD_act_name] = "checkout";
    return signals;
}

// clang-format off
static const struct { const char *written; enum fraud_said says; } said[] = {
    { "amount_usd > 100 AND account_age_days < 1", FRAUD_SAYS_YES },
    { "amount_usd > 500 AND account_age_days < 1", FRAUD_SAYS_NO },
    { "amount_usd > 500 or account_age_days < 1", FRAUD_SAYS_YES },
    { "amount_usd = 100.1", FRAUD_SAYS_YES }, /* as written, not as the nearest float */
    { "unconfirmed_share >= 0.9", FRAUD_SAYS_YES },
    { "hour == 0.0003", FRAUD_SAYS_YES },
    { "items", FRAUD_SAYS_YES },
    { "items - 3", FRAUD_SAYS_NO },
    { "items / 2 = 1.5", FRAUD_SAYS_YES },
    { "-items + 4 = 1 AND - -items = 3", FRAUD_SAYS_YES },
    { "items % 2", FRAUD_SAYS_YES },
    { "2 + 3 * 4 = 14 and (2 + 3) * 4 = 20", FRAUD_SAYS_YES },
    { "1e3 = 1000 and 1.5e-1 = 0.15", FRAUD_SAYS_YES },
    { "not items = 3", FRAUD_SAYS_NO },
    { "NOT NOT items = 3", FRAUD_SAYS_YES },
    { "device_known", FRAUD_SAYS_UNKNOWN },
    { "device_known = 0 OR items = 3", FRAUD_SAYS_YES },
    { "device_known = 0 AND items = 3", FRAUD_SAYS_UNKNOWN },
    { "device_known IS NULL", FRAUD_SAYS_YES },
    { "device_known IS NOT NULL", FRAUD_SAYS_NO },
    { "coalesce(device_known, card_known, 1)", FRAUD_SAYS_YES },
    { "items / 0", FRAUD_SAYS_UNKNOWN },
    { "NULL", FRAUD_SAYS_UNKNOWN },
    { "account_country = 'PT'", FRAUD_SAYS_YES },
    { "account_country IN ('ES', 'FR', 'PT')", FRAUD_SAYS_YES },
    { "account_country NOT IN ('ES', 'FR', 'PT')", FRAUD_SAYS_NO },
    { "card_country <> account_country", FRAUD_SAYS_UNKNOWN },
    { "card_country is not account_country", FRAUD_SAYS_YES },
    { "account_country != 'PT' OR account_country <> 'ES'", FRAUD_SAYS_YES },
    { "items BETWEEN 1 AND 3 AND amount_usd NOT BETWEEN 1 AND 3", FRAUD_SAYS_YES },
    { "agent LIKE '%BOT'", FRAUD_SAYS_YES },
    { "agent GLOB '*BOT'", FRAUD_SAYS_NO },
    { "agent NOT LIKE '%BOT'", FRAUD_SAYS_NO },
    { "agent = 'It''s 100% a_bot'", FRAUD_SAYS_YES },
    { "'' = ''", FRAUD_SAYS_YES },
    { "'-- ; \" [' <> '/* */'", FRAUD_SAYS_YES },
    { "'\xd8\xb3\xd9\x88\xd9\x82' = 'souk'", FRAUD_SAYS_NO },
    { "CASE WHEN items > 2 THEN amount_usd > 100 ELSE 0 END", FRAUD_SAYS_YES },
    { "CASE account_country WHEN 'ES' THEN 1 WHEN 'PT' THEN 0 END", FRAUD_SAYS_NO },
    { "iif(items > 2, 'a', 'b') = 'a'", FRAUD_SAYS_YES },
    { "min(items, 2) = 2 AND max(items, amount_usd, 5) > 100", FRAUD_SAYS_YES },
    { "abs(-2) = 2 AND round(amount_usd) = 100 AND round(1.25, 1) = 1.3", FRAUD_SAYS_YES },
    { "length(agent) = 15 AND upper('a') = 'A' AND lower('A') = 'a'", FRAUD_SAYS_YES },
    { "substr(agent, 1, 2) || '!' = 'It!' AND instr(agent, 'bot')", FRAUD_SAYS_YES },
    { "trim('  a ') = 'a' AND replace('abc', 'b', '') = 'ac'", FRAUD_SAYS_YES },
    { "nullif(items, 3)", FRAUD_SAYS_UNKNOWN },
    { "ifnull(nullif(items, 3), 7) = 7", FRAUD_SAYS_YES },
    { "\titems\n=\r3 ", FRAUD_SAYS_YES },
    { "act_name = 'checkout' = 1", FRAUD_SAYS_YES },
    { "1 = 1 < 2", FRAUD_SAYS_YES },
    { "1e308 * 1e308", FRAUD_FAILS },
    { "abs(-9223372036854775807 - 1)", FRAUD_FAILS },
    { "coalesce(NULL, NULL)", FRAUD_SAYS_UNKNOWN },
};

static const struct { const char *written; int64_t at; const char *says; } faults[] = {
    { "", 0, "Write a condition" },
    { "  ", 0, "Write a condition" },
    { "ammount_usd > 5", 0, "There is no signal ammount_usd. Did you mean amount_usd?" },
    { "items > 1 AND Card_Contry = 'PT'", 14, "no signal Card_Contry. Did you mean card_country?" },
    { "items > 1 ADN items < 3", 10, "There is no signal ADN. Did you mean AND?" },
    { "xyzzyx = 1", 0, "There is no signal xyzzyx." },
    { "by_credit = TRUE", 12, "There is no signal TRUE: yes is 1 and no is 0." },
    { "rond(items)", 0, "There is no function rond. Did you mean round?" },
    { "load_extension('x')", 0, "There is no function load_extension." },
    { "randomblob(1000000000)", 0, "There is no function randomblob." },
    { "printf('%99999999d', 1)", 0, "There is no function printf." },
    { "sum(items)", 0, "There is no function sum." },
    { "(SELECT 1)", 1, "There is no signal SELECT." },
    { "items IN (SELECT 1)", 10, "There is no signal SELECT." },
    { "items = (VALUES(1))", 9, "There is no function VALUES." },
    { "items; items", 5, "; is not allowed" },
    { "items -- 1", 6, "Comments are not allowed" },
    { "items /* 1 */", 6, "Comments are not allowed." },
    { "\"items\" = 1", 0, "single quotes" },
    { "[items] = 1", 0, "without brackets" },
    { "`items` = 1", 0, "without quotes" },
    { "items = ?1", 8, "Parameters" },
    { "items = :a", 8, "Parameters" },
    { "items = $5", 8, "without a currency" },
    { "items & 1", 6, "write AND" },
    { "items | 1", 6, "write OR" },
    { "!items", 0, "write NOT" },
    { "items # 1", 6, "# is not allowed" },
    { "items \xe2\x89\xa5 1", 6, "\xe2\x89\xa5 is not allowed" },
    { "items \x01", 6, "cannot be seen" },
    { "items \xff 1", 0, "UTF-8" },
    { "x'00' = items", 0, "There is no signal x" },
    { "items = 0x10", 8, "not a number" },
    { "items = 1.", 8, "not a number" },
    { "items = .5", 8, "write 0.5" },
    { "items = 1.2.3", 8, "not a number" },
    { "items = 1e", 8, "not a number" },
    { "agent = 'abc", 8, "no end" },
    { "agent = 'abc''", 8, "no end" },
    { "(items = 1", 10, ") is missing before the end" },
    { "items = 1)", 9, "no ( before it" },
    { "()", 1, "belongs here, not )" },
    { "(items, 1) = (1, 2)", 6, "A comma" },
    { "items, 1", 5, "A comma" },
    { "items 1", 6, "operator is missing before 1" },
    { "items >", 7, "a value is missing" },
    { "items AND", 9, "a value is missing" },
    { "items > > 1", 8, "belongs here, not >" },
    { "items IN 1", 9, "IN is followed by a list" },
    { "items IN ()", 10, "is empty" },
    { "items IN (1,)", 12, "belongs here" },
    { "items NOT 1", 10, "After NOT here" },
    { "items NOT NULL", 10, "After NOT here" },
    { "items BETWEEN 1", 15, "AND is missing" },
    { "CASE items END", 11, "WHEN is missing" },
    { "CASE WHEN items END", 16, "THEN is missing" },
    { "CASE WHEN items THEN 1", 22, "END is missing" },
    { "abs(1, 2)", 0, "abs takes 1 arguments, not 2." },
    { "max(items)", 0, "max takes at least 2 arguments, not 1." },
    { "abs()", 0, "abs takes 1 arguments, not 0." },
    { "abs = 1", 0, "There is no signal abs." },
    { "items(1)", 0, "There is no function items." },
    { "account_country = 5", 18, "A text meets a number" },
    { "items > 'abc'", 8, "A number meets a text" },
    { "items IN (1, 'a')", 13, "A number meets a text" },
    { "agent + 1 > 2", 0, "+ takes numbers" },
    { "items AND agent", 10, "AND takes numbers" },
    { "NOT agent", 4, "NOT takes numbers" },
    { "items LIKE '3'", 0, "LIKE takes texts" },
    { "length(agent) || 'a'", 0, "The whole gives a text" },
    { "agent", 0, "The whole gives a text" },
    { "'yes'", 0, "The whole gives a text" },
    { "lower(agent)", 0, "The whole gives a text" },
    { "CASE WHEN items THEN 'a' END", 0, "The whole gives a text" },
    { "CASE WHEN items THEN 'a' ELSE 1 END = 1", 30, "A text meets a number" },
    { "items COLLATE NOCASE", 6, "There is no signal COLLATE" },
    { "CAST(items AS TEXT)", 0, "There is no function CAST" },
    { "items -> 1", 7, "belongs here, not >" },
    { "items << 1", 7, "belongs here, not <" },
    { "agent LIKE 'a' ESCAPE 'b'", 15, "There is no signal ESCAPE" },
    { "EXISTS (items)", 0, "There is no function EXISTS" },
    { "RAISE(ABORT, 'x')", 0, "There is no function RAISE" },
    { "rowid = 1", 0, "There is no signal rowid" },
    { "current_timestamp > 1", 0, "There is no signal current_timestamp" },
};
// clang-format on

static void they_say_what_they_mean(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct fraud_evaluator *evaluator = fraud_evaluator_open();
    struct fraud_signals signals = sample_signals(), none;
    fraud_signals_clear(&none);
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        struct fraud_expression_fault fault = { 0 };
        const char *problem = NULL;
        struct fraud_expression *expression =
            fraud_expression_compile(evaluator, &memory, said[i].written, NULL, &fault);
        if (!expression)
            fail_msg("%s: at %lld: %s", said[i].written, (long long)fault.at, fault.sentence);
        /* Twice, and with nothing known between: nothing of the first remains. */
        for (int again = 0; again < 2; again++) {
            enum fraud_said got = fraud_expression_evaluate(expression, &signals, &problem);
            if (got != said[i].says)
                fail_msg("%s says %d, not %d", said[i].written, (int)got, (int)said[i].says);
            assert_int_equal(problem != NULL, got == FRAUD_FAILS);
            fraud_expression_evaluate(expression, &none, &problem);
            problem = NULL;
        }
        fraud_expression_free(expression);
    }
    fraud_evaluator_close(evaluator);
}

static void faults_are_told_where_they_are(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct fraud_evaluator *evaluator = fraud_evaluator_open();
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        struct fraud_expression_fault fault = { -1, NULL };
        unsigned acts = 12345;
        if (fraud_expression_compile(evaluator, &memory, faults[i].written, &acts, &fault))
            fail_msg("%s was taken", faults[i].written);
        if (fault.at != faults[i].at || !strstr(fault.sentence, faults[i].says))
            fail_msg("%s: at %lld: %s", faults[i].written, (long long)fault.at, fault.sentence);
        assert_int_equal(acts, 12345);
    }
    fraud_evaluator_close(evaluator);
}

static struct fraud_expression *compile(struct fraud_evaluator *evaluator, struct arena *memory,
                                        const char *written, unsigned *ret_acts)
{
    struct fraud_expression_fault fault = { 0 };
    struct fraud_expression *expression =
        fraud_expression_compile(evaluator, memory, written, ret_acts, &fault);
    if (!expression)
        fail_msg("%s: at %lld: %s", written, (long long)fault.at, fault.sentence);
    return expression;
}

static void the_acts_have_every_signal(void **state)
{
    (void)state;
    // clang-format off
    static const struct { const char *written; unsigned acts; } cases[] = {
        { "1", FRAUD_ANY },
        { "amount_usd > 1", FRAUD_ANY },
        { "amount_usd > 1 AND items > 1", 1u << FRAUD_CHECKOUT },
        { "seller_age_days < 1", 1u << FRAUD_CHECKOUT | FRAUD_SELL },
        { "seller_age_days < 1 OR title_kept < 0.5", 1u << FRAUD_LISTING },
        { "items > 1 OR title_kept < 0.5", 0 },
    };
    // clang-format on
    AUTO(arena) memory = { 0 };
    struct fraud_evaluator *evaluator = fraud_evaluator_open();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned acts = 0;
        fraud_expression_free(compile(evaluator, &memory, cases[i].written, &acts));
        assert_int_equal(acts, cases[i].acts);
    }
    fraud_evaluator_close(evaluator);
}

/* `open` so many times, `within`, then `close` as often. */
static const char *repeated(struct arena *memory, const char *open, const char *within,
                            const char *close, int times)
{
    AUTO(text) made = { 0 };
    for (int i = 0; i < times; i++)
        text_add(&made, open);
    text_add(&made, within);
    for (int i = 0; i < times; i++)
        text_add(&made, close);
    return arena_copy(memory, text_of(&made));
}

static void size_is_bounded(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct fraud_evaluator *evaluator = fraud_evaluator_open();
    const char *const taken[] = {
        repeated(&memory, "(", "items", ")", 19),
        repeated(&memory, "", "items", " + 1", 90),
        repeated(&memory, "items = 1 OR ", "1", "", 90),
        arena_format(&memory, "agent = '%s'", repeated(&memory, "x", "", "", 1980)),
        arena_format(&memory, "items IN (%s 1)", repeated(&memory, "1, ", "", "", 600)),
    };
    const char *const refused_ones[] = {
        repeated(&memory, "(", "items", ")", 400),
        repeated(&memory, "", "items", " + 1", 400),
        repeated(&memory, "NOT ", "items", "", 400),
        repeated(&memory, "- ", "items", "", 400),
        repeated(&memory, "abs(", "items", ")", 300),
        repeated(&memory, "(", "", "", 1999),
        repeated(&memory, "CASE ", "", "", 399),
        arena_format(&memory, "agent = '%s'", repeated(&memory, "x", "", "", 2000)),
    };
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        fraud_expression_free(compile(evaluator, &memory, taken[i], NULL));
    for (size_t i = 0; i < sizeof refused_ones / sizeof *refused_ones; i++) {
        struct fraud_expression_fault fault = { 0 };
        assert_null(fraud_expression_compile(evaluator, &memory, refused_ones[i], NULL, &fault));
        assert_non_null(fault.sentence);
    }
    fraud_evaluator_close(evaluator);
}

/* What grows without end fails and says so; the next evaluation is not hurt. */
static void work_is_bounded(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    struct fraud_evaluator *evaluator = fraud_evaluator_open();
    struct fraud_signals signals = sample_signals();
    const char *problem = NULL;
    const char *as = repeated(&memory, "a", "", "", 100);
    struct fraud_expression *grows = compile(
        evaluator, &memory,
        arena_format(&memory, "length(replace(replace(replace('%s','a','%s'),'a','%s'),'a','%s'))",
                     as, as, as, as),
        NULL);
    struct fraud_expression *pattern = compile(evaluator, &memory, "agent LIKE email_domain", NULL);
    struct fraud_expression *fine = compile(evaluator, &memory, "length(agent) = 1000", NULL);
    signals.words[WORD_agent] = repeated(&memory, "x", "", "", 50000);
    signals.words[WORD_email_domain] = repeated(&memory, "%x", "y", "", 300);
    assert_int_equal(fraud_expression_evaluate(grows, &signals, &problem), FRAUD_FAILS);
    assert_string_equal(problem, "string or blob too big");
    assert_int_equal(fraud_expression_evaluate(pattern, &signals, &problem), FRAUD_FAILS);
    assert_string_equal(problem, "LIKE or GLOB pattern too complex");
    assert_int_equal(fraud_expression_evaluate(fine, &signals, &problem), FRAUD_SAYS_YES);
    signals.words[WORD_email_domain] = repeated(&memory, "%x", "y", "", 99);
    assert_int_equal(fraud_expression_evaluate(pattern, &signals, &problem), FRAUD_SAYS_NO);
    fraud_expression_free(grows);
    fraud_expression_free(pattern);
    fraud_expression_free(fine);
    fraud_evaluator_close(evaluator);
}

/* A simple rule takes about a microsecond; the bound is wide, for sanitizers and busy machines. */
static void it_is_fast(void **state)
{
    (void)state;
    enum { TIMES = 20000 };
    AUTO(arena) memory = { 0 };
    struct fraud_evaluator *evaluator = fraud_evaluator_open();
    struct fraud_signals signals = sample_signals();
    const char *problem = NULL;
    struct timespec from, to;
    struct fraud_expression *rule =
        compile(evaluator, &memory, "amount_usd > 500 AND account_age_days < 1", NULL);
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (int i = 0; i < TIMES; i++) {
        signals.numbers[SIGNAL_amount_usd] = (float)(i % 1000) + 0.25F;
        enum fraud_said wanted = i % 1000 < 500 ? FRAUD_SAYS_NO : FRAUD_SAYS_YES;
        if (fraud_expression_evaluate(rule, &signals, &problem) != wanted)
            fail_msg("%f", (double)signals.numbers[SIGNAL_amount_usd]);
    }
    clock_gettime(CLOCK_MONOTONIC, &to);
    double ns = (double)(to.tv_sec - from.tv_sec) * 1e9 + (double)(to.tv_nsec - from.tv_nsec);
    print_message("a rule takes %.2f us\n", ns / TIMES / 1000);
    assert_true(ns / TIMES < 100000);
    fraud_expression_free(rule);
    fraud_evaluator_close(evaluator);
}

int fraud_expression_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_say_what_they_mean),
        cmocka_unit_test(faults_are_told_where_they_are),
        cmocka_unit_test(the_acts_have_every_signal),
        cmocka_unit_test(size_is_bounded),
        cmocka_unit_test(work_is_bounded),
        cmocka_unit_test(it_is_fast),
    };
    return cmocka_run_group_tests_name("expressions", tests, NULL, NULL);
}

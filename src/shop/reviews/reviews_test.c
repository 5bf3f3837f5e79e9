/* Reviews: ratings, reasons of suspicion, texts that are nearly the same, the text model, and its
 * training from verdicts. On SQLite always, and on PostgreSQL when SOUK_TEST_POSTGRES is its URL.
 */
#include <math.h>
#include <string.h>

#include "base/id.h"
#include "shop/reviews/reviews_inside.h"
#include "shop/reviews/reviews_model.h"
#include "shop/reviews/reviews_sql.h"
#include "store/store_test.h"
#include "web/route.h"

int reviews_tests(void);

/* Ratings ---------------------------------------------------------------------------------- */

static void few_votes_say_little_and_old_ones_less(void **state)
{
    (void)state;
    // clang-format off
    static const struct {
        const char *says;
        int64_t stars[5];
        int64_t days_old;
        double mean, shown;
    } cases[] = {
        { "nobody",             { 0, 0, 0, 0, 0 },   0, 0, 4.0 },
        { "one praises",        { 0, 0, 0, 0, 1 },   0, 5, 45.0 / 11 },
        { "one blames",         { 1, 0, 0, 0, 0 },   0, 1, 41.0 / 11 },
        { "ten praise",         { 0, 0, 0, 0, 10 },  0, 5, 4.5 },
        { "ten a year ago",     { 0, 0, 0, 0, 10 }, 365, 5, 65.0 / 15 },
        { "ten two years ago",  { 0, 0, 0, 0, 10 }, 730, 5, 52.5 / 12.5 },
        { "as the prior says",  { 0, 0, 0, 9, 0 },   0, 4, 4.0 },
        { "of all kinds",       { 1, 1, 1, 1, 1 },   0, 3, 55.0 / 15 },
    };
    // clang-format on
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct moment now = moment_of_date(2027, 3, 1);
        int64_t each = reviews_weight(moment_before(now, days(cases[i].days_old)));
        int64_t weight = 0, weighted = 0;
        for (int k = 0; k < 5; k++) {
            weight += each * cases[i].stars[k];
            weighted += each * cases[i].stars[k] * (k + 1);
        }
        struct review_rating told = reviews_rating_from(cases[i].stars, weight, weighted, now);
        if (fabs(told.mean - cases[i].mean) > 1e-9 || fabs(told.shown - cases[i].shown) > 1e-3)
            fail_msg("%s: mean %g, shown %g", cases[i].says, told.mean, told.shown);
    }
}

static void what_helped_comes_first(void **state)
{
    (void)state;
    struct moment now = moment_of_date(2026, 11, 1);
    /* Each before the one behind it. */
    struct review order[] = {
        { .words = "Short.", .helpful = 40, .votes = 41, .written_at = now },
        { .words = "Short.", .helpful = 4, .votes = 4, .written_at = now },
        { .words = "Short.", .helpful = 1, .votes = 1, .pictures = 3, .written_at = now },
        { .words = "Short.", .helpful = 1, .votes = 1, .written_at = now },
        { .words = "Short.", .pictures = 1, .written_at = now },
        { .words = "Short.", .written_at = now },
        { .words = "Short.", .written_at = moment_before(now, days(200)) },
    };
    for (size_t i = 0; i + 1 < sizeof order / sizeof *order; i++)
        if (reviews_usefulness(&order[i]) <= reviews_usefulness(&order[i + 1]))
            fail_msg("%zu is not before the next one", i);
}

/* Suspicion -------------------------------------------------------------------------------- */

static void reasons_are_as_the_table_says(void **state)
{
    (void)state;
#define ONLY(REASON) (INT64_C(1) << (REASON))
    // clang-format off
    static const struct {
        const char *says;
        struct review_facts facts;
        int64_t reasons;
        bool suspicious;
    } cases[] = {
        { "nothing", { .probability = -1, .stars = 4, .account_days = 100 }, 0, false },
        { "linked", { .probability = -1, .linked = true }, ONLY(REASON_LINKED), true },
        { "same words", { .probability = -1, .same_words = 1 }, ONLY(REASON_SAME_WORDS), true },
        { "two of a ring", { .probability = -1, .ring_accounts = 2 }, 0, false },
        { "one of many, who blames as well", { .probability = -1, .ring_accounts = 9,
          .account_reviews = 8, .account_praises = 7 }, 0, false },
        { "a ring", { .probability = -1, .ring_accounts = 3 }, ONLY(REASON_RING), true },
        { "a busy day", { .probability = -1, .product_day = 7 }, 0, false },
        { "a burst", { .probability = -1, .product_day = 8, .product_before = 60 },
          ONLY(REASON_BURST), false },
        { "as usual", { .probability = -1, .product_day = 8, .product_before = 480 }, 0, false },
        { "of the seller", { .probability = -1, .seller_day = 30, .seller_before = 120 },
          ONLY(REASON_BURST), false },
        { "new and praises", { .probability = -1, .stars = 5, .all_the_same = true,
          .account_days = 2 }, ONLY(REASON_PAID), false },
        { "new and mixed", { .probability = -1, .stars = 5, .account_days = 2 }, 0, false },
        { "new, blamed before", { .probability = -1, .stars = 5, .all_the_same = true,
          .account_days = 2, .account_reviews = 2, .account_praises = 1 }, 0, false },
        { "a burst of new ones", { .probability = -1, .stars = 5, .all_the_same = true,
          .account_days = 2, .product_day = 9 }, ONLY(REASON_PAID) | ONLY(REASON_BURST), true },
        { "the text, nearly", { .probability = 0.89 }, 0, false },
        { "the text", { .probability = 0.9 }, ONLY(REASON_TEXT), true },
    };
    // clang-format on
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t reasons = reviews_reasons(&cases[i].facts);
        if (reasons != cases[i].reasons || reviews_suspicious(reasons) != cases[i].suspicious)
            fail_msg("%s: %lld", cases[i].says, (long long)reasons);
    }
}

static bool meet(const struct review_signature *a, const struct review_signature *b)
{
    for (int band = 0; band < SIGNATURE_BANDS; band++)
        if (reviews_signature_band(a, band) == reviews_signature_band(b, band))
            return true;
    return false;
}

static void nearly_the_same_words_meet(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    const char *one = "This lamp is the best that I have ever had: it is bright, it is warm, and "
                      "everybody who comes to see us asks where we bought it and what it cost.";
    const char *nearly = "this LAMP is the best that I have ever had! It is bright, it is warm, "
                         "and everybody who comes to see us asks where we bought it, and when.";
    const char *other = "After two weeks the switch broke, and nobody answered my messages; the "
                        "parcel was late as well, so I am sending it back and buying another one.";
    struct review_signature a = reviews_signature(&memory, one);
    struct review_signature b = reviews_signature(&memory, nearly);
    struct review_signature c = reviews_signature(&memory, other);
    struct review_signature brief = reviews_signature(&memory, "Very good, thank you!");
    assert_true(a.known && b.known && c.known);
    assert_false(brief.known);
    assert_true(reviews_likeness(&a, &b) > 0.6);
    assert_true(meet(&a, &b));
    assert_true(reviews_likeness(&a, &c) < 0.2);
    assert_false(meet(&a, &c));
    assert_true(reviews_likeness(&brief, &brief) == 0);
}

/* The text model --------------------------------------------------------------------------- */

enum { MADE = 240 };

/* Made-up ones gush and speak of "I"; genuine ones measure. Two of ten of each kind do neither. */
static void make_examples(struct arena *memory, struct review_example examples[static MADE])
{
    static const char *const gush[] = { "amazing", "luxury", "my husband and I", "wonderful" };
    static const char *const measure[] = { "(the hinge)", "3.5 cm", "two weeks", "smaller than" };
    static const char *const things[] = { "lamp", "mug", "bench", "notebook", "cable" };
    for (int i = 0; i < MADE; i++) {
        bool fake = i % 2;
        const char *const *words = i % 10 < 2 ? things : fake ? gush : measure;
        examples[i] = (struct review_example){
            .text = arena_format(memory, "The %s number %d: %s, and %s; we use the %s each day.",
                                 things[i % 5], i, words[i / 2 % 4], words[(i / 2 + 1) % 4],
                                 things[(i + 2) % 5]),
            .negative = i % 4 < 2,
            .fake = fake,
        };
    }
}

static void a_model_learns_and_is_the_same_again(void **state)
{
    (void)state;
    AUTO(arena) memory = { 0 };
    AUTO(text) first = { 0 };
    AUTO(text) second = { 0 };
    struct review_example examples[MADE];
    int right = 0;
    make_examples(&memory, examples);
    struct reviews_model *model = reviews_model_train(examples, 160);
    struct reviews_model *again = reviews_model_train(examples, 160);
    reviews_model_write(model, &first);
    reviews_model_write(again, &second);
    assert_int_equal(first.length, second.length);
    assert_memory_equal(first.bytes, second.bytes, first.length);
    reviews_model_free(again);
    again = reviews_model_read(first.bytes, first.length);
    assert_non_null(again);
    for (int i = 160; i < MADE; i++) {
        const struct review_example *one = &examples[i];
        double margin = reviews_model_margin(model, one->text, one->negative);
        double same = reviews_model_margin(again, one->text, one->negative);
        assert_true(fabs(margin - same) < 1e-12);
        right += (margin > 0) == one->fake;
    }
    assert_true(right * 10 >= (MADE - 160) * 8);
    reviews_model_free(model);
    reviews_model_free(again);
    /* What is not such a model is not read. */
    assert_null(reviews_model_read(first.bytes, first.length - 1));
    assert_null(reviews_model_read("nonsense", 8));
    first.bytes[0] = 'x';
    assert_null(reviews_model_read(first.bytes, first.length));
}

/* Training --------------------------------------------------------------------------------- */

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

struct deciding {
    int first, last;
};

static refused decide_many(struct store_tx *tx, void *what)
{
    AUTO(arena) memory = { 0 };
    const struct deciding *deciding = what;
    for (int i = deciding->first; i < deciding->last; i++) {
        const char *words = i % 2
                                ? "It is amazing, wonderful, a luxury that my husband and I adore!"
                                : "After two weeks the hinge (3.5 cm) is loose, as the one before.";
        char *filled = arena_format(&memory, "%s %d", words, i);
        store_put(tx, &reviews_put_verdict,
                  WITH(INT(1000 + i), TEXT(filled), INT(i % 4 < 2 ? 5 : 2), INT(i % 2), INT(7),
                       INT(test_noon.us)));
    }
    return NULL;
}

static void two_hundred_of_each_kind_make_a_model(void **state)
{
    struct bench *bench = *state;
    struct reviews_trained trained;
    struct deciding most = { 0, 399 }, last = { 399, 401 };
    assert_null(store_transact(bench->store, decide_many, &most));
    assert_ptr_equal(reviews_train(bench->store, test_noon, &trained), &REVIEW_FEW_VERDICTS);
    const char *gush = "An amazing luxury, wonderful: my husband and I adore it and so will you!";
    const char *measured = "The hinge (3.5 cm) is loose after two weeks, as the one before it was.";
    struct store_tx *tx = store_read(bench->store);
    assert_true(reviews_probability(tx, gush, false) < 0);
    store_read_end(tx);
    assert_null(store_transact(bench->store, decide_many, &last));
    assert_null(reviews_train(bench->store, test_noon, &trained));
    assert_int_equal(trained.genuine, 201);
    assert_int_equal(trained.fakes, 200);
    assert_true(trained.told_right > 9000);
    tx = store_read(bench->store);
    double fake = reviews_probability(tx, gush, false);
    double genuine = reviews_probability(tx, measured, true);
    double brief = reviews_probability(tx, "Good.", false);
    store_read_end(tx);
    if (fake < 0.9 || genuine < 0 || genuine > 0.1 || brief >= 0)
        fail_msg("fake %g, genuine %g, short %g", fake, genuine, brief);
}

/* Gathered --------------------------------------------------------------------------------- */

enum { RING = 4, SELLERS = 4, CROWD = 9 };

struct wrote {
    int64_t number, buyer, seller, product, stars;
};

static void write_row(struct store_tx *tx, const struct wrote *wrote)
{
    store_put(tx, &reviews_insert,
              WITH(INT(wrote->number), INT(wrote->number), INT(1), INT(wrote->product),
                   INT(wrote->seller), INT(wrote->buyer), INT(wrote->stars), INT(wrote->stars),
                   INT(wrote->stars), TEXT(""), TEXT("days"), TEXT("en"), TEXT("A mug"), TEXT(""),
                   TEXT("Ana"), TEXT("shown"), INT(0), INT(0), INT(-1), INT(1), BYTES("", 0),
                   INT(test_noon.us)));
}

/* Four accounts praise four sellers; the last is about to praise the fourth. Many others praise two
 * of them, and one who praises all has blamed somebody once. */
static refused write_ring(struct store_tx *tx, void *what)
{
    const struct moment *from = what;
    int64_t next = id_first(*from);
    for (int64_t buyer = 1; buyer <= RING; buyer++)
        for (int64_t seller = 1; seller <= SELLERS; seller++)
            if (buyer < RING || seller < SELLERS)
                write_row(tx, &(struct wrote){ ++next, buyer, seller, 50 + seller, 5 });
    for (int64_t buyer = 10; buyer < 10 + CROWD; buyer++)
        for (int64_t seller = 1; seller <= 2; seller++)
            write_row(tx, &(struct wrote){ ++next, buyer, seller, 50 + seller, 5 });
    for (int64_t seller = 1; seller <= SELLERS; seller++)
        write_row(tx, &(struct wrote){ ++next, 99, seller, 50 + seller, 5 });
    write_row(tx, &(struct wrote){ ++next, 99, 7, 57, 1 });
    return NULL;
}

static struct review_suspicion suspected(struct bench *bench, struct wrote wrote)
{
    struct review review = { .review = { id_first(test_noon) + wrote.number },
                             .buyer = { wrote.buyer },
                             .seller = { wrote.seller },
                             .product = { wrote.product },
                             .item = wrote.stars,
                             .communication = wrote.stars,
                             .shipping = 1,
                             .words = "" };
    struct store_tx *tx = store_read(bench->store);
    struct review_suspicion told = reviews_suspect(tx, &bench->memory, &review, test_noon);
    store_read_end(tx);
    return told;
}

static void rings_and_bursts_are_seen(void **state)
{
    struct bench *bench = *state;
    struct moment week_ago = moment_before(test_noon, days(7));
    assert_null(store_transact(bench->store, write_ring, &week_ago));
    assert_int_equal(suspected(bench, (struct wrote){ 1, RING, SELLERS, 70, 5 }).reasons,
                     1 << REASON_RING);
    /* Blame is no ring's, nor is one of the crowd. */
    assert_int_equal(suspected(bench, (struct wrote){ 1, RING, SELLERS, 70, 2 }).reasons, 0);
    assert_int_equal(suspected(bench, (struct wrote){ 1, 12, 3, 70, 5 }).reasons, 0);
    assert_int_equal(suspected(bench, (struct wrote){ 1, 99, 4, 70, 5 }).reasons, 0);
    /* As many within a day are a burst for the seller and the product, for a day. */
    struct moment now = moment_before(test_noon, hours(2));
    assert_null(store_transact(bench->store, write_ring, &now));
    assert_int_equal(suspected(bench, (struct wrote){ 1, 200, 1, 51, 4 }).reasons,
                     1 << REASON_BURST);
    assert_false(suspected(bench, (struct wrote){ 1, 200, 1, 51, 4 }).suspicious);
    assert_int_equal(suspected(bench, (struct wrote){ 1, 200, 8, 58, 4 }).reasons, 0);
}

int reviews_tests(void)
{
    const struct CMUnitTest pure[] = {
        cmocka_unit_test(few_votes_say_little_and_old_ones_less),
        cmocka_unit_test(what_helped_comes_first),
        cmocka_unit_test(reasons_are_as_the_table_says),
        cmocka_unit_test(nearly_the_same_words_meet),
        cmocka_unit_test(a_model_learns_and_is_the_same_again),
    };
    const struct CMUnitTest kept[] = {
        cmocka_unit_test_setup_teardown(rings_and_bursts_are_seen, set_up, bench_tear_down),
        cmocka_unit_test_setup_teardown(two_hundred_of_each_kind_make_a_model, set_up,
                                        bench_tear_down),
    };
    int failed = cmocka_run_group_tests_name("reviews", pure, NULL, NULL);
    bench_postgres_url = NULL;
    failed += cmocka_run_group_tests_name("reviews on SQLite", kept, NULL, NULL);
    bench_postgres_url = getenv("SOUK_TEST_POSTGRES");
    if (bench_postgres_url)
        failed += cmocka_run_group_tests_name("reviews on PostgreSQL", kept, NULL, NULL);
    bench_postgres_url = NULL;
    return failed;
}

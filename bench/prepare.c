/* Bench, prepared: a market with buyers, keys and offers, made through the market's own acts.
 *
 *   prepare BUYERS PRODUCTS STOCK OUT [--setting ...]
 *   prepare --missing < PURCHASES
 * OUT gets a line a buyer ("KEY ADDRESS") and, behind an empty line, a line an offer. */
#include "base/id.h"
#include "main/market.h"
#include "main/settings.h"
#include "shop/catalog/catalog.h"
#include "shop/shipping/shipping.h"

struct preparing {
    FILE *out;
    int64_t buyers, products, stock;
    struct moment now;
    struct arena *memory;
    seller_id sellers[10];
    int64_t from; /* the next buyer or product */
};
enum { AT_ONCE = 200 };

static const struct statement select_offers = {
    "bench_select_offers", "SELECT offer_id FROM catalog_offer ORDER BY offer_id",
    "SELECT offer_id FROM catalog_offer ORDER BY offer_id", 0
};

static refused open_person(struct store_tx *tx, struct preparing *p, const char *name,
                           account_id *ret_account, const char **ret_key)
{
    struct account_opening opening = { .email = arena_format(p->memory, "%s@bench.example", name),
                                       .name = name,
                                       .password_hash = "none",
                                       .language = WORDS_ENGLISH,
                                       .country = "PT",
                                       .currency = currency_of("EUR"),
                                       .now = p->now };
    api_key_id made;
    *ret_key = arena_format(p->memory, "sk_%s", secret_token(p->memory, 20));
    refused why = accounts_open(tx, &opening, ret_account);
    return why ? why
               : accounts_make_api_key(tx, *ret_account, *ret_key, "bench", 15, p->now, &made);
}

static refused add_sellers(struct store_tx *tx, void *what)
{
    struct preparing *p = what;
    for (int i = 0; i < 10; i++) {
        account_id account;
        const char *key, *name = arena_format(p->memory, "seller%d", i);
        refused why = open_person(tx, p, name, &account, &key);
        struct seller_opening opening = { .account = account,
                                          .name = name,
                                          .country = i % 2 ? "CN" : "PT",
                                          .currency = currency_of(i % 2 ? "USD" : "EUR"),
                                          .ship_days = 2,
                                          .standing = SELLER_VERIFIED,
                                          .now = p->now };
        if (!why)
            why = sellers_open(tx, &opening, &p->sellers[i]);
        if (why)
            return why;
        shipping_give_methods(tx, p->sellers[i], opening.country);
    }
    return NULL;
}

static refused add_buyers(struct store_tx *tx, void *what)
{
    struct preparing *p = what;
    struct postal_address address = {
        .name = "A Buyer", .line1 = "Rua 1", .city = "Lisboa", .postcode = "1000", .country = "PT"
    };
    for (int64_t i = p->from; i < p->buyers && i < p->from + AT_ONCE; i++) {
        account_id account;
        const char *key;
        refused why =
            open_person(tx, p, arena_format(p->memory, "buyer%lld", (long long)i), &account, &key);
        if (!why)
            why = accounts_add_address(tx, account, &address, p->now, &address.address);
        if (why)
            return why;
        fprintf(p->out, "%s %s\n", key, id_text(p->memory, "adr", address.address.number));
    }
    return NULL;
}

static refused add_products(struct store_tx *tx, void *what)
{
    struct preparing *p = what;
    static const char *const nouns[] = { "lamp", "mug", "chair", "kettle", "cushion", "vase" };
    for (int64_t i = p->from; i < p->products && i < p->from + AT_ONCE; i++) {
        bool dollars = i % 2;
        struct variant_listing variant = { .options = { { "Colour", "Sand" } },
                                           .price = money_of(500 + i % 9000,
                                                             currency_of(dollars ? "USD" : "EUR")),
                                           .stock = p->stock,
                                           .weight_grams = 200 + i % 1500 };
        struct product_listing listing = {
            .seller = p->sellers[i % 10],
            .import_key = arena_format(p->memory, "bench-%lld", (long long)i),
            .title = arena_format(p->memory, "Linen %s number %lld", nouns[i % 6], (long long)i),
            .brand = "Bench",
            .description = "A thing that is bought many times a second.",
            .category = catalog_category(tx, "home-garden"),
            .variants = &variant,
            .variant_count = 1,
            .state = PRODUCT_LISTED,
            .now = p->now
        };
        product_id product;
        bool changed;
        refused why = catalog_list(tx, &listing, &product, &changed);
        if (why)
            return why;
    }
    return NULL;
}

static int fail(const char *what)
{
    fprintf(stderr, "prepare: %s\n", what);
    return 1;
}

static const struct statement select_purchase = {
    "bench_select_purchase", "SELECT purchase_id FROM orders_purchase WHERE purchase_id = ?1",
    "SELECT purchase_id FROM orders_purchase WHERE purchase_id = $1", 1
};

/* prepare --missing: how many of the purchases named on standard input are not there, paid or
 * placed. */
static int count_missing(struct arena *memory, struct market *market)
{
    char line[64];
    int missing = 0;
    const char *problem = "";
    char *none[] = { NULL }, **rest;
    if (!settings_read(memory, none, &market->settings, &rest, &problem) ||
        !market_open(memory, market, false, &problem))
        return fail(problem);
    struct store_tx *tx = store_read(market->store);
    while (fgets(line, sizeof line, stdin)) {
        int64_t purchase;
        line[strcspn(line, "\n")] = 0;
        missing += !id_read(line, "pur", &purchase) ||
                   !store_int(tx, &select_purchase, WITH(INT(purchase)), 0);
    }
    store_read_end(tx);
    market_close(market);
    printf("%d\n", missing);
    return 0;
}

int main(int count, char **arguments)
{
    AUTO(arena) memory = { 0 };
    struct market market = { 0 };
    struct preparing p = { .memory = &memory };
    const char *problem = "";
    char **rest;
    if (count == 2 && text_same(arguments[1], "--missing"))
        return count_missing(&memory, &market);
    if (count < 5 || !text_to_int(arguments[1], &p.buyers) ||
        !text_to_int(arguments[2], &p.products) || !text_to_int(arguments[3], &p.stock))
        return fail("BUYERS PRODUCTS STOCK OUT [--setting ...]");
    if (!settings_read(&memory, arguments + 5, &market.settings, &rest, &problem) ||
        !market_open(&memory, &market, true, &problem))
        return fail(problem);
    p.now = market_now();
    p.out = fopen(arguments[4], "w");
    refused why = p.out ? market_first(&market, p.now) : NULL;
    if (!why)
        why = store_transact(market.store, add_sellers, &p);
    for (p.from = 0; !why && p.from < p.buyers; p.from += AT_ONCE)
        why = store_transact(market.store, add_buyers, &p);
    for (p.from = 0; !why && p.from < p.products; p.from += AT_ONCE)
        why = store_transact(market.store, add_products, &p);
    if (why)
        return fail(why->name);
    fputc('\n', p.out);
    struct store_tx *tx = store_read(market.store);
    struct rows rows = store_query(tx, &select_offers, WITHOUT);
    while (rows_next(&rows))
        fprintf(p.out, "%s\n", id_text(&memory, "off", rows_int(&rows, "offer_id")));
    store_read_end(tx);
    fclose(p.out);
    market_close(&market);
    return 0;
}

/* Fuzz: any bytes as the terms of a promotion, and terms made of the bytes; what is read is written
 * in its one spelling, and read and written again it is the same text. */
#include "base/text.h"
#include "shop/promotions/promotion.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

struct taking {
    const uint8_t *bytes;
    size_t left;
};

static int take(struct taking *from, int below)
{
    if (!from->left)
        return 0;
    from->left--;
    return *from->bytes++ % below;
}

/* Mostly none, sometimes small, now and then as large as it gets. */
static int64_t take_number(struct taking *from)
{
    switch (take(from, 8)) {
    case 0: return INT64_MAX >> take(from, 63);
    case 1: return -1 - take(from, 200);
    case 2:
    case 3: return take(from, 256) * 100;
    case 4: return take(from, 256);
    default: return 0;
    }
}

/* True when it can be read. */
static bool check(struct arena *memory, const char *json)
{
    struct promotion_terms terms, again;
    const char *where = NULL, *problem = NULL;
    if (!promotion_read(memory, json, &terms, &where, &problem)) {
        if (!where || !problem) /* a fault says where it is, and what */
            abort();
        return false;
    }
    const char *written = promotion_write(memory, &terms);
    if (!promotion_read(memory, written, &again, &where, &problem) ||
        strcmp(promotion_write(memory, &again), written) != 0)
        abort();
    return true;
}

static void fill(struct taking *from, int64_t *ids, struct promotion_terms *terms)
{
    static const char *const countries[] = { "PT", "BR", "pt", "" };
    static const char *const brands[] = { "Souk", "\"\\\n", "\xd8\xb3\xd9\x88\xd9\x82" };
    static const char *const groups[] = { "", "event", "a b", "twenty-four letters long" };
    ids[0] = 1 + take(from, 200);
    ids[1] = ids[0] + take(from, 3);
    *terms = (struct promotion_terms){
        .currency = currency_of(take(from, 2) ? "USD" : "JPY"),
        .funder = (enum promotion_funder)take(from, 3),
        .level = (enum promotion_level)take(from, 4),
        .benefit = (enum promotion_benefit)take(from, BENEFITS),
        .platform_basis_points = (int)(take_number(from) % 20000),
        .basis_points = (int)(take_number(from) % 20000),
        .off = take_number(from),
        .every = take_number(from),
        .cap = take_number(from),
        .spend = take_number(from),
        .tier_count = take(from, TIERS_MAX + 1),
        .tiers_add = take(from, 2),
        .gift = take(from, 3),
        .coins_percent = take_number(from),
        .budget = take_number(from),
        .uses_max = take_number(from),
        .uses_per_buyer = take_number(from),
        .order = take(from, 256),
        .alone = take(from, 2),
        .scope = { .offers = { ids, (size_t)take(from, 3) },
                   .categories = { ids, (size_t)take(from, 3) },
                   .brands = brands,
                   .brand_count = (size_t)take(from, 4),
                   .new_within_days = take_number(from),
                   .delivered_within_days = take_number(from),
                   .local = take(from, 2),
                   .joined = take(from, 2) },
        .audience = { .countries = countries,
                      .country_count = (size_t)take(from, 5),
                      .first_order = take(from, 2),
                      .app = take(from, 2),
                      .tier = take_number(from),
                      .segment = take(from, 2) ? "new" : NULL },
    };
    snprintf(terms->group, sizeof(terms->group), "%s", groups[take(from, 4)]);
    for (int i = 0; i < terms->tier_count; i++)
        terms->tiers[i] = (struct promotion_tier){ take_number(from), take_number(from),
                                                   (int)(take_number(from) % 20000) };
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    AUTO(arena) memory = { 0 };
    struct taking from = { bytes, size };
    struct promotion_terms terms;
    int64_t ids[2];
    check(&memory, arena_copy_bytes(&memory, bytes, size));
    fill(&from, ids, &terms);
    char *written = arena_copy(&memory, promotion_write(&memory, &terms));
    check(&memory, written);
    /* And with one letter exchanged. */
    if (from.left > 2)
        written[((size_t)from.bytes[0] << 8 | from.bytes[1]) % strlen(written)] =
            (char)from.bytes[2];
    check(&memory, written);
    return 0;
}

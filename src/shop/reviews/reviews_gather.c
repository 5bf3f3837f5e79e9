/* Reviews, gathered: the facts of how a review came about, from rows of its own transaction. */
#include "shop/reviews/reviews_inside.h"

#include <math.h>
#include <string.h>

#include "base/id.h"
#include "shop/fraud/fraud_scene.h"
#include "shop/reviews/reviews_sql.h"

enum {
    LIKENESS_PERCENT = 60, /* of shingles that two texts share */
    RING_DAYS = 30,
    RING_SELLERS = 4,
    USUAL_DAYS = 60,
    LINKS_MOST = 200,
};

static bool knows_seller(struct store_tx *tx, struct arena *memory, const struct review *review)
{
    struct seller seller;
    if (sellers_find(tx, memory, review->seller, &seller))
        return false;
    struct fraud_links links = fraud_links(tx, memory, review->buyer.number, LINKS_MOST);
    /* Not the network's address: a whole house, or a city's telephones, may share one. */
    for (size_t i = 0; i < links.count; i++) {
        int kind = links.items[i].thing ? links.items[i].kind : ENTITY_NONE;
        bool own = kind == ENTITY_DEVICE || kind == ENTITY_CARD || kind == ENTITY_ADDRESS;
        if (own && links.items[i].account == seller.account.number)
            return true;
    }
    return false;
}

static bool is_like(const struct rows *rows, struct arena *memory,
                    const struct review_signature *signature)
{
    size_t size = 0;
    struct review_signature other = { .known = true };
    const unsigned char *bytes = rows_bytes(rows, memory, "signature", &size);
    if (size != sizeof other.minima)
        return false;
    memcpy(other.minima, bytes, sizeof other.minima);
    return reviews_likeness(signature, &other) * 100 >= LIKENESS_PERCENT;
}

/* Each once, though it meets in several bands. */
static int64_t count_like(struct store_tx *tx, struct arena *memory, const struct review *review,
                          const struct review_signature *signature)
{
    int64_t seen[SIGNATURE_BANDS * 20], count = 0;
    for (int band = 0; signature->known && band < SIGNATURE_BANDS; band++) {
        struct rows rows = store_query(
            tx, &reviews_select_band,
            WITH(INT(reviews_signature_band(signature, band)), INT(review->buyer.number)));
        while (rows_next(&rows)) {
            int64_t other = rows_int(&rows, "review_id"), k = 0;
            while (k < count && seen[k] != other)
                k++;
            if (k == count && is_like(&rows, memory, signature))
                seen[count++] = other;
        }
    }
    return count;
}

/* With this one in the last day. */
static void count_around(struct store_tx *tx, const struct review *review, struct moment now,
                         struct review_facts *facts)
{
    int64_t day = id_first(moment_before(now, days(1)));
    int64_t usual = id_first(moment_before(now, days(1 + USUAL_DAYS)));
    int64_t product = review->product.number, seller = review->seller.number;
    facts->product_day = 1 + store_int(tx, &reviews_count_product_between,
                                       WITH(INT(product), INT(day), INT(review->review.number)), 0);
    facts->seller_day = 1 + store_int(tx, &reviews_count_seller_between,
                                      WITH(INT(seller), INT(day), INT(review->review.number)), 0);
    facts->product_before =
        store_int(tx, &reviews_count_product_between, WITH(INT(product), INT(usual), INT(day)), 0);
    facts->seller_before =
        store_int(tx, &reviews_count_seller_between, WITH(INT(seller), INT(usual), INT(day)), 0);
}

static struct review_facts facts_of(struct store_tx *tx, struct arena *memory,
                                    const struct review *review,
                                    const struct review_signature *signature, struct moment now)
{
    struct account account;
    int64_t buyer = review->buyer.number, number = review->review.number;
    struct review_facts facts = {
        .linked = knows_seller(tx, memory, review),
        .same_words = count_like(tx, memory, review, signature),
        .stars = review->item,
        .all_the_same = review->item == review->communication && review->item == review->shipping,
        .account_reviews = store_int(tx, &reviews_count_of_buyer, WITH(INT(buyer), INT(number)), 0),
        .account_praises = store_int(tx, &reviews_count_praises, WITH(INT(buyer), INT(number)), 0),
        .probability = reviews_probability(tx, review->words, review->item <= 3),
    };
    if (!accounts_find(tx, memory, review->buyer, &account))
        facts.account_days = (now.us - account.opened_at.us) / days(1).us;
    if (review->item == 5)
        facts.ring_accounts =
            store_int(tx, &reviews_count_ring,
                      WITH(INT(buyer), INT(id_first(moment_before(now, days(RING_DAYS)))),
                           INT(review->seller.number), INT(RING_SELLERS)),
                      0);
    count_around(tx, review, now, &facts);
    return facts;
}

struct review_suspicion reviews_suspect(struct store_tx *tx, struct arena *memory,
                                        const struct review *review, struct moment now)
{
    struct review_suspicion suspicion = { .signature = reviews_signature(memory, review->words) };
    struct review_facts facts = facts_of(tx, memory, review, &suspicion.signature, now);
    suspicion.reasons = reviews_reasons(&facts);
    suspicion.suspicious = reviews_suspicious(suspicion.reasons);
    suspicion.probability = facts.probability < 0 ? -1 : llround(facts.probability * 10000);
    return suspicion;
}

void reviews_note_signature(struct store_tx *tx, review_id review,
                            const struct review_signature *signature)
{
    store_put(tx, &reviews_delete_bands, WITH(INT(review.number)));
    for (int band = 0; signature->known && band < SIGNATURE_BANDS; band++)
        store_put(tx, &reviews_insert_band,
                  WITH(INT(reviews_signature_band(signature, band)), INT(review.number)));
}

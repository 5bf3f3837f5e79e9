/* Demo, after the sale: reviews, disputes and guarantees, made through the acts of people. */
#include "main/demo_after.h"

#include "demo/opinions.h"
#include "shop/disputes/disputes.h"
#include "shop/protection/protection.h"
#include "shop/reviews/reviews.h"

/* Reviews ---------------------------------------------------------------------------------- */

enum { REVIEWED_PERCENT = 62, REPLIED_PERCENT = 22, REVIEWS_MOST = 4000 };

struct bought {
    order_line_id line;
    account_id buyer;
    seller_id seller;
    int64_t offer;
    struct moment at;
};

static const struct statement select_bought = {
    "demo_select_bought",
    "SELECT l.line_id, l.offer_id, o.buyer_id, o.seller_id, o.closed_at FROM orders_order o "
    "JOIN orders_line l ON l.order_id = o.order_id WHERE o.state = 'completed' "
    "ORDER BY l.line_id LIMIT ?1",
    "SELECT l.line_id, l.offer_id, o.buyer_id, o.seller_id, o.closed_at FROM orders_order o "
    "JOIN orders_line l ON l.order_id = o.order_id WHERE o.state = 'completed' "
    "ORDER BY l.line_id LIMIT $1",
    1
};

static void say(struct demo *demo, text *to, enum opinion_part part, int stars)
{
    struct opinion_sentences all = demo_opinion(part, stars);
    if (to->length)
        text_add(to, " ");
    text_add(to, all.items[demo_random(demo, (uint32_t)all.count)]);
}

/* Most things are good; each offer has a quality of its own, so that ratings differ. */
static int stars_for(struct demo *demo, int64_t offer)
{
    uint32_t quality = (uint32_t)((uint64_t)offer * UINT64_C(0x9e3779b97f4a7c15) >> 60); /* 0-15 */
    uint32_t luck = demo_random(demo, 100);
    if (quality < 2)
        return luck < 25 ? 1 : luck < 45 ? 2 : luck < 70 ? 3 : luck < 90 ? 4 : 5;
    if (quality < 6)
        return luck < 6 ? 1 : luck < 13 ? 2 : luck < 30 ? 3 : luck < 62 ? 4 : 5;
    return luck < 2 ? 1 : luck < 5 ? 2 : luck < 12 ? 3 : luck < 36 ? 4 : 5;
}

struct reviewing {
    struct review_wish wish;
    seller_id seller;
    const char *reply;
    struct moment replied_at;
};

static refused review_act(struct store_tx *tx, void *what)
{
    const struct reviewing *reviewing = what;
    AUTO(arena) memory = { 0 };
    struct review_made made;
    refused why = reviews_add(tx, &memory, &reviewing->wish, &made);
    if (why || !reviewing->reply)
        return why;
    return reviews_reply(tx, &memory,
                         &(struct review_reply_wish){ .review = made.review,
                                                      .seller = reviewing->seller,
                                                      .words = reviewing->reply,
                                                      .now = reviewing->replied_at });
}

static refused review_one(struct demo *demo, const struct bought *bought)
{
    static const char *const replies[] = {
        "Thank you for taking the time. Enjoy it!",
        "We are glad that it came well.",
        "Thank you. Write to us if you ever need a spare part.",
        "I am sorry about this. Please write to us, we shall find a way.",
    };
    AUTO(text) words = { 0 };
    int stars = stars_for(demo, bought->offer);
    struct moment at = moment_after(bought->at, hours(4 + (int64_t)demo_random(demo, 24 * 6)));
    say(demo, &words, OPINION_OPENING, stars);
    say(demo, &words, OPINION_DETAIL, stars);
    if (demo_chance(demo, 60))
        say(demo, &words, OPINION_DETAIL, stars);
    if (demo_chance(demo, 55))
        say(demo, &words, OPINION_WAY, stars);
    if (demo_chance(demo, 70))
        say(demo, &words, OPINION_CLOSING, stars);
    int slip = (int)demo_random(demo, 3) == 0;
    struct reviewing reviewing = {
        .wish = { .line = bought->line,
                  .buyer = bought->buyer,
                  .item = stars,
                  .communication = stars > 2 && slip ? stars - 1
                                   : stars < 3       ? stars + 2
                                                     : 5,
                  .shipping = stars > 2 && !slip ? 5 : 4,
                  .words = demo_chance(demo, 88) ? text_of(&words) : "",
                  .used = (enum review_used)demo_random(demo, 3),
                  .now = at.us < demo->now.us ? at : demo->now },
        .seller = bought->seller,
        .reply = demo_chance(demo, REPLIED_PERCENT) ? replies[stars < 3 ? 3 : demo_random(demo, 3)]
                                                    : NULL,
    };
    reviewing.replied_at = moment_after(reviewing.wish.now, hours(20));
    if (reviewing.replied_at.us > demo->now.us)
        reviewing.replied_at = demo->now;
    refused why = store_transact(demo->market->store, review_act, &reviewing);
    return why && why->status < 500 ? NULL : why; /* held or refused: so is life */
}

refused demo_review(struct demo *demo)
{
    struct bought *bought = arena_array(demo->memory, REVIEWS_MOST, sizeof *bought);
    size_t count = 0;
    refused why = NULL;
    struct store_tx *tx = store_read(demo->market->store);
    struct rows rows = store_query(tx, &select_bought, WITH(INT(REVIEWS_MOST)));
    while (rows_next(&rows))
        bought[count++] = (struct bought){ { rows_int(&rows, "line_id") },
                                           { rows_int(&rows, "buyer_id") },
                                           { rows_int(&rows, "seller_id") },
                                           rows_int(&rows, "offer_id"),
                                           { rows_int(&rows, "closed_at") } };
    store_read_end(tx);
    for (size_t i = 0; !why && i < count; i++)
        if (demo_chance(demo, REVIEWED_PERCENT))
            why = review_one(demo, &bought[i]);
    return why;
}

/* Disputes --------------------------------------------------------------------------------- */

/* How far each goes: opened; answered; asked again; with the market; agreed; sent back. */
enum dispute_stage {
    STAGE_OPEN,
    STAGE_OFFER,
    STAGE_COUNTER,
    STAGE_MARKET,
    STAGE_AGREED,
    STAGE_BACK,
    STAGES
};
enum { DISPUTES = 18 };

struct disputing {
    struct demo *demo;
    order_id order;
    account_id buyer;
    enum dispute_stage stage;
    const struct complaint *complaint;
    struct dispute dispute;
};

static const struct statement select_delivered = {
    "demo_select_delivered",
    "SELECT order_id, buyer_id FROM orders_order WHERE state = 'delivered' AND total > 0 "
    "ORDER BY CASE WHEN buyer_id = ?1 OR seller_id = ?2 THEN 0 ELSE 1 END, order_id LIMIT ?3",
    "SELECT order_id, buyer_id FROM orders_order WHERE state = 'delivered' AND total > 0 "
    "ORDER BY CASE WHEN buyer_id = $1 OR seller_id = $2 THEN 0 ELSE 1 END, order_id LIMIT $3",
    3
};

static refused deed_of(struct store_tx *tx, struct arena *memory, struct disputing *disputing,
                       struct dispute_deed deed)
{
    deed.dispute = disputing->dispute.dispute;
    deed.by = disputing->buyer;
    deed.now = disputing->demo->now;
    return disputes_act(tx, memory, &deed, &disputing->dispute);
}

static struct money part_of(struct money claim, int percent)
{
    struct money part = money_part(claim, percent * 100);
    return part.minor ? part : claim;
}

static refused dispute_act(struct store_tx *tx, void *what)
{
    struct disputing *disputing = what;
    const struct complaint *complaint = disputing->complaint;
    AUTO(arena) memory = { 0 };
    int reason = 0;
    while (!text_same(dispute_reasons[reason].name, complaint->reason))
        reason++;
    struct dispute_wish wish = { .buyer = disputing->buyer,
                                 .order = disputing->order,
                                 .reason = (enum dispute_reason)reason,
                                 .remedy =
                                     disputing->stage == STAGE_BACK ? REMEDY_RETURN : REMEDY_REFUND,
                                 .all = true,
                                 .words = complaint->buyer,
                                 .now = disputing->demo->now };
    refused why = disputes_open(tx, &memory, &wish, &disputing->dispute);
    struct money claim = why ? (struct money){ 0 } : disputing->dispute.claim;
    if (!why && disputing->stage == STAGE_BACK)
        return deed_of(tx, &memory, disputing,
                       (struct dispute_deed){ .side = SIDE_SELLER, .act = DISPUTE_ACCEPT });
    if (!why && disputing->stage >= STAGE_OFFER)
        why = deed_of(tx, &memory, disputing,
                      (struct dispute_deed){ .side = SIDE_SELLER,
                                             .act = DISPUTE_OFFER,
                                             .amount = part_of(claim, 20),
                                             .words = complaint->seller });
    if (!why && disputing->stage == STAGE_COUNTER)
        why = deed_of(tx, &memory, disputing,
                      (struct dispute_deed){ .side = SIDE_BUYER,
                                             .act = DISPUTE_OFFER,
                                             .amount = part_of(claim, 45),
                                             .words = "That is too little for what it is." });
    if (!why && disputing->stage == STAGE_MARKET)
        why = deed_of(tx, &memory, disputing,
                      (struct dispute_deed){ .side = SIDE_BUYER, .act = DISPUTE_ESCALATE });
    if (!why && disputing->stage == STAGE_AGREED)
        why = deed_of(tx, &memory, disputing,
                      (struct dispute_deed){ .side = SIDE_BUYER, .act = DISPUTE_ACCEPT });
    return why;
}

refused demo_dispute(struct demo *demo)
{
    struct disputing found[DISPUTES];
    size_t count = 0;
    refused why = NULL;
    struct store_tx *tx = store_read(demo->market->store);
    struct rows rows = store_query(tx, &select_delivered,
                                   WITH(INT(demo->people[0].account.number),
                                        INT(demo->shops[0].seller.number), INT(DISPUTES)));
    while (rows_next(&rows)) {
        found[count] = (struct disputing){
            .demo = demo,
            .order = { rows_int(&rows, "order_id") },
            .buyer = { rows_int(&rows, "buyer_id") },
            .stage = (enum dispute_stage)(count % STAGES),
            .complaint = &demo_complaints[count % demo_complaint_count],
        };
        count++;
    }
    store_read_end(tx);
    for (size_t i = 0; !why && i < count; i++) {
        why = store_transact(demo->market->store, dispute_act, &found[i]);
        if (why && why->status < 500)
            why = NULL; /* its time is over, or a bank was first */
    }
    return why;
}

/* Guarantees ------------------------------------------------------------------------------- */

struct guaranteeing {
    struct demo *demo;
    seller_id seller;
    unsigned chosen;
};

static refused guarantee_act(struct store_tx *tx, void *what)
{
    const struct guaranteeing *act = what;
    AUTO(arena) memory = { 0 };
    struct seller seller;
    refused why = sellers_find(tx, &memory, act->seller, &seller);
    for (int i = 0; !why && i < GUARANTEES; i++)
        if (act->chosen & GUARANTEE_BIT(i))
            why = guarantee_choose(tx, &memory, &seller, (enum guarantee)i, true, act->demo->now);
    if (why)
        return why;
    struct guarantees_view view = guarantees_view(tx, &memory, &seller, act->demo->now);
    struct money deposit = money_part(view.needed, 12000); /* with some to spare */
    if (view.payable.minor < deposit.minor)
        return NULL; /* it sells too little: its guarantees wait for their deposit */
    return guarantee_deposit(tx, &memory, &seller, deposit, "demo", act->demo->now);
}

refused demo_guarantee(struct demo *demo)
{
    refused why = NULL;
    for (size_t i = 0; !why && i < demo->shop_count; i++)
        if (i % 3 != 2)
            why =
                store_transact(demo->market->store, guarantee_act,
                               &(struct guaranteeing){ demo, demo->shops[i].seller,
                                                       i == 0 ? 15u : 1u + demo_random(demo, 15) });
    return why;
}

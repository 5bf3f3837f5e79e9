/* Demo, talk: what buyers and sellers write to each other before and after buying. */
#include "main/demo_after.h"

#include <stdlib.h>

#include "demo/talks.h"
#include "shop/messages/messages_inside.h"

enum {
    PRODUCTS = 80,
    ORDERS = 110,
    TALKS_MAX = 250,
    TALKED_PERCENT = 50,
    TRICKS_LATEST_HOURS = 90,
};

struct talking {
    struct demo *demo;
    account_id buyer, seller;
    product_id product; /* 0: about the order */
    order_id order;
    const char *asks, *answers, *thanks; /* NULL: not said */
    bool reported;
    struct moment at;
    struct span until_answer;
};

struct talks {
    struct talking *items;
    size_t count;
};

static refused say(struct store_tx *tx, struct arena *memory, const struct talking *talking,
                   struct message_wish wish, struct message_made *made)
{
    message_id seen = made->message.message;
    wish.now = wish.now.us < talking->demo->now.us ? wish.now : talking->demo->now;
    wish.thread = made->thread;
    wish.product = talking->product;
    wish.order = talking->order;
    wish.seen = seen;
    return messages_send(tx, memory, &wish, made);
}

static refused report(struct store_tx *tx, struct arena *memory, const struct talking *talking,
                      const struct message_made *made)
{
    struct message_thread thread;
    refused why = messages_find_thread(tx, memory, made->thread, &thread);
    return why ? why
               : messages_report(tx, memory, &thread,
                                 &(struct message_report){ .message = made->message.message,
                                                           .reporter = talking->buyer,
                                                           .reason = MESSAGE_IS_FRAUD,
                                                           .words = "I was to pay somewhere else.",
                                                           .at = talking->demo->now });
}

static refused talk_act(struct store_tx *tx, void *what)
{
    const struct talking *talking = what;
    AUTO(arena) memory = { 0 };
    struct message_made made = { .thread = { 0 } };
    struct moment answered = moment_after(talking->at, talking->until_answer);
    refused why = say(tx, &memory, talking,
                      (struct message_wish){
                          .sender = talking->buyer, .words = talking->asks, .now = talking->at },
                      &made);
    if (!why && talking->answers)
        why = say(tx, &memory, talking,
                  (struct message_wish){
                      .sender = talking->seller, .words = talking->answers, .now = answered },
                  &made);
    if (!why && talking->thanks)
        why = say(tx, &memory, talking,
                  (struct message_wish){ .sender = talking->buyer,
                                         .words = talking->thanks,
                                         .now = moment_after(answered, hours(3)) },
                  &made);
    return why || !talking->reported ? why : report(tx, &memory, talking, &made);
}

/* Closed orders and withdrawn products are no subject any more: so is life. */
static refused talk(struct talking *talking)
{
    refused why = store_transact(talking->demo->market->store, talk_act, talking);
    return why && why->status < 500 ? NULL : why;
}

/* Most are answered within a day, and half of those are thanked for. */
static void fill_words(struct demo *demo, const char *country, struct talking *talking)
{
    const char *language = demo_language(country);
    bool of_order = talking->order.number != 0;
    size_t first = demo_random(demo, (uint32_t)demo_talk_count), found = demo_talk_count;
    for (size_t i = 0; i < demo_talk_count && found == demo_talk_count; i++) {
        size_t at = (first + i) % demo_talk_count;
        if (demo_talks[at].of_order == of_order && text_same(demo_talks[at].language, language))
            found = at;
    }
    const struct demo_talk *of = &demo_talks[found < demo_talk_count ? found : of_order ? 3 : 0];
    bool answered = demo_chance(demo, 82), thanked = demo_chance(demo, 50);
    talking->asks = of->asks;
    talking->answers = answered ? of->answers : NULL;
    talking->thanks = answered && thanked ? of->thanks : NULL;
    talking->until_answer = seconds(answered ? 600 + (int64_t)demo_random(demo, 30 * 3600) : 0);
}

static const char *country_of(const struct demo *demo, account_id buyer)
{
    for (int64_t i = 0; i < demo->buyers; i++)
        if (demo->people[i].account.number == buyer.number)
            return demo->people[i].country;
    return "";
}

/* Products ----------------------------------------------------------------------------------- */

static const struct statement select_products = {
    "demo_select_products",
    "SELECT p.product_id, s.account_id FROM catalog_product p "
    "JOIN sellers_seller s ON s.seller_id = p.seller_id WHERE p.state = 'listed' "
    "ORDER BY CASE WHEN p.seller_id = ?1 THEN 0 ELSE 1 END, p.product_id LIMIT ?2",
    "SELECT p.product_id, s.account_id FROM catalog_product p "
    "JOIN sellers_seller s ON s.seller_id = p.seller_id WHERE p.state = 'listed' "
    "ORDER BY CASE WHEN p.seller_id = $1 THEN 0 ELSE 1 END, p.product_id LIMIT $2",
    2
};

static void plan_products(struct demo *demo, struct talks *talks)
{
    struct talking last = { .demo = demo };
    struct store_tx *tx = store_read(demo->market->store);
    struct rows rows =
        store_query(tx, &select_products, WITH(INT(demo->shops[0].seller.number), INT(PRODUCTS)));
    while (rows_next(&rows)) {
        int64_t hours_ago = 1 + (int64_t)demo_random(demo, (uint32_t)(demo->days * 24 / 2));
        /* Who signs in to look at the demo has some of them. */
        size_t person = talks->count % 9 ? demo_random(demo, (uint32_t)demo->buyers) : 0;
        last = (struct talking){ .demo = demo,
                                 .product = { rows_int(&rows, "product_id") },
                                 .seller = { rows_int(&rows, "account_id") },
                                 .buyer = demo->people[person].account,
                                 .at = moment_before(demo->now, hours(hours_ago)) };
        fill_words(demo, demo->people[person].country, &last);
        talks->items[talks->count++] = last;
    }
    store_read_end(tx);
    /* The last of these shops' sellers has something else in mind. */
    for (size_t i = 0; last.product.number && i < demo_trick_count; i++)
        talks->items[talks->count++] = (struct talking){
            .demo = demo,
            .product = last.product,
            .seller = last.seller,
            .buyer = demo->people[i / 2 % (size_t)demo->buyers].account,
            .asks = demo_tricks[i].buyer,
            .answers = demo_tricks[i].seller,
            .reported = demo_tricks[i].reported,
            .at = moment_before(demo->now, hours(TRICKS_LATEST_HOURS - 17 * (int64_t)i)),
            .until_answer = hours(1),
        };
}

/* Orders ------------------------------------------------------------------------------------- */

static const struct statement select_orders = {
    "demo_select_orders",
    "SELECT o.order_id, o.buyer_id, o.placed_at, s.account_id FROM orders_order o "
    "JOIN sellers_seller s ON s.seller_id = o.seller_id WHERE o.paid_at > 0 "
    "ORDER BY CASE WHEN o.buyer_id = ?1 OR o.seller_id = ?2 THEN 0 ELSE 1 END, o.order_id DESC "
    "LIMIT ?3",
    "SELECT o.order_id, o.buyer_id, o.placed_at, s.account_id FROM orders_order o "
    "JOIN sellers_seller s ON s.seller_id = o.seller_id WHERE o.paid_at > 0 "
    "ORDER BY CASE WHEN o.buyer_id = $1 OR o.seller_id = $2 THEN 0 ELSE 1 END, o.order_id DESC "
    "LIMIT $3",
    3
};

static void plan_orders(struct demo *demo, struct talks *talks)
{
    struct store_tx *tx = store_read(demo->market->store);
    struct rows rows = store_query(
        tx, &select_orders,
        WITH(INT(demo->people[0].account.number), INT(demo->shops[0].seller.number), INT(ORDERS)));
    while (rows_next(&rows)) {
        struct talking talking = {
            .demo = demo,
            .order = { rows_int(&rows, "order_id") },
            .buyer = { rows_int(&rows, "buyer_id") },
            .seller = { rows_int(&rows, "account_id") },
            .at = moment_after((struct moment){ rows_int(&rows, "placed_at") }, hours(20)),
        };
        if (talking.at.us > demo->now.us || !demo_chance(demo, TALKED_PERCENT))
            continue;
        fill_words(demo, country_of(demo, talking.buyer), &talking);
        talks->items[talks->count++] = talking;
    }
    store_read_end(tx);
}

/* In the order in which they end, as messages are numbered when they are made. */
static int ends_later(const void *a, const void *b)
{
    const struct talking *one = a, *other = b;
    int64_t first = one->at.us + one->until_answer.us,
            second = other->at.us + other->until_answer.us;
    return (first > second) - (first < second);
}

refused demo_talk(struct demo *demo)
{
    struct talks talks = { arena_array(demo->memory, TALKS_MAX, sizeof *talks.items), 0 };
    refused why = NULL;
    plan_products(demo, &talks);
    plan_orders(demo, &talks);
    qsort(talks.items, talks.count, sizeof *talks.items, ends_later);
    for (size_t i = 0; !why && i < talks.count; i++)
        why = talk(&talks.items[i]);
    return why;
}

/* Messages, sent: found or made the thread, read for what does not belong there, judged, and
 * delivered, delivered with a warning, or withheld. */
#include "shop/messages/messages_inside.h"

#include <math.h>

#include "base/id.h"
#include "base/secret.h"
#include "base/words.h"
#include "shop/messages/messages_sql.h"

REFUSAL(MESSAGE_EMPTY, 422, "Write something first.");
REFUSAL(MESSAGE_TOO_LONG, 422, "A message has at most 4,000 characters. Send it in two.");
REFUSAL(MESSAGE_OWN_SHOP, 403, "This is your own shop.");
REFUSAL(MESSAGES_BLOCKED, 403, "One of you has blocked messages from the other.");
REFUSAL(MESSAGES_CLOSED, 409,
        "This order was closed more than 30 days ago, and so is its conversation.");
REFUSAL(MESSAGES_PAUSED, 403,
        "Several of your messages broke the rules, so you can write again seven days after the "
        "last of them. Payments and contact stay inside the market.");

/* Threads ---------------------------------------------------------------------------------- */

static refused about_product(struct store_tx *tx, struct arena *memory, product_id number,
                             account_id buyer, struct message_thread *ret_thread)
{
    struct product product;
    struct seller seller;
    refused why = catalog_find(tx, memory, number, &product);
    if (!why && product.state != PRODUCT_LISTED)
        why = &PRODUCT_NOT_FOUND;
    why = why ? why : sellers_find(tx, memory, product.seller, &seller);
    if (why)
        return why;
    *ret_thread = (struct message_thread){ .buyer = buyer,
                                           .seller = seller.seller,
                                           .seller_account = seller.account,
                                           .product = number,
                                           .title = product.title };
    return seller.account.number == buyer.number ? &MESSAGE_OWN_SHOP : NULL;
}

static refused about_order(struct store_tx *tx, struct arena *memory, order_id number,
                           account_id sender, struct message_thread *ret_thread)
{
    struct order order;
    struct seller seller;
    refused why = orders_find(tx, memory, number, &order);
    why = why ? why : sellers_find(tx, memory, order.seller, &seller);
    if (why)
        return why;
    if (sender.number != order.buyer.number && sender.number != seller.account.number)
        return &ORDER_NOT_FOUND;
    struct order_lines lines = orders_lines(tx, memory, &order);
    *ret_thread = (struct message_thread){ .buyer = order.buyer,
                                           .seller = order.seller,
                                           .seller_account = seller.account,
                                           .order = number,
                                           .title = lines.count ? lines.items[0].title : "" };
    return NULL;
}

refused messages_thread_about(struct store_tx *tx, struct arena *memory,
                              const struct message_wish *wish, struct message_thread *ret_thread)
{
    refused why = wish->thread.number ? messages_find_thread(tx, memory, wish->thread, ret_thread)
                  : wish->product.number
                      ? about_product(tx, memory, wish->product, wish->sender, ret_thread)
                      : about_order(tx, memory, wish->order, wish->sender, ret_thread);
    if (why || wish->thread.number)
        return why;
    int64_t there = store_int(tx, &messages_select_thread_about,
                              WITH(INT(ret_thread->buyer.number), INT(ret_thread->seller.number),
                                   INT(ret_thread->product.number), INT(ret_thread->order.number)),
                              0);
    return there ? messages_find_thread(tx, memory, (thread_id){ there }, ret_thread) : NULL;
}

/* One of two at once: the other begins again and finds it. */
static refused open_thread(struct store_tx *tx, struct message_thread *thread, struct moment now)
{
    thread->thread.number = id_next(now);
    thread->opened_at = now;
    int64_t made = store_do(tx, &messages_insert_thread,
                            WITH(INT(thread->thread.number), INT(thread->buyer.number),
                                 INT(thread->seller.number), INT(thread->seller_account.number),
                                 INT(thread->product.number), INT(thread->order.number),
                                 TEXT(thread->title), INT(now.us)));
    return made ? NULL : &STORE_BUSY;
}

/* Checks ----------------------------------------------------------------------------------- */

struct moment messages_paused_until(struct store_tx *tx, account_id sender, struct moment now)
{
    struct moment until = { 0 };
    struct rows rows = store_query(
        tx, &messages_count_flagged,
        WITH(INT(sender.number), INT(moment_before(now, days(MESSAGE_FLAGGED_DAYS)).us)));
    while (rows_next(&rows))
        if (rows_int(&rows, "n") > MESSAGE_FLAGGED_MAX)
            until = moment_after((struct moment){ rows_int(&rows, "newest") },
                                 days(MESSAGE_PAUSE_DAYS));
    return until.us > now.us ? until : (struct moment){ 0 };
}

refused messages_may_write(struct store_tx *tx, struct arena *memory,
                           const struct message_thread *thread, account_id sender,
                           struct moment now)
{
    struct order order;
    if (thread->order.number) {
        refused why = orders_find(tx, memory, thread->order, &order);
        if (why)
            return why;
        if (order.closed_at.us &&
            now.us > moment_after(order.closed_at, days(MESSAGE_ORDER_DAYS)).us)
            return &MESSAGES_CLOSED;
    } else if (messages_blocks(tx, thread->buyer, thread->seller_account) ||
               messages_blocks(tx, thread->seller_account, thread->buyer)) {
        return &MESSAGES_BLOCKED;
    }
    return messages_paused_until(tx, sender, now).us ? &MESSAGES_PAUSED : NULL;
}

/* "http://souk.example:8080/" gives "souk.example". */
static const char *own_host(struct store_tx *tx, struct arena *memory)
{
    char *host = arena_copy(memory, store_tx_settings(tx)->url);
    char *after = strstr(host, "://");
    host = after ? after + 3 : host;
    host[strcspn(host, ":/")] = 0;
    return *host ? host : NULL;
}

/* Judging ---------------------------------------------------------------------------------- */

static refused judge(struct store_tx *tx, struct arena *memory, const struct message_wish *wish,
                     const struct message_thread *thread, const struct message *message,
                     struct fraud_judgement *ret_judgement)
{
    struct account account;
    *ret_judgement = (struct fraud_judgement){ .probability = (double)NAN };
    if (!wish->visit)
        return NULL;
    refused why = accounts_find(tx, memory, wish->sender, &account);
    if (why)
        return why;
    struct fraud_question question = {
        .act = FRAUD_MESSAGE,
        .account = wish->sender.number,
        .subject = message->message.number,
        .visit = *wish->visit,
        .account_country = account.country,
        .amount = money_of(0, store_tx_settings(tx)->reference),
        .amount_usd = (double)NAN,
        .sellers[0].seller = thread->seller.number,
        .seller_count = 1,
        .text = message->words,
        .account_opened = account.opened_at,
        .now = wish->now,
    };
    question.visit.email = account.email;
    return fraud_judge(tx, memory, &question, ret_judgement);
}

/* Whoever goes on breaking the rules comes before a person, as with every stopped act. */
static refused announce_pause(struct store_tx *tx, const struct message *message,
                              const struct fraud_judgement *judgement)
{
    if (message->weight < MESSAGE_WARNED_FROM || !message->decision.number ||
        judgement->action == FRAUD_HOLD ||
        !messages_paused_until(tx, message->sender, message->at).us)
        return NULL;
    struct fraud_stopped stopped = { .decision = message->decision,
                                     .act = FRAUD_MESSAGE,
                                     .action = FRAUD_REFUSE,
                                     .account = message->sender.number,
                                     .subject = message->message.number,
                                     .at_risk = money_of(0, store_tx_settings(tx)->reference),
                                     .now = message->at };
    return events_announce(tx, &(struct event){ .kind = &FRAUD_STOPPED_EVENT,
                                                .subject = message->decision.number,
                                                .subject_prefix = "dec",
                                                .at = message->at,
                                                .what = &stopped });
}

/* Sending ---------------------------------------------------------------------------------- */

static void insert(struct store_tx *tx, struct arena *memory, const struct message *message)
{
    size_t size;
    struct secret_key key = messages_key(tx);
    const unsigned char *sealed = secret_seal(memory, &key, message->message.number, message->words,
                                              strlen(message->words), &size);
    store_put(tx, &messages_insert,
              WITH(INT(message->message.number), INT(message->thread.number),
                   INT(message->sender.number), TEXT(message_sides[message->side].name),
                   BYTES(sealed, size), INT(message->kinds), INT(message->weight),
                   TEXT(message_states[message->state].name), INT(message->decision.number),
                   INT(message->probability), INT(message->suspected), INT(message->at.us)));
    store_put(tx, &messages_move_thread,
              WITH(INT(message->message.number), INT(message->thread.number)));
}

static struct message scanned(struct store_tx *tx, struct arena *memory, const char *words,
                              const struct message_wish *wish)
{
    struct message_scan scan = messages_scan(memory, words, own_host(tx, memory));
    int64_t weight = (int64_t)lround(scan.weight * 100);
    int64_t probability = messages_probability(tx, memory, words, wish->now);
    return (struct message){
        .message = { id_next(wish->now) },
        .sender = wish->sender,
        .words = words,
        .kinds = scan.kinds,
        .weight = weight,
        .probability = probability,
        /* What the patterns warn of needs no second word, and only they count for a pause. */
        .suspected = weight < MESSAGE_WARNED_FROM && probability >= MESSAGE_SUSPECTED_FROM,
        .at = wish->now,
    };
}

refused messages_send(struct store_tx *tx, struct arena *memory, const struct message_wish *wish,
                      struct message_made *ret_made)
{
    struct message_thread thread;
    enum message_side side;
    const char *words = text_trim(memory, wish->words ? wish->words : "");
    refused why = messages_thread_about(tx, memory, wish, &thread);
    why = why ? why : messages_side(&thread, wish->sender, &side);
    if (why)
        return why;
    if (!*words)
        return &MESSAGE_EMPTY;
    if (text_count_points(words) > MESSAGE_WORDS_MAX)
        return &MESSAGE_TOO_LONG;
    if ((why = messages_may_write(tx, memory, &thread, wish->sender, wish->now)))
        return why;
    *ret_made = (struct message_made){ .message = scanned(tx, memory, words, wish) };
    struct message *message = &ret_made->message;
    why = judge(tx, memory, wish, &thread, message, &ret_made->judgement);
    if (why || ret_made->judgement.stops)
        return why;
    if (!thread.thread.number && (why = open_thread(tx, &thread, wish->now)))
        return why;
    bool withheld =
        message->weight >= MESSAGE_GRAVE_FROM || ret_made->judgement.action == FRAUD_HOLD;
    ret_made->thread = message->thread = thread.thread;
    message->side = side;
    message->decision = ret_made->judgement.decision;
    message->state = withheld ? MESSAGE_WITHHELD : MESSAGE_SENT;
    message->warned = messages_caution(message) == CAUTION_WARNING;
    insert(tx, memory, message);
    if (wish->seen.number)
        messages_mark_read(tx, thread.thread, side, wish->seen);
    if (!withheld)
        messages_tell(tx, &thread, side == MESSAGE_BY_BUYER ? MESSAGE_BY_SELLER : MESSAGE_BY_BUYER,
                      wish->now);
    return announce_pause(tx, message, &ret_made->judgement);
}

/* Messages: found, listed and read. Saying something: messages_send.c; what else people do with
 * messages: messages_acts.c. */
#include "shop/messages/messages_inside.h"

#include <stdlib.h>

#include "base/id.h"
#include "base/secret.h"
#include "base/words.h"
#include "shop/messages/messages_sql.h"

enum { EVIDENCE_MAX = 500, ANSWERING_MAX = 20000 };

REFUSAL(THREAD_NOT_FOUND, 404, "There is no such conversation.");
REFUSAL(MESSAGE_NOT_FOUND, 404, "There is no such message.");

const struct choice message_sides[] = {
    [MESSAGE_BY_BUYER] = { "buyer", N_("Buyer") },
    [MESSAGE_BY_SELLER] = { "seller", N_("Seller") },
    { 0 },
};
const struct choice message_states[] = {
    [MESSAGE_SENT] = { "sent", N_("Sent") },
    [MESSAGE_WITHHELD] = { "withheld", N_("Not delivered") },
    { 0 },
};
const struct choice message_verdicts[] = {
    [MESSAGE_UNDECIDED] = { "none", N_("Not decided") },
    [MESSAGE_CONFIRMED] = { "confirmed", N_("Against the rules") },
    [MESSAGE_DISMISSED] = { "dismissed", N_("In order") },
    { 0 },
};
const struct choice message_reasons[] = {
    [MESSAGE_IS_FRAUD] = { "fraud", N_("It asks for money or data outside the market") },
    [MESSAGE_IS_CONTACT] = { "contact", N_("It leads away from the market") },
    [MESSAGE_IS_ABUSE] = { "abuse", N_("It insults or threatens") },
    [MESSAGE_IS_SPAM] = { "spam", N_("It is advertising") },
    [MESSAGE_IS_OTHER] = { "other", N_("Something else") },
    { 0 },
};
const struct choice message_cautions[] = {
    [CAUTION_NONE] = { "none", N_("Nothing") },
    [CAUTION_HINT] = { "hint", N_("A hint") },
    [CAUTION_WARNING] = { "warning", N_("A warning") },
    { 0 },
};

static int choice_place(const struct choice *choices, const char *name)
{
    int place = 0;
    while (choices[place + 1].name && !text_same(choices[place].name, name))
        place++;
    return place;
}

struct secret_key messages_key(struct store_tx *tx)
{
    return secret_derive(&store_tx_settings(tx)->master, "message words");
}

/* Threads ---------------------------------------------------------------------------------- */

static struct message_thread thread_from_row(const struct rows *rows, struct arena *memory)
{
    return (struct message_thread){
        .thread = { rows_int(rows, "thread_id") },
        .buyer = { rows_int(rows, "buyer_id") },
        .seller = { rows_int(rows, "seller_id") },
        .seller_account = { rows_int(rows, "seller_account") },
        .product = { rows_int(rows, "product_id") },
        .order = { rows_int(rows, "order_id") },
        .title = rows_text(rows, memory, "title"),
        .newest = { rows_int(rows, "newest") },
        .opened_at = { rows_int(rows, "opened_at") },
    };
}

refused messages_find_thread(struct store_tx *tx, struct arena *memory, thread_id thread,
                             struct message_thread *ret_thread)
{
    struct rows rows = store_query(tx, &messages_select_thread, WITH(INT(thread.number)));
    if (!rows_next(&rows))
        return &THREAD_NOT_FOUND;
    *ret_thread = thread_from_row(&rows, memory);
    rows_close(&rows);
    return NULL;
}

refused messages_side(const struct message_thread *thread, account_id account,
                      enum message_side *ret_side)
{
    bool buys = account.number && thread->buyer.number == account.number;
    bool sells = account.number && thread->seller_account.number == account.number;
    *ret_side = buys ? MESSAGE_BY_BUYER : MESSAGE_BY_SELLER;
    return buys || sells ? NULL : &THREAD_NOT_FOUND;
}

struct message_threads messages_threads(struct store_tx *tx, struct arena *memory,
                                        account_id account, int64_t before, int64_t most)
{
    struct message_threads found = { 0 };
    struct rows rows = store_query(tx, &messages_select_threads,
                                   WITH(INT(account.number), INT(before), INT(most)));
    while (rows_next(&rows)) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] = thread_from_row(&rows, memory);
    }
    return found;
}

/* Messages --------------------------------------------------------------------------------- */

static struct message message_from_row(const struct rows *rows, struct arena *memory,
                                       const struct secret_key *key)
{
    size_t size = 0;
    int64_t number = rows_int(rows, "message_id");
    const unsigned char *sealed = rows_bytes(rows, memory, "words", &size);
    struct message message = {
        .message = { number },
        .thread = { rows_int(rows, "thread_id") },
        .sender = { rows_int(rows, "sender_id") },
        .side = (enum message_side)choice_place(message_sides, rows_text(rows, memory, "side")),
        .words = sealed ? secret_open(memory, key, number, sealed, size, NULL) : NULL,
        .kinds = (unsigned)rows_int(rows, "kinds"),
        .weight = rows_int(rows, "weight"),
        .probability = rows_int(rows, "probability"),
        .suspected = rows_int(rows, "suspected"),
        .state = (enum message_state)choice_place(message_states, rows_text(rows, memory, "state")),
        .verdict = (enum message_verdict)choice_place(message_verdicts,
                                                      rows_text(rows, memory, "verdict")),
        .decision = { rows_int(rows, "decision_id") },
        .reported = rows_int(rows, "reported"),
        .at = { rows_int(rows, "at") },
    };
    message.words = message.words ? message.words : "";
    message.warned = messages_caution(&message) == CAUTION_WARNING;
    return message;
}

struct messages messages_read_rows(struct store_tx *tx, struct arena *memory, struct rows rows)
{
    struct messages found = { 0 };
    struct secret_key key = messages_key(tx);
    while (rows_next(&rows)) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] = message_from_row(&rows, memory, &key);
    }
    return found;
}

refused messages_find(struct store_tx *tx, struct arena *memory, message_id message,
                      struct message *ret_message)
{
    struct messages found = messages_read_rows(
        tx, memory, store_query(tx, &messages_select, WITH(INT(message.number))));
    if (!found.count)
        return &MESSAGE_NOT_FOUND;
    *ret_message = found.items[0];
    return NULL;
}

struct messages messages_seen(struct store_tx *tx, struct arena *memory, thread_id thread,
                              enum message_side side, int64_t after, int64_t before, int64_t most)
{
    return messages_read_rows(tx, memory,
                              store_query(tx, &messages_select_seen,
                                          WITH(INT(thread.number), INT(after), INT(before),
                                               TEXT(message_sides[side].name), INT(most))));
}

struct messages messages_of_order(struct store_tx *tx, struct arena *memory, order_id order)
{
    return messages_read_rows(
        tx, memory,
        store_query(tx, &messages_select_of_order, WITH(INT(order.number), INT(EVIDENCE_MAX))));
}

enum message_caution messages_caution(const struct message *message)
{
    if (message->verdict == MESSAGE_DISMISSED)
        return CAUTION_NONE;
    if (message->weight >= MESSAGE_WARNED_FROM || message->suspected)
        return CAUTION_WARNING;
    return message->weight ? CAUTION_HINT : CAUTION_NONE;
}

int64_t messages_unread(struct store_tx *tx, account_id account)
{
    return store_int(tx, &messages_count_unread, WITH(INT(account.number)), 0);
}

int64_t messages_unread_of(struct store_tx *tx, thread_id thread, enum message_side side)
{
    return store_int(tx, &messages_count_unread_of_thread,
                     WITH(INT(thread.number), TEXT(message_sides[side].name)), 0);
}

int64_t messages_pictures(struct store_tx *tx, message_id message)
{
    return store_int(tx, &messages_count_pictures, WITH(INT(message.number)), 0);
}

bool messages_picture(struct store_tx *tx, struct arena *memory, message_id message, int64_t place,
                      struct message_photo *ret_photo)
{
    struct rows rows =
        store_query(tx, &messages_select_picture, WITH(INT(message.number), INT(place)));
    if (!rows_next(&rows))
        return false;
    ret_photo->bytes = rows_bytes(&rows, memory, "bytes", &ret_photo->size);
    rows_close(&rows);
    return true;
}

bool messages_blocks(struct store_tx *tx, account_id account, account_id blocked)
{
    return store_int(tx, &messages_count_blocks, WITH(INT(account.number), INT(blocked.number)),
                     0) > 0;
}

/* Answering -------------------------------------------------------------------------------- */

static int later(const void *a, const void *b)
{
    int64_t one = ((const struct span *)a)->us, other = ((const struct span *)b)->us;
    return (one > other) - (one < other);
}

struct messages_answering messages_answering_from(struct arena *memory,
                                                  const struct message_turn *turns, size_t count)
{
    struct messages_answering answering = { 0 };
    struct span *taken = arena_array(memory, count, sizeof *taken);
    struct moment asked_at = { 0 };
    bool counted = false;
    size_t answered = 0;
    for (size_t i = 0; i < count; i++) {
        bool by_buyer = turns[i].side == MESSAGE_BY_BUYER;
        bool opens = !i || turns[i].thread.number != turns[i - 1].thread.number;
        if (opens)
            asked_at = (struct moment){ 0 };
        if (by_buyer && !asked_at.us) {
            asked_at = turns[i].at;
            counted = opens;
            answering.asked += opens;
        } else if (!by_buyer && asked_at.us) {
            answering.asked += !counted; /* it was worth an answer */
            taken[answered] = (struct span){ turns[i].at.us - asked_at.us };
            answering.within_day += taken[answered++].us <= days(1).us;
            asked_at = (struct moment){ 0 };
        }
    }
    if (answered) {
        qsort(taken, answered, sizeof *taken, later);
        answering.middle = taken[answered / 2];
    }
    return answering;
}

struct messages_answering messages_answering(struct store_tx *tx, struct arena *memory,
                                             seller_id seller, struct moment since)
{
    struct message_turn *turns = NULL;
    size_t count = 0;
    struct rows rows =
        store_query(tx, &messages_select_asked,
                    WITH(INT(seller.number), INT(id_first(since)), INT(ANSWERING_MAX)));
    while (rows_next(&rows)) {
        turns = arena_room(memory, turns, count, sizeof *turns);
        turns[count++] = (struct message_turn){
            .thread = { rows_int(&rows, "thread_id") },
            .side =
                (enum message_side)choice_place(message_sides, rows_text(&rows, memory, "side")),
            .at = { rows_int(&rows, "at") },
        };
    }
    return messages_answering_from(memory, turns, count);
}

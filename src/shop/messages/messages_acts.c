/* Messages, acts: read, blocked, reported, decided on, with pictures; and the notice of new ones.
 */
#include "shop/messages/messages_inside.h"

#include "base/id.h"
#include "base/secret.h"
#include "base/words.h"
#include "shop/messages/messages_sql.h"

REFUSAL(MESSAGES_OF_ORDER, 409,
        "Messages about an order cannot be blocked: you may need each other until it is done. "
        "Report what is wrong instead.");
REFUSAL(MESSAGE_PICTURES_TOO_MANY, 409, "A message has at most four pictures.");
REFUSAL(MESSAGE_PICTURE_LATE, 409,
        "Pictures are added to your newest message until it is answered: write a message first.");
REFUSAL(MESSAGE_REPORTED_BEFORE, 409, "This message was reported before. We look at it.");
REFUSAL(MESSAGE_YOUR_OWN, 409, "This is your own message.");
REFUSAL(MESSAGE_DECIDED_BEFORE, 409, "Nobody waits for a word on this message.");

static const struct notice_kind message_notice = {
    "message.new", N_("{name} wrote to you"),
    N_("There is a new message for you about {title}. Answer it in the market: there you are "
       "protected."),
    N_("Read it")
};
const struct notice_kind *const messages_notices[] = { &message_notice, NULL };

static const char *other_name(struct store_tx *tx, struct arena *memory,
                              const struct message_thread *thread, enum message_side receiver)
{
    struct seller seller;
    struct account buyer;
    if (receiver == MESSAGE_BY_BUYER)
        return sellers_find(tx, memory, thread->seller, &seller) ? "" : seller.name;
    return accounts_find(tx, memory, thread->buyer, &buyer) ? "" : buyer.name;
}

/* Once until it is read: the key holds how far the receiver had read. */
void messages_tell(struct store_tx *tx, const struct message_thread *thread,
                   enum message_side receiver, struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct account account;
    const char *side = message_sides[receiver].name;
    account_id to = receiver == MESSAGE_BY_BUYER ? thread->buyer : thread->seller_account;
    if (accounts_find(tx, &memory, to, &account))
        return;
    int64_t last =
        store_int(tx, &messages_select_read, WITH(INT(thread->thread.number), TEXT(side)), 0);
    const char *id = id_text(&memory, "thr", thread->thread.number);
    notices_send(tx, &(struct notice){
                         .kind = &message_notice,
                         .account = to.number,
                         .email = account.email,
                         .language = account.language,
                         .path = arena_format(&memory, "/messages/%s", id),
                         .key = arena_format(&memory, "%s %lld", id, (long long)last),
                         .facts =
                             (const struct notice_fact[]){
                                 { "name", other_name(tx, &memory, thread, receiver) },
                                 { "title", thread->title },
                                 { 0 } },
                         .now = now,
                     });
}

void messages_mark_read(struct store_tx *tx, thread_id thread, enum message_side side,
                        message_id last)
{
    int64_t newest = store_int(tx, &messages_select_newest, WITH(INT(thread.number)), 0);
    int64_t until = last.number < newest ? last.number : newest; /* never what is yet to come */
    store_put(tx, &messages_put_read,
              WITH(INT(thread.number), TEXT(message_sides[side].name), INT(until)));
}

refused messages_block(struct store_tx *tx, const struct message_thread *thread, account_id account,
                       bool block, struct moment now)
{
    account_id other =
        thread->buyer.number == account.number ? thread->seller_account : thread->buyer;
    if (thread->order.number)
        return &MESSAGES_OF_ORDER;
    if (block)
        store_put(tx, &messages_insert_block,
                  WITH(INT(account.number), INT(other.number), INT(now.us)));
    else
        store_put(tx, &messages_delete_block, WITH(INT(account.number), INT(other.number)));
    return NULL;
}

/* Reports ---------------------------------------------------------------------------------- */

refused messages_report(struct store_tx *tx, struct arena *memory,
                        const struct message_thread *thread, const struct message_report *report)
{
    struct message message;
    size_t size = 0;
    struct secret_key key = messages_key(tx);
    refused why = messages_find(tx, memory, report->message, &message);
    if (why)
        return why;
    if (message.sender.number == report->reporter.number)
        return &MESSAGE_YOUR_OWN;
    if (message.thread.number != thread->thread.number || message.state != MESSAGE_SENT)
        return &MESSAGE_NOT_FOUND;
    const unsigned char *sealed = report->words && *report->words
                                      ? secret_seal(memory, &key, report->message.number,
                                                    report->words, strlen(report->words), &size)
                                      : NULL;
    if (!store_do(tx, &messages_insert_report,
                  WITH(INT(report->message.number), INT(report->reporter.number),
                       TEXT(message_reasons[report->reason].name),
                       sealed ? BYTES(sealed, size) : NOTHING, INT(report->at.us))))
        return &MESSAGE_REPORTED_BEFORE;
    store_put(tx, &messages_mark_reported, WITH(INT(report->message.number)));
    return NULL;
}

bool messages_report_of(struct store_tx *tx, struct arena *memory, message_id message,
                        struct message_report *ret_report)
{
    struct secret_key key = messages_key(tx);
    struct rows rows = store_query(tx, &messages_select_report, WITH(INT(message.number)));
    if (!rows_next(&rows))
        return false;
    size_t size = 0;
    int reason = 0;
    const unsigned char *sealed = rows_bytes(&rows, memory, "words", &size);
    const char *name = rows_text(&rows, memory, "reason");
    while (reason < MESSAGE_IS_OTHER && !text_same(message_reasons[reason].name, name))
        reason++;
    *ret_report = (struct message_report){
        .message = message,
        .reporter = { rows_int(&rows, "reporter_id") },
        .reason = (enum message_reason)reason,
        .words = sealed ? secret_open(memory, &key, message.number, sealed, size, NULL) : NULL,
        .at = { rows_int(&rows, "at") },
    };
    rows_close(&rows);
    return true;
}

refused messages_give_verdict(struct store_tx *tx, struct arena *memory, message_id number,
                              enum message_verdict verdict, struct moment now)
{
    struct message message;
    struct message_thread thread;
    bool against = verdict == MESSAGE_CONFIRMED;
    refused why = messages_find(tx, memory, number, &message);
    why = why ? why : messages_find_thread(tx, memory, message.thread, &thread);
    if (why)
        return why;
    const char *name = message_verdicts[verdict].name;
    const char *state = message_states[against ? MESSAGE_WITHHELD : MESSAGE_SENT].name;
    if (!store_do(tx, &messages_decide, WITH(TEXT(name), TEXT(state), INT(number.number))))
        return &MESSAGE_DECIDED_BEFORE;
    store_put(tx, &messages_decide_report, WITH(TEXT(name), INT(number.number)));
    if (message.decision.number)
        fraud_label(tx, message.decision, against ? FRAUD_OTHER : FRAUD_NONE, FRAUD_BY_PERSON, now);
    if (!against && message.state == MESSAGE_WITHHELD)
        messages_tell(tx, &thread,
                      message.side == MESSAGE_BY_BUYER ? MESSAGE_BY_SELLER : MESSAGE_BY_BUYER, now);
    return NULL;
}

/* Pictures --------------------------------------------------------------------------------- */

refused messages_add_picture(struct store_tx *tx, struct arena *memory,
                             const struct message_thread *thread, enum message_side side,
                             struct message_photo photo, struct moment now)
{
    account_id sender = side == MESSAGE_BY_BUYER ? thread->buyer : thread->seller_account;
    refused why = messages_may_write(tx, memory, thread, sender, now);
    if (why)
        return why;
    struct messages newest = messages_seen(tx, memory, thread->thread, side, 0, INT64_MAX, 1);
    if (!newest.count || newest.items[0].side != side)
        return &MESSAGE_PICTURE_LATE;
    int64_t number = newest.items[0].message.number;
    int64_t place = messages_pictures(tx, newest.items[0].message);
    if (place >= MESSAGE_PICTURES_MAX)
        return &MESSAGE_PICTURES_TOO_MANY;
    return store_do(tx, &messages_insert_picture,
                    WITH(INT(number), INT(place), BYTES(photo.bytes, photo.size), INT(now.us)))
               ? NULL
               : &STORE_BUSY;
}

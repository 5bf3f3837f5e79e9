/* Messages, inside: what the files of this module share. */
#pragma once

#include "shop/messages/messages.h"
#include "shop/messages/messages_model.h"
#include "shop/notices/notices.h"
#include "store/jobs.h"

enum {
    MESSAGE_WARNED_FROM = 100, /* hundredths of weight */
    MESSAGE_GRAVE_FROM = 200,
    MESSAGE_FLAGGED_MAX = 5, /* in so many days; more pause the sender */
    MESSAGE_FLAGGED_DAYS = 30,
    MESSAGE_PAUSE_DAYS = 7,
    MESSAGE_ORDER_DAYS = 30, /* after the order was closed */
};

refused messages_find_thread(struct store_tx *tx, struct arena *memory, thread_id thread,
                             struct message_thread *ret_thread);
/* The side that somebody has in a thread; THREAD_NOT_FOUND for a stranger. */
refused messages_side(const struct message_thread *thread, account_id account,
                      enum message_side *ret_side);
/* The thread of a subject, of this sender; number 0 when there is none yet. */
refused messages_thread_about(struct store_tx *tx, struct arena *memory,
                              const struct message_wish *wish, struct message_thread *ret_thread);
/* NULL when this side may write now. */
refused messages_may_write(struct store_tx *tx, struct arena *memory,
                           const struct message_thread *thread, account_id sender,
                           struct moment now);
/* Until when a sender is paused; 0: is not. */
struct moment messages_paused_until(struct store_tx *tx, account_id sender, struct moment now);

refused messages_find(struct store_tx *tx, struct arena *memory, message_id message,
                      struct message *ret_message);
struct messages messages_read_rows(struct store_tx *tx, struct arena *memory, struct rows rows);
struct message_threads messages_threads(struct store_tx *tx, struct arena *memory,
                                        account_id account, int64_t before, int64_t most);
/* The newest that a side may see, newest first. */
struct messages messages_seen(struct store_tx *tx, struct arena *memory, thread_id thread,
                              enum message_side side, int64_t after, int64_t before, int64_t most);
enum message_caution messages_caution(const struct message *message);

/* Whether one wants no messages from another. */
bool messages_blocks(struct store_tx *tx, account_id account, account_id blocked);
refused messages_block(struct store_tx *tx, const struct message_thread *thread, account_id account,
                       bool block, struct moment now);
int64_t messages_unread_of(struct store_tx *tx, thread_id thread, enum message_side side);
void messages_mark_read(struct store_tx *tx, thread_id thread, enum message_side side,
                        message_id last);

struct message_report {
    message_id message;
    account_id reporter;
    enum message_reason reason;
    const char *words;
    struct moment at;
};
refused messages_report(struct store_tx *tx, struct arena *memory,
                        const struct message_thread *thread, const struct message_report *report);
bool messages_report_of(struct store_tx *tx, struct arena *memory, message_id message,
                        struct message_report *ret_report);
/* Confirmed: nobody but its sender sees it. Dismissed: it is delivered, without a warning. */
refused messages_give_verdict(struct store_tx *tx, struct arena *memory, message_id message,
                              enum message_verdict verdict, struct moment now);

/* A JPEG of our own making, added to the sender's newest message while nobody has answered. */
struct message_photo {
    const unsigned char *bytes;
    size_t size;
};
refused messages_add_picture(struct store_tx *tx, struct arena *memory,
                             const struct message_thread *thread, enum message_side side,
                             struct message_photo photo, struct moment now);
bool messages_picture(struct store_tx *tx, struct arena *memory, message_id message, int64_t place,
                      struct message_photo *ret_photo);
int64_t messages_pictures(struct store_tx *tx, message_id message);

/* The text model from all verdicts so far; MESSAGE_FEW_VERDICTS, MESSAGE_MODEL_WEAK. Takes seconds:
 * not inside an act. */
struct messages_trained {
    int64_t model, version; /* 0: there is none */
    int64_t learnt[2];      /* in order, against the rules */
    struct message_figures figures;
    struct moment at;
};
refused messages_train(struct store *store, struct moment now,
                       struct messages_trained *ret_trained);
/* Of the one in force. */
struct messages_trained messages_model_facts(struct store_tx *tx);
/* In an act: a model that cannot be read raises an alarm. Of ten thousand; below 0: nothing. */
int64_t messages_probability(struct store_tx *tx, struct arena *memory, const char *words,
                             struct moment now);
struct message_runs messages_strongest(struct store_tx *tx, struct arena *memory,
                                       const char *words);
extern const struct job_kind messages_jobs[];
refused messages_first(struct store *store, struct moment now);

void messages_tell(struct store_tx *tx, const struct message_thread *thread,
                   enum message_side receiver, struct moment now);

/* What was said, thread by thread and in order. */
struct message_turn {
    thread_id thread;
    enum message_side side;
    struct moment at;
};
struct messages_answering messages_answering_from(struct arena *memory,
                                                  const struct message_turn *turns, size_t count);

struct secret_key messages_key(struct store_tx *tx);
extern const struct notice_kind *const messages_notices[];

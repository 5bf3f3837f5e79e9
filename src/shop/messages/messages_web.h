/* Messages, on the web floor: what the pages of people and operators share. */
#pragma once

#include "shop/messages/messages_inside.h"
#include "web/route.h"

struct message_answer {
    message_id message;
    enum message_side side;
    enum message_state state;
    enum message_caution caution;
    bool own, may_report;
    const char *words;
    LIST_OF(const char *) found;
    LIST_OF(const char *) pictures;
    struct moment at;
};
struct thread_answer {
    thread_id thread;
    enum message_side side; /* of who asks */
    const char *other_name, *title, *about, *post_to;
    product_id product;
    order_id order;
    LIST_OF(struct message_answer) data;
    message_id newest, oldest;
    bool has_more, may_write, may_block, has_blocked, may_add_picture;
    const char *why_not;
    struct moment paused_until;
    int64_t unread;
};
extern const struct field message_fields[], thread_fields[];

/* What does not belong in a message, in words. */
struct message_found {
    const char **items;
    size_t count;
};
struct message_found messages_found(struct arena *memory, const struct message *message);

struct message_answer messages_answer(struct request *request, struct store_tx *tx,
                                      const struct message *message, enum message_side side);
/* A thread from one message (0: the newest ones), before another (INT64_MAX: none). */
void messages_fill_thread(struct request *request, struct store_tx *tx,
                          const struct message_thread *thread, enum message_side side,
                          int64_t after, int64_t before, struct thread_answer *ret_answer);
/* Whom a side writes with. */
const char *messages_other_name(struct store_tx *tx, struct arena *memory,
                                const struct message_thread *thread, enum message_side side);

extern const struct route messages_operator_routes[];

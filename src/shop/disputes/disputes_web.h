/* Disputes, on the web floor: what the pages of buyers, sellers and operators share. */
#pragma once

#include "shop/disputes/disputes_inside.h"
#include "shop/messages/messages.h"
#include "shop/orders/orders_web.h"
#include "shop/sellers/sellers_web.h"
#include "web/route.h"

struct dispute_line_answer {
    int64_t count;
    const char *title;
    struct money claim;
};
struct dispute_step_answer {
    enum dispute_side side;
    const char *act, *did, *words; /* for programs; in a sentence; what was said */
    enum dispute_remedy remedy;
    bool has_remedy;
    struct money amount;
    struct moment at;
};
struct dispute_picture_answer {
    const char *path;
    enum dispute_side side;
};
struct dispute_event_answer {
    enum shipment_status status;
    const char *place;
    struct moment at;
};
/* What the sides wrote to each other about the order. */
struct dispute_message_answer {
    enum message_side side;
    const char *words;
    bool warned;
    struct moment at;
};
struct dispute_offer_answer {
    enum dispute_remedy remedy;
    struct money amount;
};
struct dispute_answer {
    dispute_id dispute;
    order_id order;
    enum dispute_side side; /* of who asks */
    enum dispute_reason reason;
    enum dispute_state state;
    enum dispute_outcome outcome;
    enum dispute_remedy remedy;
    struct money claim, asked, refunded;
    struct dispute_offer_answer *offer;
    bool seller_pays, appealed, guaranteed, by_operator;
    const char *number, *rule, *why, *title, *picture, *seller_name, *return_to, *next;
    account_id buyer;
    seller_id seller;
    struct moment opened_at, deadline, closed_at, promised_at, delivered_at;
    int64_t days_left;
    LIST_OF(struct dispute_line_answer) lines;
    LIST_OF(struct dispute_step_answer) steps;
    LIST_OF(struct dispute_picture_answer) pictures;
    LIST_OF(struct dispute_event_answer) tracking;
    LIST_OF(struct dispute_message_answer) messages;
    bool may_accept, may_offer, may_decline, may_escalate, may_withdraw, may_send, may_receive,
        may_contest, may_decide, may_appeal, may_add;
};
extern const struct field dispute_fields[];

refused disputes_answer(struct request *request, struct store_tx *tx, const struct dispute *dispute,
                        enum dispute_side side, struct dispute_answer *ret_answer);

struct dispute_row {
    dispute_id dispute;
    enum dispute_reason reason;
    enum dispute_state state;
    enum dispute_outcome outcome;
    const char *title, *picture, *seller_name;
    struct money claim, refunded;
    struct moment opened_at, deadline;
    bool waits_for_me;
};
struct disputes_answer_list {
    LIST_OF(struct dispute_row) data;
    const char *next_cursor;
    bool has_more;
    int64_t open;
};
extern const struct field disputes_list_fields[];
struct disputes_list_request {
    const char *cursor;
    int64_t limit;
};
extern const struct field disputes_list_request_fields[];
void disputes_fill_list(struct request *request, struct dispute_filter filter,
                        enum dispute_side side, struct disputes_answer_list *ret_list);

/* The side of who asks in this dispute: DISPUTE_NOT_FOUND for a stranger. */
refused disputes_side(struct request *request, struct store_tx *tx, struct dispute *ret_dispute,
                      enum dispute_side *ret_side);

extern const struct route disputes_open_routes[], disputes_operator_routes[];

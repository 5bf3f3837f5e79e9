/* Chargebacks, on the web floor: the pack, which operators see and gateways are sent. */
#pragma once

#include "shop/chargebacks/chargebacks_inside.h"
#include "shop/disputes/disputes.h"
#include "web/route.h"

struct pack_event {
    enum shipment_status status;
    const char *place;
    struct moment at;
};
struct pack_message {
    const char *by, *words;
    struct moment at;
};
struct pack_dispute {
    dispute_id dispute;
    enum dispute_reason reason;
    enum dispute_state state;
    enum dispute_outcome outcome;
    struct money refunded;
};
struct pack_order {
    order_id order;
    enum order_state state;
    seller_id seller;
    const char *seller_name, *title;
    int64_t more; /* further lines */
    struct money total, seller_net;
    struct moment placed_at, shipped_at, promised_at, delivered_at, received_at;
    const char *carrier, *number, *destination, *address;
    LIST_OF(struct pack_event) events;
    LIST_OF(struct pack_message) messages;
    LIST_OF(struct pack_dispute) disputes;
    const char *seller_words;
    enum chargeback_proof proof;
    enum bearer bearer, proposed;
    bool sent, contestable, seller_paid, may_bear;
};
struct pack_answer {
    const char *card;
    bool bank_confirmed;
    account_id buyer;
    struct moment buyer_since;
    int64_t earlier_orders; /* of the buyer's, completed before and not taken back */
    LIST_OF(struct pack_order) orders;
};
extern const struct field pack_fields[];

refused chargebacks_fill_pack(struct request *request, struct store_tx *tx,
                              const struct chargeback_case *file, struct pack_answer *ret_pack);

/* What the seller of an order sees of it, on the order; NULL when no bank took what was sent. */
struct order_chargeback_answer {
    enum chargeback_state state;
    enum bearer bearer;
    struct moment deadline;
    const char *words, *reasons; /* the seller's; the market's, of who bears it; or NULL */
    bool may_say;
};
extern const struct field order_chargeback_fields[];
struct order_chargeback_answer *chargebacks_shown(struct request *request, struct store_tx *tx,
                                                  order_id order);

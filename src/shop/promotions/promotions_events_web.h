/* Sale events, on the web floor: a sale as an answer. */
#pragma once

#include "shop/exchange/exchange.h"
#include "shop/promotions/promotions_events.h"
#include "shop/promotions/promotions_web.h"

struct sale_answer {
    sale_event_id event;
    const char *slug, *name, *says, *countries, *where, *zone, *month, *left;
    struct moment starts_at, ends_at;
    enum sale_event_state state;
    bool now, coming, over, here, first_of_month;
    int64_t left_seconds;
};
extern const struct field sale_fields[];
struct sale_answer sales_answer(struct request *request, const struct sale_event *event);

struct promotion_list {
    struct promotion_answer *items;
    size_t count;
};
void sales_fill_promotions(struct request *request, struct store_tx *tx, sale_event_id event,
                           struct promotion_list *ret_list);

/* Orders, told: what buyer and seller hear of an order, and search of what was bought. */
#include "shop/notices/notices.h"
#include "shop/orders/orders_inside.h"

#include "base/id.h"
#include "shop/search/search.h"

static const struct notice_kind paid_buyer = {
    "order.paid", N_("Your order is paid and held safely"),
    N_("{seller} prepares your order: {title}. Your money is held until you have it and are "
       "content."),
    N_("See the order")
};
static const struct notice_kind paid_seller = {
    "order.new", N_("You have a new order"),
    N_("{title} was bought and paid for. Send it in time: after the deadline the buyer is "
       "refunded."),
    N_("See the order")
};
static const struct notice_kind shipped_buyer = {
    "order.shipped", N_("Your order is on its way"),
    N_("{seller} has sent {title}. Follow the parcel on the order."), N_("Follow it")
};
static const struct notice_kind delivered_buyer = {
    "order.delivered", N_("Your order was delivered"),
    N_("The carrier says that {title} is with you. Look at it, then confirm, or say what is "
       "wrong."),
    N_("Confirm receipt")
};
static const struct notice_kind received_seller = {
    "order.received", N_("You are paid for an order"),
    N_("The money for {title} is yours, less commission. It is in your balance."),
    N_("See the order")
};
static const struct notice_kind cancelled_buyer = {
    "order.cancelled", N_("Your order was cancelled"),
    N_("The order of {title} was cancelled. What you paid goes back the way it came."),
    N_("See the order")
};
static const struct notice_kind cancelled_seller = {
    "order.cancelled.seller", N_("An order was cancelled"),
    N_("The order of {title} was cancelled and the buyer is refunded. Do not send it."),
    N_("See the order")
};

static const struct notice_kind review_buyer = {
    "order.review", N_("Your order is paid and being checked"),
    N_("We look at the order of {title} before {seller} sends it. Your money is held until you "
       "have "
       "it. There is nothing to do: we write again soon."),
    N_("See the order")
};
static const struct notice_kind cleared_buyer = {
    "order.cleared", N_("Your order goes on"),
    N_("We have checked the order of {title} and all is well. {seller} prepares it now."),
    N_("See the order")
};
static const struct notice_kind review_refused_buyer = {
    "order.review.refused", N_("We could not accept your order"),
    N_("After a check we cannot accept the order of {title}. All that you paid goes back the way "
       "it "
       "came. If you think that this is a mistake, answer to this message: a person looks at it "
       "again. You can also order again with another way to pay."),
    N_("See the order")
};
static const struct notice_kind charged_back_buyer = {
    "order.charged_back", N_("Your bank took a payment back"),
    N_("Your bank has taken back what was paid for {title}, so the order is closed. If you did not "
       "ask it to, speak to your bank, then order again."),
    N_("See the order")
};
static const struct notice_kind charged_back_seller = {
    "order.charged_back.seller", N_("A bank took a payment back"),
    N_("The buyer's bank has taken back the payment for {title}, so the order is closed. If you "
       "have not sent it, do not send it. If you have, tell us what proves it: we can contest it."),
    N_("See the order")
};
static const struct notice_kind reinstated_buyer = {
    "order.reinstated", N_("Your bank gave a payment back"),
    N_("Your bank has decided that your payment for {title} stands. If it was sent, the seller is "
       "paid; if not, you are refunded in full."),
    N_("See the order")
};
static const struct notice_kind reinstated_seller = {
    "order.reinstated.seller", N_("A payment came back from the bank"),
    N_("The bank has decided that the payment for {title} stands. What you sent is paid to you."),
    N_("See the order")
};

static const struct notice_kind late_buyer = {
    "parcel.late", N_("Your parcel is late"),
    N_("{title} should be with you by now. It may still come; your money is held meanwhile. If it "
       "does not, say so on the order."),
    N_("See the order")
};
static const struct notice_kind stuck_buyer = {
    "parcel.stuck", N_("Your parcel has not moved"),
    N_("Nothing was heard of {title} for a while. Your money is held meanwhile: you can ask for "
       "more time, or say that it has not arrived."),
    N_("See the order")
};
static const struct notice_kind lost_buyer = {
    "parcel.lost", N_("Your parcel seems to be lost"),
    N_("{title} is long overdue. Say that it has not arrived, and your money comes back."),
    N_("Say so")
};
static const struct notice_kind parcel_seller = {
    "parcel.seller", N_("A parcel of yours is late"),
    N_("{title} is not with its buyer yet. Ask the carrier, and write to the buyer."),
    N_("See the order")
};

const struct notice_kind *const orders_notices[] = {
    &late_buyer,
    &stuck_buyer,
    &lost_buyer,
    &parcel_seller,
    &paid_buyer,
    &paid_seller,
    &shipped_buyer,
    &delivered_buyer,
    &received_seller,
    &cancelled_buyer,
    &cancelled_seller,
    &review_buyer,
    &cleared_buyer,
    &review_refused_buyer,
    &charged_back_buyer,
    &charged_back_seller,
    &reinstated_buyer,
    &reinstated_seller,
    NULL,
};

static const struct {
    const struct event_kind *event;
    const struct notice_kind *buyer, *seller;
} told[] = {
    { &ORDER_PAID_EVENT, &paid_buyer, &paid_seller },
    { &ORDER_SHIPPED_EVENT, &shipped_buyer, NULL },
    { &ORDER_DELIVERED_EVENT, &delivered_buyer, NULL },
    { &ORDER_RECEIVED_EVENT, NULL, &received_seller },
    { &ORDER_CANCELLED_EVENT, &cancelled_buyer, &cancelled_seller },
    { &ORDER_CLEARED_EVENT, &cleared_buyer, &paid_seller },
    { &ORDER_CHARGED_BACK_EVENT, &charged_back_buyer, &charged_back_seller },
    { &ORDER_REINSTATED_EVENT, &reinstated_buyer, &reinstated_seller },
};

struct telling {
    const struct order *order;
    const char *seller_name, *title;
    struct moment now;
};

static void tell(struct store_tx *tx, struct arena *memory, const struct telling *telling,
                 account_id receiver, const struct notice_kind *kind, bool is_seller)
{
    struct account account;
    if (!kind || accounts_find(tx, memory, receiver, &account))
        return;
    const char *order = id_text(memory, "ord", telling->order->order.number);
    notices_send(
        tx, &(struct notice){
                .kind = kind,
                .account = receiver.number,
                .email = account.email,
                .language = account.language,
                .path = arena_format(memory, is_seller ? "/seller/orders/%s" : "/orders/%s", order),
                .key = order,
                .facts = (const struct notice_fact[]){ { "seller", telling->seller_name },
                                                       { "title", telling->title },
                                                       { 0 } },
                .now = telling->now,
            });
}

static refused tell_of(struct store_tx *tx, const struct seen_event *event)
{
    AUTO(arena) memory = { 0 };
    struct order order;
    struct seller seller;
    size_t kind = 0, kinds = sizeof told / sizeof *told;
    while (kind < kinds && !text_same(told[kind].event->name, event->kind))
        kind++;
    if (kind == kinds || orders_find(tx, &memory, (order_id){ event->subject }, &order))
        return NULL;
    if (told[kind].event == &ORDER_CANCELLED_EVENT && !order.paid_at.us)
        return NULL; /* the checkout said so already */
    refused why = sellers_find(tx, &memory, order.seller, &seller);
    if (why)
        return why;
    struct order_lines lines = orders_lines(tx, &memory, &order);
    for (size_t i = 0; told[kind].event == &ORDER_PAID_EVENT && i < lines.count; i++)
        search_count_bought(tx, lines.items[i].product, lines.items[i].count);
    struct telling telling = { &order, seller.name, lines.count ? lines.items[0].title : "",
                               event->at };
    /* A seller hears of an order in review when it is cleared. */
    bool waits = told[kind].event == &ORDER_PAID_EVENT && event->facts;
    bool rejected =
        told[kind].event == &ORDER_CANCELLED_EVENT && text_same(order.cancel_reason, "review");
    tell(tx, &memory, &telling, order.buyer,
         waits      ? &review_buyer
         : rejected ? &review_refused_buyer
                    : told[kind].buyer,
         false);
    if (!waits)
        tell(tx, &memory, &telling, seller.account, told[kind].seller, true);
    return NULL;
}

refused orders_tell_parcel(struct store_tx *tx, const struct event *event)
{
    const struct shipment *shipment = event->what;
    AUTO(arena) memory = { 0 };
    struct order order;
    struct seller seller;
    if (orders_find(tx, &memory, (order_id){ shipment->order }, &order) ||
        order.state != ORDER_SHIPPED || sellers_find(tx, &memory, order.seller, &seller))
        return NULL; /* of a return; or it waits no more */
    struct order_lines lines = orders_lines(tx, &memory, &order);
    struct telling telling = { &order, seller.name, lines.count ? lines.items[0].title : "",
                               event->at };
    const struct notice_kind *kind = event->kind == &SHIPMENT_LATE    ? &late_buyer
                                     : event->kind == &SHIPMENT_STUCK ? &stuck_buyer
                                                                      : &lost_buyer;
    tell(tx, &memory, &telling, order.buyer, kind, false);
    tell(tx, &memory, &telling, seller.account, &parcel_seller, true);
    return NULL;
}

/* A follower and not a listener: a purchase does not wait for the messages about it. */
static const struct follower teller = { "orders.tell", "order.", tell_of };

/* In a rush of orders messages lag, so that buying does not. */
enum { TELL_MOST = 50, TELL_ROUNDS = 4, TELL_EVERY_SECONDS = 2 };

static refused plan_telling(struct store_tx *tx, void *what)
{
    const struct moment *now = what;
    jobs_plan(tx, &(struct job_plan){ .kind = "orders.tell",
                                      .run_at = moment_after(*now, seconds(TELL_EVERY_SECONDS)) });
    return NULL;
}

refused orders_run_tell(struct store *store, const struct job *job, struct moment now)
{
    (void)job;
    for (int i = 0; i < TELL_ROUNDS; i++)
        if (!events_follow(store, &teller, TELL_MOST))
            break;
    return store_transact(store, plan_telling, &now);
}

/* Orders, on the web: the checkout, and a purchase that was made. */
#include "shop/cart/cart_web.h"
#include "shop/coupons/coupons.h"
#include "shop/fraud/fraud_challenges.h"
#include "shop/fraud/fraud_web.h"
#include "shop/orders/orders_web.h"
#include "shop/orders/orders_sql.h"
#include "shop/orders/orders_checkout_web.h"

/* The checkout ----------------------------------------------------------------------------- */

struct address_answer {
    address_id address;
    const char *name, *line1, *city, *country_name;
    bool chosen;
};
static const struct field address_fields[] = {
    ID_FIELD(struct address_answer, address, "adr", .says = "The address."),
    TEXT_FIELD(struct address_answer, name, .says = "Who lives there."),
    TEXT_FIELD(struct address_answer, line1, .says = "Its first line."),
    TEXT_FIELD(struct address_answer, city, .says = "The city, with its postcode."),
    TEXT_FIELD(struct address_answer, country_name, .says = "The country in words."),
    BOOL_FIELD(struct address_answer, chosen, .says = "The one that the prices are for."),
    { 0 },
};
struct card_answer {
    const char *token, *label, *says;
    bool first;
};
static const struct field card_fields[] = {
    TEXT_FIELD(struct card_answer, token, .says = "Give it to pay."),
    TEXT_FIELD(struct card_answer, label, .says = "As it is shown."),
    TEXT_FIELD(struct card_answer, says, .says = "What this test card does."),
    BOOL_FIELD(struct card_answer, first, .says = "The first of the list."),
    { 0 },
};
struct checkout_answer {
    struct cart_answer cart;
    LIST_OF(struct address_answer) addresses;
    address_id address;
    LIST_OF(struct card_answer) cards;
    struct money credit;
    bool credit_suffices, has_credit, ready, sandbox;
};
static const struct field checkout_fields[] = {
    OBJECT_FIELD(struct checkout_answer, cart, cart_fields, .says = "What is bought, priced."),
    LIST_FIELD(struct checkout_answer, addresses, address_fields, .says = "Where it can go."),
    ID_FIELD(struct checkout_answer, address, "adr", .says = "Where it goes, or null."),
    LIST_FIELD(struct checkout_answer, cards, card_fields, .says = "Test cards of the sandbox."),
    MONEY_FIELD(struct checkout_answer, credit, .says = "The buyer's store credit."),
    BOOL_FIELD(struct checkout_answer, has_credit, .says = "There is some."),
    BOOL_FIELD(struct checkout_answer, credit_suffices, .says = "It covers the total."),
    BOOL_FIELD(struct checkout_answer, ready, .says = "It can be paid as it is."),
    BOOL_FIELD(struct checkout_answer, sandbox, .says = "No real money moves here."),
    { 0 },
};
struct checkout_request {
    address_id address;
};
static const struct field checkout_request_fields[] = {
    ID_FIELD(struct checkout_request, address, "adr", .optional = true,
             .says = "Where it is to go; the preferred address if not given."),
    { 0 },
};

static const struct {
    const char *token, *label, *says;
} test_cards[] = {
    { "tok_visa", "Visa ·· 4242", N_("pays at once") },
    { "tok_mastercard", "Mastercard ·· 4444", N_("pays at once") },
    { "tok_declined", "Visa ·· 0002", N_("is declined") },
    { "tok_no_funds", "Visa ·· 9995", N_("has too little on it") },
    { "tok_late", "Visa ·· 7771", N_("answers half a minute later") },
};
enum { TEST_CARDS = sizeof test_cards / sizeof *test_cards };

/* Chooses the address asked for, else the preferred one. NULL when there is none. */
static const struct postal_address *fill_addresses(struct request *request,
                                                   struct checkout_answer *answer)
{
    const struct checkout_request *body = request->body;
    struct arena *memory = request->memory;
    struct postal_addresses found =
        accounts_addresses(request->tx, memory, request->visitor.account);
    const struct postal_address *chosen = found.count ? &found.items[0] : NULL;
    for (size_t i = 0; i < found.count; i++)
        if (found.items[i].address.number == body->address.number)
            chosen = &found.items[i];
    answer->addresses.items = arena_array(memory, found.count, sizeof(*answer->addresses.items));
    for (size_t i = 0; i < found.count; i++) {
        const struct postal_address *address = &found.items[i];
        answer->addresses.items[answer->addresses.count++] = (struct address_answer){
            .address = address->address,
            .name = address->name,
            .line1 = address->line1,
            .city = arena_format(memory, "%s %s", address->postcode ? address->postcode : "",
                                 address->city),
            .country_name = words_country(memory, address->country),
            .chosen = address == chosen,
        };
    }
    return chosen;
}

static void fill_cards(struct request *request, struct checkout_answer *answer)
{
    if (!request->settings->sandbox)
        return;
    answer->sandbox = true;
    answer->cards.items = arena_array(request->memory, TEST_CARDS, sizeof(*answer->cards.items));
    for (int i = 0; i < TEST_CARDS; i++)
        answer->cards.items[answer->cards.count++] =
            (struct card_answer){ test_cards[i].token, test_cards[i].label, _(test_cards[i].says),
                                  i == 0 };
}

static refused show_checkout(struct request *request)
{
    struct checkout_answer *answer = request->answer;
    const struct postal_address *address = fill_addresses(request, answer);
    request->title = _("Checkout");
    refused why = cart_answer_for(
        request, request->tx, address ? address->country : request->visitor.country, &answer->cart);
    if (why)
        return why;
    if (address)
        answer->address = address->address;
    answer->credit = ledger_balance(request->tx, LEDGER_CREDIT, request->visitor.account.number,
                                    request->visitor.currency);
    answer->has_credit = answer->credit.minor > 0;
    answer->credit_suffices = answer->credit.minor >= answer->cart.total.minor;
    answer->ready = answer->cart.can_be_bought && address;
    fill_cards(request, answer);
    return NULL;
}

/* The purchase ----------------------------------------------------------------------------- */

const struct choice purchase_states[] = {
    [PURCHASE_PLACED] = { "placed", N_("Waiting for the payment") },
    [PURCHASE_PAID] = { "paid", N_("Paid") },
    [PURCHASE_FAILED] = { "failed", N_("Not paid") },
    { 0 },
};
struct purchase_answer {
    purchase_id purchase;
    enum purchase_state state;
    struct money goods, discount, shipping, shipping_discount, total;
    const char *paid_with, *failure;
    struct moment placed_at;
    LIST_OF(struct order_answer) orders;
    bool paid, waiting, failed;
};
static const struct field purchase_fields[] = {
    ID_FIELD(struct purchase_answer, purchase, "pur", .says = "The purchase."),
    CHOICE_FIELD(struct purchase_answer, state, purchase_states, .says = "Its state."),
    MONEY_FIELD(struct purchase_answer, goods, .says = "All lines."),
    MONEY_FIELD(struct purchase_answer, discount, .says = "Off the goods."),
    MONEY_FIELD(struct purchase_answer, shipping, .says = "All parcels."),
    MONEY_FIELD(struct purchase_answer, shipping_discount, .says = "Off the shipping."),
    MONEY_FIELD(struct purchase_answer, total, .says = "What was paid."),
    TEXT_FIELD(struct purchase_answer, paid_with, .says = "How it was paid."),
    TEXT_FIELD(struct purchase_answer, failure, .says = "The gateway's reason, or null."),
    MOMENT_FIELD(struct purchase_answer, placed_at, .says = "When."),
    LIST_FIELD(struct purchase_answer, orders, order_fields, .says = "One for each seller."),
    BOOL_FIELD(struct purchase_answer, paid, .says = "It is paid, and the money is held."),
    BOOL_FIELD(struct purchase_answer, waiting, .says = "The gateway has not decided."),
    BOOL_FIELD(struct purchase_answer, failed, .says = "Nothing was paid."),
    { 0 },
};

static refused fill_purchase(struct request *request, struct store_tx *tx, purchase_id purchase,
                             struct purchase_answer *answer)
{
    struct arena *memory = request->memory;
    struct payment payment;
    refused why = payments_of_purchase(tx, memory, purchase.number, &payment);
    if (why)
        return &PURCHASE_NOT_FOUND;
    if (payment.buyer.number != request->visitor.account.number)
        return &PURCHASE_NOT_FOUND; /* someone else's is not told from none */
    struct orders orders = orders_of_purchase(tx, memory, purchase);
    answer->purchase = purchase;
    answer->total = payment.amount;
    answer->goods = answer->shipping = money_of(0, payment.amount.currency);
    answer->discount = answer->shipping_discount = answer->goods;
    answer->paid_with = payment.method == PAYMENT_CREDIT ? _("Store credit") : payment.label;
    answer->failure = payment.failure;
    answer->placed_at = payment.begun_at;
    answer->paid = payment.state == PAYMENT_CAPTURED;
    answer->waiting = payment.state == PAYMENT_BEGUN;
    answer->failed = payment.state == PAYMENT_FAILED;
    answer->state = answer->paid     ? PURCHASE_PAID
                    : answer->failed ? PURCHASE_FAILED
                                     : PURCHASE_PLACED;
    answer->orders.items = arena_array(memory, orders.count, sizeof(*answer->orders.items));
    for (size_t i = 0; i < orders.count; i++) {
        answer->goods = money_plus(answer->goods, orders.items[i].goods);
        answer->shipping = money_plus(answer->shipping, orders.items[i].shipping);
        answer->discount = money_plus(answer->discount, orders.items[i].discount);
        answer->shipping_discount =
            money_plus(answer->shipping_discount, orders.items[i].shipping_discount);
        why = orders_answer(request, tx, &orders.items[i], false,
                            &answer->orders.items[answer->orders.count++]);
        if (why)
            return why;
    }
    return NULL;
}

static refused show_purchase(struct request *request)
{
    request->title = _("Thank you for your purchase");
    return fill_purchase(request, request->tx, (purchase_id){ request_id(request, "purchase") },
                         request->answer);
}

/* Buying: placed in one act; asked of the gateway; answered in another, so that what is kept under
 * the key is how it ended. */
struct buy_request {
    address_id address;
    struct money total;
    const char *pay_with;
};
static const struct field buy_fields[] = {
    ID_FIELD(struct buy_request, address, "adr", .says = "Where it goes."),
    MONEY_FIELD(struct buy_request, total, .says = "What the buyer was shown."),
    TEXT_FIELD(struct buy_request, pay_with, .max = 64,
               .says = "\"credit\", or the gateway's token of a card."),
    { 0 },
};

struct buying {
    struct request *request;
    struct purchase_wish wish;
    struct purchase_made made;
    struct gateway_answer said;
};

static refused place(struct store_tx *tx, void *what)
{
    struct buying *buying = what;
    return orders_place(tx, buying->request->memory, &buying->wish, &buying->made);
}

/* Only what was not declined is kept under the key. A declined payment is settled on its own: its
 * refusal would undo it here. */
static refused settle_and_answer(struct store_tx *tx, void *what)
{
    struct buying *buying = what;
    struct request *request = buying->request;
    enum payment_state state = buying->made.state;
    refused why = state == PAYMENT_BEGUN ? payments_settle_answer(tx, &buying->said, &state) : NULL;
    if (why)
        return why;
    if (state == PAYMENT_FAILED)
        return &PAYMENT_DECLINED;
    request->location = arena_format(request->memory, "/purchases/%s",
                                     id_text(request->memory, "pur", buying->made.purchase.number));
    request->status = 201;
    return fill_purchase(request, tx, buying->made.purchase, request->answer);
}

static refused buy(struct request *request)
{
    const struct buy_request *body = request->body;
    bool credit = text_same(body->pay_with, "credit");
    struct fraud_visit visit = fraud_visit_of(request);
    struct buying buying = {
        .request = request,
        .wish = { .buyer = request->visitor.account,
                  .address = body->address,
                  .total = body->total,
                  .method = credit ? PAYMENT_CREDIT : PAYMENT_CARD,
                  .token = credit ? NULL : body->pay_with,
                  .key = request_key(request),
                  .account_country = request->visitor.country,
                  .visit = &visit,
                  .app = request_is_app(request),
                  .now = request->now },
    };
    refused why = store_transact(request->store, place, &buying);
    if (!why)
        why = fraud_stop(request, &buying.made.judgement);
    if (why)
        return why;
    if (buying.made.state == PAYMENT_BEGUN)
        buying.said = payments_ask_gateway(request->store, buying.made.payment, request->now);
    if (buying.said.word == GATEWAY_NO)
        buying.made.state = payments_ask(request->store, buying.made.payment, request->now);
    return request_transact(request, settle_and_answer, &buying);
}

// clang-format off
const struct route orders_checkout_routes[] = {
    { GET, "/checkout", CONFIRMED, show_checkout,
      .summary = "What would be bought, where it goes and how it can be paid",
      .takes = checkout_request_fields, .gives = checkout_fields, .page = "orders/checkout" },
    { POST, "/purchases", CONFIRMED, buy,
      .summary = "Buy the cart", .takes = buy_fields, .gives = purchase_fields,
      .refuses = { &CART_EMPTY, &CART_NOT_BUYABLE, &QUOTE_CHANGED, &ADDRESS_NOT_FOUND,
                   &OUT_OF_STOCK, &PAYMENT_DECLINED, &PAYMENT_TOKEN_WRONG, &CREDIT_TOO_LITTLE,
                   &QUOTE_TOO_LARGE, &RATE_UNKNOWN, &PROMOTION_GONE, &COUPON_SPENT,
                   &DEAL_LAPSED, &FRAUD_CHALLENGED, &FRAUD_REFUSED, &CHALLENGE_SENT_ENOUGH },
      .then = "/purchases/{purchase}", .again = "/checkout", .once = true, .scope = SCOPE_BUY },
    { GET, "/purchases/{purchase}", SIGNED_IN, show_purchase,
      .summary = "A purchase and its orders", .gives = purchase_fields,
      .refuses = { &PURCHASE_NOT_FOUND }, .page = "orders/purchase" },
    { 0 },
};
// clang-format on

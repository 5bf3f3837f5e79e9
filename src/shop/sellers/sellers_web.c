/* Sellers, on the web: opening a shop, the centre's first page, balance and payouts. */
#include "shop/sellers/sellers_web.h"

#include "shop/escrow/escrow.h"
#include "shop/exchange/exchange.h"
#include "shop/fraud/fraud_challenges.h"
#include "shop/fraud/fraud_web.h"
#include "shop/orders/orders_web.h"
#include "shop/sellers/sellers_inside.h"
#include "shop/sellers/sellers_judged.h"
#include "shop/sellers/sellers_schema_sql.h"
#include "shop/sellers/sellers_sql.h"
#include "shop/shipping/shipping.h"

refused sellers_of_request(struct request *request, struct store_tx *tx, struct seller *ret_seller)
{
    if (!request->visitor.account.number)
        return &NOT_SIGNED_IN;
    return sellers_of_account(tx, request->memory, request->visitor.account, ret_seller);
}

static refused is_seller(struct request *request)
{
    struct seller seller;
    return sellers_of_request(request, request->tx, &seller);
}

const struct permission permit_seller = { "seller", "A seller", is_seller };

/* Opening a shop --------------------------------------------------------------------------- */

/* What sellers may price in: five that the market can pay out today. */
static const char *const seller_currencies[] = { "USD", "EUR", "GBP", "BRL", "JPY", NULL };

struct named {
    const char *code, *name;
    bool chosen;
};
static const struct field named_fields[] = {
    TEXT_FIELD(struct named, code, .says = "The code."),
    TEXT_FIELD(struct named, name, .says = "In words."),
    BOOL_FIELD(struct named, chosen, .says = "The one proposed."),
    { 0 },
};
struct sell_answer {
    LIST_OF(struct named) countries;
    LIST_OF(struct named) currencies;
    bool has_shop;
};
static const struct field sell_answer_fields[] = {
    LIST_FIELD(struct sell_answer, countries, named_fields, .says = "By name."),
    LIST_FIELD(struct sell_answer, currencies, named_fields, .says = "What one can price in."),
    BOOL_FIELD(struct sell_answer, has_shop, .says = "The visitor has a shop already."),
    { 0 },
};

static int by_name(const void *a, const void *b)
{
    return words_compare(((const struct named *)a)->name, ((const struct named *)b)->name);
}

static refused show_sell(struct request *request)
{
    struct sell_answer *answer = request->answer;
    struct arena *memory = request->memory;
    struct seller seller;
    size_t count = 0;
    request->title = _("Open a shop");
    answer->has_shop = !sellers_of_request(request, request->tx, &seller);
    while (words_countries()[count])
        count++;
    answer->countries.items = arena_array(memory, count, sizeof(struct named));
    for (size_t i = 0; i < count; i++) {
        const char *code = words_countries()[i];
        answer->countries.items[answer->countries.count++] =
            (struct named){ code, words_country(memory, code),
                            text_same(code, request->visitor.country) };
    }
    qsort(answer->countries.items, count, sizeof(struct named), by_name);
    answer->currencies.items = arena_array(memory, 8, sizeof(struct named));
    for (int i = 0; seller_currencies[i]; i++) {
        struct currency currency = currency_of(seller_currencies[i]);
        answer->currencies.items[answer->currencies.count++] =
            (struct named){ seller_currencies[i], words_currency(memory, currency),
                            currency_same(currency, request->visitor.currency) };
    }
    return NULL;
}

struct sell_request {
    const char *name, *slogan, *about, *country, *currency, *legal_name, *legal_address,
        *register_number, *iban;
    int64_t ship_days;
    bool certified;
};
static const struct field sell_fields[] = {
    TEXT_FIELD(struct sell_request, name, .min = 2, .max = 60, .says = "The shop's name."),
    TEXT_FIELD(struct sell_request, slogan, .max = 120, .optional = true, .says = "One line."),
    TEXT_FIELD(struct sell_request, about, .max = 2000, .optional = true, .lines = true,
               .says = "Who you are and what you care about."),
    TEXT_FIELD(struct sell_request, country, .pattern = "[A-Z][A-Z]",
               .says = "Where parcels start: ISO 3166-1 alpha-2."),
    TEXT_FIELD(struct sell_request, currency, .pattern = "USD|EUR|GBP|BRL|JPY",
               .says = "What you price in."),
    TEXT_FIELD(struct sell_request, legal_name, .max = 120, .says = "The trader's legal name."),
    TEXT_FIELD(struct sell_request, legal_address, .max = 300, .lines = true,
               .says = "The trader's address; shown to buyers, as the law asks."),
    TEXT_FIELD(struct sell_request, register_number, .max = 60, .optional = true,
               .says = "In the trade register."),
    TEXT_FIELD(struct sell_request, iban, .max = 42, .optional = true,
               .says = "Where you are paid to."),
    INT_FIELD(struct sell_request, ship_days, .min = 1, .max = 14,
              .says = "You hand parcels over within so many days."),
    BOOL_FIELD(struct sell_request, certified,
               .says = "You offer only goods that may lawfully be sold where you sell them."),
    { 0 },
};

struct shop_answer {
    seller_id seller;
    const char *name, *slug, *slogan, *about, *country, *country_name, *legal_name, *legal_address,
        *register_number, *iban_shown, *iban_pending_shown, *currency;
    enum seller_standing standing;
    int64_t ship_days;
    struct moment since;
};
static const struct field shop_fields[] = {
    ID_FIELD(struct shop_answer, seller, "sel", .says = "The seller."),
    TEXT_FIELD(struct shop_answer, name, .says = "The shop's name."),
    TEXT_FIELD(struct shop_answer, slug, .says = "The name for addresses."),
    TEXT_FIELD(struct shop_answer, slogan, .says = "One line, or null."),
    TEXT_FIELD(struct shop_answer, about, .lines = true, .says = "About the shop, or null."),
    TEXT_FIELD(struct shop_answer, country, .says = "Where parcels start."),
    TEXT_FIELD(struct shop_answer, country_name, .says = "The country in words."),
    TEXT_FIELD(struct shop_answer, currency, .says = "What it prices in."),
    TEXT_FIELD(struct shop_answer, legal_name, .says = "The trader."),
    TEXT_FIELD(struct shop_answer, legal_address, .lines = true, .says = "The trader's address."),
    TEXT_FIELD(struct shop_answer, register_number, .says = "In the trade register, or null."),
    TEXT_FIELD(struct shop_answer, iban_shown, .says = "Where it is paid to, shortened; or null."),
    TEXT_FIELD(struct shop_answer, iban_pending_shown,
               .says = "A new account that is being checked, shortened; or null."),
    CHOICE_FIELD(struct shop_answer, standing, seller_standings, .says = "Its standing."),
    INT_FIELD(struct shop_answer, ship_days, .says = "Hands over within so many days."),
    MOMENT_FIELD(struct shop_answer, since, .says = "Since when."),
    { 0 },
};

static refused fill_shop(struct request *request, struct store_tx *tx, seller_id number,
                         struct shop_answer *answer)
{
    struct arena *memory = request->memory;
    struct seller seller;
    refused why = sellers_find(tx, memory, number, &seller);
    if (why)
        return why;
    struct iban_view iban = sellers_iban_view(tx, memory, number);
    *answer = (struct shop_answer){
        .seller = seller.seller,
        .name = seller.name,
        .slug = seller.slug,
        .slogan = seller.slogan,
        .about = seller.about,
        .country = seller.country,
        .country_name = words_country(memory, seller.country),
        .legal_name = seller.legal_name,
        .legal_address = seller.legal_address,
        .register_number = seller.register_number,
        .iban_shown = iban.used,
        .iban_pending_shown = iban.pending,
        .currency = arena_copy(memory, seller.currency.code),
        .standing = seller.standing,
        .ship_days = seller.ship_days,
        .since = seller.since,
    };
    return NULL;
}

static refused sell_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct sell_request *body = request->body;
    struct seller_opening opening = {
        .account = request->visitor.account,
        .name = body->name,
        .slogan = body->slogan,
        .about = body->about,
        .country = body->country,
        .currency = currency_of(body->currency),
        .legal_name = body->legal_name,
        .legal_address = body->legal_address,
        .register_number = body->register_number,
        .iban = body->iban,
        .ship_days = body->ship_days,
        .standing = SELLER_NEW,
        .now = request->now,
    };
    seller_id seller;
    refused why = sellers_open(tx, &opening, &seller);
    if (why)
        return why;
    shipping_give_methods(tx, seller, body->country);
    return fill_shop(request, tx, seller, request->answer);
}

REFUSAL_AT(NOT_CERTIFIED, 422, "certified", "Tick this to go on: the law asks it of every trader.");

static refused open_shop(struct request *request)
{
    const struct sell_request *body = request->body;
    if (!body->certified)
        return &NOT_CERTIFIED;
    refused why = request_transact(request, sell_act, request);
    request->status = why ? 0 : 201;
    return why;
}

/* The centre ------------------------------------------------------------------------------- */

struct centre_answer {
    struct shop_answer shop;
    struct money held, payable, on_its_way;
    LIST_OF(struct order_row) to_ship;
    bool nothing_to_ship;
};
static const struct field centre_fields[] = {
    OBJECT_FIELD(struct centre_answer, shop, shop_fields, .says = "The shop."),
    MONEY_FIELD(struct centre_answer, held, .says = "Held until buyers are content, net."),
    MONEY_FIELD(struct centre_answer, payable, .says = "Yours: ask for a payout."),
    MONEY_FIELD(struct centre_answer, on_its_way, .says = "On its way to your bank."),
    LIST_FIELD(struct centre_answer, to_ship, order_row_fields, .says = "Orders to send."),
    BOOL_FIELD(struct centre_answer, nothing_to_ship, .says = "There is none."),
    { 0 },
};

static struct money of_currency(struct moneys moneys, struct currency currency)
{
    for (size_t i = 0; i < moneys.count; i++)
        if (currency_same(moneys.items[i].currency, currency))
            return moneys.items[i];
    return money_of(0, currency);
}

static struct money sum_payouts(struct store_tx *tx, const struct seller *seller, const char *state)
{
    return money_of(
        store_int(tx, &sellers_sum_payouts, WITH(INT(seller->seller.number), TEXT(state)), 0),
        seller->currency);
}

static refused show_centre(struct request *request)
{
    struct centre_answer *answer = request->answer;
    struct seller seller;
    struct store_tx *tx = request->tx;
    refused why = sellers_of_request(request, tx, &seller);
    if (!why)
        why = fill_shop(request, tx, seller.seller, &answer->shop);
    if (why)
        return why;
    request->title = seller.name;
    answer->held =
        of_currency(escrow_of_seller(tx, request->memory, seller.seller), seller.currency);
    answer->payable = ledger_balance(tx, LEDGER_SELLER, seller.seller.number, seller.currency);
    answer->on_its_way = sum_payouts(tx, &seller, "begun");
    struct orders_answer_list list = { 0 };
    orders_waiting_for(request, tx, seller.seller, 10, &list);
    answer->to_ship.items = list.data.items;
    answer->to_ship.count = list.data.count;
    answer->nothing_to_ship = list.data.count == 0;
    return NULL;
}

/* Balance and payouts ---------------------------------------------------------------------- */

struct payout_answer {
    payout_id payout;
    struct money amount;
    enum payout_state state;
    const char *iban_shown;
    struct moment begun_at, paid_at, ready_at;
};
static const struct field payout_fields[] = {
    ID_FIELD(struct payout_answer, payout, "pay", .says = "The payout."),
    MONEY_FIELD(struct payout_answer, amount, .says = "How much."),
    CHOICE_FIELD(struct payout_answer, state, payout_states, .says = "Where it is."),
    TEXT_FIELD(struct payout_answer, iban_shown, .says = "The account, shortened."),
    MOMENT_FIELD(struct payout_answer, begun_at, .says = "When it was asked for."),
    MOMENT_FIELD(struct payout_answer, paid_at, .says = "When it arrived, or null."),
    MOMENT_FIELD(struct payout_answer, ready_at,
                 .says = "When it leaves by itself, held for the shop's standing; or null."),
    { 0 },
};
struct balance_answer {
    struct money held, payable, being_checked, on_its_way, paid_out;
    const char *iban_shown, *iban_pending_shown;
    struct moment iban_pending_since;
    LIST_OF(struct payout_answer) payouts;
    bool can_be_paid, checked;
};
static const struct field balance_fields[] = {
    MONEY_FIELD(struct balance_answer, held, .says = "Held until buyers are content, net."),
    MONEY_FIELD(struct balance_answer, payable, .says = "Yours: ask for a payout."),
    MONEY_FIELD(struct balance_answer, being_checked,
                .says = "Asked for, and looked at before it goes to your bank."),
    MONEY_FIELD(struct balance_answer, on_its_way, .says = "On its way to your bank."),
    MONEY_FIELD(struct balance_answer, paid_out, .says = "Paid out so far."),
    TEXT_FIELD(struct balance_answer, iban_shown, .says = "The account, shortened; or null."),
    TEXT_FIELD(struct balance_answer, iban_pending_shown,
               .says = "A new account that is being checked, shortened; or null."),
    MOMENT_FIELD(struct balance_answer, iban_pending_since, .says = "Since when, or null."),
    LIST_FIELD(struct balance_answer, payouts, payout_fields, .says = "The newest first."),
    BOOL_FIELD(struct balance_answer, can_be_paid, .says = "There is money and an account."),
    BOOL_FIELD(struct balance_answer, checked, .says = "A person looks at one of the payouts."),
    { 0 },
};

static struct payout_answer payout_answer_of(const struct payout *payout)
{
    return (struct payout_answer){ payout->payout,     payout->amount,   payout->state,
                                   payout->iban_shown, payout->begun_at, payout->paid_at,
                                   payout->ready_at };
}

static refused show_balance(struct request *request)
{
    enum { LISTED = 50 };
    struct balance_answer *answer = request->answer;
    struct store_tx *tx = request->tx;
    struct seller seller;
    refused why = sellers_of_request(request, tx, &seller);
    if (why)
        return why;
    request->title = _("Balance");
    answer->held =
        of_currency(escrow_of_seller(tx, request->memory, seller.seller), seller.currency);
    answer->payable = ledger_balance(tx, LEDGER_SELLER, seller.seller.number, seller.currency);
    answer->being_checked = sum_payouts(tx, &seller, "held");
    answer->on_its_way = sum_payouts(tx, &seller, "begun");
    answer->paid_out = sum_payouts(tx, &seller, "paid");
    struct iban_view iban = sellers_iban_view(tx, request->memory, seller.seller);
    answer->iban_shown = iban.used;
    answer->iban_pending_shown = iban.pending;
    answer->iban_pending_since = iban.pending_since;
    answer->can_be_paid = answer->iban_shown && answer->payable.minor > 0;
    answer->payouts.items = arena_array(request->memory, LISTED, sizeof(struct payout_answer));
    struct rows rows = store_query(tx, &sellers_select_payouts,
                                   WITH(INT(seller.seller.number), INT(INT64_MAX), INT(LISTED)));
    while (rows_next(&rows)) {
        struct payout payout = sellers_payout_from_row(&rows, request->memory);
        answer->payouts.items[answer->payouts.count++] = payout_answer_of(&payout);
        answer->checked = answer->checked || (payout.state == PAYOUT_HELD && !payout.ready_at.us);
    }
    return NULL;
}

struct payout_request {
    struct money amount;
};
static const struct field payout_request_fields[] = {
    MONEY_FIELD(struct payout_request, amount, .says = "In the shop's currency."),
    { 0 },
};

/* An act of the seller's hand, and what the fraud engine says of it. */
struct judged_act {
    struct request *request;
    struct fraud_visit visit;
    struct fraud_judgement judgement;
};

static refused payout_act(struct store_tx *tx, void *what)
{
    struct judged_act *judged = what;
    struct request *request = judged->request;
    const struct payout_request *body = request->body;
    struct payout_answer *answer = request->answer;
    struct seller seller;
    refused why = sellers_of_request(request, tx, &seller);
    if (why)
        return why;
    if (!currency_same(body->amount.currency, seller.currency) || body->amount.minor <= 0)
        return &PAYOUT_TOO_MUCH;
    payout_id payout;
    judged->judgement = (struct fraud_judgement){ 0 };
    why = sellers_judge_payout(tx, request->memory,
                               &(struct payout_wish){ .seller = seller.seller,
                                                      .amount = body->amount,
                                                      .key = request_key(request),
                                                      .now = request->now },
                               &judged->visit, &payout, &judged->judgement);
    request->unkept = judged->judgement.stops;
    if (why || judged->judgement.stops)
        return why;
    struct rows rows = store_query(tx, &sellers_select_payout, WITH(INT(payout.number)));
    while (rows_next(&rows)) {
        struct payout made = sellers_payout_from_row(&rows, request->memory);
        *answer = payout_answer_of(&made);
    }
    request->status = 201;
    return NULL;
}

static refused ask_for_payout(struct request *request)
{
    struct judged_act judged = { .request = request, .visit = fraud_visit_of(request) };
    refused why = request_transact(request, payout_act, &judged);
    return why ? why : fraud_stop(request, &judged.judgement);
}

struct iban_request {
    const char *iban;
};
static const struct field iban_fields[] = {
    TEXT_FIELD(struct iban_request, iban, .max = 42, .says = "The account to be paid to."),
    { 0 },
};

static refused iban_act(struct store_tx *tx, void *what)
{
    struct judged_act *judged = what;
    struct request *request = judged->request;
    const struct iban_request *body = request->body;
    struct seller seller;
    refused why = sellers_of_request(request, tx, &seller);
    if (!why)
        why = sellers_judge_iban(tx, request->memory,
                                 &(struct iban_change){ .seller = seller.seller,
                                                        .iban = body->iban,
                                                        .now = request->now },
                                 &judged->visit, &judged->judgement);
    if (why || judged->judgement.stops)
        return why;
    return fill_shop(request, tx, seller.seller, request->answer);
}

static refused set_iban(struct request *request)
{
    struct judged_act judged = { .request = request, .visit = fraud_visit_of(request) };
    refused why = store_transact(request->store, iban_act, &judged);
    return why ? why : fraud_stop(request, &judged.judgement);
}

/* The shop's own words --------------------------------------------------------------------- */

static refused show_shop_form(struct request *request)
{
    struct seller seller;
    request->title = _("Your shop");
    refused why = sellers_of_request(request, request->tx, &seller);
    return why ? why : fill_shop(request, request->tx, seller.seller, request->answer);
}

struct shop_request {
    const char *slogan, *about, *legal_name, *legal_address, *register_number;
    int64_t ship_days;
};
static const struct field shop_request_fields[] = {
    TEXT_FIELD(struct shop_request, slogan, .max = 120, .optional = true, .says = "One line."),
    TEXT_FIELD(struct shop_request, about, .max = 2000, .optional = true, .lines = true,
               .says = "Who you are and what you care about."),
    TEXT_FIELD(struct shop_request, legal_name, .max = 120, .says = "The trader's legal name."),
    TEXT_FIELD(struct shop_request, legal_address, .max = 300, .lines = true,
               .says = "The trader's address."),
    TEXT_FIELD(struct shop_request, register_number, .max = 60, .optional = true,
               .says = "In the trade register."),
    INT_FIELD(struct shop_request, ship_days, .min = 1, .max = 14,
              .says = "You hand parcels over within so many days."),
    { 0 },
};

static refused shop_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct shop_request *body = request->body;
    struct seller seller;
    refused why = sellers_of_request(request, tx, &seller);
    if (why)
        return why;
    store_do(tx, &sellers_update,
             WITH(TEXT(body->slogan), TEXT(body->about), TEXT(body->legal_name),
                  TEXT(body->legal_address), TEXT(body->register_number), INT(body->ship_days),
                  INT(seller.seller.number)));
    return fill_shop(request, tx, seller.seller, request->answer);
}

static refused set_shop(struct request *request)
{
    return request_transact(request, shop_act, request);
}

// clang-format off
static const struct route sellers_routes[] = {
    { GET, "/sell", SIGNED_IN, show_sell, .summary = "The form to open a shop",
      .gives = sell_answer_fields, .page = "sellers/sell", .face = ONLY_PAGE },
    { POST, "/sell", CONFIRMED, open_shop, .summary = "Open a shop", .takes = sell_fields,
      .gives = shop_fields,
      .refuses = { &SELLER_EXISTS, &SELLER_NAME_TAKEN, &COUNTRY_UNKNOWN, &IBAN_WRONG,
                   &NOT_CERTIFIED },
      .then = "/seller", .again = "/sell",
      .done = N_("Your shop is open. List your first product.") },
    { GET, "/seller", SELLER, show_centre, .summary = "The seller's centre", .gives = centre_fields,
      .page = "sellers/centre", .scope = SCOPE_SELL },
    { GET, "/seller/balance", SELLER, show_balance, .summary = "The seller's money",
      .gives = balance_fields, .page = "sellers/balance", .scope = SCOPE_SELL },
    { POST, "/seller/payouts", SELLER, ask_for_payout, .summary = "Pay out what is payable",
      .takes = payout_request_fields, .gives = payout_fields,
      .refuses = { &PAYOUT_NO_IBAN, &PAYOUT_IBAN_WAITS, &PAYOUT_TOO_MUCH, &FRAUD_CHALLENGED,
                   &FRAUD_REFUSED, &CHALLENGE_SENT_ENOUGH },
      .then = "/seller/balance",
      .again = "/seller/balance", .once = true, .scope = SCOPE_SELL,
      .done = N_("It is on its way to your bank.") },
    { POST, "/seller/iban", SELLER, set_iban, .summary = "Set the account to be paid to",
      .takes = iban_fields, .gives = shop_fields,
      .refuses = { &IBAN_WRONG, &FRAUD_CHALLENGED, &FRAUD_REFUSED, &CHALLENGE_SENT_ENOUGH },
      .then = "/seller/balance", .again = "/seller/balance", .scope = SCOPE_SELL,
      .done = N_("The account is kept.") },
    { GET, "/seller/shop", SELLER, show_shop_form, .summary = "The shop as its seller sees it",
      .gives = shop_fields, .page = "sellers/shop", .scope = SCOPE_SELL },
    { POST, "/seller/shop", SELLER, set_shop, .summary = "Change what the shop says of itself",
      .takes = shop_request_fields, .gives = shop_fields, .then = "/seller/shop",
      .again = "/seller/shop", .scope = SCOPE_SELL, .done = N_("Kept.") },
    { 0 },
};
// clang-format on

static const struct id_name sellers_ids[] = { { "seller", "sel" }, { "payout", "pay" }, { 0 } };

const struct module sellers_module = {
    .name = "sellers",
    .routes = sellers_routes,
    .ids = sellers_ids,
    .schema = sellers_schema,
    .jobs = sellers_jobs,
    .statements = sellers_statements,
};

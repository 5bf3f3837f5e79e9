/* Deals, on the web: what runs and what comes, one of them, and claiming it. */
#include "shop/deals/deals_web.h"

#include "base/id.h"
#include "shop/cart/cart_web.h"
#include "shop/catalog/catalog_prices.h"
#include "shop/deals/deals_schema_sql.h"
#include "shop/deals/deals_sql.h"
#include "shop/deals/deals_work.h"
#include "shop/exchange/exchange.h"

REFUSAL_AT(
    DEAL_WORK_NEEDED, 428, "work",
    "Very many want this at once. Wait a moment and try again; with scripts switched on your "
    "browser does it for you.");

enum { SHOWN_MOST = 60 };

const struct field deal_fields[] = {
    ID_FIELD(struct deal_answer, deal, "dea", .says = "The deal."),
    ID_FIELD(struct deal_answer, offer, "off", .says = "The offer that costs less."),
    ID_FIELD(struct deal_answer, product, "prd", .says = "Its product."),
    ID_FIELD(struct deal_answer, seller, "sel", .says = "Who sells it."),
    TEXT_FIELD(struct deal_answer, seller_name, .says = "The shop's name."),
    TEXT_FIELD(struct deal_answer, title, .says = "The product's name."),
    TEXT_FIELD(struct deal_answer, options, .says = "Colour, size and so on; may be empty."),
    TEXT_FIELD(struct deal_answer, picture, .says = "Path of a picture, or null."),
    MONEY_FIELD(struct deal_answer, price, .says = "Of one piece, by this deal."),
    MONEY_FIELD(struct deal_answer, was, .says = "Of one piece, without it."),
    MONEY_FIELD(struct deal_answer, lowest, .says = "The lowest price of the last 30 days; or 0."),
    INT_FIELD(struct deal_answer, percent, .says = "So many percent less than without it."),
    INT_FIELD(struct deal_answer, units, .says = "How many pieces there are in all."),
    INT_FIELD(struct deal_answer, left, .says = "How many can be claimed now."),
    INT_FIELD(struct deal_answer, taken_percent, .says = "The part that is sold or kept."),
    INT_FIELD(struct deal_answer, per_buyer, .says = "At most so many for one buyer."),
    MOMENT_FIELD(struct deal_answer, starts_at, .says = "From when on, by the market's clock."),
    MOMENT_FIELD(struct deal_answer, ends_at, .says = "Until when."),
    CHOICE_FIELD(struct deal_answer, state, deal_states, .says = "Draft, live or stopped."),
    BOOL_FIELD(struct deal_answer, running, .says = "It is live, and its time is now."),
    BOOL_FIELD(struct deal_answer, coming, .says = "It is live, and begins later."),
    BOOL_FIELD(struct deal_answer, over, .says = "It was stopped, or its time is over."),
    BOOL_FIELD(struct deal_answer, sold_out, .says = "Nothing is left now; some may come back."),
    BOOL_FIELD(struct deal_answer, may_claim, .says = "It runs, and something is left."),
    { 0 },
};

static struct money in_currency(struct store_tx *tx, struct money amount, struct currency currency,
                                struct moment now)
{
    struct money converted;
    return exchange_convert(tx, amount, currency, now, &converted) ? amount : converted;
}

refused deals_answer(struct request *request, struct store_tx *tx, const struct deal *deal,
                     struct currency currency, struct deal_answer *ret_answer)
{
    struct arena *memory = request->memory;
    struct offer offer;
    struct seller seller;
    refused why = catalog_offer(tx, memory, deal->offer, &offer);
    if (!why)
        why = sellers_find(tx, memory, deal->seller, &seller);
    if (why)
        return why;
    struct moment now = request->now;
    bool over = deal->state == DEAL_STOPPED || deal->closed_at.us || deal->ends_at.us <= now.us;
    bool live = deal->state == DEAL_LIVE && !over;
    struct lowest_price lowest = catalog_lowest_price(tx, deal->offer, now);
    struct deal_answer answer = {
        .deal = deal->deal,
        .offer = deal->offer,
        .product = offer.product,
        .seller = deal->seller,
        .seller_name = seller.name,
        .title = offer.title,
        .options = offer.options,
        .picture = offer.picture,
        .price = in_currency(tx, deal->price, currency, now),
        .was = in_currency(tx, offer.price, currency, now),
        .lowest = in_currency(tx, money_of(lowest.minor, offer.price.currency), currency, now),
        .units = deal->units,
        .left = deal->state == DEAL_DRAFT ? deal->units : deal->left,
        .per_buyer = deal->per_buyer,
        .starts_at = deal->starts_at,
        .ends_at = deal->ends_at,
        .state = deal->state,
        .running = live && deal->starts_at.us <= now.us,
        .coming = live && deal->starts_at.us > now.us,
        .over = over,
    };
    if (offer.price.minor > deal->price.minor)
        answer.percent = (offer.price.minor - deal->price.minor) * 100 / offer.price.minor;
    answer.taken_percent = (deal->units - answer.left) * 100 / deal->units;
    answer.sold_out = answer.running && answer.left == 0;
    answer.may_claim = answer.running && answer.left > 0 && offer.for_sale;
    *ret_answer = answer;
    return NULL;
}

/* Shown -------------------------------------------------------------------------------------- */

struct list_answer {
    LIST_OF(struct deal_answer) data, coming;
    struct moment clock;
};
static const struct field list_fields[] = {
    LIST_FIELD(struct list_answer, data, deal_fields, .says = "Running; those that end first."),
    LIST_FIELD(struct list_answer, coming, deal_fields, .says = "Coming; those that begin first."),
    MOMENT_FIELD(struct list_answer, clock, .says = "What the market's clock says."),
    { 0 },
};

static struct deal_answer *answers_of(struct request *request, const struct deals *deals,
                                      size_t *ret_count)
{
    struct deal_answer *answers = arena_array(request->memory, deals->count + 1, sizeof *answers);
    *ret_count = 0;
    for (size_t i = 0; i < deals->count; i++)
        if (!deals_answer(request, request->tx, &deals->items[i], request->visitor.currency,
                          &answers[*ret_count]))
            (*ret_count)++;
    return answers;
}

static refused list(struct request *request)
{
    struct list_answer *answer = request->answer;
    struct deals running = deals_running(request->tx, request->memory, request->now, SHOWN_MOST);
    struct deals coming = deals_coming(request->tx, request->memory, request->now, SHOWN_MOST);
    answer->data.items = answers_of(request, &running, &answer->data.count);
    answer->coming.items = answers_of(request, &coming, &answer->coming.count);
    answer->clock = request->now;
    request->title = _("Flash deals");
    return NULL;
}

struct kept_answer {
    int64_t count;
    struct moment until;
};
static const struct field kept_fields[] = {
    INT_FIELD(struct kept_answer, count, .says = "So many pieces."),
    MOMENT_FIELD(struct kept_answer, until, .says = "Then others may have them."),
    { 0 },
};
struct one_answer {
    struct deal_answer of;
    struct kept_answer *kept;
    struct moment clock;
    bool signed_in, several;
};
static const struct field one_fields[] = {
    OBJECT_FIELD(struct one_answer, of, deal_fields, .says = "The deal."),
    MAYBE_FIELD(struct one_answer, kept, kept_fields, .says = "What is kept for you, or null."),
    MOMENT_FIELD(struct one_answer, clock, .says = "What the market's clock says."),
    BOOL_FIELD(struct one_answer, signed_in, .says = "You are signed in."),
    BOOL_FIELD(struct one_answer, several, .says = "A buyer may have more than one."),
    { 0 },
};

static struct kept_answer *kept_of(struct request *request, struct store_tx *tx, deal_id deal)
{
    struct deal_holds holds =
        deals_holds(tx, request->memory, request->visitor.account, request->now);
    for (size_t i = 0; i < holds.count; i++)
        if (holds.items[i].deal.number == deal.number) {
            struct kept_answer *kept = arena_take(request->memory, sizeof *kept);
            *kept = (struct kept_answer){ holds.items[i].pieces, holds.items[i].expires_at };
            return kept;
        }
    return NULL;
}

static refused show(struct request *request)
{
    struct one_answer *answer = request->answer;
    struct deal deal;
    deal_id number = { request_id(request, "deal") };
    refused why = deals_find(request->tx, request->memory, number, &deal);
    if (!why && deal.state == DEAL_DRAFT)
        why = &DEAL_NOT_FOUND;
    if (!why)
        why = deals_answer(request, request->tx, &deal, request->visitor.currency, &answer->of);
    if (why)
        return why;
    answer->clock = request->now;
    answer->kept = kept_of(request, request->tx, number);
    answer->signed_in = request->visitor.account.number != 0;
    answer->several = deal.per_buyer > 1;
    request->title = answer->of.title;
    return NULL;
}

struct work_answer {
    bool needed;
    const char *challenge;
    int64_t bits;
};
static const struct field work_fields[] = {
    BOOL_FIELD(struct work_answer, needed, .says = "There is a crowd: a claim needs the work."),
    TEXT_FIELD(struct work_answer, challenge, .says = "For you, this deal and this minute."),
    INT_FIELD(struct work_answer, bits,
              .says = "Find a decimal number, so that SHA-256 of the challenge followed by the "
                      "number begins with so many zero bits, and send it as \"work\"."),
    { 0 },
};

static refused show_work(struct request *request)
{
    struct work_answer *answer = request->answer;
    struct deal deal;
    deal_id number = { request_id(request, "deal") };
    refused why = deals_find(request->tx, request->memory, number, &deal);
    if (why || deal.state == DEAL_DRAFT)
        return &DEAL_NOT_FOUND;
    char *challenge = arena_take(request->memory, DEAL_CHALLENGE_SIZE);
    deals_challenge(&request->settings->master, number, request->visitor.account, request->now,
                    challenge);
    *answer =
        (struct work_answer){ deals_is_crowded(number, request->now), challenge, DEAL_WORK_BITS };
    return NULL;
}

/* Claimed ------------------------------------------------------------------------------------ */

struct claim_request {
    int64_t count;
    const char *work;
};
static const struct field claim_fields[] = {
    INT_FIELD(struct claim_request, count, .optional = true, .min = 1, .max = DEAL_BUYER_MAX,
              .says = "How many pieces; 1 if not given."),
    TEXT_FIELD(struct claim_request, work, .optional = true, .max = 20, .pattern = "[0-9]*",
               .says = "In a crowd: the number found for the challenge of /deals/{deal}/work."),
    { 0 },
};
struct claimed_answer {
    deal_id deal;
    offer_id offer;
    int64_t count;
    struct money price;
    struct moment held_until;
};
static const struct field claimed_fields[] = {
    ID_FIELD(struct claimed_answer, deal, "dea", .says = "The deal."),
    ID_FIELD(struct claimed_answer, offer, "off", .says = "The offer: it is in the cart."),
    INT_FIELD(struct claimed_answer, count, .says = "So many pieces are kept."),
    MONEY_FIELD(struct claimed_answer, price, .says = "Of one, in the seller's currency."),
    MOMENT_FIELD(struct claimed_answer, held_until, .says = "Until then; after it others may."),
    { 0 },
};

static refused claim_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct claim_request *body = request->body;
    struct claimed_answer *answer = request->answer;
    struct cart_owner owner = { .account = request->visitor.account };
    struct deal_hold hold;
    refused why = deals_claim(tx,
                              &(struct deal_claiming){
                                  .deal = { request_id(request, "deal") },
                                  .account = owner.account,
                                  .device = request->visitor.key,
                                  .pieces = body->count ? body->count : 1,
                                  .now = request->now,
                              },
                              &hold);
    if (!why)
        why = cart_hold(tx, &owner, &hold, request->now);
    if (!why)
        *answer = (struct claimed_answer){ hold.deal, hold.offer, hold.pieces, hold.price,
                                           hold.expires_at };
    return why;
}

/* Who comes too late is told so without work, and without a turn at the writer. */
static refused claim(struct request *request)
{
    const struct claim_request *body = request->body;
    deal_id deal = { request_id(request, "deal") };
    struct store_tx *tx = store_read(request->store);
    refused why = deals_is_open(tx, deal, request->now);
    store_read_end(tx);
    if (why)
        return why;
    if (deals_note_claim(deal, request->now) &&
        !deals_work_is_done(&request->settings->master, deal, request->visitor.account,
                            request->now, body->work)) {
        if (!request_wants_page(request))
            request->onward = arena_format(request->memory, "/v1/deals/%s/work",
                                           id_text(request->memory, "dea", deal.number));
        return &DEAL_WORK_NEEDED;
    }
    return request_transact(request, claim_act, request);
}

struct released_answer {
    deal_id deal;
};
static const struct field released_fields[] = {
    ID_FIELD(struct released_answer, deal, "dea", .says = "The deal."),
    { 0 },
};

static refused release_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    struct released_answer *answer = request->answer;
    answer->deal.number = request_id(request, "deal");
    return deals_release(tx, request->visitor.account, answer->deal, request->now);
}

static refused release(struct request *request)
{
    return store_transact(request->store, release_act, request);
}

// clang-format off
static const struct route deals_routes[] = {
    { GET, "/deals", ANYONE, list, .summary = "Flash deals, running and coming",
      .gives = list_fields, .page = "deals/deals" },
    { GET, "/deals/{deal}", ANYONE, show, .summary = "A flash deal", .gives = one_fields,
      .refuses = { &DEAL_NOT_FOUND, &OFFER_NOT_FOUND }, .page = "deals/deal" },
    { GET, "/deals/{deal}/work", SIGNED_IN, show_work,
      .summary = "Whether there is a crowd at a deal, and what a claim must then compute",
      .gives = work_fields, .refuses = { &DEAL_NOT_FOUND }, .face = ONLY_API },
    { POST, "/deals/{deal}/claim", CONFIRMED, claim,
      .summary = "Have pieces kept for ten minutes, in the cart, at the deal's price. In a crowd "
                 "it is refused until it brings the work that /deals/{deal}/work asks for",
      .takes = claim_fields, .gives = claimed_fields,
      .refuses = { &DEAL_NOT_FOUND, &DEAL_NOT_BEGUN, &DEAL_OVER, &DEAL_SOLD_OUT, &DEAL_LIMIT,
                   &DEAL_DEVICE_LIMIT, &DEAL_YOURS_ALREADY, &DEAL_TURNS_OVER, &DEAL_WORK_NEEDED,
                   &OFFER_WITHDRAWN, &OUT_OF_STOCK, &CART_FULL, &OFFER_NOT_FOUND },
      .then = "/cart", .again = "/deals/{deal}", .once = true, .scope = SCOPE_BUY,
      .done = N_("It is yours for ten minutes: pay before the time is over.") },
    { POST, "/deals/{deal}/release", SIGNED_IN, release,
      .summary = "Give back what is kept for you", .gives = released_fields,
      .refuses = { &DEAL_NOT_HELD }, .then = "/deals/{deal}", .again = "/deals/{deal}",
      .scope = SCOPE_BUY, .done = N_("Others may have it now.") },
    { 0 },
};
// clang-format on

static const struct id_name deals_ids[] = { { "deal", "dea" }, { 0 } };

const struct module deals_module = {
    .name = "deals",
    .routes = deals_routes,
    .ids = deals_ids,
    .schema = deals_schema,
    .jobs = deals_jobs,
    .statements = deals_statements,
    .first = deals_first,
};

/* Promotions, on the web: drafted, started and stopped by a seller, or by operators for the
 * market. Both have the same pages; who gives is told by the path. */
#include "base/id.h"
#include "shop/oversight/oversight_web.h"
#include "shop/promotions/promotion_words.h"
#include "shop/promotions/promotions_sql.h"
#include "shop/promotions/promotions_web.h"
#include "shop/sellers/sellers_web.h"

/* Answers ------------------------------------------------------------------------------------ */

static const struct field condition_fields[] = {
    TEXT_FIELD(struct condition_answer, words, .says = "One condition, in words."),
    { 0 },
};
#define PROMOTION_FIELDS(TYPE)                                                          \
    ID_FIELD(TYPE, promotion, "prm", .says = "The promotion."),                         \
        ID_FIELD(TYPE, seller, "sel", .says = "Who gives it; null: the market."),       \
        ID_FIELD(TYPE, event, "sev", .says = "The sale event that it is of, or null."), \
        TEXT_FIELD(TYPE, name, .says = "As buyers read it."),                           \
        TEXT_FIELD(TYPE, gives, .says = "What it gives, in words."),                    \
        LIST_FIELD(TYPE, conditions, condition_fields, .says = "What else must hold."), \
        CHOICE_FIELD(TYPE, state, promotion_states, .says = "Draft, live or stopped."), \
        CHOICE_FIELD(TYPE, funder, promotion_funders, .says = "Who pays for it."),      \
        BOOL_FIELD(TYPE, by_coupon, .says = "Only for who has a coupon of it."),        \
        BOOL_FIELD(TYPE, open, .says = "It can be used now."),                          \
        BOOL_FIELD(TYPE, waiting, .says = "It is live, and begins later."),             \
        BOOL_FIELD(TYPE, over, .says = "Its time is over."),                            \
        BOOL_FIELD(TYPE, joinable, .says = "Sellers join it with offers."),             \
        TEXT_FIELD(TYPE, terms, .lines = true, .says = "Its terms, as JSON."),          \
        MOMENT_FIELD(TYPE, starts_at, .says = "From when on."),                         \
        MOMENT_FIELD(TYPE, ends_at, .says = "Until when; null: open."),                 \
        INT_FIELD(TYPE, uses, .says = "In how many purchases it was used."),            \
        INT_FIELD(TYPE, uses_max, .says = "In at most so many; 0: no limit."),          \
        INT_FIELD(TYPE, joined, .says = "How many offers have joined."),                \
        MONEY_FIELD(TYPE, spent, .says = "What it took off so far."),                   \
        MONEY_FIELD(TYPE, budget, .says = "At most so much; 0: no limit."),             \
        BOOL_FIELD(TYPE, may_change, .says = "It is a draft."),                         \
        BOOL_FIELD(TYPE, may_start, .says = "It can go live."),                         \
        BOOL_FIELD(TYPE, may_stop, .says = "It can be stopped.")

const struct field promotion_fields[] = { PROMOTION_FIELDS(struct promotion_answer), { 0 } };

struct promotion_answer promotions_answer(struct request *request, struct store_tx *tx,
                                          const struct promotion *promotion)
{
    struct arena *memory = request->memory;
    const struct promotion_terms *terms = &promotion->terms;
    bool live = promotion->state == PROMOTION_LIVE;
    bool over = promotion->ends_at.us && promotion->ends_at.us <= request->now.us;
    bool begun = promotion->starts_at.us <= request->now.us;
    struct promotion_answer answer = {
        .promotion = promotion->promotion,
        .seller = promotion->seller,
        .event = promotion->event,
        .name = promotion->name,
        .gives = promotion_words(memory, &(struct promotion_saying){ .terms = terms }),
        .state = promotion->state,
        .funder = terms->funder,
        .by_coupon = promotion->by_coupon,
        .open = live && begun && !over,
        .waiting = live && !begun,
        .over = over,
        .joinable = terms->scope.joined,
        .terms = promotion_write(memory, terms),
        .starts_at = promotion->starts_at,
        .ends_at = promotion->ends_at,
        .uses_max = terms->uses_max,
        .budget = money_of(terms->budget, terms->currency),
        .may_change = promotion->state == PROMOTION_DRAFT,
        .may_start = promotion->state == PROMOTION_DRAFT && !over,
        .may_stop = promotion->state == PROMOTION_DRAFT || (live && !over),
    };
    int64_t spent;
    promotions_sum(tx, promotion->promotion, &spent, &answer.uses);
    answer.spent = money_of(spent, terms->currency);
    if (terms->scope.joined)
        answer.joined = promotions_count_joins(tx, promotion->promotion);
    struct promotion_conditions conditions = promotion_words_conditions(memory, terms);
    answer.conditions.items =
        arena_array(memory, conditions.count, sizeof(*answer.conditions.items));
    for (size_t i = 0; i < conditions.count; i++)
        answer.conditions.items[answer.conditions.count++] =
            (struct condition_answer){ conditions.items[i] };
    return answer;
}

/* Who gives ---------------------------------------------------------------------------------- */

static bool of_market(const struct request *request)
{
    return text_starts(request->route->path, "/operator/");
}

static refused giver(struct request *request, struct store_tx *tx, seller_id *ret_seller)
{
    struct seller seller;
    *ret_seller = (seller_id){ 0 };
    if (of_market(request))
        return NULL;
    refused why = sellers_of_request(request, tx, &seller);
    if (!why)
        *ret_seller = seller.seller;
    return why;
}

static void note(struct store_tx *tx, struct request *request, const char *act,
                 promotion_id promotion, const char *facts)
{
    if (of_market(request))
        oversight_note_for(tx, request,
                           &(struct noted){ act, "prm", promotion.number, NULL, facts });
}

/* Shown -------------------------------------------------------------------------------------- */

struct own_request {
    const char *cursor;
    int64_t limit;
};
static const struct field own_request_fields[] = { PAGED_REQUEST(struct own_request), { 0 } };
struct own_answer {
    LIST_OF(struct promotion_answer) data;
    const char *next_cursor;
    bool has_more, market, may_give;
};
static const struct field own_fields[] = {
    LIST_FIELD(struct own_answer, data, promotion_fields, .says = "The newest first."),
    BOOL_FIELD(struct own_answer, market, .says = "The market's own."),
    BOOL_FIELD(struct own_answer, may_give, .says = "New ones may be made."),
    PAGED_ANSWER(struct own_answer),
    { 0 },
};

static bool may_give(struct request *request)
{
    struct seller seller;
    if (of_market(request))
        return true;
    return !sellers_of_request(request, request->tx, &seller) &&
           (seller.standing == SELLER_VERIFIED || seller.standing == SELLER_TOP);
}

static refused list_own(struct request *request)
{
    const struct own_request *body = request->body;
    struct own_answer *answer = request->answer;
    seller_id seller;
    int64_t limit = body->limit ? body->limit : 20, before = INT64_MAX;
    refused why = giver(request, request->tx, &seller);
    if (why)
        return why;
    if (body->cursor && !id_read(body->cursor, "prm", &before))
        before = INT64_MAX;
    struct promotions found =
        promotions_of(request->tx, request->memory, seller, before, limit + 1);
    answer->data.items = arena_array(request->memory, found.count, sizeof(*answer->data.items));
    for (size_t i = 0; i < found.count && answer->data.count < (size_t)limit; i++)
        answer->data.items[answer->data.count++] =
            promotions_answer(request, request->tx, &found.items[i]);
    answer->has_more = found.count > (size_t)limit;
    if (answer->has_more)
        answer->next_cursor =
            id_text(request->memory, "prm", found.items[limit - 1].promotion.number);
    answer->market = of_market(request);
    answer->may_give = may_give(request);
    request->title = _("Promotions");
    return NULL;
}

struct shown_answer {
    struct promotion_answer of;
    struct promotion_form filled;
    bool market;
};
static const struct field shown_fields[] = {
    OBJECT_FIELD(struct shown_answer, of, promotion_fields, .says = "The promotion."),
    OBJECT_FIELD(struct shown_answer, filled, promotion_form_fields, .says = "As its form has it."),
    BOOL_FIELD(struct shown_answer, market, .says = "The market's own."),
    { 0 },
};

static refused show_new(struct request *request)
{
    struct shown_answer *answer = request->answer;
    answer->market = of_market(request);
    request->title = _("New promotion");
    return NULL;
}

static refused fill_shown(struct request *request, struct store_tx *tx, promotion_id number)
{
    struct shown_answer *answer = request->answer;
    struct promotion promotion;
    seller_id seller;
    refused why = giver(request, tx, &seller);
    if (!why)
        why = promotions_find(tx, request->memory, number, &promotion);
    if (why)
        return why;
    if (promotion.seller.number != seller.number)
        return &PROMOTION_NOT_FOUND;
    answer->of = promotions_answer(request, tx, &promotion);
    answer->filled = promotion_form_of(request, &promotion);
    answer->market = of_market(request);
    return NULL;
}

static refused show_one(struct request *request)
{
    request->title = _("Promotion");
    return fill_shown(request, request->tx, (promotion_id){ request_id(request, "promotion") });
}

/* Acts --------------------------------------------------------------------------------------- */

struct acted_answer {
    promotion_id promotion;
    enum promotion_state state;
};
static const struct field acted_fields[] = {
    ID_FIELD(struct acted_answer, promotion, "prm", .says = "The promotion."),
    CHOICE_FIELD(struct acted_answer, state, promotion_states, .says = "Where it stands now."),
    { 0 },
};

struct making {
    struct request *request;
    struct promotion_making wish;
};

static refused make_act(struct store_tx *tx, void *what)
{
    struct making *making = what;
    struct request *request = making->request;
    struct acted_answer *answer = request->answer;
    refused why = giver(request, tx, &making->wish.seller);
    if (!why)
        why = promotions_make(tx, &making->wish, &answer->promotion);
    if (why)
        return why;
    note(tx, request, making->wish.promotion.number ? "promotion.changed" : "promotion.made",
         answer->promotion, making->wish.name);
    answer->state = PROMOTION_DRAFT;
    return NULL;
}

static refused make_or_change(struct request *request, promotion_id promotion)
{
    struct making making = { .request = request };
    seller_id seller;
    struct store_tx *tx = store_read(request->store);
    refused why = giver(request, tx, &seller);
    store_read_end(tx);
    if (!why)
        why = promotion_form_read(request, seller, &making.wish);
    if (why)
        return why;
    making.wish.promotion = promotion;
    return request_transact(request, make_act, &making);
}

static refused make(struct request *request)
{
    refused why = make_or_change(request, (promotion_id){ 0 });
    if (!why)
        request->status = 201;
    return why;
}

static refused change(struct request *request)
{
    return make_or_change(request, (promotion_id){ request_id(request, "promotion") });
}

struct move_request {
    enum promotion_state to;
};
static const struct field move_fields[] = {
    CHOICE_FIELD(struct move_request, to, promotion_states, .says = "live, or stopped."),
    { 0 },
};

static refused move_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct move_request *body = request->body;
    struct acted_answer *answer = request->answer;
    promotion_id promotion = { request_id(request, "promotion") };
    seller_id seller;
    refused why = giver(request, tx, &seller);
    if (!why)
        why = body->to == PROMOTION_LIVE ? promotions_start(tx, seller, promotion, request->now)
                                         : promotions_stop(tx, seller, promotion, request->now);
    if (why)
        return why;
    note(tx, request, body->to == PROMOTION_LIVE ? "promotion.started" : "promotion.stopped",
         promotion, NULL);
    *answer = (struct acted_answer){ promotion, body->to };
    return NULL;
}

static refused move(struct request *request)
{
    const struct move_request *body = request->body;
    refused why = body->to == PROMOTION_DRAFT ? &PROMOTION_IS_LIVE : NULL;
    return why ? why : request_transact(request, move_act, request);
}

#define MAKING_REFUSES                                                                      \
    &PROMOTION_TERMS_WRONG, &PROMOTION_TIMES_WRONG, &PROMOTION_NOT_VERIFIED, &NOT_A_SELLER, \
        &PROMOTION_NOT_FOUND, &PROMOTION_IS_LIVE

// clang-format off
#define OWN_ROUTES(BASE, WHO, SCOPE)                                                             \
    { GET, BASE "/promotions", WHO, list_own, .summary = "Promotions given, the newest first",  \
      .takes = own_request_fields, .gives = own_fields, .page = "promotions/own",               \
      .scope = SCOPE },                                                                         \
    { GET, BASE "/promotions/new", WHO, show_new, .summary = "The form of a new promotion",     \
      .gives = shown_fields, .page = "promotions/new", .face = ONLY_PAGE, .scope = SCOPE },     \
    { POST, BASE "/promotions", WHO, make, .summary = "Draft a promotion",                      \
      .takes = promotion_form_fields, .gives = acted_fields, .refuses = { MAKING_REFUSES },     \
      .then = BASE "/promotions/{promotion}", .again = BASE "/promotions/new", .scope = SCOPE,  \
      .done = N_("The promotion is a draft. Look at it once more, then start it.") },           \
    { GET, BASE "/promotions/{promotion}", WHO, show_one, .summary = "A promotion given",       \
      .gives = shown_fields, .refuses = { &PROMOTION_NOT_FOUND, &NOT_A_SELLER },                \
      .page = "promotions/one", .scope = SCOPE },                                               \
    { POST, BASE "/promotions/{promotion}", WHO, change, .summary = "Change a draft",           \
      .takes = promotion_form_fields, .gives = acted_fields, .refuses = { MAKING_REFUSES },     \
      .then = BASE "/promotions/{promotion}", .again = BASE "/promotions/{promotion}",          \
      .scope = SCOPE, .done = N_("The draft is changed.") },                                     \
    { POST, BASE "/promotions/{promotion}/state", WHO, move,                                    \
      .summary = "Start a promotion, or stop it; a draft that is stopped is thrown away",       \
      .takes = move_fields, .gives = acted_fields,                                              \
      .refuses = { &PROMOTION_NOT_FOUND, &PROMOTION_NOT_LIVE, &PROMOTION_IS_LIVE,               \
                   &PROMOTION_TIMES_WRONG, &PROMOTION_NOT_VERIFIED, &PROMOTION_GIFT_WRONG,      \
                   &NOT_A_SELLER },                                                             \
      .then = BASE "/promotions", .again = BASE "/promotions/{promotion}", .scope = SCOPE }

static const struct route seller_routes[] = { OWN_ROUTES("/seller", SELLER, SCOPE_SELL), { 0 } };
static const struct route operator_routes[] = {
    OWN_ROUTES("/operator", OPERATOR, SCOPE_OPERATE), { 0 }
};
// clang-format on

const struct module promotions_seller_module = { .name = "promotions_seller",
                                                 .routes = seller_routes };
const struct module promotions_operator_module = { .name = "promotions_operator",
                                                   .routes = operator_routes };

/* Sale events, on the web: the calendar, a sale's page, reminders, and the feed for calendars. */
#include "shop/promotions/promotions_events_web.h"

#include "base/id.h"
#include "shop/promotions/promotions_sql.h"

const struct field sale_fields[] = {
    ID_FIELD(struct sale_answer, event, "sev", .says = "The sale."),
    TEXT_FIELD(struct sale_answer, slug, .says = "Its name in its address."),
    TEXT_FIELD(struct sale_answer, name, .says = "Its name."),
    TEXT_FIELD(struct sale_answer, says, .says = "What it is, in a sentence or two."),
    TEXT_FIELD(struct sale_answer, countries, .says = "Countries by their letters; empty: all."),
    TEXT_FIELD(struct sale_answer, where, .says = "The same in words, or null."),
    TEXT_FIELD(struct sale_answer, zone, .says = "Where its days begin and end."),
    TEXT_FIELD(struct sale_answer, month, .says = "The month in which it begins, in words."),
    MOMENT_FIELD(struct sale_answer, starts_at, .says = "Its first moment."),
    MOMENT_FIELD(struct sale_answer, ends_at, .says = "Its last."),
    CHOICE_FIELD(struct sale_answer, state, sale_event_states, .says = "Where it stands."),
    BOOL_FIELD(struct sale_answer, now, .says = "It is on."),
    BOOL_FIELD(struct sale_answer, coming, .says = "It begins later."),
    BOOL_FIELD(struct sale_answer, over, .says = "It is over."),
    BOOL_FIELD(struct sale_answer, here, .says = "It is on in the visitor's country, too."),
    BOOL_FIELD(struct sale_answer, first_of_month, .says = "No other of this list before it."),
    TEXT_FIELD(struct sale_answer, left, .says = "How long until it begins or ends, in words."),
    INT_FIELD(struct sale_answer, left_seconds, .says = "The same in seconds."),
    { 0 },
};

static const char *left_words(struct arena *memory, int64_t left_seconds)
{
    int64_t minutes_left = left_seconds / 60;
    if (minutes_left >= 2 * 1440)
        return words_count(memory, "{count} day", "{count} days", minutes_left / 1440);
    if (minutes_left >= 120)
        return words_count(memory, "{count} hour", "{count} hours", minutes_left / 60);
    return words_count(memory, "{count} minute", "{count} minutes",
                       minutes_left ? minutes_left : 1);
}

static const char *countries_words(struct arena *memory, const char *countries)
{
    AUTO(text) words = { 0 };
    char *rest = arena_copy(memory, countries), *kept;
    for (char *word = strtok_r(rest, " ", &kept); word; word = strtok_r(NULL, " ", &kept)) {
        if (words.length)
            text_add(&words, ", ");
        text_add(&words, words_country(memory, word));
    }
    return words.length ? arena_copy(memory, text_of(&words)) : NULL;
}

struct sale_answer sales_answer(struct request *request, const struct sale_event *event)
{
    struct arena *memory = request->memory;
    struct moment now = request->now;
    bool begun = event->starts_at.us <= now.us, over = event->ends_at.us <= now.us;
    struct moment next = begun ? event->ends_at : event->starts_at;
    return (struct sale_answer){
        .event = event->event,
        .slug = event->slug,
        .name = event->name,
        .says = event->says,
        .countries = event->countries,
        .where = countries_words(memory, event->countries),
        .zone = event->zone,
        .month = words_month(memory, event->starts_at),
        .starts_at = event->starts_at,
        .ends_at = event->ends_at,
        .state = event->state,
        .now = begun && !over && event->state == SALE_SHOWN,
        .coming = !begun && event->state != SALE_CANCELLED,
        .over = over,
        .here = !*event->countries || strstr(event->countries, request->visitor.country),
        .left_seconds = over ? 0 : (next.us - now.us) / 1000000,
        .left = over ? NULL : left_words(memory, (next.us - now.us) / 1000000),
    };
}

/* The calendar ------------------------------------------------------------------------------- */

enum { SALES_MOST = 200 };

struct sales_answer_list {
    LIST_OF(struct sale_answer) now, coming;
};
static const struct field sales_fields[] = {
    LIST_FIELD(struct sales_answer_list, now, sale_fields, .says = "Those that are on."),
    LIST_FIELD(struct sales_answer_list, coming, sale_fields, .says = "Those that begin later."),
    { 0 },
};

static refused show_sales(struct request *request)
{
    struct sales_answer_list *answer = request->answer;
    struct arena *memory = request->memory;
    struct sale_events found =
        sale_events_after(request->tx, memory, request->now, false, SALES_MOST);
    answer->now.items = arena_array(memory, found.count + 1, sizeof(*answer->now.items));
    answer->coming.items = arena_array(memory, found.count + 1, sizeof(*answer->coming.items));
    const char *month = NULL;
    for (size_t i = 0; i < found.count; i++) {
        struct sale_answer sale = sales_answer(request, &found.items[i]);
        if (sale.now)
            answer->now.items[answer->now.count++] = sale;
        if (!sale.coming)
            continue;
        sale.first_of_month = !month || !text_same(month, sale.month);
        month = sale.month;
        answer->coming.items[answer->coming.count++] = sale;
    }
    request->title = _("Sales");
    return NULL;
}

/* One ---------------------------------------------------------------------------------------- */

struct joined_answer {
    offer_id offer;
    product_id product;
    const char *title, *options, *picture;
    struct money list, price;
    bool lower;
};
static const struct field joined_fields[] = {
    ID_FIELD(struct joined_answer, offer, "off", .says = "The offer."),
    ID_FIELD(struct joined_answer, product, "prd", .says = "Its product."),
    TEXT_FIELD(struct joined_answer, title, .says = "The product's name."),
    TEXT_FIELD(struct joined_answer, options, .says = "The variant; may be empty."),
    TEXT_FIELD(struct joined_answer, picture, .says = "Path of a picture, or null."),
    MONEY_FIELD(struct joined_answer, list, .says = "Without the sale, in the visitor's currency."),
    MONEY_FIELD(struct joined_answer, price, .says = "In the sale."),
    BOOL_FIELD(struct joined_answer, lower, .says = "The sale's price is lower."),
    { 0 },
};
struct sale_page {
    struct sale_answer of;
    LIST_OF(struct promotion_answer) promotions;
    LIST_OF(struct joined_answer) joined;
    bool signed_in, reminds;
};
static const struct field sale_page_fields[] = {
    OBJECT_FIELD(struct sale_page, of, sale_fields, .says = "The sale."),
    LIST_FIELD(struct sale_page, promotions, promotion_fields, .says = "What it gives."),
    LIST_FIELD(struct sale_page, joined, joined_fields, .says = "Offers that take part."),
    BOOL_FIELD(struct sale_page, signed_in, .says = "Somebody is signed in."),
    BOOL_FIELD(struct sale_page, reminds, .says = "The visitor is told when it begins."),
    { 0 },
};

static void add_joined(struct request *request, const struct promotion *promotion,
                       struct sale_page *answer)
{
    enum { SHOWN_MOST = 60 };
    struct promotion_joins joins = promotions_joins(
        request->tx, request->memory, promotion->promotion, (seller_id){ 0 }, 0, SHOWN_MOST);
    for (size_t i = 0; i < joins.count; i++) {
        const struct promotion_join *join = &joins.items[i];
        struct money price = join->price.minor ? join->price : join->list_price;
        struct joined_answer one = { .offer = join->offer,
                                     .product = join->product,
                                     .title = join->title,
                                     .options = join->options,
                                     .picture = join->picture,
                                     .lower = price.minor < join->list_price.minor };
        if (exchange_convert(request->tx, join->list_price, request->visitor.currency, request->now,
                             &one.list) ||
            exchange_convert(request->tx, price, request->visitor.currency, request->now,
                             &one.price))
            continue;
        answer->joined.items = arena_room(request->memory, answer->joined.items,
                                          answer->joined.count, sizeof(*answer->joined.items));
        answer->joined.items[answer->joined.count++] = one;
    }
}

void sales_fill_promotions(struct request *request, struct store_tx *tx, sale_event_id event,
                           struct promotion_list *ret_list)
{
    struct promotions found = promotions_of_event(tx, request->memory, event);
    ret_list->items = arena_array(request->memory, found.count + 1, sizeof(*ret_list->items));
    for (size_t i = 0; i < found.count; i++)
        ret_list->items[ret_list->count++] = promotions_answer(request, tx, &found.items[i]);
}

/* What is planned is nobody's business yet. */
static refused shown_sale(struct request *request, struct store_tx *tx,
                          struct sale_event *ret_event)
{
    refused why = sale_events_named(tx, request->memory, request_text(request, "slug"), ret_event);
    return !why && ret_event->state == SALE_PLANNED ? &SALE_NOT_FOUND : why;
}

static refused show_sale(struct request *request)
{
    struct sale_page *answer = request->answer;
    struct sale_event event;
    struct promotion_list list = { 0 };
    refused why = shown_sale(request, request->tx, &event);
    if (why)
        return why;
    answer->of = sales_answer(request, &event);
    sales_fill_promotions(request, request->tx, event.event, &list);
    answer->promotions.items = list.items;
    answer->promotions.count = list.count;
    struct promotions found = promotions_of_event(request->tx, request->memory, event.event);
    for (size_t i = 0; i < found.count; i++)
        if (found.items[i].terms.scope.joined && found.items[i].terms.level == LEVEL_PRICE)
            add_joined(request, &found.items[i], answer);
    answer->signed_in = request->visitor.account.number != 0;
    answer->reminds = answer->signed_in &&
                      sale_events_reminds(request->tx, event.event, request->visitor.account);
    request->title = event.name;
    return NULL;
}

struct remind_request {
    bool wanted;
};
static const struct field remind_fields[] = {
    BOOL_FIELD(struct remind_request, wanted, .optional = true,
               .says = "Tell me when it begins; false: do not."),
    { 0 },
};
struct reminded_answer {
    bool wanted;
};
static const struct field reminded_fields[] = {
    BOOL_FIELD(struct reminded_answer, wanted, .says = "You are told when it begins."),
    { 0 },
};

static refused remind_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct remind_request *body = request->body;
    struct sale_event event;
    refused why = shown_sale(request, tx, &event);
    if (why)
        return why;
    sale_events_remind(tx, event.event, request->visitor.account, body->wanted);
    ((struct reminded_answer *)request->answer)->wanted = body->wanted;
    return NULL;
}

static refused remind(struct request *request)
{
    return request_transact(request, remind_act, request);
}

/* Feeds -------------------------------------------------------------------------------------- */

static void answer_feed(struct request *request, const struct sale_events *events)
{
    request->raw =
        sale_events_feed(request->memory, events, request->settings->url, &request->raw_size);
    request->raw_type = "text/calendar; charset=utf-8";
    request->cache = "public, max-age=3600";
}

/* A month of the past, too: calendars keep what they once had. */
static refused feed_all(struct request *request)
{
    struct sale_events events = sale_events_after(
        request->tx, request->memory, moment_before(request->now, days(31)), false, SALES_MOST);
    answer_feed(request, &events);
    return NULL;
}

static refused feed_one(struct request *request)
{
    struct sale_event event;
    refused why = shown_sale(request, request->tx, &event);
    if (!why)
        answer_feed(request, &(struct sale_events){ &event, 1 });
    return why;
}

// clang-format off
static const struct route sales_routes[] = {
    { GET, "/sales", ANYONE, show_sales, .summary = "Sales that are on, and that are coming",
      .gives = sales_fields, .page = "promotions/sales" },
    { GET, "/sales.ics", ANYONE, feed_all, .raw = true,
      .summary = "The sales as a calendar (RFC 5545)" },
    { GET, "/sales/{slug}", ANYONE, show_sale, .summary = "A sale, and what takes part",
      .gives = sale_page_fields, .refuses = { &SALE_NOT_FOUND }, .page = "promotions/sale" },
    { GET, "/sales/{slug}/calendar.ics", ANYONE, feed_one, .raw = true,
      .summary = "A sale for one's calendar",
      .refuses = { &SALE_NOT_FOUND } },
    { POST, "/sales/{slug}/reminder", SIGNED_IN, remind, .summary = "Be told when a sale begins",
      .takes = remind_fields, .gives = reminded_fields, .refuses = { &SALE_NOT_FOUND },
      .then = "/sales/{slug}" },
    { 0 },
};
// clang-format on

const struct module sales_module = { .name = "sales", .routes = sales_routes };

/* Search, cards: prices in the visitor's currency, and what a product costs at the door. */
#include "shop/search/search_web.h"

#include <stdlib.h>

#include "shop/exchange/exchange.h"
#include "shop/reviews/reviews.h"

// clang-format off
const struct field card_fields[] = {
    ID_FIELD(struct card_answer, product, "prd", .says = "The product."),
    ID_FIELD(struct card_answer, offer, "off", .says = "Its cheapest offer."),
    TEXT_FIELD(struct card_answer, title, .says = "Its name."),
    TEXT_FIELD(struct card_answer, brand, .says = "Its brand, or null."),
    TEXT_FIELD(struct card_answer, picture, .says = "Path of a picture, or null."),
    MONEY_FIELD(struct card_answer, price,
                .says = "Of the cheapest offer, in the visitor's currency."),
    MONEY_FIELD(struct card_answer, list,
                .says = "Without promotions; beside one, the lowest of the 30 days before."),
    TEXT_FIELD(struct card_answer, promotion, .says = "What made the price, or null."),
    BOOL_FIELD(struct card_answer, cut, .says = "The promotion's price is below list."),
    MONEY_FIELD(struct card_answer, door,
                .says = "With the proposed shipping to the visitor's country."),
    MAYBE_FIELD(struct card_answer, reduction, reduction_fields,
                .says = "That is announced of that offer, or null."),
    BOOL_FIELD(struct card_answer, from,
               .says = "Other variants or sellers may cost something else."),
    BOOL_FIELD(struct card_answer, sends, .says = "It is sent to the visitor's country."),
    BOOL_FIELD(struct card_answer, in_stock, .says = "Some are left."),
    BOOL_FIELD(struct card_answer, shipping_free, .says = "Sending it costs nothing."),
    BOOL_FIELD(struct card_answer, quick, .says = "It arrives within a week."),
    TEXT_FIELD(struct card_answer, arrives, .says = "When, in words, or null."),
    ID_FIELD(struct card_answer, seller, "sel", .says = "Who sells it for this price."),
    TEXT_FIELD(struct card_answer, seller_name, .says = "The shop's name."),
    CHOICE_FIELD(struct card_answer, standing, seller_standings, .says = "The seller's standing."),
    BOOL_FIELD(struct card_answer, trusted, .says = "The seller is verified."),
    INT_FIELD(struct card_answer, orders, .says = "Pieces bought."),
    TEXT_FIELD(struct card_answer, rating, .says = "Stars of 5, from reviews; or null."),
    INT_FIELD(struct card_answer, reviews, .says = "How many reviews count."),
    { 0 },
};
const struct field sort_fields[] = {
    TEXT_FIELD(struct sort_answer, name, .says = "Give it as sort."),
    TEXT_FIELD(struct sort_answer, words, .says = "In words."),
    TEXT_FIELD(struct sort_answer, path, .says = "The list in this order."),
    BOOL_FIELD(struct sort_answer, chosen, .says = "The one of this list."),
    { 0 },
};
// clang-format on

/* Doors ------------------------------------------------------------------------------------ */

enum { KEPT_MAX = 64, RATES_MAX = 32, QUICK_DAYS = 7 };

struct kept_ways {
    seller_id seller;
    int64_t weight_grams;
    struct shipping_offers ways;
};
struct doors {
    struct request *request;
    struct store_tx *tx;
    struct kept_ways kept[KEPT_MAX];
    size_t kept_count;
    struct rate rates[RATES_MAX];
    size_t rate_count;
    int64_t revision; /* of the ways, in this snapshot */
    const struct promotions_kept *kept_promotions;
};

struct doors *doors_begin(struct request *request, struct store_tx *tx)
{
    struct doors *doors = arena_take(request->memory, sizeof *doors);
    doors->request = request;
    doors->tx = tx;
    doors->revision = shipping_revision(tx);
    doors->kept_promotions = promotions_keep(tx, request->now);
    return doors;
}

static bool find_rate(struct doors *doors, struct currency from, struct rate *ret_rate)
{
    for (size_t i = 0; i < doors->rate_count; i++)
        if (currency_same(doors->rates[i].from, from)) {
            *ret_rate = doors->rates[i];
            return true;
        }
    if (exchange_rate(doors->tx, from, doors->request->visitor.currency, doors->request->now,
                      ret_rate))
        return false;
    if (doors->rate_count < RATES_MAX)
        doors->rates[doors->rate_count++] = *ret_rate;
    return true;
}

static struct shipping_offers find_ways(struct doors *doors, const struct door_question *question,
                                        struct rate rate)
{
    for (size_t i = 0; i < doors->kept_count; i++)
        if (doors->kept[i].seller.number == question->seller.number &&
            doors->kept[i].weight_grams == question->weight_grams)
            return doors->kept[i].ways;
    struct shipping_offers ways =
        shipping_offers(doors->tx, doors->request->memory,
                        &(struct parcel){
                            .seller = question->seller,
                            .origin = question->origin,
                            .destination = doors->request->visitor.country,
                            .weight_grams = question->weight_grams,
                            .seller_currency = question->price.currency,
                            .to_buyer = rate,
                            .now = doors->request->now,
                            .ship_days = question->ship_days,
                            .revision = doors->revision,
                        });
    if (doors->kept_count < KEPT_MAX)
        doors->kept[doors->kept_count++] =
            (struct kept_ways){ question->seller, question->weight_grams, ways };
    return ways;
}

/* What promotions for everyone make of one piece, priced as the cart will price it. */
static void promote(struct doors *doors, const struct door_question *question, struct door *door)
{
    const struct request *request = doors->request;
    struct promotion_price priced;
    if (!question->about.offer || !promotions_any(doors->kept_promotions))
        return;
    struct promotion_price_question asked = {
        .kept = doors->kept_promotions,
        .about = question->about,
        .price = question->price,
        .shipping =
            door->sends ? door->ways.items[0].seller_cost : money_of(0, question->price.currency),
        .currency = request->visitor.currency,
        .buyer = { .country = request->visitor.country, .app = request_is_app(request) },
        .now = request->now,
    };
    asked.about.seller = question->seller.number;
    asked.about.local = text_same(question->origin, request->visitor.country);
    asked.about.days_max = door->sends ? door->ways.items[0].days_max : 0;
    if (promotions_price(doors->tx, request->memory, &asked, &priced))
        return;
    door->item = priced.price;
    door->list = priced.list;
    door->discount = priced.discount;
    door->promotion = priced.name;
    door->promotion_ends = priced.ends_at;
    if (door->sends) {
        door->shipping = priced.shipping;
        door->total = priced.total;
    }
}

struct door doors_find(struct doors *doors, const struct door_question *question)
{
    struct rate rate;
    if (!find_rate(doors, question->price.currency, &rate)) /* shown as the seller asks it */
        return (struct door){ .item = question->price, .total = question->price };
    struct door door = { .item = money_convert(question->price, rate), .rate = rate };
    door.list = door.item;
    door.ways = find_ways(doors, question, rate);
    door.sends = door.ways.count > 0;
    door.shipping =
        door.sends ? door.ways.items[0].cost : money_of(0, doors->request->visitor.currency);
    door.discount = money_of(0, door.item.currency);
    door.total = money_plus(door.item, door.shipping);
    promote(doors, question, &door);
    return door;
}

static int by_offer(const void *a, const void *b)
{
    const struct promoted_door *one = a, *other = b;
    return one->offer.number < other->offer.number ? -1 : one->offer.number > other->offer.number;
}

void doors_lowest(struct doors *doors, struct promoted_door *promoted, size_t count)
{
    struct arena *memory = doors->request->memory;
    if (!count)
        return;
    qsort(promoted, count, sizeof *promoted, by_offer);
    offer_id *offers = arena_array(memory, count, sizeof *offers);
    struct lowest_price *lowest = arena_array(memory, count, sizeof *lowest);
    for (size_t i = 0; i < count; i++)
        offers[i] = promoted[i].offer;
    catalog_lowest_prices(doors->tx, memory, offers, count, doors->request->now, lowest);
    for (size_t i = 0; i < count; i++) {
        struct door *door = promoted[i].door;
        if (!lowest[i].minor || !door->rate.per_million)
            continue;
        struct money before = money_convert(money_of(lowest[i].minor, door->rate.from), door->rate);
        if (before.minor < door->list.minor)
            door->list = before;
    }
}

/* Cards ------------------------------------------------------------------------------------ */

static struct card_answer card_answer(struct arena *memory, const struct search_card *card,
                                      const struct door *door, struct moment now)
{
    struct card_answer answer = {
        .product = card->product,
        .offer = card->offer,
        .title = card->title,
        .brand = card->brand,
        .picture = card->picture,
        .list = door->list,
        .promotion = door->promotion,
        .cut = door->promotion &&
                   door->item.minor<door->list.minor, .price = door->item, .door = door->total,
                                    .reduction = catalog_show_reduction(memory, &card->reduction,
                                                                        &door->rate),
                                    .from = card->variants> 1 ||
               card->sellers > 1,
        .sends = door->sends,
        .in_stock = card->in_stock,
        .seller = card->seller,
        .seller_name = card->seller_name,
        .standing = card->standing,
        .trusted = card->standing == SELLER_VERIFIED || card->standing == SELLER_TOP,
        .orders = card->orders,
        .reviews = card->rated,
    };
    if (card->rated > 0) {
        const int64_t stars[5] = { 0 };
        struct review_rating rating =
            reviews_rating_from(stars, card->rated_weight, card->rated_weighted, now);
        answer.rating = arena_format(memory, "%.1f", rating.shown);
    }
    if (door->sends) {
        const struct shipping_offer *way = &door->ways.items[0];
        answer.shipping_free = door->shipping.minor == 0;
        answer.quick = way->days_max <= QUICK_DAYS;
        answer.arrives = words_days(memory, way->arrives_from, way->arrives_to);
    }
    return answer;
}

static struct door door_of_card(struct doors *doors, const struct search_card *card)
{
    return doors_find(doors, &(struct door_question){
                                 .seller = card->seller,
                                 .origin = card->country,
                                 .price = card->price,
                                 .weight_grams = card->weight_grams,
                                 .ship_days = card->ship_days,
                                 .about = { .offer = card->offer.number,
                                            .product = card->product.number,
                                            .category = card->category.number,
                                            .category_parent = card->category_parent,
                                            .brand = card->brand,
                                            .listed_at = card->listed_at },
                             });
}

struct card_list search_cards(struct request *request, struct store_tx *tx,
                              const struct search_found *found)
{
    struct doors *doors = doors_begin(request, tx);
    struct card_list list = { arena_array(request->memory, found->count, sizeof *list.items), 0 };
    struct door *at = arena_array(request->memory, found->count + 1, sizeof *at);
    struct promoted_door *promoted =
        arena_array(request->memory, found->count + 1, sizeof *promoted);
    size_t count = 0;
    for (size_t i = 0; i < found->count; i++) {
        at[i] = door_of_card(doors, &found->cards[i]);
        if (at[i].promotion)
            promoted[count++] = (struct promoted_door){ found->cards[i].offer, &at[i] };
    }
    doors_lowest(doors, promoted, count);
    for (size_t i = 0; i < found->count; i++)
        list.items[list.count++] =
            card_answer(request->memory, &found->cards[i], &at[i], request->now);
    return list;
}

/* Lists ------------------------------------------------------------------------------------ */

enum { PAGE_USUAL = 24, AFTER_MAX = 2000 };

/* Cursors are places in the list: what sells out meanwhile moves it by one, which nobody minds. */
static int64_t read_cursor(const char *cursor)
{
    int64_t after;
    bool good = cursor && *cursor == 'n' && text_to_int(cursor + 1, &after) && after > 0;
    return !good ? 0 : after > AFTER_MAX ? AFTER_MAX : after;
}

struct search_question search_question_of(const struct request *request,
                                          const struct list_question *list)
{
    return (struct search_question){
        .price_min = list->price_min,
        .price_max = list->price_max,
        .in_stock = list->in_stock,
        .top_sellers = list->top_sellers,
        .sort = list->sort,
        .after = read_cursor(list->cursor),
        .limit = list->limit ? list->limit : PAGE_USUAL,
        .facets = true,
        .now = request->now,
    };
}

/* "/search?q=lamp" and the filters, in another order. */
static const char *path_with(struct arena *memory, const char *path,
                             const struct list_question *list, const char *sort)
{
    AUTO(text) made = { 0 };
    const char *mark = strchr(path, '?') ? "&" : "?";
    text_add(&made, path);
    if (list->price_min.minor) {
        text_add_format(&made, "%sprice_min=", mark);
        money_write_plain(&made, list->price_min);
        mark = "&";
    }
    if (list->price_max.minor) {
        text_add_format(&made, "%sprice_max=", mark);
        money_write_plain(&made, list->price_max);
        mark = "&";
    }
    if (list->in_stock) {
        text_add_format(&made, "%sin_stock=true", mark);
        mark = "&";
    }
    if (list->top_sellers) {
        text_add_format(&made, "%stop_sellers=true", mark);
        mark = "&";
    }
    if (sort)
        text_add_format(&made, "%ssort=%s", mark, sort);
    return arena_copy(memory, text_of(&made));
}

struct list_answer search_list(struct request *request, struct store_tx *tx,
                               const struct list_question *list, const struct search_found *found,
                               const char *path)
{
    struct arena *memory = request->memory;
    struct card_list cards = search_cards(request, tx, found);
    int64_t after = read_cursor(list->cursor) + (int64_t)found->count;
    struct list_answer answer = {
        .data = { cards.items, cards.count },
        .has_more = found->has_more && after < AFTER_MAX,
        .total = found->total,
        .more_than_total = found->more_than_total,
        .filtered =
            list->price_min.minor || list->price_max.minor || list->in_stock || list->top_sellers,
        .bare_path = path,
    };
    if (answer.has_more)
        answer.next_cursor = arena_format(memory, "n%lld", (long long)after);
    answer.sorts.items = arena_array(memory, 8, sizeof *answer.sorts.items);
    for (int i = 0; search_sorts[i].name; i++)
        answer.sorts.items[answer.sorts.count++] = (struct sort_answer){
            .name = search_sorts[i].name,
            .words = _(search_sorts[i].words),
            .path = path_with(memory, path, list, i ? search_sorts[i].name : NULL),
            .chosen = i == (int)list->sort,
        };
    return answer;
}

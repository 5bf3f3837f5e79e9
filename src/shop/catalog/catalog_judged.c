/* Catalog, judged: what is worth a judgement, what is asked, and what is held. */
#include "shop/catalog/catalog_judged.h"

#include <math.h>

#include "base/id.h"
#include "shop/catalog/catalog_sql.h"
#include "shop/exchange/exchange.h"
#include "shop/notices/notices.h"

REFUSAL(PRODUCT_NOT_IN_REVIEW, 409, "This product is not being checked, or not any more.");

/* What buyers would see. */
struct shown {
    product_id product;
    seller_id seller;
    const char *title, *description;
    category_id category;
    struct money lowest; /* in the seller's currency */
    uint64_t picture;    /* that is added; 0: none */
    double title_kept;
    int64_t sold;
    struct moment now;
};

/* What a seller asks at least, and has sold. */
struct own_shelf {
    int64_t lowest_minor, sold;
};

static struct own_shelf own_shelf(struct store_tx *tx, product_id product, seller_id seller)
{
    struct own_shelf shelf = { 0 };
    struct rows rows =
        store_query(tx, &catalog_select_own_shelf, WITH(INT(product.number), INT(seller.number)));
    while (rows_next(&rows))
        shelf = (struct own_shelf){ rows_int(&rows, "price"), rows_int(&rows, "sold") };
    return shelf;
}

/* Titles ----------------------------------------------------------------------------------- */

struct word {
    const char *at;
    size_t length;
};

static char small(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter + 32) : letter;
}

static bool in_word(char letter)
{
    char low = small(letter);
    return (low >= 'a' && low <= 'z') || (low >= '0' && low <= '9') || (unsigned char)low >= 0x80;
}

static bool next_word(const char **at, struct word *ret_word)
{
    while (**at && !in_word(**at))
        ++*at;
    *ret_word = (struct word){ .at = *at };
    while (in_word(**at))
        ++*at;
    ret_word->length = (size_t)(*at - ret_word->at);
    return ret_word->length > 0;
}

static bool has_word(const char *title, struct word word)
{
    struct word other;
    while (next_word(&title, &other)) {
        size_t same = 0;
        while (other.length == word.length && same < word.length &&
               small(other.at[same]) == small(word.at[same]))
            same++;
        if (same == word.length)
            return true;
    }
    return false;
}

double catalog_title_kept(const char *before, const char *after)
{
    static const double none_kept = 0.01; /* 0 would say that nobody knows */
    double words = 0, kept = 0;
    struct word word;
    while (next_word(&before, &word)) {
        words++;
        kept += has_word(after, word);
    }
    if (words < 1)
        return 1;
    return kept > 0 ? kept / words : none_kept;
}

/* Asking ----------------------------------------------------------------------------------- */

static void add_pictures(struct store_tx *tx, const struct shown *shown,
                         struct fraud_question *question)
{
    if (shown->picture)
        question->pictures[question->picture_count++] = shown->picture;
    struct rows rows = store_query(tx, &catalog_select_hashes,
                                   WITH(INT(shown->product.number), INT(FRAUD_PICTURES_MAX - 1)));
    while (rows_next(&rows))
        question->pictures[question->picture_count++] = (uint64_t)rows_int(&rows, "hash");
}

static void add_amounts(struct store_tx *tx, const struct shown *shown,
                        struct fraud_question *question)
{
    struct currency reference = store_tx_settings(tx)->reference;
    struct money about, dollars;
    question->amount = money_of(shown->lowest.minor, reference);
    question->amount_usd = (double)NAN;
    if (!exchange_convert(tx, shown->lowest, reference, shown->now, &about))
        question->amount = about;
    if (!exchange_convert(tx, shown->lowest, currency_of("USD"), shown->now, &dollars))
        question->amount_usd = (double)dollars.minor / 100;
}

static refused judge(struct store_tx *tx, struct arena *memory, const struct shown *shown,
                     const struct fraud_visit *visit, struct fraud_judgement *ret_judgement)
{
    struct seller seller;
    refused why = sellers_find(tx, memory, shown->seller, &seller);
    if (why)
        return why;
    struct fraud_question question = {
        .act = FRAUD_LISTING,
        .account = seller.account.number,
        .subject = shown->product.number,
        .visit = *visit,
        .account_country = seller.country,
        .sellers[0].seller = shown->seller.number,
        .seller_count = 1,
        .category = shown->category.number,
        .title_kept = shown->title_kept,
        .sold_before = shown->sold,
        .text = arena_format(memory, "%s\n%s", shown->title,
                             shown->description ? shown->description : ""),
        .now = shown->now,
    };
    struct rows rows = store_query(tx, &catalog_select_crumbs, WITH(INT(shown->category.number)));
    while (rows_next(&rows))
        question.category_name = rows_text(&rows, memory, "slug");
    add_pictures(tx, shown, &question);
    add_amounts(tx, shown, &question);
    return fraud_judge(tx, memory, &question, ret_judgement);
}

/* Against what it was sold as. */
static void add_history(const struct product *before, const struct own_shelf *shelf,
                        struct shown *shown)
{
    if (!before->title_sold)
        return;
    shown->title_kept = catalog_title_kept(before->title_sold, shown->title);
    shown->sold = shelf->sold;
}

static struct shown shown_of(const struct product *product, const struct own_shelf *shelf,
                             struct currency currency, struct moment now)
{
    struct shown shown = {
        .product = product->product,
        .seller = product->seller,
        .title = product->title,
        .description = product->description,
        .category = product->category,
        .lowest = money_of(shelf->lowest_minor, currency),
        .now = now,
    };
    add_history(product, shelf, &shown);
    return shown;
}

static bool is_held(const struct fraud_judgement *judgement)
{
    return judgement->action == FRAUD_HOLD;
}

/* Off the shelves until a person has looked; a draft stays one that nobody has seen. */
static refused hold(struct store_tx *tx, const struct product *product,
                    const struct fraud_judgement *judgement, struct moment now)
{
    bool was_listed = product->state == PRODUCT_LISTED;
    enum product_state state = was_listed ? PRODUCT_WITHDRAWN : product->state;
    catalog_tally(tx, product->product, state);
    store_put(tx, &catalog_hold_product,
              WITH(INT(judgement->decision.number), TEXT(catalog_state_names[state]),
                   INT(product->product.number)));
    return was_listed ? catalog_announce(tx, &PRODUCT_WITHDRAWN_EVENT, product->product, now)
                      : NULL;
}

/* Listing ---------------------------------------------------------------------------------- */

static bool other_words(const struct product *before, const struct product_listing *listing)
{
    return !text_same(before->title, listing->title) ||
           !text_same(before->description, listing->description) ||
           !text_same(before->brand ? before->brand : "", listing->brand ? listing->brand : "") ||
           before->category.number != listing->category.number;
}

static bool fell_by_half(int64_t before, int64_t after)
{
    return after < before - after;
}

static struct money lowest_of(const struct product_listing *listing)
{
    struct money lowest = listing->variants[0].price;
    for (size_t i = 1; i < listing->variant_count; i++)
        if (listing->variants[i].price.minor < lowest.minor)
            lowest = listing->variants[i].price;
    return lowest;
}

/* Fills what is asked; false when it is not worth a judgement. */
static bool look_at(struct store_tx *tx, const struct product *before,
                    const struct product_listing *listing, struct shown *ret_shown)
{
    *ret_shown = (struct shown){
        .product = before->product.number ? before->product : listing->to_be,
        .seller = listing->seller,
        .title = listing->title,
        .description = listing->description,
        .category = listing->category,
        .lowest = lowest_of(listing),
        .now = listing->now,
    };
    if (listing->state != PRODUCT_LISTED || !before->product.number)
        return listing->state == PRODUCT_LISTED;
    struct own_shelf shelf = own_shelf(tx, before->product, listing->seller);
    add_history(before, &shelf, ret_shown);
    return before->state != PRODUCT_LISTED || other_words(before, listing) ||
           fell_by_half(shelf.lowest_minor, ret_shown->lowest.minor);
}

refused catalog_judge_listing(struct store_tx *tx, struct arena *memory,
                              const struct product_listing *listing,
                              const struct fraud_visit *visit, product_id *ret_product,
                              bool *ret_changed, struct fraud_judgement *ret_judgement)
{
    struct product_listing judged = *listing;
    struct listed_before before;
    struct product product = { 0 };
    struct shown shown;
    *ret_judgement = (struct fraud_judgement){ 0 };
    refused why = catalog_may_list(tx, memory, listing, &before);
    if (!why && before.product.number)
        why = catalog_find(tx, memory, before.product, &product);
    if (why)
        return why;
    if (!before.product.number)
        judged.to_be.number = id_next(listing->now);
    if (before.same || !look_at(tx, &product, &judged, &shown))
        return catalog_list(tx, listing, ret_product, ret_changed);
    why = judge(tx, memory, &shown, visit, ret_judgement);
    if (why || ret_judgement->stops)
        return why;
    if (is_held(ret_judgement))
        judged.state = product.state == PRODUCT_DRAFT ? PRODUCT_DRAFT : PRODUCT_WITHDRAWN;
    why = catalog_list(tx, &judged, ret_product, ret_changed);
    if (why || !is_held(ret_judgement))
        return why;
    product.product = *ret_product;
    product.state = judged.state;
    return hold(tx, &product, ret_judgement, listing->now);
}

/* Changing --------------------------------------------------------------------------------- */

refused catalog_judge_state(struct store_tx *tx, struct arena *memory,
                            const struct state_change *change, const struct fraud_visit *visit,
                            struct fraud_judgement *ret_judgement)
{
    struct product product;
    struct seller seller;
    *ret_judgement = (struct fraud_judgement){ 0 };
    refused why = catalog_find(tx, memory, change->product, &product);
    if (!why)
        why = catalog_may_become(&product, change->seller, change->state);
    if (!why)
        why = sellers_find(tx, memory, change->seller, &seller);
    if (why)
        return why;
    if (change->state == PRODUCT_LISTED && product.state != PRODUCT_LISTED) {
        struct own_shelf shelf = own_shelf(tx, change->product, change->seller);
        struct shown shown = shown_of(&product, &shelf, seller.currency, change->now);
        why = judge(tx, memory, &shown, visit, ret_judgement);
        if (why || ret_judgement->stops)
            return why;
        if (is_held(ret_judgement))
            return hold(tx, &product, ret_judgement, change->now);
    }
    return catalog_change_state(tx, change->seller, change->product, change->state, change->now);
}

refused catalog_judge_offer(struct store_tx *tx, struct arena *memory, offer_id number,
                            const struct offer_change *change, const struct fraud_visit *visit,
                            struct fraud_judgement *ret_judgement)
{
    struct product product;
    struct offer offer;
    *ret_judgement = (struct fraud_judgement){ 0 };
    refused why = catalog_may_change_offer(tx, memory, number, change, &product);
    if (!why)
        why = catalog_offer(tx, memory, number, &offer);
    if (why)
        return why;
    bool own = product.seller.number == change->seller.number;
    if (!own || product.state != PRODUCT_LISTED ||
        !fell_by_half(offer.price.minor, change->price.minor))
        return catalog_change_offer(tx, number, change);
    struct own_shelf shelf = own_shelf(tx, product.product, change->seller);
    struct shown shown = shown_of(&product, &shelf, change->price.currency, change->now);
    if (!shelf.lowest_minor || change->price.minor < shelf.lowest_minor)
        shown.lowest = change->price;
    why = judge(tx, memory, &shown, visit, ret_judgement);
    if (why || ret_judgement->stops)
        return why;
    why = catalog_change_offer(tx, number, change);
    return why || !is_held(ret_judgement) ? why : hold(tx, &product, ret_judgement, change->now);
}

refused catalog_judge_picture(struct store_tx *tx, struct arena *memory,
                              const struct picture_adding *adding, const struct fraud_visit *visit,
                              picture_id *ret_picture, struct fraud_judgement *ret_judgement)
{
    struct product product;
    struct seller seller;
    *ret_judgement = (struct fraud_judgement){ 0 };
    refused why = catalog_may_add_picture(tx, memory, adding, &product);
    if (!why)
        why = sellers_find(tx, memory, adding->seller, &seller);
    if (why)
        return why;
    if (product.state != PRODUCT_LISTED)
        return catalog_add_picture(tx, adding, ret_picture);
    struct own_shelf shelf = own_shelf(tx, adding->product, adding->seller);
    struct shown shown = shown_of(&product, &shelf, seller.currency, adding->now);
    shown.picture = adding->photograph->hash;
    why = judge(tx, memory, &shown, visit, ret_judgement);
    if (why || ret_judgement->stops)
        return why;
    why = catalog_add_picture(tx, adding, ret_picture);
    return why || !is_held(ret_judgement) ? why : hold(tx, &product, ret_judgement, adding->now);
}

/* What a person said ------------------------------------------------------------------------ */

static const struct notice_kind product_cleared = {
    "product.cleared", N_("Your product is for sale"),
    N_("We have looked at {title}, and all is well: buyers find it now. Thank you for waiting."),
    N_("See it")
};
static const struct notice_kind product_refused = {
    "product.refused", N_("We could not take your product"),
    N_("A person has looked at {title}, and it cannot be sold here as it is. It is withdrawn; you "
       "can change it and put it up for sale again. If you think that we are wrong, write to us."),
    N_("See it")
};
const struct notice_kind *const catalog_notices[] = { &product_cleared, &product_refused, NULL };

static void tell(struct store_tx *tx, struct arena *memory, const struct product *product,
                 const struct notice_kind *kind, struct moment now)
{
    struct seller seller;
    struct account account;
    if (sellers_find(tx, memory, product->seller, &seller) ||
        accounts_find(tx, memory, seller.account, &account))
        return;
    notices_send(tx,
                 &(struct notice){
                     .kind = kind,
                     .account = seller.account.number,
                     .email = account.email,
                     .language = account.language,
                     .path = arena_format(memory, "/seller/products/%s",
                                          id_text(memory, "prd", product->product.number)),
                     .key = id_text(memory, "dec", product->held_decision),
                     .facts = (const struct notice_fact[]){ { "title", product->title }, { 0 } },
                     .now = now,
                 });
}

static refused end_holding(struct store_tx *tx, product_id product, enum product_state state,
                           struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct product found;
    refused why = catalog_find(tx, &memory, product, &found);
    if (why)
        return why;
    if (!found.held_decision)
        return &PRODUCT_NOT_IN_REVIEW;
    catalog_tally(tx, product, state);
    if (!store_do(tx, &catalog_end_holding,
                  WITH(TEXT(catalog_state_names[state]), INT(now.us), INT(product.number),
                       INT(found.held_decision))))
        return &PRODUCT_NOT_IN_REVIEW;
    tell(tx, &memory, &found, state == PRODUCT_LISTED ? &product_cleared : &product_refused, now);
    return catalog_announce(
        tx, state == PRODUCT_LISTED ? &PRODUCT_LISTED_EVENT : &PRODUCT_WITHDRAWN_EVENT, product,
        now);
}

refused catalog_clear_product(struct store_tx *tx, product_id product, struct moment now)
{
    return end_holding(tx, product, PRODUCT_LISTED, now);
}

refused catalog_refuse_product(struct store_tx *tx, product_id product, struct moment now)
{
    return end_holding(tx, product, PRODUCT_WITHDRAWN, now);
}

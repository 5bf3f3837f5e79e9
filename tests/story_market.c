/* Story, market: people, shops and products, made through the same acts as real ones. */
#include "story_market.h"

#include "base/id.h"
#include "shop/accounts/accounts.h"
#include "shop/catalog/catalog.h"
#include "shop/payments/payments.h"
#include "shop/shipping/shipping.h"

struct filling {
    struct market *market;
    struct arena *memory;
    struct moment now;
    struct actor *actors;
    struct story_variables *variables;
    const char *password_hash;
};

static const struct {
    const char *name, *email, *country, *currency;
    unsigned roles;
    bool unconfirmed;
} people[ACTORS] = {
    { "buyer", "buyer@story.example", "PT", "EUR", 0, false },
    { "other", "other@story.example", "US", "USD", 0, false },
    { "lumen", "lumen@story.example", "CN", "USD", 0, false },
    { "porto", "porto@story.example", "PT", "EUR", 0, false },
    { "kyoto", "kyoto@story.example", "JP", "JPY", 0, false },
    { "operator", "operator@story.example", "DE", "EUR", ROLE_OPERATOR, false },
    { "second", "second@story.example", "FR", "EUR", ROLE_OPERATOR, false },
    { "fresh", "fresh@story.example", "BR", "BRL", 0, true },
};

static refused open_person(struct store_tx *tx, struct filling *filling, int i)
{
    struct actor *actor = &filling->actors[i];
    struct account_opening opening = { .email = people[i].email,
                                       .name = people[i].name,
                                       .password_hash = filling->password_hash,
                                       .code = people[i].unconfirmed ? "000111" : NULL,
                                       .language = WORDS_ENGLISH,
                                       .country = people[i].country,
                                       .currency = currency_of(people[i].currency),
                                       .roles = people[i].roles,
                                       .now = filling->now };
    account_id account;
    api_key_id key;
    refused why = accounts_open(tx, &opening, &account);
    if (why)
        return why;
    actor->name = people[i].name;
    actor->email = people[i].email;
    actor->account = account.number;
    actor->key = arena_format(filling->memory, "sk_%s", secret_token(filling->memory, 20));
    actor->cookie = secret_token(filling->memory, 20);
    why = accounts_make_api_key(tx, account, actor->key, "story", 15, filling->now, &key);
    if (!why)
        why = accounts_start_session(tx, account, actor->cookie, "story", filling->now);
    story_set(filling->memory, filling->variables,
              arena_format(filling->memory, "%s_account", actor->name),
              id_text(filling->memory, "acc", account.number));
    return why;
}

static const struct {
    const char *person, *name, *country, *currency, *iban;
    int ship_days;
} shops[] = {
    { "lumen", "Lumen Audio", "CN", "USD", "GB82WEST12345698765432", 2 },
    { "porto", "Porto Sound", "PT", "EUR", "PT50000201231234567890154", 1 },
    { "kyoto", "Kyoto Paper", "JP", "JPY", "DE89370400440532013000", 3 },
};

static const struct {
    const char *variable, *shop, *title, *colour, *category;
    int64_t price, stock, grams;
} products[] = {
    { "lamp", "lumen", "Desk lamp Aria", "Midnight", "home-garden", 3990, 50, 800 },
    { "rare", "lumen", "The last Aria prototype", "Chalk", "home-garden", 12000, 1, 500 },
    { "mug", "porto", "Stoneware mug", "Sand", "home-garden", 1450, 200, 350 },
    { "heavy", "porto", "Granite bench", "Grey", "home-garden", 24900, 5, 25000 },
    { "yen", "kyoto", "Washi notebook", "Indigo", "home-garden", 1280, 30, 220 },
};

static refused open_shop(struct store_tx *tx, struct filling *filling, size_t i,
                         seller_id *ret_seller)
{
    account_id account = { 0 };
    for (int k = 0; k < ACTORS; k++)
        if (text_same(filling->actors[k].name, shops[i].person))
            account.number = filling->actors[k].account;
    struct seller_opening opening = { .account = account,
                                      .name = shops[i].name,
                                      .country = shops[i].country,
                                      .currency = currency_of(shops[i].currency),
                                      .legal_name = shops[i].name,
                                      .legal_address = "1 Market Street",
                                      .iban = shops[i].iban,
                                      .ship_days = shops[i].ship_days,
                                      .standing = SELLER_VERIFIED,
                                      .now = filling->now };
    refused why = sellers_open(tx, &opening, ret_seller);
    if (why)
        return why;
    shipping_give_methods(tx, *ret_seller, shops[i].country);
    story_set(filling->memory, filling->variables,
              arena_format(filling->memory, "%s_seller", shops[i].person),
              id_text(filling->memory, "sel", ret_seller->number));
    return NULL;
}

static const struct statement first_offer = {
    "story_first_offer", "SELECT MIN(offer_id) AS n FROM catalog_offer WHERE product_id = ?1",
    "SELECT MIN(offer_id) AS n FROM catalog_offer WHERE product_id = $1", 1
};

static refused list_product(struct store_tx *tx, struct filling *filling, size_t i,
                            seller_id seller, struct currency currency)
{
    struct variant_listing variant = { .options = { { "Colour", products[i].colour } },
                                       .price = money_of(products[i].price, currency),
                                       .stock = products[i].stock,
                                       .weight_grams = products[i].grams };
    struct product_listing listing = { .seller = seller,
                                       .import_key = products[i].variable,
                                       .title = products[i].title,
                                       .description = "Made with care, and sent with care.",
                                       .category = catalog_category(tx, products[i].category),
                                       .variants = &variant,
                                       .variant_count = 1,
                                       .state = PRODUCT_LISTED,
                                       .now = filling->now };
    product_id product;
    bool changed;
    refused why = catalog_list(tx, &listing, &product, &changed);
    if (why)
        return why;
    struct arena *memory = filling->memory;
    const char *variable = products[i].variable;
    story_set(memory, filling->variables, arena_format(memory, "%s_product", variable),
              id_text(memory, "prd", product.number));
    story_set(memory, filling->variables, variable,
              id_text(memory, "off", store_int(tx, &first_offer, WITH(INT(product.number)), 0)));
    return NULL;
}

static refused fill(struct store_tx *tx, void *what)
{
    struct filling *filling = what;
    refused why = NULL;
    for (int i = 0; !why && i < ACTORS; i++)
        why = open_person(tx, filling, i);
    for (size_t i = 0; !why && i < sizeof shops / sizeof *shops; i++) {
        seller_id seller;
        why = open_shop(tx, filling, i, &seller);
        for (size_t k = 0; !why && k < sizeof products / sizeof *products; k++)
            if (text_same(products[k].shop, shops[i].person))
                why = list_product(tx, filling, k, seller, currency_of(shops[i].currency));
    }
    struct postal_address address = { .name = "Ana Buyer",
                                      .line1 = "Rua das Flores 12",
                                      .city = "Lisboa",
                                      .postcode = "1200-192",
                                      .country = "PT" };
    for (int i = 0; !why && i < 2; i++) {
        address.country = people[i].country;
        why = accounts_add_address(tx, (account_id){ filling->actors[i].account }, &address,
                                   filling->now, &address.address);
        story_set(filling->memory, filling->variables,
                  arena_format(filling->memory, "%s_address", people[i].name),
                  id_text(filling->memory, "adr", address.address.number));
    }
    return why;
}

refused story_fill_market(struct market *market, struct arena *memory, struct moment now,
                          struct actor actors[static ACTORS], struct story_variables *variables)
{
    static char *hash; /* one for all: hashing is slow on purpose */
    static struct arena hash_memory;
    if (!hash)
        hash = secret_password_hash(&hash_memory, "open sesame souk");
    struct filling filling = { market, memory, now, actors, variables, hash };
    refused why = market_first(market, now);
    return why ? why : store_transact(market->store, fill, &filling);
}

/* Accounts, on the web: a person's own pages: addresses, preferences, password, keys, sign-ins. */
#include "shop/accounts/accounts_web.h"

#include "shop/accounts/accounts_security.h"
#include "shop/accounts/accounts_sql.h"
#include "shop/exchange/exchange.h"

/* Addresses -------------------------------------------------------------------------------- */

struct address_answer {
    address_id address;
    const char *name, *line1, *line2, *city, *region, *postcode, *country, *country_name, *phone;
    bool preferred;
};
static const struct field address_fields[] = {
    ID_FIELD(struct address_answer, address, "adr", .says = "The address."),
    TEXT_FIELD(struct address_answer, name, .says = "Who lives there."),
    TEXT_FIELD(struct address_answer, line1, .says = "Street and number."),
    TEXT_FIELD(struct address_answer, line2, .says = "Flat, floor, or null."),
    TEXT_FIELD(struct address_answer, city, .says = "City."),
    TEXT_FIELD(struct address_answer, region, .says = "State or region, or null."),
    TEXT_FIELD(struct address_answer, postcode, .says = "Postcode, or null."),
    TEXT_FIELD(struct address_answer, country, .says = "ISO 3166-1 alpha-2."),
    TEXT_FIELD(struct address_answer, country_name, .says = "The country in words."),
    TEXT_FIELD(struct address_answer, phone, .says = "For the carrier, or null."),
    BOOL_FIELD(struct address_answer, preferred, .says = "Taken when no other is chosen."),
    { 0 },
};
struct addresses_answer {
    LIST_OF(struct address_answer) data;
};
static const struct field addresses_fields[] = {
    LIST_FIELD(struct addresses_answer, data, address_fields, .says = "The preferred one first."),
    { 0 },
};

static struct address_answer address_answer_of(struct arena *memory,
                                               const struct postal_address *address)
{
    return (struct address_answer){
        address->address,  address->name,      address->line1,
        address->line2,    address->city,      address->region,
        address->postcode, address->country,   words_country(memory, address->country),
        address->phone,    address->preferred,
    };
}

static refused fill_addresses(struct request *request, struct store_tx *tx)
{
    struct addresses_answer *answer = request->answer;
    struct postal_addresses found =
        accounts_addresses(tx, request->memory, request->visitor.account);
    answer->data.items = arena_array(request->memory, found.count, sizeof(*answer->data.items));
    for (size_t i = 0; i < found.count; i++)
        answer->data.items[answer->data.count++] =
            address_answer_of(request->memory, &found.items[i]);
    return NULL;
}

static refused list_addresses(struct request *request)
{
    request->title = _("Your addresses");
    return fill_addresses(request, request->tx);
}

struct address_request {
    const char *name, *line1, *line2, *city, *region, *postcode, *country, *phone, *next;
    bool preferred;
};
static const struct field address_request_fields[] = {
    TEXT_FIELD(struct address_request, name, .max = 100, .says = "Who lives there."),
    TEXT_FIELD(struct address_request, line1, .max = 200, .says = "Street and number."),
    TEXT_FIELD(struct address_request, line2, .max = 200, .optional = true, .says = "Flat, floor."),
    TEXT_FIELD(struct address_request, city, .max = 100, .says = "City."),
    TEXT_FIELD(struct address_request, region, .max = 100, .optional = true,
               .says = "State or region."),
    TEXT_FIELD(struct address_request, postcode, .max = 20, .optional = true, .says = "Postcode."),
    TEXT_FIELD(struct address_request, country, .pattern = "[A-Z][A-Z]",
               .says = "ISO 3166-1 alpha-2."),
    TEXT_FIELD(struct address_request, phone, .max = 30, .optional = true,
               .pattern = "[0-9+() .-]*", .says = "For the carrier."),
    BOOL_FIELD(struct address_request, preferred, .optional = true,
               .says = "Take it when no other is chosen."),
    TEXT_FIELD(struct address_request, next, .optional = true, .max = 500,
               .says = "The path to go on to."),
    { 0 },
};

static refused add_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct address_request *body = request->body;
    struct address_answer *answer = request->answer;
    struct postal_address address = {
        .name = body->name,
        .line1 = body->line1,
        .line2 = body->line2,
        .city = body->city,
        .region = body->region,
        .postcode = body->postcode,
        .country = body->country,
        .phone = body->phone,
        .preferred = body->preferred,
    };
    refused why = accounts_add_address(tx, request->visitor.account, &address, request->now,
                                       &address.address);
    if (!why)
        *answer = address_answer_of(request->memory, &address);
    return why;
}

static refused add_address(struct request *request)
{
    const struct address_request *body = request->body;
    bool own = body->next && body->next[0] == '/' && body->next[1] != '/' && body->next[1] != '\\';
    refused why = request_transact(request, add_act, request);
    request->status = why ? 0 : 201;
    if (!why && own)
        request->location = body->next;
    return why;
}

static refused prefer_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    int64_t account = request->visitor.account.number;
    store_put(tx, &accounts_prefer_none, WITH(INT(account)));
    if (!store_do(tx, &accounts_prefer, WITH(INT(request_id(request, "address")), INT(account))))
        return &ADDRESS_NOT_FOUND;
    return fill_addresses(request, tx);
}

static refused prefer_address(struct request *request)
{
    return request_transact(request, prefer_act, request);
}

static refused end_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    if (!store_do(tx, &accounts_end_address,
                  WITH(INT(request->now.us), INT(request_id(request, "address")),
                       INT(request->visitor.account.number))))
        return &ADDRESS_NOT_FOUND;
    return fill_addresses(request, tx);
}

static refused end_address(struct request *request)
{
    return request_transact(request, end_act, request);
}

/* Lists to choose from --------------------------------------------------------------------- */

struct named {
    const char *code, *name;
    bool chosen;
};
static const struct field named_fields[] = {
    TEXT_FIELD(struct named, code, .says = "The code."),
    TEXT_FIELD(struct named, name, .says = "In words."),
    BOOL_FIELD(struct named, chosen, .says = "The one in use."),
    { 0 },
};
static int by_name(const void *a, const void *b)
{
    return words_compare(((const struct named *)a)->name, ((const struct named *)b)->name);
}

static struct named *countries_by_name(struct request *request, size_t *ret_count)
{
    size_t count = 0;
    const char *const *codes = words_countries();
    while (codes[count])
        count++;
    struct named *items = arena_array(request->memory, count, sizeof(*items));
    for (size_t i = 0; i < count; i++)
        items[i] = (struct named){ codes[i], words_country(request->memory, codes[i]),
                                   text_same(codes[i], request->visitor.country) };
    qsort(items, count, sizeof(*items), by_name);
    *ret_count = count;
    return items;
}

struct new_address_answer {
    LIST_OF(struct named) countries;
    const char *next, *name;
};
static const struct field new_address_fields[] = {
    LIST_FIELD(struct new_address_answer, countries, named_fields, .says = "By name."),
    TEXT_FIELD(struct new_address_answer, next, .says = "The path to go on to, or null."),
    TEXT_FIELD(struct new_address_answer, name, .says = "The account's name."),
    { 0 },
};
struct next_request {
    const char *next;
};
static const struct field next_fields[] = {
    TEXT_FIELD(struct next_request, next, .optional = true, .max = 500,
               .says = "The path to go on to."),
    { 0 },
};

static refused show_new_address(struct request *request)
{
    const struct next_request *body = request->body;
    struct new_address_answer *answer = request->answer;
    request->title = _("A new address");
    answer->countries.items = countries_by_name(request, &answer->countries.count);
    answer->next = body->next;
    answer->name = request->visitor.name;
    return NULL;
}

/* Preferences: of the account, or of the browser ------------------------------------------- */

struct preferences_answer {
    LIST_OF(struct named) countries;
    LIST_OF(struct named) currencies;
    LIST_OF(struct named) languages;
    const char *country, *currency, *language, *next;
};
static const struct field preferences_fields[] = {
    LIST_FIELD(struct preferences_answer, countries, named_fields, .says = "By name."),
    LIST_FIELD(struct preferences_answer, currencies, named_fields, .says = "Those with a rate."),
    LIST_FIELD(struct preferences_answer, languages, named_fields, .says = "Those spoken here."),
    TEXT_FIELD(struct preferences_answer, country, .says = "Where things are sent."),
    TEXT_FIELD(struct preferences_answer, currency, .says = "What prices are shown and paid in."),
    TEXT_FIELD(struct preferences_answer, language, .says = "The language spoken."),
    TEXT_FIELD(struct preferences_answer, next, .says = "The path to go on to, or null."),
    { 0 },
};

static refused show_preferences(struct request *request)
{
    const struct next_request *body = request->body;
    struct preferences_answer *answer = request->answer;
    struct arena *memory = request->memory;
    const struct visitor *visitor = &request->visitor;
    request->title = _("Country, language and currency");
    answer->next = body->next;
    answer->country = visitor->country;
    answer->currency = visitor->currency.code;
    answer->language = words_infos[visitor->language].code;
    answer->countries.items = countries_by_name(request, &answer->countries.count);
    struct currencies known = exchange_currencies(request->tx, memory);
    answer->currencies.items = arena_array(memory, known.count, sizeof(struct named));
    for (size_t i = 0; i < known.count; i++)
        answer->currencies.items[answer->currencies.count++] = (struct named){
            known.items[i].code,
            arena_format(memory, "%s · %s", known.items[i].code,
                         words_currency(memory, known.items[i])),
            currency_same(known.items[i], visitor->currency),
        };
    answer->languages.items = arena_array(memory, WORDS_LANGUAGES, sizeof(struct named));
    for (int i = 0; i < WORDS_LANGUAGES; i++)
        answer->languages.items[answer->languages.count++] =
            (struct named){ words_infos[i].code, words_infos[i].name, i == (int)visitor->language };
    return NULL;
}

struct preferences_request {
    const char *country, *currency, *language, *next;
};
static const struct field preferences_request_fields[] = {
    TEXT_FIELD(struct preferences_request, country, .pattern = "[A-Z][A-Z]",
               .says = "ISO 3166-1 alpha-2."),
    TEXT_FIELD(struct preferences_request, currency, .pattern = "[A-Z][A-Z][A-Z]",
               .says = "ISO 4217."),
    TEXT_FIELD(struct preferences_request, language, .max = 5, .says = "\"en\" or \"ar\"."),
    TEXT_FIELD(struct preferences_request, next, .optional = true, .max = 500,
               .says = "The path to go on to."),
    { 0 },
};

struct preferring {
    struct request *request;
    struct currency currency;
    enum words_language language;
};

static refused preferences_act(struct store_tx *tx, void *what)
{
    struct preferring *preferring = what;
    struct request *request = preferring->request;
    const struct preferences_request *body = request->body;
    struct rate rate;
    refused why =
        exchange_rate(tx, preferring->currency, request->settings->reference, request->now, &rate);
    if (why)
        return &CURRENCY_UNKNOWN;
    if (request->visitor.account.number)
        store_put(tx, &accounts_set_view,
                  WITH(TEXT(words_infos[preferring->language].code), TEXT(body->country),
                       TEXT(body->currency), INT(request->visitor.account.number)));
    return NULL;
}

static refused set_preferences(struct request *request)
{
    const struct preferences_request *body = request->body;
    struct preferring preferring = { .request = request, .language = words_choose(body->language) };
    if (!words_country_known(body->country))
        return &COUNTRY_UNKNOWN;
    if (!currency_read(body->currency, &preferring.currency))
        return &CURRENCY_UNKNOWN;
    refused why = store_transact(request->store, preferences_act, &preferring);
    if (why)
        return why;
    request_set_view(request, preferring.language, body->country, preferring.currency);
    bool own = body->next && body->next[0] == '/' && body->next[1] != '/' && body->next[1] != '\\';
    request->location = own ? body->next : "/";
    request->status = 200;
    struct done_answer *answer = request->answer;
    answer->done = true;
    answer->next = request->location;
    return NULL;
}

/* The account's own page ------------------------------------------------------------------- */

struct key_answer {
    api_key_id api_key;
    const char *shown, *label, *key;
    struct moment made_at;
};
static const struct field key_fields[] = {
    ID_FIELD(struct key_answer, api_key, "key", .says = "The key's name."),
    TEXT_FIELD(struct key_answer, shown, .says = "Its first letters."),
    TEXT_FIELD(struct key_answer, label, .says = "What it is for."),
    TEXT_FIELD(struct key_answer, key, .says = "The key itself: only when it is made, else null."),
    MOMENT_FIELD(struct key_answer, made_at, .says = "When it was made."),
    { 0 },
};
struct session_answer {
    const char *agent;
    struct moment started_at;
};
static const struct field session_fields[] = {
    TEXT_FIELD(struct session_answer, agent, .says = "The browser, as it calls itself."),
    MOMENT_FIELD(struct session_answer, started_at, .says = "When it was signed in."),
    { 0 },
};
struct account_answer {
    account_id account;
    const char *name, *email;
    bool confirmed;
    struct moment opened_at;
    LIST_OF(struct key_answer) keys;
    LIST_OF(struct session_answer) sessions;
};
static const struct field account_fields[] = {
    ID_FIELD(struct account_answer, account, "acc", .says = "The account."),
    TEXT_FIELD(struct account_answer, name, .says = "The person's name."),
    TEXT_FIELD(struct account_answer, email, .says = "The e-mail address."),
    BOOL_FIELD(struct account_answer, confirmed, .says = "The address is confirmed."),
    MOMENT_FIELD(struct account_answer, opened_at, .says = "Since when."),
    LIST_FIELD(struct account_answer, keys, key_fields, .says = "API keys in force."),
    LIST_FIELD(struct account_answer, sessions, session_fields, .says = "Browsers signed in."),
    { 0 },
};

static refused show_account(struct request *request)
{
    enum { LISTED_MAX = 50 };
    struct arena *memory = request->memory;
    struct account_answer *answer = request->answer;
    struct account account;
    int64_t number = request->visitor.account.number;
    request->title = _("Your account");
    refused why = accounts_find(request->tx, memory, request->visitor.account, &account);
    if (why)
        return why;
    answer->account = account.account;
    answer->name = account.name;
    answer->email = account.email;
    answer->confirmed = account.confirmed;
    answer->opened_at = account.opened_at;
    answer->keys.items = arena_array(memory, LISTED_MAX, sizeof(struct key_answer));
    struct rows rows = store_query(request->tx, &accounts_select_api_keys, WITH(INT(number)));
    while (rows_next(&rows))
        answer->keys.items[answer->keys.count++] =
            (struct key_answer){ { rows_int(&rows, "key_id") },
                                 rows_text(&rows, memory, "shown"),
                                 rows_text(&rows, memory, "label"),
                                 NULL,
                                 { rows_int(&rows, "made_at") } };
    answer->sessions.items = arena_array(memory, LISTED_MAX, sizeof(struct session_answer));
    rows = store_query(request->tx, &accounts_select_sessions,
                       WITH(INT(number), INT(request->now.us)));
    while (rows_next(&rows))
        answer->sessions.items[answer->sessions.count++] =
            (struct session_answer){ rows_text(&rows, memory, "agent"),
                                     { rows_int(&rows, "started_at") } };
    return NULL;
}

struct key_request {
    const char *label;
};
static const struct field key_request_fields[] = {
    TEXT_FIELD(struct key_request, label, .max = 60, .says = "What the key is for."),
    { 0 },
};

struct key_making {
    struct request *request;
    const char *key;
};

static refused key_act(struct store_tx *tx, void *what)
{
    struct key_making *making = what;
    struct request *request = making->request;
    const struct key_request *body = request->body;
    struct key_answer *answer = request->answer;
    unsigned scopes = SCOPE_READ | SCOPE_BUY | SCOPE_SELL;
    if (request->visitor.roles & ROLE_OPERATOR)
        scopes |= SCOPE_OPERATE;
    refused why = accounts_make_api_key(tx, request->visitor.account, making->key, body->label,
                                        scopes, request->now, &answer->api_key);
    answer->key = making->key;
    answer->label = body->label;
    answer->made_at = request->now;
    return why;
}

/* Shown once, on its own page, and kept nowhere: so no redirect. */
static refused make_key(struct request *request)
{
    struct key_making making = { request, arena_format(request->memory, "sk_%s",
                                                       secret_token(request->memory, 20)) };
    request->title = _("Your new key");
    return store_transact(request->store, key_act, &making);
}

static refused end_key_act(struct store_tx *tx, void *what)
{
    const struct request *request = what;
    bool ended = store_do(tx, &accounts_end_api_key,
                          WITH(INT(request->now.us), INT(request_id(request, "api_key")),
                               INT(request->visitor.account.number)));
    return ended ? NULL : &API_KEY_NOT_FOUND;
}

static refused end_key(struct request *request)
{
    struct done_answer *answer = request->answer;
    answer->done = true;
    return store_transact(request->store, end_key_act, request);
}

struct password_request {
    const char *old, *password;
};
static const struct field password_fields[] = {
    TEXT_FIELD(struct password_request, old, .max = 200, .secret = true, .says = "The one in use."),
    TEXT_FIELD(struct password_request, password, .max = 200, .secret = true,
               .says = "At least ten characters."),
    { 0 },
};

struct password_change {
    struct request *request;
    const char *hash;
};

static refused password_act(struct store_tx *tx, void *what)
{
    struct password_change *change = what;
    struct request *request = change->request;
    const char *token = request_session_token(request);
    struct secret_tag tag = accounts_token_tag(request->settings, token ? token : "");
    int64_t account = request->visitor.account.number;
    store_put(tx, &accounts_set_password, WITH(TEXT(change->hash), INT(account)));
    store_put(tx, &accounts_delete_other_sessions,
              WITH(INT(account), BYTES(tag.bytes, sizeof tag.bytes)));
    security_tell(tx, request->visitor.account, CHANGED_PASSWORD, NULL, request->now);
    return NULL;
}

static refused change_password(struct request *request)
{
    const struct password_request *body = request->body;
    struct done_answer *answer = request->answer;
    const char *stored = NULL;
    struct store_tx *tx = store_read(request->store);
    struct rows rows =
        store_query(tx, &accounts_select_own_password, WITH(INT(request->visitor.account.number)));
    while (rows_next(&rows))
        stored = rows_text(&rows, request->memory, "password_hash");
    store_read_end(tx);
    if (!stored || !secret_password_matches(stored, body->old))
        return &SIGN_IN_WRONG;
    if (accounts_password_is_weak(body->password, ""))
        return &PASSWORD_WEAK;
    answer->done = true;
    return store_transact(request->store, password_act,
                          &(struct password_change){
                              request, secret_password_hash(request->memory, body->password) });
}

static refused show_password(struct request *request)
{
    request->title = _("Change your password");
    return NULL;
}

// clang-format off
const struct route accounts_own_routes[] = {
    { GET, "/account", SIGNED_IN, show_account, .summary = "The account, its keys and sign-ins",
      .gives = account_fields, .page = "accounts/account" },
    { GET, "/account/addresses", SIGNED_IN, list_addresses, .summary = "Where things can be sent",
      .gives = addresses_fields, .page = "accounts/addresses" },
    { GET, "/account/addresses/new", SIGNED_IN, show_new_address,
      .summary = "The form for an address", .takes = next_fields, .gives = new_address_fields,
      .page = "accounts/new_address", .face = ONLY_PAGE },
    { POST, "/account/addresses", SIGNED_IN, add_address, .summary = "Add an address",
      .takes = address_request_fields, .gives = address_fields,
      .refuses = { &COUNTRY_UNKNOWN, &ADDRESS_LIMIT }, .then = "/account/addresses",
      .again = "/account/addresses/new", .done = N_("The address is kept.") },
    { POST, "/account/addresses/{address}/preference", SIGNED_IN, prefer_address,
      .summary = "Take this address when no other is chosen", .gives = addresses_fields,
      .refuses = { &ADDRESS_NOT_FOUND }, .then = "/account/addresses",
      .again = "/account/addresses" },
    { POST, "/account/addresses/{address}/removal", SIGNED_IN, end_address,
      .summary = "Remove an address", .gives = addresses_fields,
      .refuses = { &ADDRESS_NOT_FOUND }, .then = "/account/addresses",
      .again = "/account/addresses", .done = N_("The address is removed.") },
    { GET, "/preferences", ANYONE, show_preferences,
      .summary = "Country, language and currency to choose from", .takes = next_fields,
      .gives = preferences_fields, .page = "accounts/preferences" },
    { POST, "/preferences", ANYONE, set_preferences,
      .summary = "Choose country, language and currency", .takes = preferences_request_fields,
      .gives = done_fields, .refuses = { &COUNTRY_UNKNOWN, &CURRENCY_UNKNOWN }, .then = "/",
      .again = "/preferences" },
    { POST, "/account/keys", SIGNED_IN, make_key, .summary = "Make an API key; it is shown once",
      .takes = key_request_fields, .gives = key_fields, .page = "accounts/key",
      .again = "/account", .limit = { 20, 3600 } },
    { POST, "/account/keys/{api_key}/removal", SIGNED_IN, end_key, .summary = "End an API key",
      .gives = done_fields, .refuses = { &API_KEY_NOT_FOUND }, .then = "/account",
      .again = "/account", .done = N_("The key is ended.") },
    { GET, "/account/password", SIGNED_IN, show_password, .summary = "The form for the password",
      .gives = form_fields, .page = "accounts/password", .face = ONLY_PAGE },
    { POST, "/account/password", SIGNED_IN, change_password, .summary = "Change the password",
      .takes = password_fields, .gives = done_fields, .refuses = { &SIGN_IN_WRONG, &PASSWORD_WEAK },
      .then = "/account", .again = "/account/password", .limit = { 10, 600 },
      .done = N_("Your password is changed. Other browsers are signed out.") },
    { 0 },
};
// clang-format on

/* Visitor: who asks, in which language and currency, and whether the browser was told to.
 *
 * A browser has one cookie with a random token, signed in or not; what is stored is only a hash
 * of it. A program has a key. The view cookie holds choices of someone who is not signed in. */
#include "web/transport.h"

#include <arpa/inet.h>
#include <unicode/ucurr.h>

#include "base/id.h"

const struct refusal NOT_SIGNED_IN = { "NOT_SIGNED_IN", 401, N_("Sign in first."), NULL };
const struct refusal NOT_ALLOWED = { "NOT_ALLOWED", 403, N_("This is not yours to see or do."),
                                     NULL };
const struct refusal NOT_CONFIRMED = { "NOT_CONFIRMED", 403,
                                       N_("Confirm your e-mail address first."), NULL };
const struct refusal API_KEY_WRONG = { "API_KEY_WRONG", 401, N_("This API key is not valid."),
                                       NULL };
const struct refusal SCOPE_MISSING = { "SCOPE_MISSING", 403,
                                       N_("This API key is not allowed to do that."), NULL };
const struct refusal CSRF_WRONG = {
    "CSRF_WRONG", 403, N_("This form is from an earlier visit. Open the page again and repeat it."),
    NULL
};

/* Permissions ------------------------------------------------------------------------------ */

static refused allow_anyone(struct request *request)
{
    (void)request;
    return NULL;
}

static refused allow_signed_in(struct request *request)
{
    return request->visitor.account.number ? NULL : &NOT_SIGNED_IN;
}

static refused allow_confirmed(struct request *request)
{
    if (!request->visitor.account.number)
        return &NOT_SIGNED_IN;
    return request->visitor.confirmed ? NULL : &NOT_CONFIRMED;
}

static refused allow_operator(struct request *request)
{
    if (!request->visitor.account.number)
        return &NOT_SIGNED_IN;
    return request->visitor.roles & ROLE_OPERATOR ? NULL : &NOT_ALLOWED;
}

const struct permission permit_anyone = { "anyone", "Anyone", allow_anyone };
const struct permission permit_signed_in = { "signed_in", "Anyone who is signed in",
                                             allow_signed_in };
const struct permission permit_confirmed = { "confirmed",
                                             "Anyone signed in whose e-mail address is confirmed",
                                             allow_confirmed };
const struct permission permit_operator = { "operator", "An operator of the market",
                                            allow_operator };

/* Headers and cookies ---------------------------------------------------------------------- */

const char *transport_header(const struct transport *transport, const char *name)
{
    return MHD_lookup_connection_value(transport->connection, MHD_HEADER_KIND, name);
}

const char *transport_cookie(const struct transport *transport, const char *name)
{
    const char *value = MHD_lookup_connection_value(transport->connection, MHD_COOKIE_KIND, name);
    return value && *value ? value : NULL;
}

const char *visitor_cookie(const struct server *server, struct arena *memory, const char *name,
                           const char *value, int64_t seconds_long)
{
    return arena_format(memory, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s; Max-Age=%lld", name,
                        value, server->secure ? "; Secure" : "", (long long)seconds_long);
}

/* Tokens are ours: base-32 letters, 26 or more. Anything else was not made here. */
static bool token_shaped(const char *token)
{
    size_t length = token ? strlen(token) : 0;
    return length >= 16 && length <= 100 &&
           strspn(token, "0123456789abcdefghijklmnopqrstuvwxyz") == length;
}

void visitor_give_token(struct transport *transport)
{
    if (transport->token || !transport->fresh_token)
        return;
    answer_header(transport, "Set-Cookie",
                  visitor_cookie(transport->server, &transport->memory,
                                 transport->server->cookie_name, transport->fresh_token,
                                 365 * 86400));
}

/* Language, country, currency -------------------------------------------------------------- */

/* "pt-PT,pt;q=0.9" gives PT; a language without a region tells nothing. */
static const char *country_of_languages(struct arena *memory, const char *accepted)
{
    for (const char *at = accepted; at && *at; at += strcspn(at, ","), at += strspn(at, ", ")) {
        size_t language = strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
        if (at[language] != '-')
            continue;
        const char *region = at + language + 1;
        size_t length = strspn(region, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
        if (length != 2)
            continue;
        char *country = arena_copy_bytes(memory, region, 2);
        country[0] = (char)(country[0] & ~0x20);
        country[1] = (char)(country[1] & ~0x20);
        if (words_country_known(country))
            return country;
    }
    return "US";
}

/* ICU opens a bundle for each question, so the last answer of this thread is kept. */
static struct currency currency_of_country(const char *country, struct currency otherwise)
{
    static _Thread_local char last_country[3];
    static _Thread_local struct currency last;
    if (strcmp(last_country, country) == 0)
        return last;
    char locale[8], code[4];
    UChar wide[8];
    UErrorCode status = U_ZERO_ERROR;
    snprintf(locale, sizeof locale, "und_%.2s", country);
    int32_t length = ucurr_forLocale(locale, wide, 8, &status);
    struct currency currency = otherwise;
    if (U_SUCCESS(status) && length == 3) {
        for (int i = 0; i < 3; i++)
            code[i] = (char)wide[i];
        code[3] = 0;
        if (!currency_read(code, &currency))
            currency = otherwise;
    }
    snprintf(last_country, sizeof last_country, "%.2s", country);
    last = currency;
    return currency;
}

/* souk_view=en.PT.EUR; false unless each part is one we know. */
static bool read_view(struct visitor *visitor, struct arena *memory, const char *view)
{
    char language[4], country[4], code[4];
    struct currency currency;
    if (!view || sscanf(view, "%3[a-z].%2[A-Z].%3[A-Z]", language, country, code) != 3 ||
        !words_country_known(country) || !currency_read(code, &currency))
        return false;
    visitor->language = words_choose(language);
    visitor->country = arena_copy(memory, country);
    visitor->currency = currency;
    return true;
}

static void choose_view(struct transport *transport)
{
    struct visitor *visitor = &transport->request.visitor;
    if (read_view(visitor, &transport->memory, transport_cookie(transport, "souk_view")))
        return;
    const char *accepted = transport_header(transport, "Accept-Language");
    visitor->language = words_choose(accepted);
    visitor->country = country_of_languages(&transport->memory, accepted);
    visitor->currency =
        currency_of_country(visitor->country, transport->request.settings->reference);
}

/* Address ---------------------------------------------------------------------------------- */

static const char *peer_address(struct transport *transport)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(transport->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    char words[INET6_ADDRSTRLEN] = "";
    if (info && info->client_addr && info->client_addr->sa_family == AF_INET) {
        struct sockaddr_in four;
        memcpy(&four, info->client_addr, sizeof four);
        inet_ntop(AF_INET, &four.sin_addr, words, sizeof words);
    } else if (info && info->client_addr && info->client_addr->sa_family == AF_INET6) {
        struct sockaddr_in6 six;
        memcpy(&six, info->client_addr, sizeof six);
        inet_ntop(AF_INET6, &six.sin6_addr, words, sizeof words);
    }
    return arena_copy(&transport->memory, text_starts(words, "::ffff:") ? words + 7 : words);
}

/* The proxy adds the address it saw at the end; what stands before is whatever was claimed. */
static const char *address_of(struct transport *transport)
{
    const char *peer = peer_address(transport);
    const char *proxy = transport->request.settings->trusted_proxy;
    const char *forwarded = transport_header(transport, "X-Forwarded-For");
    unsigned char room[16];
    if (!proxy || !*proxy || strcmp(peer, proxy) != 0 || !forwarded)
        return peer;
    const char *last = strrchr(forwarded, ',');
    const char *named = text_trim(&transport->memory, last ? last + 1 : forwarded);
    bool valid = inet_pton(AF_INET, named, room) == 1 || inet_pton(AF_INET6, named, room) == 1;
    return valid ? named : peer;
}

/* Finding ---------------------------------------------------------------------------------- */

static const char *key_of(const struct transport *transport, const char *kind, const char *secret)
{
    AUTO(text) named = { 0 };
    text_add(&named, kind);
    text_add(&named, secret);
    struct secret_tag tag = secret_hash(&transport->server->visitor_key, named.bytes, named.length);
    return secret_hex((struct arena *)&transport->memory, tag.bytes, 16);
}

void visitor_begin(struct transport *transport)
{
    struct visitor *visitor = &transport->request.visitor;
    struct arena *memory = &transport->memory;
    choose_view(transport);
    transport->address = visitor->address = address_of(transport);
    const char *agent = transport_header(transport, "User-Agent");
    bool readable = agent && text_is_utf8(agent, strlen(agent));
    visitor->agent = readable ? arena_format(memory, "%.200s", agent) : "";
    if (strlen(visitor->agent) == 200 && !text_is_utf8(visitor->agent, 200))
        visitor->agent = ""; /* the cut went through a letter */
    const char *token = transport_cookie(transport, transport->server->cookie_name);
    if (token_shaped(token))
        transport->token = token;
    else
        transport->fresh_token = secret_token(memory, 20);
    const char *known = transport->token ? transport->token : transport->fresh_token;
    visitor->key = key_of(transport, "cookie ", known);
    struct secret_tag csrf = secret_hash(&transport->server->csrf_key, known, strlen(known));
    transport->csrf = secret_hex(memory, csrf.bytes, 16);
}

static void take_account(struct visitor *visitor, const struct account *account)
{
    visitor->account = account->account;
    visitor->name = account->name;
    visitor->roles = account->roles;
    visitor->confirmed = account->confirmed;
    visitor->language = account->language;
    visitor->country = account->country;
    visitor->currency = account->currency;
}

static refused find_by_key(struct transport *transport, struct store_tx *tx, const char *header)
{
    struct visitor *visitor = &transport->request.visitor;
    struct account account = { 0 };
    if (strncasecmp(header, "Bearer sk_", 10) != 0 ||
        !accounts_by_api_key(tx, &transport->memory, header + 7, transport->request.now, &account,
                             &visitor->scopes))
        return &API_KEY_WRONG;
    take_account(visitor, &account);
    visitor->by_api_key = true;
    visitor->key = key_of(transport, "key ", header + 7);
    return NULL;
}

refused visitor_find(struct transport *transport, struct store_tx *tx)
{
    const char *header = transport->api ? transport_header(transport, "Authorization") : NULL;
    if (header)
        return find_by_key(transport, tx, header);
    if (!transport->token)
        return NULL;
    struct account account = { 0 };
    struct secret_tag tag = accounts_token_tag(transport->request.settings, transport->token);
    if (accounts_by_session(tx, &transport->memory, &tag, transport->request.now, &account))
        take_account(&transport->request.visitor, &account);
    return NULL;
}

/* Forged forms ----------------------------------------------------------------------------- */

static bool origin_is_ours(const struct transport *transport, const char *origin)
{
    const char *url = transport->request.settings->url;
    const char *host = transport_header(transport, "Host");
    size_t length = strlen(origin);
    if (strncmp(url, origin, length) == 0 && (url[length] == 0 || url[length] == '/'))
        return true;
    const char *named = strstr(origin, "://");
    return named && host && strcmp(named + 3, host) == 0;
}

refused visitor_csrf(const struct transport *transport)
{
    if (transport->request.visitor.by_api_key)
        return NULL;
    /* Without a cookie there is no authority that could be misused, except in a form, which
     * could sign a browser in as someone else. */
    if (transport->api && !transport->token)
        return NULL;
    const char *site = transport_header(transport, "Sec-Fetch-Site");
    const char *origin = transport_header(transport, "Origin");
    if (site && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0)
        return &CSRF_WRONG;
    if (origin && !origin_is_ours(transport, origin))
        return &CSRF_WRONG;
    const char *sent = transport_header(transport, "Souk-Csrf");
    if (!sent && !transport->api)
        sent = pairs_find(&transport->form, "_csrf");
    size_t length = strlen(transport->csrf);
    if (!transport->token || !sent || strlen(sent) != length ||
        !secret_same(sent, transport->csrf, length))
        return &CSRF_WRONG;
    return NULL;
}

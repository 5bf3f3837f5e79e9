/* Dispatch: the way of every request, the same for all routes: address, visitor, rate, forged
 * forms, permission, body, handler, answer. First fault first. */
#include "web/transport.h"

#include <strings.h>

#include "base/log.h"
#include "store/once.h"

const struct refusal NOT_FOUND = { "NOT_FOUND", 404, N_("Nothing at this address, or not for you."),
                                   NULL };
const struct refusal METHOD_UNKNOWN = { "METHOD_UNKNOWN", 405, N_("This cannot be done here."),
                                        NULL };
const struct refusal CANNOT_ACCEPT = { "CANNOT_ACCEPT", 406,
                                       N_("This is not there in the form that was asked for."),
                                       NULL };
const struct refusal TARGET_TOO_LONG = { "TARGET_TOO_LONG", 414, N_("This address is too long."),
                                         NULL };
const struct refusal TOO_MANY = { "TOO_MANY", 429,
                                  N_("That was too often. Wait a moment and try again."), NULL };
const struct refusal SERVER_BUSY = { "SERVER_BUSY", 503,
                                     N_("Many people are here at once. Try again in a moment."),
                                     NULL };
const struct refusal SERVER_FAULT = { "SERVER_FAULT", 500, N_("Something went wrong on our side."),
                                      NULL };
const struct refusal KEY_MISSING = {
    "KEY_MISSING", 400, N_("Send an Idempotency-Key, so that doing it twice does it once."), NULL
};
const struct refusal KEY_WRONG = {
    "KEY_WRONG", 400, N_("An Idempotency-Key is 1 to 200 letters, digits or marks without spaces."),
    NULL
};
const struct refusal KEY_IN_FLIGHT = { "KEY_IN_FLIGHT", 409,
                                       N_("This is being done already. Wait for it."), NULL };
const struct refusal PRECONDITION_FAILED = { "PRECONDITION_FAILED", 412,
                                             N_("This has changed since you saw it. Look again."),
                                             NULL };

enum { TARGET_MAX = 8000, FLIGHT_WAIT_SECONDS = 10 };

/* What was asked --------------------------------------------------------------------------- */

static bool read_method(struct transport *transport, const char *method)
{
    transport->head = strcmp(method, "HEAD") == 0;
    transport->options = strcmp(method, "OPTIONS") == 0;
    if (transport->head || transport->options)
        return true;
    for (int i = 0; i < METHODS; i++)
        if (strcmp(method_names[i], method) == 0) {
            transport->method = (enum method)i;
            return true;
        }
    return false;
}

static bool id_shaped(const char *id)
{
    size_t length = id ? strlen(id) : 0;
    return length >= 1 && length <= 64 &&
           strspn(id, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ._-") ==
               length;
}

/* traceparent: 00-<32 hex>-<16 hex>-<2 hex>; the trace goes on with a span of ours. */
static void name_request(struct transport *transport)
{
    struct arena *memory = &transport->memory;
    const char *given = transport_header(transport, "Request-Id");
    const char *trace = transport_header(transport, "traceparent");
    unsigned char random[24];
    secret_random(random, sizeof random);
    transport->request_id =
        id_shaped(given) ? arena_copy(memory, given) : secret_hex(memory, random, 8);
    bool goes_on = trace && strlen(trace) == 55 && text_starts(trace, "00-") &&
                   strspn(trace + 3, "0123456789abcdef") == 32 && trace[35] == '-' &&
                   strspn(trace + 36, "0123456789abcdef") == 16 && trace[52] == '-';
    transport->trace =
        arena_format(memory, "00-%.32s-%s-%s", goes_on ? trace + 3 : secret_hex(memory, random, 16),
                     secret_hex(memory, random + 16, 8), goes_on ? trace + 53 : "00");
}

static bool header_names(const char *header, const char *type)
{
    return strcasestr(header, type) != NULL;
}

/* Accept is read as a list of names; nobody asks souk by quality. */
static bool accepts(const struct transport *transport, const char *type, const char *family)
{
    const char *header = transport_header(transport, "Accept");
    return !header || header_names(header, type) || header_names(header, family) ||
           header_names(header, "*/*");
}

static void find_route(struct transport *transport, bool method_known)
{
    struct path path;
    struct arena *memory = &transport->memory;
    const char *target = transport->target;
    transport->api = text_starts(target, "/v1/");
    transport->plain = plain_find(target);
    if (transport->plain)
        return;
    const char *query = strchr(target, '?');
    if (!router_read_path(memory, target + (transport->api ? 3 : 0), &path)) {
        transport->early = &NOT_FOUND;
        return;
    }
    if (query && !query_read(memory, query + 1, &transport->query))
        transport->early = &BODY_UNREADABLE;
    unsigned methods = 0;
    enum router_found found =
        router_find(transport->server->router, transport->api, transport->method, &path,
                    &transport->routed, &transport->values, &methods);
    if (found == ROUTER_NO_PATH)
        transport->early = &NOT_FOUND;
    else if (found == ROUTER_NO_METHOD || !method_known)
        transport->early = &METHOD_UNKNOWN;
    if (transport->early == &METHOD_UNKNOWN || transport->options)
        transport->methods = methods;
    if (found == ROUTER_FOUND)
        transport->request.route = transport->routed->route;
}

static refused check_accept(const struct transport *transport)
{
    const struct route *route = transport->routed->route;
    bool json = transport->api && route->gives;
    bool page = !transport->api && route->page;
    if (json && !accepts(transport, "application/json", "application/*"))
        return &CANNOT_ACCEPT;
    if (page && !accepts(transport, "text/html", "text/*"))
        return &CANNOT_ACCEPT;
    return NULL;
}

void dispatch_begin(struct transport *transport, const char *method)
{
    name_request(transport);
    if (strlen(transport->target) > TARGET_MAX) {
        transport->early = &TARGET_TOO_LONG;
        visitor_begin(transport);
        return;
    }
    bool known = read_method(transport, method);
    find_route(transport, known);
    if (!transport->plain)
        visitor_begin(transport);
    else if (!known)
        transport->early = &METHOD_UNKNOWN;
    if (!transport->early && !transport->plain && !transport->options)
        transport->early = check_accept(transport);
    body_begin(transport);
}

bool dispatch_needs_thread(const struct transport *transport)
{
    const struct route *route = transport->request.route;
    bool waits = transport->server->reads_wait;
    if (transport->plain)
        return transport->plain->store && waits;
    if (transport->early || !route)
        return waits && !transport->api; /* an error page shows who is signed in */
    if (transport->options)
        return false;
    return waits || route->slow || (route->method != GET && !route->form_is_get);
}

/* Rate ------------------------------------------------------------------------------------- */

static uint64_t limit_key(const char *kind, const char *who, const void *route)
{
    AUTO(text) named = { 0 };
    text_add_format(&named, "%s %s %p", kind, who, route);
    struct secret_tag tag = secret_hash(NULL, named.bytes, named.length);
    uint64_t key;
    memcpy(&key, tag.bytes, sizeof key);
    return key | 1;
}

static refused limit_rate(struct transport *transport)
{
    struct server *server = transport->server;
    const struct route *route = transport->request.route;
    const struct visitor *visitor = &transport->request.visitor;
    struct arena *memory = &transport->memory;
    int64_t now = transport->started_us;
    if (!transport->request.settings->rate_limits)
        return NULL;
    bool own = route && route->limit.count;
    int count = own ? route->limit.count : LIMIT_VISITOR;
    int window = own ? route->limit.seconds : 60;
    bool known = transport->token || visitor->by_api_key;
    char account[24];
    snprintf(account, sizeof account, "%llx", (unsigned long long)visitor->account.number);
    const char *who = visitor->account.number ? account : known ? visitor->key : visitor->address;
    struct limit_state mine = limits_take(
        server->limits, limit_key("visitor", who, own ? route : NULL), count, window, now);
    /* Whoever throws the cookie away, or tries many accounts, still has one address. */
    struct limit_state address =
        limits_take(server->limits, limit_key("address", visitor->address, own ? route : NULL),
                    own ? count * 5 : LIMIT_ADDRESS, window, now);
    transport->limit_policy =
        arena_format(memory, "\"%s\";q=%d;w=%d", own ? "route" : "usual", count, window);
    transport->limit_left = arena_format(memory, "\"%s\";r=%d;t=%d", own ? "route" : "usual",
                                         address.allowed ? mine.left : 0,
                                         address.allowed ? mine.seconds : address.seconds);
    if (mine.allowed && address.allowed)
        return NULL;
    int wait = mine.allowed ? address.seconds : mine.seconds;
    answer_header(transport, "Retry-After", arena_format(memory, "%d", wait > 0 ? wait : 1));
    server->figures.limited++;
    return &TOO_MANY;
}

/* Keys in flight --------------------------------------------------------------------------- */

static struct secret_tag flight_tag(const struct transport *transport, const char *key)
{
    const struct request *request = &transport->request;
    AUTO(text) named = { 0 };
    text_add_format(&named, "%lld %s %p ", (long long)request->visitor.account.number,
                    request->visitor.account.number ? "" : request->visitor.key,
                    (const void *)request->route);
    text_add(&named, key);
    return secret_hash(NULL, named.bytes, named.length);
}

static bool in_flight(const struct server *server, const struct secret_tag *tag)
{
    for (const struct flight *flight = server->flights; flight; flight = flight->next)
        if (memcmp(&flight->tag, tag, sizeof *tag) == 0)
            return true;
    return false;
}

/* A program is told to wait; a person who clicked twice just waits for the first click. */
static bool flight_begin(struct transport *transport, struct flight *flight)
{
    struct server *server = transport->server;
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += FLIGHT_WAIT_SECONDS;
    int late = transport->api;
    pthread_mutex_lock(&server->flights_lock);
    while (in_flight(server, &flight->tag) && !late)
        late = pthread_cond_timedwait(&server->flights_less, &server->flights_lock, &until);
    bool free_now = !in_flight(server, &flight->tag);
    if (free_now) {
        flight->next = server->flights;
        server->flights = flight;
    }
    pthread_mutex_unlock(&server->flights_lock);
    return free_now;
}

static void flight_end(struct server *server, struct flight *flight)
{
    pthread_mutex_lock(&server->flights_lock);
    struct flight **at = &server->flights;
    while (*at != flight)
        at = &(*at)->next;
    *at = flight->next;
    pthread_cond_broadcast(&server->flights_less);
    pthread_mutex_unlock(&server->flights_lock);
}

static refused check_key(const struct transport *transport)
{
    const char *key = request_key(&transport->request);
    if (!transport->request.route->once)
        return NULL;
    if (!key || !*key)
        return &KEY_MISSING;
    if (strlen(key) > 200)
        return &KEY_WRONG;
    for (const char *at = key; *at; at++)
        if (*at <= ' ' || *at > '~')
            return &KEY_WRONG;
    return NULL;
}

/* Running ---------------------------------------------------------------------------------- */

static refused allow(struct transport *transport)
{
    struct request *request = &transport->request;
    const struct route *route = request->route;
    bool changes = route->method != GET && !route->form_is_get;
    refused why = NULL;
    if (changes && !route->no_csrf)
        why = visitor_csrf(transport);
    if (!why && request->visitor.by_api_key &&
        (request->visitor.scopes & route->scope) != route->scope)
        why = &SCOPE_MISSING;
    return why ? why : route->who->allows(request);
}

static refused handle(struct transport *transport)
{
    struct request *request = &transport->request;
    const struct route *route = request->route;
    struct flight flight = { 0 };
    if (route->gives)
        request->answer = arena_take(&transport->memory, route->gives->struct_size);
    if (!route->once)
        return route->handle(request);
    flight.tag = flight_tag(transport, request_key(request));
    if (!flight_begin(transport, &flight))
        return &KEY_IN_FLIGHT;
    refused why = route->handle(request);
    flight_end(transport->server, &flight);
    return why;
}

/* The answer to a read is made on its snapshot; an act must not hold one. */
static void run_route(struct transport *transport)
{
    struct request *request = &transport->request;
    const struct route *route = request->route;
    bool acts = route && route->method != GET && !route->form_is_get;
    body_end_form(transport);
    struct store_tx *tx = store_read(request->store);
    request->tx = tx;
    refused why = visitor_find(transport, tx);
    words_speak(request->visitor.language);
    if (!why)
        why = limit_rate(transport);
    if (!why)
        why = transport->early;
    if (!why)
        why = allow(transport);
    if (!why && route && route->once)
        why = check_key(transport);
    if (!why)
        why = body_read(transport);
    if (acts) {
        request->tx = NULL;
        store_read_end(tx);
    }
    if (!why)
        why = handle(transport);
    if (why)
        answer_refusal(transport, why);
    else
        answer_done(transport);
    if (request->tx) /* not `tx`: a handler that had to write first has begun another */
        store_read_end(request->tx);
    request->tx = NULL;
}

static const char *methods_allowed(struct arena *memory, unsigned methods)
{
    AUTO(text) list = { 0 };
    for (int i = 0; i < METHODS; i++)
        if (methods & (1u << i))
            text_add_format(&list, "%s, %s", method_names[i], i == GET ? "HEAD, " : "");
    text_add(&list, "OPTIONS");
    return arena_copy(memory, text_of(&list));
}

void dispatch_run(struct transport *transport)
{
    words_speak(transport->request.visitor.language);
    if (transport->methods)
        answer_header(transport, "Allow", methods_allowed(&transport->memory, transport->methods));
    if (transport->early == &SERVER_BUSY)
        answer_header(transport, "Retry-After", "1");
    bool get = transport->method == GET && !transport->options && !transport->early;
    if (transport->plain && get)
        transport->plain->answer(transport);
    else if (transport->plain)
        answer_refusal(transport, &METHOD_UNKNOWN);
    else if (transport->options && transport->methods)
        answer_bytes(transport, 204, NULL, "", 0);
    else if (transport->early == &SERVER_BUSY || (transport->api && !transport->routed))
        answer_refusal(transport, transport->early);
    else
        run_route(transport);
    answer_finish(transport);
    transport->done = true;
}

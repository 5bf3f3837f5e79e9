/* Request: what handlers may ask and tell, and acts that are done once. */
#include "web/transport.h"

#include "store/once.h"

static size_t name_index(const struct transport *transport, const char *name)
{
    size_t at = 0;
    while (at < transport->routed->name_count &&
           strcmp(transport->routed->names[at].name, name) != 0)
        at++;
    if (at == transport->routed->name_count) {
        fprintf(stderr, "souk: %s has no {%s}\n", transport->request.route->path, name);
        abort(); /* our mistake: the route's path does not have the name */
    }
    return at;
}

int64_t request_id(const struct request *request, const char *name)
{
    const struct transport *transport = transport_of(request);
    return transport->values.ids[name_index(transport, name)];
}

const char *request_text(const struct request *request, const char *name)
{
    const struct transport *transport = transport_of(request);
    return transport->values.texts[name_index(transport, name)];
}

const char *request_header(const struct request *request, const char *name)
{
    const char *value = transport_header(transport_of(request), name);
    return value && text_is_utf8(value, strlen(value)) ? value : NULL;
}

const char *request_key(const struct request *request)
{
    const struct transport *transport = transport_of(request);
    const char *key = transport_header(transport, "Idempotency-Key");
    return key ? key : pairs_find(&transport->form, "_key");
}

const char *request_path(const struct request *request)
{
    return transport_of(request)->target;
}

bool request_wants_page(const struct request *request)
{
    return !transport_of(request)->api;
}

bool request_is_app(const struct request *request)
{
    if (!request->transport)
        return false; /* asked from inside */
    const struct transport *transport = transport_of(request);
    return text_same(transport->api ? transport_header(transport, "Souk-App")
                                    : transport_cookie(transport, "souk_app"),
                     "1");
}

const char *request_form_path(const struct request *request)
{
    const struct transport *transport = transport_of(request);
    const char *page = transport->api ? NULL : pairs_find(&transport->form, "_page");
    return page && page[0] == '/' && page[1] != '/' && page[1] != '\\' ? page : NULL;
}

const char *request_raw_body(const struct request *request, size_t *ret_size)
{
    const struct transport *transport = transport_of(request);
    *ret_size = transport->body.length;
    return text_of(&transport->body);
}

const char *request_session_token(const struct request *request)
{
    return transport_of(request)->token;
}

void request_set_session(struct request *request, const char *token, struct span lasts)
{
    struct transport *transport = transport_of(request);
    answer_header(transport, "Set-Cookie",
                  visitor_cookie(transport->server, &transport->memory,
                                 transport->server->cookie_name, token, lasts.us / 1000000));
    transport->fresh_token = NULL; /* the page that follows must not set another */
}

void request_set_view(struct request *request, enum words_language language, const char *country,
                      struct currency currency)
{
    struct transport *transport = transport_of(request);
    const char *view = arena_format(&transport->memory, "%s.%s.%s", words_infos[language].code,
                                    country, currency.code);
    answer_header(
        transport, "Set-Cookie",
        visitor_cookie(transport->server, &transport->memory, "souk_view", view, 365 * 86400));
}

bool request_replayed(const struct request *request)
{
    return transport_of(request)->replayed;
}

/* Once ------------------------------------------------------------------------------------- */

struct once_act {
    struct request *request;
    store_act *act;
    void *what;
    struct once once;
    void *answer_before; /* an act may run twice: each time begins with the same answer */
    int status_before;
    const char *location_before;
    bool found;
    struct once_answer earlier;
    const char *kept; /* this answer, as JSON */
};

/* What was sent, without the router's own parts of a form, which change with each rendering. */
static struct secret_tag body_tag(const struct transport *transport)
{
    AUTO(text) all = { 0 };
    text_add_bytes(&all, transport->target, strcspn(transport->target, "?") + 1);
    if (!transport->body_is_form) {
        text_add_bytes(&all, transport->body.bytes, transport->body.length);
        return secret_hash(NULL, all.bytes, all.length);
    }
    for (size_t i = 0; i < transport->form.count; i++) {
        const struct pair *pair = &transport->form.items[i];
        if (*pair->name == '_')
            continue;
        text_add_bytes(&all, pair->name, strlen(pair->name) + 1);
        if (pair->value)
            text_add_bytes(&all, pair->value, strlen(pair->value) + 1);
        text_add_bytes(&all, pair->upload.bytes, pair->upload.size);
    }
    return secret_hash(NULL, all.bytes, all.length);
}

static refused run_once(struct store_tx *tx, void *context)
{
    struct once_act *once_act = context;
    struct request *request = once_act->request;
    const struct field *gives = request->route->gives;
    if (request->answer)
        memcpy(request->answer, once_act->answer_before, gives->struct_size);
    request->status = once_act->status_before;
    request->location = once_act->location_before;
    if (!request->route->once)
        return once_act->act(tx, once_act->what);
    refused why =
        once_find(tx, request->memory, &once_act->once, &once_act->found, &once_act->earlier);
    if (why || once_act->found)
        return why;
    request->unkept = false;
    why = once_act->act(tx, once_act->what);
    if (why || request->unkept)
        return why;
    AUTO(text) body = { 0 };
    /* This may be the store's own thread; the answer is in the visitor's words. */
    enum words_language spoken = words_spoken();
    words_speak(request->visitor.language);
    if (gives && request->answer)
        fields_to_json(&body, gives, request->answer);
    words_speak(spoken);
    once_act->kept = arena_copy_bytes(request->memory, text_of(&body), body.length);
    once_keep(tx, &once_act->once,
              &(struct once_answer){ request->status, request->location, once_act->kept });
    return NULL;
}

static void take_earlier(struct transport *transport, const struct once_answer *earlier)
{
    struct request *request = &transport->request;
    transport->replayed = true;
    transport->kept_body = earlier->body;
    if (transport->replay)
        json_decref(transport->replay);
    transport->replay = earlier->body ? json_loads(earlier->body, 0, NULL) : NULL;
    request->status = earlier->status;
    request->location = earlier->location && *earlier->location ? earlier->location : NULL;
}

refused request_transact(struct request *request, store_act *act, void *what)
{
    struct transport *transport = transport_of(request);
    const struct route *route = request->route;
    struct once_act once_act = { .request = request,
                                 .act = act,
                                 .what = what,
                                 .status_before = request->status,
                                 .location_before = request->location };
    if (request->answer) {
        once_act.answer_before = arena_take(request->memory, route->gives->struct_size);
        memcpy(once_act.answer_before, request->answer, route->gives->struct_size);
    }
    if (route->once)
        once_act.once = (struct once){
            .account = request->visitor.account.number,
            .visitor = request->visitor.account.number ? "" : request->visitor.key,
            .route =
                arena_format(request->memory, "%s %s", method_names[route->method], route->path),
            .key = request_key(request),
            .body = body_tag(transport),
            .now = request->now,
            .keep = days(route->once_days ? route->once_days : 1),
        };
    refused why = store_transact(request->store, run_once, &once_act);
    if (!why && once_act.found)
        take_earlier(transport, &once_act.earlier);
    else if (!why && route->gives)
        transport->kept_body = once_act.kept;
    return why;
}

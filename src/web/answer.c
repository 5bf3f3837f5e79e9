/* Answer: what goes out, as JSON, problem, page or redirect, with the headers that all have. */
#include "web/transport.h"

#include <strings.h>

#include "base/log.h"
#include "base/words.h"

enum { PAGE_USUAL = 24 * 1024 }; /* bytes; longer ones grow */

void answer_header(struct transport *transport, const char *name, const char *value)
{
    if (strpbrk(value, "\r\n"))
        return; /* nobody writes headers of their own into ours */
    struct header *header = arena_take(&transport->memory, sizeof *header);
    *header = (struct header){ name, value, transport->headers };
    transport->headers = header;
}

static bool has_header(const struct transport *transport, const char *name)
{
    for (const struct header *header = transport->headers; header; header = header->next)
        if (strcasecmp(header->name, name) == 0)
            return true;
    return false;
}

void answer_bytes(struct transport *transport, int status, const char *type, const void *bytes,
                  size_t size)
{
    transport->status = status;
    transport->type = type;
    transport->bytes = bytes;
    transport->size = size;
}

static void answer_text(struct transport *transport, int status, const char *type)
{
    answer_bytes(transport, status, type, text_of(&transport->text), transport->text.length);
}

void answer_redirect(struct transport *transport, int status, const char *location)
{
    answer_header(transport, "Location", location);
    answer_bytes(transport, status, NULL, "", 0);
}

/* Problems --------------------------------------------------------------------------------- */

static const char *status_title(int status)
{
    const char *phrase = MHD_get_reason_phrase_for((unsigned)status);
    return phrase ? phrase : "Refused";
}

static void write_faults(text *to, refused why, const struct faults *faults)
{
    const char *comma = "";
    text_add(to, ",\"errors\":[");
    for (size_t i = 0; i < faults->count; i++, comma = ",") {
        text_add_format(to, "%s{\"pointer\":", comma);
        text_add_json(to, faults->items[i].pointer);
        text_add(to, ",\"detail\":");
        text_add_json(to, faults->items[i].sentence);
        text_add_char(to, '}');
    }
    if (why->field && !faults->count) {
        AUTO(text) pointer = { 0 };
        text_add_format(&pointer, "/%s", why->field);
        text_add(to, "{\"pointer\":");
        text_add_json(to, text_of(&pointer));
        text_add(to, ",\"detail\":");
        text_add_json(to, words_say(why->sentence));
        text_add_char(to, '}');
    }
    text_add_char(to, ']');
}

static void answer_problem(struct transport *transport, refused why)
{
    text *to = &transport->text;
    text_reset(to);
    text_add(to, "{\"type\":");
    AUTO(text) type = { 0 };
    text_add_format(&type, "%s/problems/%s", transport->request.settings->url, why->name);
    text_add_json(to, text_of(&type));
    text_add(to, ",\"title\":");
    text_add_json(to, status_title(why->status));
    text_add_format(to, ",\"status\":%d,\"detail\":", why->status);
    text_add_json(to, words_say(why->sentence));
    text_add(to, ",\"instance\":");
    text_add_json(to, transport->request_id);
    text_add(to, ",\"code\":");
    text_add_json(to, why->name);
    if (transport->request.faults.count || why->field)
        write_faults(to, why, &transport->request.faults);
    if (transport->request.onward) {
        text_add(to, ",\"onward\":");
        text_add_json(to, transport->request.onward);
    }
    text_add_char(to, '}');
    if (why->status == 401)
        answer_header(transport, "WWW-Authenticate", "Bearer realm=\"souk\"");
    answer_text(transport, why->status, "application/problem+json");
}

static void answer_error_page(struct transport *transport, refused why)
{
    struct request *request = &transport->request;
    struct page_plan plan = {
        .name = "error", .faults = &request->faults, .problem = why, .status = why->status
    };
    struct store_tx *own = NULL;
    plan.tx = request->tx;
    if (!plan.tx && why != &SERVER_BUSY) /* a full house is told without asking the store */
        plan.tx = own = store_read(request->store);
    text_reset(&transport->text);
    text_reserve(&transport->text, PAGE_USUAL);
    page_render(transport, &plan, &transport->text);
    if (own)
        store_read_end(own);
    visitor_give_token(transport);
    answer_text(transport, why->status, "text/html; charset=utf-8");
}

/* A page of ours that leads here after signing in; never an address of someone else's. */
static const char *path_to_come_back(const struct transport *transport)
{
    const char *referer = transport_header(transport, "Referer");
    const char *page = pairs_find(&transport->form, "_page");
    if (transport->method == GET)
        return transport->target;
    if (page && page[0] == '/' && page[1] != '/')
        return page;
    const char *host = referer ? strstr(referer, "://") : NULL;
    const char *path = host ? strchr(host + 3, '/') : NULL;
    return path && path[1] != '/' ? path : "/";
}

static void answer_sign_in(struct transport *transport)
{
    AUTO(text) location = { 0 };
    text_add(&location, "/sign-in?next=");
    text_add_url(&location, path_to_come_back(transport));
    visitor_give_token(transport);
    answer_redirect(transport, 303, arena_copy(&transport->memory, text_of(&location)));
}

static void answer_onward(struct transport *transport)
{
    visitor_give_token(transport);
    answer_redirect(transport, 303, transport->request.onward);
}

void answer_refusal(struct transport *transport, refused why)
{
    const struct request *request = &transport->request;
    if (why->status >= 500)
        log_line(LOG_ERROR, "refused", LOG_TEXT("name", why->name),
                 LOG_TEXT("request", transport->request_id ? transport->request_id : ""));
    if (request->retry_after)
        answer_header(transport, "Retry-After",
                      arena_format(&transport->memory, "%d", request->retry_after));
    bool form = request->route && request->route->method != GET && !transport->api;
    if (transport->api || transport->plain)
        answer_problem(transport, why);
    else if (why == &NOT_SIGNED_IN && request->route)
        answer_sign_in(transport);
    else if (form && request->onward)
        answer_onward(transport);
    else if (!form || why == &CSRF_WRONG || !form_page_again(transport, why))
        answer_error_page(transport, why);
}

/* Done ------------------------------------------------------------------------------------- */

/* The sentence of the route, for the next page: its hash, looked up there among the routes'. */
static void tell_done(struct transport *transport)
{
    const char *done = transport->request.route->done;
    if (!done)
        return;
    struct secret_tag tag = secret_hash(NULL, done, strlen(done));
    answer_header(transport, "Set-Cookie",
                  visitor_cookie(transport->server, &transport->memory, "souk_done",
                                 secret_hex(&transport->memory, tag.bytes, 8), 60));
}

static void done_page(struct transport *transport)
{
    struct request *request = &transport->request;
    const struct route *route = request->route;
    struct page_plan plan = {
        .name = route->page,
        .fields = route->gives,
        .answer = request->answer,
        .form_fields = route->takes,
        .typed = route->method == GET ? &transport->query : &transport->form,
        .status = request->status ? request->status : 200,
    };
    struct store_tx *own = NULL;
    plan.tx = request->tx ? request->tx : (own = store_read(request->store));
    text_reset(&transport->text);
    text_reserve(&transport->text, PAGE_USUAL);
    page_render(transport, &plan, &transport->text);
    if (own)
        store_read_end(own);
    visitor_give_token(transport);
    answer_text(transport, plan.status, "text/html; charset=utf-8");
}

static void done_form(struct transport *transport)
{
    const struct request *request = &transport->request;
    const char *location = request->location      ? request->location
                           : request->route->then ? fill_path(transport, request->route->then)
                                                  : NULL;
    if (!location && request->route->page) {
        done_page(transport);
        return;
    }
    tell_done(transport);
    answer_redirect(transport, 303, location ? location : "/");
}

/* The address of the next page of a list, with all else that was asked; NULL at the end. */
static void link_next(struct transport *transport)
{
    const struct request *request = &transport->request;
    const struct field *field = request->route->gives;
    while (field && field->kind && strcmp(field->name, "next_cursor") != 0)
        field++;
    if (!field || !field->kind || field->kind != FIELD_TEXT)
        return;
    const char *cursor =
        *(const char *const *)(const void *)((const char *)request->answer + field->offset);
    if (!cursor)
        return;
    AUTO(text) link = { 0 };
    text_add(&link, "<");
    text_add(&link, request->settings->url);
    text_add_bytes(&link, transport->target, strcspn(transport->target, "?"));
    text_add(&link, "?");
    for (size_t i = 0; i < transport->query.count; i++) {
        if (strcmp(transport->query.items[i].name, "cursor") == 0)
            continue;
        text_add_url(&link, transport->query.items[i].name);
        text_add_char(&link, '=');
        text_add_url(&link, transport->query.items[i].value);
        text_add_char(&link, '&');
    }
    text_add(&link, "cursor=");
    text_add_url(&link, cursor);
    text_add(&link, ">; rel=\"next\"");
    answer_header(transport, "Link", arena_copy(&transport->memory, text_of(&link)));
}

static void done_json(struct transport *transport)
{
    struct request *request = &transport->request;
    const struct route *route = request->route;
    int status = request->status                              ? request->status
                 : route->method == POST && request->location ? 201
                                                              : 200;
    if (request->location)
        answer_header(transport, "Location",
                      request->location[0] == '/'
                          ? arena_format(&transport->memory, "/v1%s", request->location)
                          : request->location);
    if (transport->replayed)
        answer_header(transport, "Idempotency-Replayed", "true");
    if (!route->gives) {
        answer_bytes(transport, request->status ? request->status : 204, NULL, "", 0);
        return;
    }
    text_reset(&transport->text);
    text_reserve(&transport->text, PAGE_USUAL / 2);
    if (transport->kept_body)
        text_add(&transport->text, transport->kept_body);
    else {
        fields_to_json(&transport->text, route->gives, request->answer);
        link_next(transport);
    }
    answer_text(transport, status, "application/json");
}

void answer_done(struct transport *transport)
{
    struct request *request = &transport->request;
    const struct route *route = request->route;
    if (request->cookie)
        answer_header(transport, "Set-Cookie", request->cookie);
    if (request->raw)
        answer_bytes(transport, request->status ? request->status : 200,
                     request->raw_type ? request->raw_type : "application/octet-stream",
                     request->raw, request->raw_size);
    else if (transport->api)
        done_json(transport);
    else if (route->method != GET && !route->form_is_get)
        done_form(transport);
    else if (request->location)
        answer_redirect(transport, request->status ? request->status : 303, request->location);
    else if (route->page)
        done_page(transport);
    else if (route->gives) /* a page-only address that gives JSON: a manifest, a feed */
        done_json(transport);
    else
        answer_bytes(transport, request->status ? request->status : 204, NULL, "", 0);
}

/* Finishing -------------------------------------------------------------------------------- */

static bool tag_matches(const char *header, const char *etag)
{
    size_t length = strlen(etag);
    if (strcmp(header, "*") == 0)
        return true;
    for (const char *at = header; (at = strstr(at, etag)); at += length)
        if (at > header && at[-1] == '"' && at[length] == '"')
            return true;
    return false;
}

refused request_expects(const struct request *request, const char *etag)
{
    const char *header = request_header(request, "If-Match");
    return !header || tag_matches(header, etag) ? NULL : &PRECONDITION_FAILED;
}

static void answer_conditions(struct transport *transport, const char *etag)
{
    const char *none = transport_header(transport, "If-None-Match");
    const char *match = transport_header(transport, "If-Match");
    if (match && !tag_matches(match, etag)) {
        answer_problem(transport, &PRECONDITION_FAILED);
        return;
    }
    answer_header(transport, "ETag", arena_format(&transport->memory, "\"%s\"", etag));
    if (none && tag_matches(none, etag))
        answer_bytes(transport, 304, NULL, "", 0);
}

static void security_headers(struct transport *transport)
{
    static const char *const pairs[][2] = {
        { "Content-Security-Policy",
          "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
          "frame-ancestors 'none'" },
        { "X-Content-Type-Options", "nosniff" },
        { "Referrer-Policy", "same-origin" },
        { "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()" },
        { "Cross-Origin-Opener-Policy", "same-origin" },
        { "Souk-Version", "2026-11-01" },
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        answer_header(transport, pairs[i][0], pairs[i][1]);
    if (text_starts(transport->request.settings->url, "https:"))
        answer_header(transport, "Strict-Transport-Security",
                      "max-age=63072000; includeSubDomains");
}

void answer_finish(struct transport *transport)
{
    struct request *request = &transport->request;
    bool page = transport->type && text_starts(transport->type, "text/html");
    bool read = transport->method == GET && transport->status == 200 && !transport->plain;
    const char *etag = read && !page ? request->etag : NULL;
    if (read && !page && !etag && transport->size) {
        struct secret_tag tag = secret_hash(NULL, transport->bytes, transport->size);
        etag = secret_hex(&transport->memory, tag.bytes, 12);
    }
    if (!etag && request->etag && transport->status < 300 && transport->api)
        answer_header(transport, "ETag", arena_format(&transport->memory, "\"%s\"", request->etag));
    if (etag)
        answer_conditions(transport, etag);
    /* A page shows who is signed in and has the form's token: it is never shared. */
    const char *cache = request->cache && read && !page ? request->cache : "private, no-store";
    if (!has_header(transport, "Cache-Control"))
        answer_header(transport, "Cache-Control", cache);
    if (request->cache && transport->api)
        answer_header(transport, "Vary", "Accept-Language, Authorization, Cookie, Souk-App");
    if (transport->type && !transport->plain)
        answer_header(transport, "Content-Language", words_infos[request->visitor.language].code);
    if (transport->limit_policy) {
        answer_header(transport, "RateLimit-Policy", transport->limit_policy);
        answer_header(transport, "RateLimit", transport->limit_left);
    }
    answer_header(transport, "Request-Id", transport->request_id);
    answer_header(transport, "traceparent", transport->trace);
    security_headers(transport);
}

struct MHD_Response *answer_response(struct transport *transport)
{
    /* The bytes live in the transport, which outlives the response. */
    struct MHD_Response *response = MHD_create_response_from_buffer(
        transport->size, (void *)(uintptr_t)transport->bytes, MHD_RESPMEM_PERSISTENT);
    for (const struct header *header = transport->headers; header; header = header->next)
        MHD_add_response_header(response, header->name, header->value);
    if (transport->type)
        MHD_add_response_header(response, "Content-Type", transport->type);
    return response;
}

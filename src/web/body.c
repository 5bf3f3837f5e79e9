/* Body: takes what is sent while it comes, within limits, and turns it into the route's struct. */
#include "web/transport.h"

#include <strings.h>

enum { BODY_EXTRA = 1024 * 1024 /* read and thrown away, so that the answer 413 arrives */ };

/* A form's values while they come, in pieces. */
struct text_list {
    text values[PAIRS_MAX];
    bool files[PAIRS_MAX];
};

const struct refusal BODY_TOO_LARGE = { "BODY_TOO_LARGE", 413,
                                        N_("This is more than can be sent at once."), NULL };
const struct refusal BODY_WRONG = { "BODY_WRONG", 422, N_("Some of this needs another look."),
                                    NULL };
const struct refusal BODY_UNREADABLE = { "BODY_UNREADABLE", 400,
                                         N_("What was sent cannot be read."), NULL };
const struct refusal TYPE_UNKNOWN = { "TYPE_UNKNOWN", 415,
                                      N_("This kind of content is not taken here."), NULL };

static bool is_type(const char *sent, const char *type)
{
    size_t length = strlen(type);
    return sent && strncasecmp(sent, type, length) == 0 &&
           (!sent[length] || sent[length] == ';' || sent[length] == ' ');
}

static bool takes_upload(const struct field *fields)
{
    for (const struct field *field = fields; field && field->kind; field++)
        if (field->kind == FIELD_UPLOAD)
            return true;
    return false;
}

/* Forms ------------------------------------------------------------------------------------ */

/* The same name again, at offset 0, begins a new pair; so does another name. */
static enum MHD_Result take_part(void *context, enum MHD_ValueKind kind, const char *name,
                                 const char *file, const char *type, const char *encoding,
                                 const char *bytes, uint64_t offset, size_t size)
{
    struct transport *transport = context;
    struct pairs *form = &transport->form;
    (void)kind, (void)type, (void)encoding;
    if (!name || !text_is_utf8(name, strlen(name)) || strlen(name) > 200) {
        transport->early = &BODY_UNREADABLE;
        return MHD_YES;
    }
    if (offset == 0) {
        if (form->count == PAIRS_MAX) {
            transport->early = &BODY_TOO_LARGE;
            return MHD_YES;
        }
        form->items[form->count] = (struct pair){ .name = arena_copy(&transport->memory, name) };
        transport->form_parts->files[form->count] = file != NULL;
        if (file && text_is_utf8(file, strlen(file)))
            form->items[form->count].upload.name = arena_copy(&transport->memory, file);
        form->count++;
    }
    if (form->count)
        text_add_bytes(&transport->form_parts->values[form->count - 1], bytes, size);
    return MHD_YES;
}

static void begin_form(struct transport *transport)
{
    transport->post =
        MHD_create_post_processor(transport->connection, 8 * 1024, take_part, transport);
    transport->form_parts = must_take(sizeof *transport->form_parts);
    transport->form.items = arena_array(&transport->memory, PAIRS_MAX, sizeof(struct pair));
    if (!transport->post)
        transport->early = &TYPE_UNKNOWN;
}

static refused end_form(struct transport *transport)
{
    if (transport->post && MHD_destroy_post_processor(transport->post) != MHD_YES)
        transport->early = transport->early ? transport->early : &BODY_UNREADABLE;
    transport->post = NULL;
    for (size_t i = 0; i < transport->form.count; i++) {
        struct pair *pair = &transport->form.items[i];
        const text *value = &transport->form_parts->values[i];
        if (transport->form_parts->files[i]) {
            pair->upload.bytes = text_of(value);
            pair->upload.size = value->length;
            pair->value = NULL;
        } else if (text_is_utf8(text_of(value), value->length))
            pair->value = text_of(value);
        else
            return &BODY_UNREADABLE;
    }
    return transport->early;
}

/* Queries ---------------------------------------------------------------------------------- */

static int hex(char letter)
{
    const char *digits = "0123456789abcdef0123456789ABCDEF";
    const char *found = letter ? strchr(digits, letter) : NULL;
    return found ? (int)((found - digits) % 16) : -1;
}

static char *decode(struct arena *memory, const char *from, size_t length)
{
    char *decoded = arena_take(memory, length + 1), *to = decoded;
    for (size_t i = 0; i < length; i++) {
        bool escaped = from[i] == '%' && i + 2 < length;
        int high = escaped ? hex(from[i + 1]) : -1, low = escaped ? hex(from[i + 2]) : -1;
        if (high >= 0 && low >= 0) {
            *to++ = (char)(high * 16 + low);
            i += 2;
        } else
            *to++ = from[i] == '+' ? ' ' : from[i];
    }
    *to = 0;
    return text_is_utf8(decoded, (size_t)(to - decoded)) ? decoded : NULL;
}

bool query_read(struct arena *memory, const char *query, struct pairs *ret_pairs)
{
    size_t count = 1;
    for (const char *at = query; *at; at++)
        count += *at == '&';
    *ret_pairs = (struct pairs){ 0 };
    if (count > PAIRS_MAX)
        return false;
    ret_pairs->items = arena_array(memory, count, sizeof(struct pair));
    while (*query) {
        size_t length = strcspn(query, "&"), name = strcspn(query, "=&");
        if (length) {
            struct pair *pair = &ret_pairs->items[ret_pairs->count++];
            pair->name = decode(memory, query, name);
            pair->value = name < length ? decode(memory, query + name + 1, length - name - 1) : "";
            if (!pair->name || !pair->value)
                return false;
        }
        query += length + (query[length] == '&');
    }
    return true;
}

struct pairs pairs_known(struct arena *memory, const struct pairs *pairs,
                         const struct field *fields)
{
    struct pairs known = { arena_array(memory, pairs->count, sizeof(struct pair)), 0 };
    for (size_t i = 0; i < pairs->count; i++)
        if (fields_know(fields, pairs->items[i].name))
            known.items[known.count++] = pairs->items[i];
    return known;
}

/* While it comes --------------------------------------------------------------------------- */

void body_begin(struct transport *transport)
{
    const struct route *route = transport->routed ? transport->routed->route : NULL;
    const char *length = transport_header(transport, "Content-Length");
    const char *type = transport_header(transport, "Content-Type");
    bool sends =
        transport_header(transport, "Transfer-Encoding") || (length && strcmp(length, "0") != 0);
    int64_t announced = 0;
    transport->body_max = route && route->body_max ? route->body_max : BODY_MAX_USUAL;
    if (length && (!text_to_int(length, &announced) || announced > (int64_t)transport->body_max))
        transport->early = &BODY_TOO_LARGE;
    if (transport->early || !route || route->method == GET || !sends)
        return;
    bool form =
        is_type(type, "application/x-www-form-urlencoded") || is_type(type, "multipart/form-data");
    if (!route->takes && route->no_csrf)
        return; /* raw: its sender signs the bytes, whatever they are */
    if (is_type(type, "application/json") && transport->api)
        transport->body_is_json = true;
    else if (form && (!transport->api || takes_upload(route->takes)))
        transport->body_is_form = true;
    else
        transport->early = &TYPE_UNKNOWN;
    if (transport->body_is_form)
        begin_form(transport);
}

bool body_add(struct transport *transport, const char *bytes, size_t size)
{
    transport->body_size += size;
    if (transport->body_size > transport->body_max)
        transport->early = transport->early ? transport->early : &BODY_TOO_LARGE;
    if (transport->early)
        return transport->body_size < transport->body_max + BODY_EXTRA;
    if (!transport->body_is_form)
        text_add_bytes(&transport->body, bytes, size);
    else if (MHD_post_process(transport->post, bytes, size) != MHD_YES)
        transport->early = &BODY_UNREADABLE;
    return true;
}

/* When it is there ------------------------------------------------------------------------- */

static refused read_query(struct transport *transport, const struct field *takes, void *body)
{
    struct request *request = &transport->request;
    struct pairs pairs = transport->query;
    if (!transport->api)
        pairs = pairs_known(&transport->memory, &pairs, takes);
    return fields_from_pairs(&transport->memory, takes, &pairs, request->visitor.currency, body,
                             &request->faults)
               ? NULL
               : &BODY_WRONG;
}

static refused read_json(struct transport *transport, const struct field *takes, void *body)
{
    struct faults *faults = &transport->request.faults;
    const char *json = transport->body.length ? text_of(&transport->body) : "{}";
    size_t size = transport->body.length ? transport->body.length : 2;
    if (fields_from_json(&transport->memory, takes, json, size, body, faults))
        return NULL;
    return faults->count == 1 && !*faults->items[0].pointer ? &BODY_UNREADABLE : &BODY_WRONG;
}

void body_end_form(struct transport *transport)
{
    refused why = transport->body_is_form ? end_form(transport) : NULL;
    if (why && !transport->early)
        transport->early = why;
}

refused body_read(struct transport *transport)
{
    static const struct field none[] = { { 0 } };
    struct request *request = &transport->request;
    const struct route *route = transport->routed->route;
    const struct field *takes = route->takes ? route->takes : none;
    if (!route->takes && route->no_csrf)
        return NULL;
    void *body = arena_take(&transport->memory, takes->kind ? takes->struct_size : 1);
    request->body = route->takes ? body : NULL;
    if (route->method == GET)
        return route->takes || transport->api ? read_query(transport, takes, body) : NULL;
    if (transport->body_is_form)
        return fields_from_pairs(&transport->memory, takes, &transport->form,
                                 request->visitor.currency, body, &request->faults)
                   ? NULL
                   : &BODY_WRONG;
    if (transport->api)
        return read_json(transport, takes, body);
    transport->form = (struct pairs){ 0 }; /* a form without anything in it */
    return fields_from_pairs(&transport->memory, takes, &transport->form, request->visitor.currency,
                             body, &request->faults)
               ? NULL
               : &BODY_WRONG;
}

void body_clear(struct transport *transport)
{
    if (transport->post)
        MHD_destroy_post_processor(transport->post);
    text_clear(&transport->body);
    for (size_t i = 0; transport->form_parts && i < PAIRS_MAX; i++)
        text_clear(&transport->form_parts->values[i]);
    free(transport->form_parts);
}

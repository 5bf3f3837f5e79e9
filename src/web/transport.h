/* Transport: one request on its way through the server. Only for the web floor's own files. */
#pragma once

#include <microhttpd.h>
#include <jansson.h>
#include <pthread.h>
#include <stdatomic.h>

#include "web/limits.h"
#include "web/page.h"
#include "web/router.h"
#include "web/server.h"

enum {
    BODY_MAX_USUAL = 64 * 1024,
    PAIRS_MAX = 300,
    LIMIT_VISITOR = 600, /* requests a minute, when the route says nothing */
    LIMIT_ADDRESS = 3000,
};

struct header {
    const char *name, *value;
    struct header *next;
};

struct transport {
    struct request request;
    struct server *server;
    struct MHD_Connection *connection;
    struct event_thread *event_thread; /* that serves the connection */
    struct arena memory;

    /* What was asked. */
    const char *target; /* "/orders?limit=3", raw */
    enum method method;
    bool head; /* HEAD is answered as GET */
    bool options;
    bool api;                  /* under /v1 */
    const struct plain *plain; /* one of the fixed addresses, or NULL */
    const struct routed *routed;
    struct route_values values;
    unsigned methods; /* for Allow */
    struct pairs query, form;
    const char *request_id, *trace;
    const char *address;
    refused early; /* what is wrong before a handler is asked */

    /* The body while it comes. */
    text body;
    size_t body_size, body_max;
    bool body_is_json, body_is_form;
    struct MHD_PostProcessor *post;
    struct text_list *form_parts; /* one growing text a pair */

    /* The visitor's tokens. */
    const char *token;       /* of the cookie; NULL when none was sent */
    const char *fresh_token; /* given to a browser that had none */
    const char *csrf;

    /* The answer. */
    bool done; /* made; only to be sent */
    int status;
    const char *type;
    const void *bytes;
    size_t size;
    text text; /* what bytes points into, mostly */
    struct header *headers;
    bool replayed;
    json_t *replay; /* the earlier answer, for {names} in .then */
    const char *kept_body; /* the answer as it is kept under the key, written once */
    int64_t started_us; /* of the monotonic clock */
    const char *limit_policy, *limit_left;
    struct transport *next; /* in the queue for the act threads */
};

/* A key that is being used, so that its twin waits or is refused. */
struct flight {
    struct secret_tag tag;
    struct flight *next;
};

struct figures {
    atomic_llong requests, by_class[6], micros, queue_full, limited;
    atomic_llong buckets[8];
};

struct server {
    struct server_plan plan;
    struct arena *memory;
    int listening; /* socket */
    struct event_thread *event_threads;
    size_t event_count;
    atomic_bool closed, halted; /* no new connections; the event threads end */
    const struct module *const *modules; /* the plan's and the web's own */
    struct router *router;
    struct pages *pages;
    struct limits *limits;
    struct secret_key csrf_key, visitor_key;
    bool secure;     /* cookies: https, or a browser that trusts localhost */
    bool reads_wait; /* PostgreSQL: even reads go to the act threads */
    const char *cookie_name;
    const char *openapi;
    char *certificate, *certificate_key;

    pthread_t *act_threads;
    size_t act_count;
    pthread_mutex_t queue_lock;
    pthread_cond_t queue_more;
    struct transport *queue_first, *queue_last;
    size_t queued, queue_max, busy;
    bool stopping, quiet;

    pthread_mutex_t flights_lock;
    pthread_cond_t flights_less;
    struct flight *flights;
    struct figures figures;
};

static inline struct transport *transport_of(const struct request *request)
{
    return request->transport;
}

/* listen.c --------------------------------------------------------------------------------- */

/* What libmicrohttpd calls, on the event threads. */
struct listen_callbacks {
    MHD_AccessHandlerCallback serve;
    void *(*take_target)(void *context, const char *target, struct MHD_Connection *connection);
    size_t (*leave_as_is)(void *context, struct MHD_Connection *connection, char *words);
    MHD_RequestCompletedCallback completed;
};
bool listen_open(struct server *server, const struct listen_callbacks *callbacks,
                 const char **ret_problem);
void listen_start(struct server *server); /* the threads */
/* From an act thread: the answer of this suspended request is there. */
void listen_resume(struct transport *transport);
struct event_thread *listen_own_thread(void);
void listen_close(struct server *server); /* accepts no more */
void listen_stop(struct server *server);  /* what was answered was sent before */

/* dispatch.c ------------------------------------------------------------------------------- */

/* Reads the target and the headers and finds the route; what is wrong is left in `early`. */
void dispatch_begin(struct transport *transport, const char *method);
bool dispatch_needs_thread(const struct transport *transport);
/* Makes the whole answer. */
void dispatch_run(struct transport *transport);

/* body.c ----------------------------------------------------------------------------------- */

void body_begin(struct transport *transport);
bool body_add(struct transport *transport, const char *bytes, size_t size); /* false: hang up */
/* The form's pairs are whole: the router's own (_csrf, _key) are asked for before the rest. */
void body_end_form(struct transport *transport);
/* Turns what came (or the query) into request->body. */
refused body_read(struct transport *transport);
void body_clear(struct transport *transport);
bool query_read(struct arena *memory, const char *query, struct pairs *ret_pairs);
/* Only the pairs that the list knows: a page's address may carry others' marks. */
struct pairs pairs_known(struct arena *memory, const struct pairs *pairs,
                         const struct field *fields);

/* answer.c --------------------------------------------------------------------------------- */

void answer_header(struct transport *transport, const char *name, const char *value);
/* The bytes must live as long as the transport. */
void answer_bytes(struct transport *transport, int status, const char *type, const void *bytes,
                  size_t size);
/* A problem or a page about it. `tx` may be NULL: then one is opened if a page needs it. */
void answer_refusal(struct transport *transport, refused why);
void answer_done(struct transport *transport); /* the handler was content */
void answer_redirect(struct transport *transport, int status, const char *location);
/* Conditions and the headers that every answer has, just before it is sent. */
void answer_finish(struct transport *transport);
struct MHD_Response *answer_response(struct transport *transport);

/* form_page.c: the page that holds the form, again; false when there is none. */
bool form_page_again(struct transport *transport, refused why);
/* Fills {names} from the path and the answer; NULL when a name is unknown. */
const char *fill_path(const struct transport *transport, const char *path);

/* visitor.c -------------------------------------------------------------------------------- */

/* What can be known without the store: language, country, tokens, address. */
void visitor_begin(struct transport *transport);
refused visitor_find(struct transport *transport, struct store_tx *tx);
refused visitor_csrf(const struct transport *transport);
/* The cookie that a page gives a browser which has none. */
void visitor_give_token(struct transport *transport);
const char *visitor_cookie(const struct server *server, struct arena *memory, const char *name,
                           const char *value, int64_t seconds);
const char *transport_header(const struct transport *transport, const char *name);
const char *transport_cookie(const struct transport *transport, const char *name);

/* plain.c: fixed addresses that need no visitor: /static, /healthz, /metrics... --------------- */

struct plain {
    const char *path;
    bool prefix, store;
    void (*answer)(struct transport *transport);
};
const struct plain *plain_find(const char *target);
const char *static_url(struct arena *memory,
                       const char *name); /* NULL when there is no such file */

/* problems_web.c --------------------------------------------------------------------------- */

extern const struct module problems_module;
void problems_collect(struct server *server);

extern const struct refusal BODY_UNREADABLE, CANNOT_ACCEPT, SERVER_BUSY, SERVER_FAULT,
    TARGET_TOO_LONG, SCOPE_MISSING, KEY_WRONG, API_KEY_WRONG;
extern const struct refusal *const common_refusals[]; /* NULL-ended: any route may answer them */

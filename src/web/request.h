/* Request: what a handler is given and what it fills in.
 *
 * By the time a handler runs, the router has found the visitor, allowed the route, limited the
 * rate, checked CSRF and turned the body into the struct of the route's .takes. */
#pragma once

#include "base/arena.h"
#include "base/refusal.h"
#include "base/words.h"
#include "shop/accounts/accounts.h"
#include "store/store.h"
#include "web/field.h"

struct route;

struct visitor {
    account_id account; /* number 0: not signed in */
    const char *name;   /* NULL when not signed in */
    unsigned roles;     /* enum account_role bits */
    bool confirmed;     /* the e-mail address is */
    const char *key;    /* names this browser (a hash of its cookie) or API key; never NULL */
    enum words_language language;
    const char *country; /* "PT" */
    struct currency currency;
    const char *address; /* of the network, as text */
    const char *agent;   /* User-Agent, cut to 200 bytes */
    bool by_api_key;
    unsigned scopes; /* of the API key */
};

struct request {
    struct store *store;
    const struct settings *settings;
    struct arena *memory; /* lives until the answer is sent */
    struct moment now;
    struct visitor visitor;
    const struct route *route;
    const void *body;    /* the struct of .takes, or NULL */
    void *answer;        /* the zeroed struct of .gives, or NULL */
    struct store_tx *tx; /* in a read: the snapshot. NULL in an act */

    /* What a handler may set. */
    int status;           /* 0: 200, or 201 when a POST gives `location` */
    const char *location; /* where the made thing is; instead of the route's .then */
    int retry_after;      /* with a refusal: in so many seconds it may go; 0: not said */
    const char *onward;   /* with a refusal: where the person can go on ("/challenges/...") */
    const char *cookie;   /* a Set-Cookie line */
    const char *raw_type; /* with raw: answers bytes instead of the struct */
    const void *raw;
    size_t raw_size;
    const char *etag;     /* unquoted; the router answers 304 and 412 */
    const char *cache;    /* Cache-Control; NULL is "private, no-store" */
    const char *title;    /* of the page */
    bool unkept;          /* by an act that was stopped: there is no answer to keep under its key */
    struct faults faults; /* a handler may add faults at fields, with a refusal */

    struct transport *transport; /* the server's */
};

/* The id or text that stands for {name} in the path. An id of the wrong shape never gets here. */
int64_t request_id(const struct request *request, const char *name);
const char *request_text(const struct request *request, const char *name);
const char *request_header(const struct request *request, const char *name); /* NULL when absent */
const char *request_key(const struct request *request);  /* Idempotency-Key or the form's; NULL */
const char *request_path(const struct request *request); /* as asked for, with its query */
bool request_wants_page(const struct request *request);  /* HTML, not JSON */
/* It says that it comes from the installed app: a page by the cookie that the script of an
 * installed window keeps, a program by the header Souk-App. What anyone can say proves nothing: it
 * may steer what is offered, never what is allowed. */
bool request_is_app(const struct request *request);
/* The page of ours that held the form that was sent; NULL for programs and unknown ones. */
const char *request_form_path(const struct request *request);

/* NULL when the If-Match header is absent or names `etag`; otherwise PRECONDITION_FAILED. */
refused request_expects(const struct request *request, const char *etag);
/* The body as it was sent, for routes without .takes whose sender signs it. NUL-ended. */
const char *request_raw_body(const struct request *request, size_t *ret_size);

/* store_transact() for an act: when the route is .once, an earlier answer under the same key is
 * given again instead, and this one is kept in the same transaction. The act fills
 * request->answer (and location, status) before it returns. */
refused request_transact(struct request *request, store_act *act, void *what);
/* After request_transact(): the earlier answer stands, and `what` was not filled. */
bool request_replayed(const struct request *request);

/* Signs the browser in or out: a new token in the cookie. Used by accounts. */
void request_set_session(struct request *request, const char *token, struct span lasts);
const char *request_session_token(const struct request *request); /* NULL when none was sent */
void request_set_view(struct request *request, enum words_language language, const char *country,
                      struct currency currency); /* the cookie of someone not signed in */

extern const struct refusal NOT_FOUND, NOT_SIGNED_IN, NOT_ALLOWED, BODY_WRONG, KEY_MISSING,
    KEY_IN_FLIGHT, TOO_MANY, CSRF_WRONG, BODY_TOO_LARGE, TYPE_UNKNOWN, METHOD_UNKNOWN,
    NOT_CONFIRMED, PRECONDITION_FAILED;

/* Route: one line says who may, what it takes, gives and refuses.
 *
 * The server, the permissions, the pages and the OpenAPI description all read this line. A path is
 * served at "/v1" + path as JSON, and at path as a page when `.page` (or for an act `.then`) is
 * there. */
#pragma once

#include "store/events.h"
#include "store/jobs.h"
#include "web/field.h"
#include "web/request.h"

enum method { GET, POST, PUT, PATCH, DELETE };

/* Who may. Asked before the handler, on a snapshot; NULL allows. */
struct permission {
    const char *name;
    const char *says; /* "The buyer of the order" */
    refused (*allows)(struct request *request);
};

extern const struct permission permit_anyone, permit_signed_in, permit_confirmed, permit_operator;
#define ANYONE (&permit_anyone)
#define SIGNED_IN (&permit_signed_in)
#define CONFIRMED (&permit_confirmed) /* signed in, and the e-mail address is confirmed */
#define OPERATOR (&permit_operator)

enum face { BOTH_FACES, ONLY_PAGE, ONLY_API };

struct route {
    enum method method;
    const char *path; /* "/orders/{order}/receipt" */
    const struct permission *who;
    refused (*handle)(struct request *request);
    const char *summary;
    const struct field *takes; /* of the body; of the query for GET */
    const struct field *gives;
    const struct refusal *refuses[20]; /* beyond those that every route has */
    const char *page;                  /* "orders/order": a template; NULL for an act */
    const char *then;                  /* where a form goes next; {names} from path or answer */
    const char *again;                 /* path of the page that holds the form ("/sign-up"), shown
                                          again with the faults; NULL is where the form came from */
    const char *done;                  /* a sentence shown once on the next page */
    enum face face;
    bool raw;         /* a GET that answers bytes: the same on both faces */
    bool once;        /* moves money or stock: Idempotency-Key needed */
    int once_days;    /* how long its answer is kept; 0 is one day */
    bool slow;        /* a read that may take long: runs on an act thread */
    bool form_is_get; /* a POST that only computes: no CSRF, no act */
    bool no_csrf;     /* authenticated by other means (webhooks) */
    struct {
        int count;
        int seconds;
    } limit;         /* a visitor; 0 is the market's usual */
    size_t body_max; /* bytes; 0 is 64 KiB */
    unsigned scope;  /* bits an API key needs; 0 is any key of the account */
};

/* {order} in paths means an id with this prefix; other {names} are texts. */
struct id_name {
    const char *name;
    const char *prefix;
};

/* What a module shows the world. Listed once, in main/modules.c, lower ones first. */
struct module {
    const char *name;
    const struct route *routes; /* each table ends with { 0 } */
    const struct id_name *ids;
    const struct schema *schema;
    const struct listener *hears;
    const struct job_kind *jobs;
    const struct statement *const
        *statements; /* made by sqlbake: all of the module's; NULL-ended */
    /* A number in the head of every page ("cart": 2); NULL when there is none. */
    const char *counter_name;
    int64_t (*counter)(struct request *request, struct store_tx *tx);
    refused (*first)(struct store *store,
                     struct moment now); /* fills a new market: categories... */
};
extern const struct module *const modules[]; /* NULL-ended */

/* Parts that lists share. struct page_request { const char *cursor; int64_t limit; } */
struct page_request {
    const char *cursor;
    int64_t limit;
};
#define PAGED_REQUEST(TYPE)                                                             \
    TEXT_FIELD(TYPE, cursor, .optional = true, .says = "Where the page before ended."), \
        INT_FIELD(TYPE, limit, .optional = true, .min = 1, .max = 100,                  \
                  .says = "At most this many; 20 if not given.")
#define PAGED_ANSWER(TYPE)                                                       \
    TEXT_FIELD(TYPE, next_cursor,                                                \
               .says = "Give it as cursor for the next page; null at the end."), \
        BOOL_FIELD(TYPE, has_more, .says = "There is a next page.")

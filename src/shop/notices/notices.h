/* Notices: telling people what happened, on the page and by mail.
 *
 * A notice is a row for its receiver, written in the act's transaction, and a mail that a job
 * sends. Words are made when it is shown or sent, in the receiver's language: what is stored is
 * the kind and its facts. Without an SMTP server mail stays in the outbox, which the demo shows. */
#pragma once

#include "base/words.h"
#include "store/jobs.h"
#include "store/store.h"

typedef struct {
    int64_t number;
} notice_id; /* ntc_ */

/* A kind of notice: words with {name} places, filled from the facts. */
struct notice_kind {
    const char *name;    /* "order.shipped" */
    const char *subject; /* N_("Your order is on its way") */
    const char *words;   /* N_("{seller} has sent ...") */
    const char *button;  /* N_("See the order"); NULL: no link */
};

struct notice_fact {
    const char *name, *value;
};
struct notice {
    const struct notice_kind *kind;
    int64_t account;   /* the receiver; 0: only mail */
    const char *email; /* sealed in the row */
    enum words_language language;
    const char *path;                /* "/orders/ord_..." for the button */
    const char *key;                 /* one for each kind and key: telling again tells once */
    const struct notice_fact *facts; /* ends with { 0 } */
    bool only_mail;                  /* codes: not shown on the page */
    struct moment now;
};
void notices_send(struct store_tx *tx, const struct notice *notice);

/* Kinds are looked up by name when a notice is shown; modules register theirs at the start. */
void notices_register(const struct notice_kind *const *kinds); /* NULL-ended */

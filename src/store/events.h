/* Events: facts that acts announce.
 *
 * An event is a row of the append-only event table, written in the act's transaction, and is heard
 * in the same transaction by the modules that said so in their tables. What a listener refuses,
 * the whole act is refused. */
#pragma once

#include "store/store.h"

/* Owned by the module that announces: const struct event_kind ORDER_PAID = { "order.paid" }; */
struct event_kind {
    const char *name;
};

struct event {
    const struct event_kind *kind;
    int64_t subject; /* the id of what it happened to */
    struct moment at;
    const char *subject_prefix; /* "ord", to write the subject outside */
    const char *facts;          /* a JSON object, or NULL */
    const void *what; /* the announcing module's struct, for listeners that include its face */
};

struct listener {
    const struct event_kind *kind; /* NULL hears everything */
    refused (*hear)(struct store_tx *tx, const struct event *event);
};

/* A { 0 }-ended table; heard in the order of registration. Before the first act only. */
void events_register(struct store *store, const struct listener *listeners);

refused events_announce(struct store_tx *tx, const struct event *event);

/* Followers: who reads the events later, from a cursor of its own, in their order. What it does of
 * an event and the cursor that moves past it are one transaction, so each is seen once. */
struct seen_event {
    const char *kind; /* "order.paid" */
    int64_t subject;
    struct moment at;
    const char *facts; /* or NULL */
};

struct follower {
    const char *name;  /* "orders.tell" */
    const char *about; /* it sees events whose kind begins so: "order." */
    refused (*see)(struct store_tx *tx, const struct seen_event *event);
};

/* Sees the next events, at most `most`, and passes over others quickly; false when there are no
 * more, and as well when it was refused. */
bool events_follow(struct store *store, const struct follower *follower, int most);

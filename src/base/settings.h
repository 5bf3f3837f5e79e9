/* Settings: what an operator may choose, read once at the start.
 *
 * main/settings.c fills them from the file, the environment (SOUK_NAME) and the flags
 * (--name=value), later ones winning; its table is the list with defaults and descriptions. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/money.h"
#include "base/secret.h"

struct settings {
    const char *database;    /* a file for SQLite, or "postgresql://..." */
    const char *listen;      /* address to listen on */
    int64_t port;            /* 0 takes any free one */
    const char *url;         /* what buyers type: "http://localhost:8080" */
    const char *market_name; /* shown beside the arch */
    int64_t event_threads;   /* that accept, parse and read */
    int64_t act_threads;     /* that run acts; each is a connection on PostgreSQL */
    const char *smtp;        /* "smtp://host:25"; empty keeps mail in the outbox */
    const char *smtp_user, *smtp_password;
    const char *mail_from;
    bool demo;    /* shows the outbox and the sign-ins; never on a real market */
    bool sandbox; /* the sandbox gateway, carrier and bank may be used */
    int64_t commission_basis_points;
    int64_t ship_within_days; /* a paid order not shipped by then is refunded */
    int64_t protection_days;  /* after the promised arrival, the hold releases itself */
    int64_t cart_lines_max;
    const char *tls_certificate, *tls_key; /* PEM files; empty leaves TLS to the proxy */
    const char *trusted_proxy; /* address whose X-Forwarded-For is believed; empty: none */
    const char *key_file;      /* the master key, 32 bytes; made by `souk init` */
    struct currency reference; /* the currency that prices are compared in */
    bool rate_limits;          /* off only for load tests */
    bool judge_fraud;          /* off only to measure what it costs */
    int64_t log_level;         /* enum log_level */
    const char *ip_countries;  /* a file FIRST,LAST,COUNTRY; empty: addresses have no country */
    const char *disposable_domains; /* a file of mail domains; empty: only the known ones */
    const char *aftership_secret, *easypost_secret; /* of their webhooks; empty: none is heard */
    const char *aftership_key; /* to ask for parcels that were not told of; empty: not asked */
    const char *aftership_url;
    int64_t parcel_stuck_days; /* without any word of it, a parcel on its way is stuck */
    int64_t parcel_lost_days;  /* past the promise, it is lost */
    bool made_anew; /* by a command that makes a whole market: no commit of it is durable alone */
    struct secret_key master;       /* read from key_file */
};

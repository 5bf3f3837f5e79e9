/* Accounts, on the web floor: what its web files share. */
#pragma once

#include "shop/accounts/accounts_inside.h"
#include "web/route.h"

/* What the forms around signing in show. */
struct form_answer {
    const char *next, *email;
    bool confirmed, demo;
};
extern const struct field form_fields[];
struct done_answer {
    const char *next;
    bool done;
};
extern const struct field done_fields[];

extern const struct route accounts_own_routes[];

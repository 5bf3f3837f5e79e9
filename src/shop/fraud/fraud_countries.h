/* Fraud, countries: where the middle of each is. */
#pragma once

#include <stddef.h>

struct fraud_country {
    char code[3];         /* ISO 3166-1 alpha-2 */
    signed char latitude; /* whole degrees, north and east positive */
    short longitude;
};
/* Ordered by code. */
enum { FRAUD_COUNTRIES = 249 };
extern const struct fraud_country fraud_countries[FRAUD_COUNTRIES];

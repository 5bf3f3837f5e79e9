/* Fraud, places: networks, countries and mail domains, and how far they are from each other. */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "base/settings.h"

/* "203.0.113.7" is of the network "203.0.113.0/24"; IPv6 of its /48. NULL when it is no address,
 * or one of this machine itself (loopback). */
const char *fraud_network_of(struct arena *memory, const char *address);

/* The country that an address is in: from the file of settings->ip_countries (CSV lines
 * FIRST,LAST,COUNTRY, addresses as dotted text, IPv6 text or plain numbers, sorted or not;
 * read once, on the first question), NULL when not known. In a sandbox 10.N.x.y is
 * the country at place N of a fixed list, so that trials have countries without a file. */
const char *fraud_country_of_address(const struct settings *settings, const char *address);
/* An address of that fixed list for a country and a number, "10.12.3.4"; NULL if it has none. */
const char *fraud_sandbox_address(struct arena *memory, const char *country, unsigned number);

/* Between the middles of two countries, by great circle; NAN if one is not known, 0 if the same.
 * The middles are rounded to a degree: what is told apart is a neighbour from another continent. */
double fraud_km_between(const char *country, const char *other);

/* The part of an e-mail address behind its @, in lower case; NULL when there is none. */
const char *fraud_domain_of(struct arena *memory, const char *email);
/* Mail there is thrown away: a list of our own of well-known services, and the file of
 * settings->disposable_domains (one a line, or a JSON array of texts); also below such a domain. */
bool fraud_domain_disposable(const struct settings *settings, const char *domain);
/* Free for anyone to open, so that its share of bad accounts says little of one account. */
bool fraud_domain_public(const char *domain);

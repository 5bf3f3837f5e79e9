/* Zone: local time in a time zone of the IANA's tables ("America/Sao_Paulo"), by ICU. */
#pragma once

#include <stdbool.h>

#include "base/moment.h"

bool zone_known(const char *zone);

/* "2026-11-27T09:00" or "2026-11-27" (its first minute) there. An hour that the clocks skip is the
 * one after it; of one that comes twice it is the first. */
bool zone_read(const char *local, const char *zone, struct moment *ret_at);

/* "2026-11-27T09:00", as inputs of the type datetime-local take it. */
char *zone_text(struct arena *memory, struct moment at, const char *zone);

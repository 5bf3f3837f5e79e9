/* Pagecheck: pages show only what answers give. */
#pragma once

#include "web/route.h"

/* Counts names in pages that are neither in their route's .gives, in the sections around them,
 * nor known to every page; each is a line in ret_problems. */
int pagecheck(const struct module *const *module_list, text *ret_problems);

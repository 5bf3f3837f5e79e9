/* Demo, savings: what its market and its shops give, so that carts, coupons and prices have
 * something to show. */
#pragma once

#include "main/demo.h"

/* The promotions and coupons of the first day; some people claim and use them while they live. */
refused demo_give(struct demo *demo);
/* Of the last days: prices that were reduced, one that was raised again, and sets. */
refused demo_reduce(struct demo *demo);

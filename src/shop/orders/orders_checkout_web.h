/* Orders, on the web floor: the checkout's routes and purchases' states. */
#pragma once

#include "base/choice.h"
#include "shop/exchange/exchange.h"
#include "web/route.h"

extern const struct route orders_checkout_routes[];
extern const struct choice purchase_states[];

/* Sellers, on the web floor: the permission, and the seller of a request. */
#pragma once

#include "shop/sellers/sellers.h"
#include "web/route.h"

extern const struct permission permit_seller;
#define SELLER (&permit_seller)

/* The seller of the request's visitor, looked up in `tx`. */
refused sellers_of_request(struct request *request, struct store_tx *tx, struct seller *ret_seller);

/* Shipping, inside: what the files of this module share. */
#pragma once

#include "shop/shipping/shipping.h"
#include "store/jobs.h"

/* "EU", "NA", ...: the zones that rates know; "REST" for all else. */
const char *shipping_zone(const char *country);

extern const char *const shipping_tracking_names[];
extern const char *const shipping_status_names[];

extern const struct job_kind shipping_jobs[];
refused shipping_first(struct store *store, struct moment now);
void shipping_plan_move(struct store_tx *tx, shipment_id shipment, struct moment at);

/* Shipping, the map of stages: where a parcel is between order and door. Pure. */
#include "base/words.h"
#include "shop/shipping/shipping.h"

const struct choice shipping_stage_names[] = {
    [STAGE_ORDERED] = { "ordered", N_("Ordered") },
    [STAGE_POSTED] = { "posted", N_("Posted") },
    [STAGE_LEFT_COUNTRY] = { "left_country", N_("Left the country") },
    [STAGE_ARRIVED] = { "arrived", N_("Reached the destination country") },
    [STAGE_OUT_FOR_DELIVERY] = { "out_for_delivery", N_("Out for delivery") },
    [STAGE_DELIVERED] = { "delivered", N_("Delivered") },
    { 0 },
};
const struct choice stage_states[] = {
    [STAGE_DONE] = { "done", N_("Done") },
    [STAGE_CURRENT] = { "current", N_("Here now") },
    [STAGE_NEXT] = { "next", N_("Next") },
    [STAGE_LATER] = { "later", N_("Later") },
    { 0 },
};

/* The furthest stage that an event shows. */
static enum shipping_stage stage_of(const struct shipment *shipment,
                                    const struct tracking_event *event)
{
    bool abroad = *event->place && !text_same(event->place, shipment->origin);
    bool there = *event->place && text_same(event->place, shipment->destination);
    switch (event->status) {
    case SHIPMENT_OUT_FOR_DELIVERY:
    case SHIPMENT_READY_FOR_PICKUP:
    case SHIPMENT_DELIVERY_FAILED: return STAGE_OUT_FOR_DELIVERY;
    case SHIPMENT_DELIVERED: /* elsewhere, or back: the parcel itself says whether it is here */
    case SHIPMENT_RETURN_TO_SENDER: return STAGE_POSTED;
    default: return there && abroad ? STAGE_ARRIVED : abroad ? STAGE_LEFT_COUNTRY : STAGE_POSTED;
    }
}

size_t shipping_map(struct moment ordered_at, const struct shipment *shipment,
                    const struct tracking_events *events,
                    struct stage_seen ret_stages[static SHIPPING_STAGES])
{
    struct moment first[SHIPPING_STAGES] = { [STAGE_ORDERED] = ordered_at };
    bool stays = shipment && text_same(shipment->origin, shipment->destination);
    enum shipping_stage reached = STAGE_ORDERED;
    size_t count = 0;
    if (shipment) {
        reached = STAGE_POSTED;
        first[STAGE_POSTED] = shipment->sent_at;
        first[STAGE_DELIVERED] = shipment->delivered_at;
    }
    for (size_t i = 0; shipment && i < events->count; i++) {
        enum shipping_stage stage = stage_of(shipment, &events->items[i]);
        if (!first[stage].us)
            first[stage] = events->items[i].at;
        reached = stage > reached ? stage : reached;
    }
    if (shipment && shipment->delivered_at.us)
        reached = STAGE_DELIVERED;
    bool next_is_known = false;
    for (int stage = 0; stage < SHIPPING_STAGES; stage++) {
        if (stays && (stage == STAGE_LEFT_COUNTRY || stage == STAGE_ARRIVED))
            continue;
        bool next = stage > (int)reached && !next_is_known;
        next_is_known = next_is_known || next;
        ret_stages[count++] = (struct stage_seen){
            .stage = (enum shipping_stage)stage,
            .state = stage < (int)reached    ? STAGE_DONE
                     : stage == (int)reached ? STAGE_CURRENT
                     : next                  ? STAGE_NEXT
                                             : STAGE_LATER,
            .at = stage <= (int)reached ? first[stage] : (struct moment){ 0 },
        };
    }
    return count;
}

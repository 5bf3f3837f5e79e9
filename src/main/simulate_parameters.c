/* Simulation, parameters: how people behave. Every number of it is here.
 *
 * The shares are ours, chosen so that honest people often do what fraud does too (a new phone, a
 * gift to a new address, a card from abroad, a forgotten password), and fraud often looks
 * honest. */
#include "main/simulate.h"

const struct simulate_parameters simulate_usual = {
    .purchases_every_days = 12,
    .new_buyers_percent = 60,
    .other_device_percent = 22,
    .new_device_percent = 4,
    .mobile_percent = 30,
    .travel_percent = 3,
    .other_card_percent = 12,
    .new_card_percent = 4,
    .foreign_card_percent = 3,
    .gift_percent = 6,
    .declined_percent = 3,
    .wrong_password_percent = 8,
    .challenge_passed_percent = 97,

    .seller_new_device_percent = 6,
    .bank_change_percent = 2,
    .listing_every_days = 12,

    .stolen_card_campaigns = 24,
    .takeover_campaigns = 30,
    .triangulation_campaigns = 6,
    .never_ships_campaigns = 5,
    .swapped_campaigns = 3,
    .hijack_campaigns = 8,
    .cards_tested = 6,
    .cards_good_percent = 40,
    .purchases_big = 4,
    .own_mailbox_percent = 90,
    .stolen_mailbox_percent = 10,
    .chargeback_percent = 95,
    .chargeback_days_min = 4,
    .chargeback_days_max = 20,

    .review_hours = 8,
    .review_wrong_percent = 3,
};

/* Fraud, the list of prices: PRICE(name, unit, default, what it says). Included by fraud_policy.h
 * only. The losses and the safe sides stand in the order of enum fraud_act. */
#pragma once

// clang-format off
#define FRAUD_PRICES(PRICE) \
    PRICE(challenge_friction, PRICE_AMOUNT, 150, \
           N_("What it costs when an honest person is challenged")) \
    PRICE(challenge_stops, PRICE_SHARE, 9000, N_("Share of fraud that a challenge stops")) \
    PRICE(hold_work, PRICE_AMOUNT, 400, N_("What a person’s review costs")) \
    PRICE(hold_delay, PRICE_AMOUNT, 300, N_("What it costs when an honest order waits")) \
    PRICE(hold_stops, PRICE_SHARE, 9700, N_("Share of fraud that a review stops")) \
    PRICE(refuse_goodwill, PRICE_AMOUNT, 3000, N_("What it costs to turn an honest person away")) \
    PRICE(refuse_margin, PRICE_SHARE, 1500, N_("Share of the amount that is earned")) \
    PRICE(challenged_most, PRICE_SHARE, 80, \
           N_("Honest acts that may be challenged or held, at most")) \
    PRICE(refused_most, PRICE_SHARE, 5, N_("Honest acts that may be refused, at most")) \
    PRICE(loss_sign_up, PRICE_AMOUNT, 500, N_("Loss by a false sign-up")) \
    PRICE(loss_sign_in, PRICE_AMOUNT, 6000, N_("Loss by a sign-in of a stranger")) \
    PRICE(loss_checkout, PRICE_AMOUNT, 2000, \
           N_("Loss by a fraudulent purchase, beside its amount")) \
    PRICE(loss_coupon, PRICE_AMOUNT, 1000, N_("Loss by a farmed coupon")) \
    PRICE(loss_listing, PRICE_AMOUNT, 5000, N_("Loss by a false listing")) \
    PRICE(loss_review, PRICE_AMOUNT, 500, N_("Loss by a false review")) \
    PRICE(loss_message, PRICE_AMOUNT, 500, N_("Loss by a deceiving message")) \
    PRICE(loss_payout, PRICE_AMOUNT, 2000, N_("Loss by a hijacked payout, beside its amount")) \
    PRICE(loss_bank_change, PRICE_AMOUNT, 20000, N_("Loss by a hijacked bank account")) \
    PRICE(safe_sign_up, PRICE_ACTION, FRAUD_ALLOW, N_("Sign-up, when the engine fails")) \
    PRICE(safe_sign_in, PRICE_ACTION, FRAUD_ALLOW, N_("Sign-in, when the engine fails")) \
    PRICE(safe_checkout, PRICE_ACTION, FRAUD_HOLD, N_("Checkout, when the engine fails")) \
    PRICE(safe_coupon, PRICE_ACTION, FRAUD_REFUSE, N_("Coupon, when the engine fails")) \
    PRICE(safe_listing, PRICE_ACTION, FRAUD_HOLD, N_("Listing, when the engine fails")) \
    PRICE(safe_review, PRICE_ACTION, FRAUD_HOLD, N_("Review, when the engine fails")) \
    PRICE(safe_message, PRICE_ACTION, FRAUD_ALLOW, N_("Message, when the engine fails")) \
    PRICE(safe_payout, PRICE_ACTION, FRAUD_HOLD, N_("Payout, when the engine fails")) \
    PRICE(safe_bank_change, PRICE_ACTION, FRAUD_HOLD, N_("Bank account, when the engine fails")) \
    PRICE(two_people, PRICE_AMOUNT, 50000, N_("A verdict over so much needs a second person")) \
    PRICE(model_wanted, PRICE_AMOUNT, 0, \
           N_("A model has been in force: without one the engine fails"))
// clang-format on

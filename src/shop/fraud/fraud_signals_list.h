/* Fraud, the list of signals: a name, a unit, the acts that have it, and what it says. Included by
 * fraud_signals.h only. A new line here is a new signal: fraud_signals.c and rules, models, pages
 * and the API know it from then on; fraud_compute.c computes it. {window} is filled by the end of
 * its name. tools/words.sh finds the sentences. */
#pragma once

// clang-format off
#define FRAUD_ANY ((1u << FRAUD_ACTS) - 1)
#define FRAUD_BUY (1u << FRAUD_CHECKOUT)
#define FRAUD_SELL (1u << FRAUD_LISTING | 1u << FRAUD_PAYOUT | 1u << FRAUD_BANK_CHANGE)
#define FRAUD_TELL (1u << FRAUD_LISTING | 1u << FRAUD_REVIEW | 1u << FRAUD_MESSAGE)

#define FRAUD_WINDOWS(SIGNAL, NAME, ACTS, SAYS) \
    SIGNAL(NAME##_1h, UNIT_COUNT, ACTS, SAYS) \
    SIGNAL(NAME##_1d, UNIT_COUNT, ACTS, SAYS) \
    SIGNAL(NAME##_7d, UNIT_COUNT, ACTS, SAYS) \
    SIGNAL(NAME##_30d, UNIT_COUNT, ACTS, SAYS)

#define FRAUD_NUMBER_SIGNALS(SIGNAL) \
    /* The act itself. */ \
    SIGNAL(act, UNIT_COUNT, FRAUD_ANY, "Which act it is, by number") \
    SIGNAL(amount_usd, UNIT_USD, FRAUD_ANY, "Amount at stake") \
    SIGNAL(items, UNIT_COUNT, FRAUD_BUY, "Pieces bought") \
    SIGNAL(hour, UNIT_HOURS, FRAUD_ANY, "Hour of the day, UTC") \
    SIGNAL(weekend, UNIT_YES_NO, FRAUD_ANY, "On a weekend") \
    SIGNAL(by_program, UNIT_YES_NO, FRAUD_ANY, "By a program with an API key") \
    SIGNAL(by_credit, UNIT_YES_NO, FRAUD_BUY, "Paid with store credit") \
    /* The account. */ \
    SIGNAL(account_age_days, UNIT_DAYS, FRAUD_ANY, "Age of the account in days") \
    FRAUD_WINDOWS(SIGNAL, account_acts, FRAUD_ANY, "Such acts by the account {window}") \
    SIGNAL(account_acts_ever, UNIT_COUNT, FRAUD_ANY, "Such acts by the account before") \
    SIGNAL(account_idle_days, UNIT_DAYS, FRAUD_ANY, "Days since the account's last such act") \
    SIGNAL(account_amount_1d, UNIT_USD, FRAUD_BUY, "Spent by the account within a day") \
    SIGNAL(account_amount_7d, UNIT_USD, FRAUD_BUY, "Spent by the account within 7 days") \
    SIGNAL(account_amount_30d, UNIT_USD, FRAUD_BUY, "Spent by the account within 30 days") \
    SIGNAL(account_failures_1h, UNIT_COUNT, FRAUD_ANY, \
           "Wrong passwords or codes for the account within an hour") \
    SIGNAL(account_failures_1d, UNIT_COUNT, FRAUD_ANY, \
           "Wrong passwords or codes for the account within a day") \
    SIGNAL(account_declines_1d, UNIT_COUNT, FRAUD_ANY, \
           "Declined payments of the account within a day") \
    SIGNAL(account_declines_7d, UNIT_COUNT, FRAUD_ANY, \
           "Declined payments of the account within 7 days") \
    SIGNAL(account_devices_7d, UNIT_COUNT, FRAUD_ANY, "New devices of the account within 7 days") \
    SIGNAL(account_cards_7d, UNIT_COUNT, FRAUD_ANY, "New cards of the account within 7 days") \
    SIGNAL(account_addresses_7d, UNIT_COUNT, FRAUD_ANY, \
           "New addresses of the account within 7 days") \
    SIGNAL(account_challenges_7d, UNIT_COUNT, FRAUD_ANY, \
           "Challenges to the account within 7 days") \
    SIGNAL(account_bank_changes_7d, UNIT_COUNT, FRAUD_ANY, \
           "Changes of the bank account within 7 days") \
    SIGNAL(account_bad_ever, UNIT_COUNT, FRAUD_ANY, "Bad outcomes of the account") \
    SIGNAL(account_bad_30d, UNIT_COUNT, FRAUD_ANY, "Bad outcomes of the account within 30 days") \
    /* Against habit. */ \
    SIGNAL(amount_to_habit, UNIT_RATIO, FRAUD_BUY, "Amount against the account's usual one") \
    SIGNAL(amount_score, UNIT_SCORE, FRAUD_BUY, \
           "Amount above the account's usual one, in standard deviations") \
    SIGNAL(amount_to_most, UNIT_RATIO, FRAUD_BUY, \
           "Amount against the account's highest of 30 days") \
    SIGNAL(amount_to_category, UNIT_RATIO, FRAUD_BUY, \
           "Amount against what is usual in the category") \
    SIGNAL(high_amounts_14d, UNIT_SHARE, FRAUD_BUY, \
           "Share of the account's purchases of 14 days that are high for it") \
    SIGNAL(settled_amount, UNIT_USD, FRAUD_BUY, \
           "The account's usual amount, the last 14 days left out") \
    SIGNAL(settled_spread, UNIT_USD, FRAUD_BUY, \
           "How far the account's amounts spread, the last 14 days left out") \
    SIGNAL(amount_to_settled, UNIT_RATIO, FRAUD_BUY, \
           "Amount against the account's usual one, the last 14 days left out") \
    SIGNAL(amount_score_settled, UNIT_SCORE, FRAUD_BUY, \
           "Amount above the usual one, the last 14 days left out, in standard deviations") \
    SIGNAL(amount_to_most_settled, UNIT_RATIO, FRAUD_BUY, \
           "Amount against the account's highest, the last 14 days left out") \
    SIGNAL(recent_to_settled, UNIT_RATIO, FRAUD_BUY, \
           "Amounts of the account's last 14 days against those before") \
    SIGNAL(highest_score_14d, UNIT_SCORE, FRAUD_BUY, \
           "The account's highest amount of 14 days above those before, in standard deviations") \
    SIGNAL(last_high_days, UNIT_DAYS, FRAUD_BUY, \
           "Days since the account's last purchase that was high for it") \
    SIGNAL(first_high_days, UNIT_DAYS, FRAUD_BUY, \
           "Days since the first of the account's present run of purchases that were high for it") \
    /* The device. */ \
    SIGNAL(device_known, UNIT_YES_NO, FRAUD_ANY, "The account used this device on an earlier day") \
    SIGNAL(device_age_days, UNIT_DAYS, FRAUD_ANY, "Days since the device was first seen") \
    FRAUD_WINDOWS(SIGNAL, device_acts, FRAUD_ANY, "Such acts from the device {window}") \
    SIGNAL(device_accounts, UNIT_COUNT, FRAUD_ANY, "Accounts that used the device") \
    SIGNAL(device_accounts_1d, UNIT_COUNT, FRAUD_ANY, "New accounts on the device within a day") \
    SIGNAL(device_cards_7d, UNIT_COUNT, FRAUD_ANY, "New cards on the device within 7 days") \
    SIGNAL(device_failures_1h, UNIT_COUNT, FRAUD_ANY, \
           "Wrong passwords or codes from the device within an hour") \
    SIGNAL(device_declines_1d, UNIT_COUNT, FRAUD_ANY, \
           "Declined payments from the device within a day") \
    SIGNAL(device_bad_ever, UNIT_COUNT, FRAUD_ANY, "Bad outcomes of the device") \
    /* The card. */ \
    SIGNAL(card_known, UNIT_YES_NO, FRAUD_BUY, "The account used this card on an earlier day") \
    SIGNAL(card_age_days, UNIT_DAYS, FRAUD_BUY, "Days since the card was first seen") \
    FRAUD_WINDOWS(SIGNAL, card_acts, FRAUD_BUY, "Purchases with the card {window}") \
    SIGNAL(card_amount_1d, UNIT_USD, FRAUD_BUY, "Spent with the card within a day") \
    SIGNAL(card_accounts, UNIT_COUNT, FRAUD_BUY, "Accounts that used the card") \
    SIGNAL(card_declines_1d, UNIT_COUNT, FRAUD_BUY, "Declined payments of the card within a day") \
    SIGNAL(card_bad_ever, UNIT_COUNT, FRAUD_BUY, "Bad outcomes of the card") \
    /* The postal address. */ \
    SIGNAL(address_known, UNIT_YES_NO, FRAUD_BUY, \
           "The account used this address on an earlier day") \
    SIGNAL(address_age_days, UNIT_DAYS, FRAUD_BUY, "Days since the address was first seen") \
    FRAUD_WINDOWS(SIGNAL, address_acts, FRAUD_BUY, "Purchases to the address {window}") \
    SIGNAL(address_accounts, UNIT_COUNT, FRAUD_BUY, "Accounts that used the address") \
    SIGNAL(address_bad_ever, UNIT_COUNT, FRAUD_BUY, "Bad outcomes of the address") \
    /* The network. */ \
    SIGNAL(ip_known, UNIT_YES_NO, FRAUD_ANY, "The account used this IP address on an earlier day") \
    FRAUD_WINDOWS(SIGNAL, ip_acts, FRAUD_ANY, "Such acts from the IP address {window}") \
    SIGNAL(ip_accounts_1d, UNIT_COUNT, FRAUD_ANY, "New accounts from the IP address within a day") \
    SIGNAL(ip_failures_1h, UNIT_COUNT, FRAUD_ANY, \
           "Wrong passwords or codes from the IP address within an hour") \
    SIGNAL(ip_failures_1d, UNIT_COUNT, FRAUD_ANY, \
           "Wrong passwords or codes from the IP address within a day") \
    SIGNAL(ip_declines_1d, UNIT_COUNT, FRAUD_ANY, \
           "Declined payments from the IP address within a day") \
    SIGNAL(ip_bad_30d, UNIT_COUNT, FRAUD_ANY, "Bad outcomes of the IP address within 30 days") \
    FRAUD_WINDOWS(SIGNAL, network_acts, FRAUD_ANY, "Such acts from the IP network {window}") \
    SIGNAL(network_failures_1d, UNIT_COUNT, FRAUD_ANY, \
           "Wrong passwords or codes from the IP network within a day") \
    SIGNAL(network_bad_30d, UNIT_COUNT, FRAUD_ANY, \
           "Bad outcomes of the IP network within 30 days") \
    /* The mail domain. */ \
    SIGNAL(domain_disposable, UNIT_YES_NO, FRAUD_ANY, "The e-mail domain is for throwing away") \
    SIGNAL(domain_public, UNIT_YES_NO, FRAUD_ANY, "The e-mail domain is open to anyone") \
    FRAUD_WINDOWS(SIGNAL, domain_sign_ups, FRAUD_ANY, "Sign-ups with the e-mail domain {window}") \
    SIGNAL(domain_bad_30d, UNIT_COUNT, FRAUD_ANY, \
           "Bad outcomes of the e-mail domain within 30 days") \
    /* Where things are. */ \
    SIGNAL(ip_card_km, UNIT_KM, FRAUD_BUY, "From the IP address's country to the card's") \
    SIGNAL(ip_address_km, UNIT_KM, FRAUD_BUY, "From the IP address's country to the delivery's") \
    SIGNAL(card_address_km, UNIT_KM, FRAUD_BUY, "From the card's country to the delivery's") \
    SIGNAL(ip_account_km, UNIT_KM, FRAUD_ANY, "From the IP address's country to the account's") \
    /* What is linked: others that used the same device, card or address, two steps away. */ \
    SIGNAL(linked_accounts, UNIT_COUNT, FRAUD_ANY, \
           "Other accounts linked by device, card or address") \
    SIGNAL(linked_bad, UNIT_COUNT, FRAUD_ANY, "Bad outcomes among what is linked") \
    SIGNAL(linked_bad_share, UNIT_SHARE, FRAUD_ANY, "Bad outcomes for each linked account") \
    /* The seller: of the worst one in a cart; the one who acts otherwise. */ \
    SIGNAL(seller_age_days, UNIT_DAYS, FRAUD_BUY | FRAUD_SELL, \
           "Days since the seller's first act") \
    FRAUD_WINDOWS(SIGNAL, seller_orders, FRAUD_BUY | FRAUD_SELL, "Purchases from the seller") \
    SIGNAL(seller_amount_7d, UNIT_USD, FRAUD_BUY | FRAUD_SELL, "Sold by the seller within 7 days") \
    SIGNAL(seller_growth, UNIT_RATIO, FRAUD_BUY | FRAUD_SELL, \
           "Sales of 7 days against the 30 before") \
    SIGNAL(seller_bad_ever, UNIT_COUNT, FRAUD_BUY | FRAUD_SELL, "Bad outcomes of the seller") \
    SIGNAL(seller_bad_7d, UNIT_COUNT, FRAUD_BUY | FRAUD_SELL, \
           "Bad outcomes of the seller within 7 days") \
    SIGNAL(seller_bad_share_1d, UNIT_SHARE, FRAUD_BUY | FRAUD_SELL, \
           "Share of the seller's purchases known bad, within a day of those known") \
    SIGNAL(seller_bad_share_7d, UNIT_SHARE, FRAUD_BUY | FRAUD_SELL, \
           "Share of the seller's purchases known bad, within 7 days of those known") \
    SIGNAL(seller_bad_share_30d, UNIT_SHARE, FRAUD_BUY | FRAUD_SELL, \
           "Share of the seller's purchases known bad, within 30 days of those known") \
    SIGNAL(seller_last_bad_days, UNIT_DAYS, FRAUD_BUY | FRAUD_SELL, \
           "Days since the seller's last known bad purchase") \
    SIGNAL(seller_first_bad_days, UNIT_DAYS, FRAUD_BUY | FRAUD_SELL, \
           "Days since the first known bad purchase of its present run") \
    SIGNAL(seller_run_bad, UNIT_COUNT, FRAUD_BUY | FRAUD_SELL, \
           "Known bad purchases in the seller's present run of them") \
    SIGNAL(seller_run_share, UNIT_SHARE, FRAUD_BUY | FRAUD_SELL, \
           "Share of the seller's purchases known bad, since the present run of them began") \
    SIGNAL(seller_good_since_bad, UNIT_COUNT, FRAUD_BUY | FRAUD_SELL, \
           "Purchases known good since the seller's last known bad one") \
    SIGNAL(seller_last_good_days, UNIT_DAYS, FRAUD_BUY | FRAUD_SELL, \
           "Days since the seller's last purchase known good") \
    SIGNAL(seller_cancelled_30d, UNIT_COUNT, FRAUD_BUY | FRAUD_SELL, \
           "Orders the seller cancelled or sent too late within 30 days") \
    SIGNAL(seller_ship_hours, UNIT_HOURS, FRAUD_BUY | FRAUD_SELL, \
           "Hours from payment to sending, of 30 days") \
    SIGNAL(seller_shipped_share, UNIT_SHARE, FRAUD_BUY | FRAUD_SELL, \
           "Share of the seller's purchases of 30 days that were sent") \
    SIGNAL(seller_linked, UNIT_YES_NO, FRAUD_BUY, "Buyer and seller have used the same device") \
    SIGNAL(price_to_usual, UNIT_RATIO, FRAUD_BUY | FRAUD_SELL, \
           "Price against what is usual for the product") \
    /* What is said and shown. */ \
    SIGNAL(pictures_copied, UNIT_COUNT, 1u << FRAUD_LISTING, \
           "Pictures that another seller showed first") \
    SIGNAL(text_copied, UNIT_YES_NO, FRAUD_TELL, "Another account wrote the same text first") \
    SIGNAL(text_contacts, UNIT_COUNT, FRAUD_TELL, \
           "Addresses, numbers and links to outside in the text") \
    SIGNAL(title_kept, UNIT_SHARE, 1u << FRAUD_LISTING, "Share of the title's words that stayed") \
    SIGNAL(sold_before, UNIT_COUNT, 1u << FRAUD_LISTING, "Pieces sold before the change") \
    /* Money that leaves. */ \
    SIGNAL(bank_age_days, UNIT_DAYS, FRAUD_SELL, "Days since the bank account was changed") \
    SIGNAL(unconfirmed_share, UNIT_SHARE, FRAUD_BUY | FRAUD_SELL, \
           "Share of the seller's closed orders that nobody confirmed")

#define FRAUD_TEXT_SIGNALS(SIGNAL) \
    SIGNAL(act_name, UNIT_TEXT, FRAUD_ANY, "Which act it is: 'checkout'") \
    SIGNAL(account_country, UNIT_TEXT, FRAUD_ANY, "Country of the account") \
    SIGNAL(ip_country, UNIT_TEXT, FRAUD_ANY, "Country of the IP address") \
    SIGNAL(card_country, UNIT_TEXT, FRAUD_BUY, "Country of the card") \
    SIGNAL(address_country, UNIT_TEXT, FRAUD_BUY, "Country of the delivery") \
    SIGNAL(email_domain, UNIT_TEXT, FRAUD_ANY, "Domain of the e-mail address") \
    SIGNAL(category, UNIT_TEXT, 1u << FRAUD_LISTING, "Category of the listing") \
    SIGNAL(agent, UNIT_TEXT, FRAUD_ANY, "The browser's or program's name for itself")
// clang-format on

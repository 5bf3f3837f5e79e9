/* Demo, rules: what a careful operator writes in the first week, through the same acts. */
#include "main/demo.h"

#include "shop/fraud/fraud_rules.h"

static const struct {
    const char *name, *expression, *reason;
    enum fraud_action action;
} rules[] = {
    { "New shop, nobody confirmed",
      "act_name = 'payout' AND seller_age_days < 60 AND coalesce(unconfirmed_share, 1) > 0.7 AND "
      "amount_usd > 100",
      "A young shop takes its money out, and hardly any buyer said that the goods came.",
      FRAUD_HOLD },
    { "New bank account, unknown device",
      "act_name = 'payout' AND bank_age_days < 10 AND account_devices_7d > 0",
      "The bank account was changed a few days ago, and there is a new device: that is how money "
      "is led astray.",
      FRAUD_HOLD },
    { "Bank change by an unknown hand",
      "act_name = 'bank_change' AND account_devices_7d > 0 AND (ip_account_km > 500 OR "
      "account_failures_1d > 1)",
      "Another device, and another country or wrong passwords before: this is how payouts are "
      "hijacked.",
      FRAUD_CHALLENGE },
    { "Cards tried one after another",
      "act_name = 'checkout' AND account_cards_7d >= 3 AND account_declines_7d >= 2",
      "Several new cards in a week and some of them declined: stolen cards are tested like this.",
      FRAUD_HOLD },
    { "Another thing under an old name",
      "act_name = 'listing' AND title_kept < 0.3 AND sold_before > 5",
      "A listing that has sold becomes another thing: its sales and its good name would go along.",
      FRAUD_HOLD },
    { "Many accounts, one device",
      "act_name = 'checkout' AND linked_bad > 0 AND account_age_days < 30 AND amount_usd > 20",
      "A new account uses a device, card or address with which somebody defrauded before.",
      FRAUD_HOLD },
};

static refused make_rules(struct store_tx *tx, void *what)
{
    struct demo *demo = what;
    refused why = NULL;
    AUTO(arena) memory = { 0 };
    for (size_t i = 0; !why && i < sizeof rules / sizeof *rules; i++) {
        fraud_rule_id rule;
        struct fraud_rule_wish wish = { .name = rules[i].name,
                                        .expression = rules[i].expression,
                                        .reason = rules[i].reason,
                                        .action = rules[i].action,
                                        .by = demo->operator.number,
                                        .now = demo->now };
        why = fraud_rule_write(tx, &memory, &wish, &rule);
        if (why)
            break;
        fraud_rule_was_tried(tx, rule, demo->now);
        why = fraud_rule_move(tx, rule, RULE_SHADOW, demo->now);
        if (!why)
            why = fraud_rule_move(tx, rule, RULE_LIVE, demo->now);
    }
    return why;
}

refused demo_write_rules(struct demo *demo)
{
    return store_transact(demo->market->store, make_rules, demo);
}

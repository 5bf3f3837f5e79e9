/* Unit: runs every module's tables. */
#include "base/log.h"
#include "base/secret.h"

int accounts_passkey_tests(void);
int accounts_totp_tests(void);
int base_tests(void);
int cases_tests(void);
int catalog_tests(void);
int coupons_code_tests(void);
int deals_tests(void);
int chargebacks_tests(void);
int chargebacks_money_tests(void);
int disputes_tests(void);
int standing_tests(void);
int eval_fraud_tests(void);
int fields_tests(void);
int fraud_drift_tests(void);
int fraud_expression_tests(void);
int fraud_graph_tests(void);
int fraud_history_tests(void);
int fraud_places_tests(void);
int fraud_tests(void);
int held_tests(void);
int ledger_tests(void);
int messages_model_tests(void);
int messages_tests(void);
int mustache_tests(void);
int oversight_tests(void);
int payments_tests(void);
int quote_tests(void);
int quote_property_tests(void);
int reviews_tests(void);
int router_tests(void);
int sale_calendar_tests(void);
int scene_tests(void);
int search_tests(void);
int sellers_tests(void);
int shipping_tests(void);
int shipping_track_tests(void);
int store_tests(void);
int tracking_feeds_tests(void);
int tracking_numbers_tests(void);
int whole_tests(void);

int main(void)
{
    static int (*const groups[])(void) = {
        base_tests,
        store_tests,
        scene_tests,
        fields_tests,
        mustache_tests,
        router_tests,
        ledger_tests,
        sellers_tests,
        shipping_tests,
        shipping_track_tests,
        tracking_numbers_tests,
        tracking_feeds_tests,
        quote_tests,
        quote_property_tests,
        sale_calendar_tests,
        coupons_code_tests,
        deals_tests,
        catalog_tests,
        search_tests,
        oversight_tests,
        cases_tests,
        messages_model_tests,
        messages_tests,
        reviews_tests,
        accounts_totp_tests,
        accounts_passkey_tests,
        fraud_drift_tests,
        fraud_expression_tests,
        fraud_tests,
        fraud_graph_tests,
        fraud_places_tests,
        payments_tests,
        held_tests,
        chargebacks_tests,
        chargebacks_money_tests,
        disputes_tests,
        standing_tests,
        fraud_history_tests,
        eval_fraud_tests,
        whole_tests,
    };
    int failed = 0;
    secret_start();
    log_set_level(LOG_ERROR);
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        failed += groups[i]();
    return failed != 0;
}

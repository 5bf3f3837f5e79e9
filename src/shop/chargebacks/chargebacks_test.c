/* Chargebacks, the rule: a table of what is known, and what follows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "shop/chargebacks/chargebacks_rules.h"

// clang-format off
enum { FOLLOWED = 1, DELIVERED = 2, CONFIRMED = 4, RECEIVED = 8, DENIED = 16, AT_FAULT = 32 };
static const struct row {
    enum chargeback_reason reason;
    unsigned known;
    enum chargeback_proof proof;
    bool contest, seller_bears;
} rows[] = {
    { CHARGEBACK_FRAUDULENT, 0, PROOF_NONE, false, true },
    { CHARGEBACK_FRAUDULENT, FOLLOWED, PROOF_OF_SENDING, false, false },
    { CHARGEBACK_FRAUDULENT, FOLLOWED | DELIVERED, PROOF_OF_DELIVERY, true, false },
    { CHARGEBACK_FRAUDULENT, CONFIRMED, PROOF_OF_HOLDER, true, false },
    { CHARGEBACK_FRAUDULENT, FOLLOWED | DELIVERED | CONFIRMED, PROOF_OF_HOLDER, true, false },
    { CHARGEBACK_FRAUDULENT, RECEIVED, PROOF_OF_RECEIPT, true, false },
    { CHARGEBACK_FRAUDULENT, DENIED, PROOF_NONE, false, true },
    { CHARGEBACK_FRAUDULENT, CONFIRMED | AT_FAULT, PROOF_OF_HOLDER, true, true },
    { CHARGEBACK_NOT_RECEIVED, 0, PROOF_NONE, false, true },
    { CHARGEBACK_NOT_RECEIVED, FOLLOWED, PROOF_OF_SENDING, false, true },
    { CHARGEBACK_NOT_RECEIVED, FOLLOWED | DELIVERED, PROOF_OF_DELIVERY, true, false },
    { CHARGEBACK_NOT_RECEIVED, RECEIVED, PROOF_OF_RECEIPT, true, false },
    { CHARGEBACK_NOT_RECEIVED, CONFIRMED, PROOF_NONE, false, true },
    { CHARGEBACK_NOT_RECEIVED, DENIED, PROOF_OF_DECISION, true, false },
    { CHARGEBACK_NOT_RECEIVED, FOLLOWED | DELIVERED | AT_FAULT, PROOF_OF_DELIVERY, false, true },
    { CHARGEBACK_NOT_AS_DESCRIBED, 0, PROOF_NONE, false, true },
    { CHARGEBACK_NOT_AS_DESCRIBED, FOLLOWED | DELIVERED, PROOF_NONE, false, true },
    { CHARGEBACK_NOT_AS_DESCRIBED, RECEIVED, PROOF_OF_RECEIPT, true, false },
    { CHARGEBACK_NOT_AS_DESCRIBED, CONFIRMED, PROOF_NONE, false, true },
    { CHARGEBACK_NOT_AS_DESCRIBED, DENIED, PROOF_OF_DECISION, true, false },
    { CHARGEBACK_NOT_AS_DESCRIBED, RECEIVED | AT_FAULT, PROOF_OF_RECEIPT, false, true },
};
// clang-format on

static void proof_decides(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *row = &rows[i];
        struct chargeback_facts facts = { .reason = row->reason,
                                          .followed = row->known & FOLLOWED,
                                          .delivered = row->known & DELIVERED,
                                          .confirmed = row->known & CONFIRMED,
                                          .received = row->known & RECEIVED,
                                          .denied = row->known & DENIED,
                                          .found_at_fault = row->known & AT_FAULT };
        struct chargeback_view view = chargebacks_view(&facts);
        if (view.proof != row->proof || view.contest != row->contest ||
            view.seller_bears != row->seller_bears)
            fail_msg("row %zu: proof %d, contest %d, seller bears %d", i, (int)view.proof,
                     (int)view.contest, (int)view.seller_bears);
    }
}

int chargebacks_tests(void);
int chargebacks_tests(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(proof_decides) };
    return cmocka_run_group_tests_name("chargebacks", tests, NULL, NULL);
}

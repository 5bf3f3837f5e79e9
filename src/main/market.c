/* Market: put together from its modules. */
#include "main/market.h"

#include <errno.h>
#include <sys/stat.h>

#include "base/id.h"
#include "base/log.h"
#include "main/settings.h"
#include "shop/accounts/accounts_inside.h"
#include "shop/cases/cases.h"
#include "shop/catalog/catalog_judged.h"
#include "shop/chargebacks/chargebacks_inside.h"
#include "shop/coupons/coupons.h"
#include "shop/deals/deals.h"
#include "shop/disputes/disputes_inside.h"
#include "shop/escrow/escrow.h"
#include "shop/fraud/fraud_inside.h"
#include "shop/messages/messages_inside.h"
#include "shop/notices/notices.h"
#include "shop/orders/orders_inside.h"
#include "shop/promotions/promotions_events.h"
#include "shop/protection/protection.h"
#include "shop/reviews/reviews_inside.h"
#include "shop/sellers/sellers_inside.h"
#include "shop/standing/standing_inside.h"
#include "store/once.h"

struct moment market_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (struct moment){ now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000 };
}

static bool make_folder(struct arena *memory, const char *database, const char **ret_problem)
{
    char *path = arena_copy(memory, database);
    char *slash = strrchr(path, '/');
    if (text_starts(database, "postgres") || !slash || slash == path)
        return true;
    *slash = 0;
    if (mkdir(path, 0700) == 0 || errno == EEXIST)
        return true;
    *ret_problem = arena_format(memory, "cannot make the folder %s: %s", path, strerror(errno));
    return false;
}

bool market_open(struct arena *memory, struct market *market, bool make, const char **ret_problem)
{
    secret_start();
    if (!settings_read_key(memory, &market->settings, make, ret_problem))
        return false;
    if (make && !make_folder(memory, market->settings.database, ret_problem))
        return false;
    market->store = store_open(&market->settings, memory, ret_problem);
    if (!market->store)
        return false;
    for (const struct module *const *module = modules; *module; module++)
        if ((*module)->schema &&
            !store_migrate(market->store, (*module)->name, (*module)->schema, ret_problem))
            return false;
    for (const struct module *const *module = modules; *module; module++) {
        if ((*module)->hears)
            events_register(market->store, (*module)->hears);
        if ((*module)->jobs)
            jobs_register(market->store, (*module)->jobs);
    }
    jobs_register(market->store, once_jobs);
    notices_register(fraud_notices);
    notices_register(accounts_notices);
    notices_register(catalog_notices);
    notices_register(sale_notices);
    notices_register(orders_notices);
    notices_register(disputes_notices);
    notices_register(protection_notices);
    notices_register(reviews_notices);
    notices_register(messages_notices);
    notices_register(chargebacks_notices);
    notices_register(standing_notices);
    notices_register(cases_notices);
    int node = store_claim_node(market->store);
    if (node < 0) {
        *ret_problem = "256 processes use this database already";
        return false;
    }
    id_set_node(node);
    return true;
}

refused market_first(struct market *market, struct moment now)
{
    for (const struct module *const *module = modules; *module; module++) {
        refused why = (*module)->first ? (*module)->first(market->store, now) : NULL;
        if (why)
            return why;
    }
    return NULL;
}

void market_close(struct market *market)
{
    store_close(market->store);
    market->store = NULL;
}

const char *market_verify(struct store *store, struct arena *memory)
{
    static const char *(*const proofs[])(struct store_tx *, struct arena *) = {
        ledger_verify,   payments_verify,   escrow_verify,      orders_verify,
        sellers_verify,  promotions_verify, coupons_verify,     deals_verify,
        disputes_verify, reviews_verify,    chargebacks_verify,
    };
    const char *fault = NULL;
    struct store_tx *tx = store_read(store);
    for (size_t i = 0; !fault && i < sizeof proofs / sizeof *proofs; i++)
        fault = proofs[i](tx, memory);
    store_read_end(tx);
    return fault;
}

int market_tick(struct store *store, struct moment from, struct moment to)
{
    int ran = 0, now_ran;
    for (struct moment at = from; at.us < to.us;) {
        struct moment step = moment_after(at, hours(1));
        at = step.us < to.us ? step : to;
        while ((now_ran = jobs_run_due(store, at, 1000)) > 0)
            ran += now_ran;
    }
    return ran;
}

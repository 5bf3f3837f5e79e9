/* The modules, lower ones first: schemas are applied and events heard in this order. */
#include "web/route.h"

extern const struct module notices_module, accounts_module, accounts_own_module, ledger_module, exchange_module,
    sellers_module, catalog_module, catalog_product_module, catalog_pictures_module,
    catalog_seller_module, catalog_offers_module, catalog_import_module, search_module, shipping_module, cart_module, payments_module,
    orders_module, orders_checkout_module, orders_seller_module, escrow_module, oversight_module,
    oversight_people_module, oversight_orders_module, oversight_running_module, help_module;

const struct module *const modules[] = {
    &notices_module,
    &accounts_module,
    &accounts_own_module,
    &ledger_module,
    &exchange_module,
    &sellers_module,
    &catalog_module,
    &catalog_product_module,
    &catalog_pictures_module,
    &catalog_seller_module,
    &catalog_offers_module,
    &catalog_import_module,
    &search_module,
    &shipping_module,
    &cart_module,
    &payments_module,
    &orders_module,
    &orders_checkout_module,
    &orders_seller_module,
    &escrow_module,
    &oversight_module,
    &oversight_people_module,
    &oversight_orders_module,
    &oversight_running_module,
    &help_module,
    NULL,
};

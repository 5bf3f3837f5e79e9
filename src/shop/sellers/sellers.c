/* Sellers: opened and found. What they are paid, and where to: sellers_payouts.c. */
#include "shop/sellers/sellers_inside.h"

#include <assert.h>

#include "base/id.h"
#include "base/words.h"
#include "shop/sellers/sellers_sql.h"

REFUSAL(SELLER_NOT_FOUND, 404, "There is no such seller.");
REFUSAL(SELLER_IS_SUSPENDED, 403, "This seller may not sell at the moment.");
REFUSAL_AT(SELLER_NAME_TAKEN, 409, "name", "Another shop has this name. Choose a different one.");
REFUSAL(SELLER_EXISTS, 409, "You have a shop already.");
REFUSAL(NOT_A_SELLER, 403, "This is for sellers. Open a shop first.");
REFUSAL_AT(SELLER_STANDING_SAME, 409, "standing", "The seller has this standing already.");

const struct choice seller_standings[] = {
    [SELLER_NEW] = { "new", N_("New seller") },
    [SELLER_VERIFIED] = { "verified", N_("Verified") },
    [SELLER_TOP] = { "top", N_("Top seller") },
    [SELLER_RESTRICTED] = { "restricted", N_("Restricted") },
    [SELLER_SUSPENDED] = { "suspended", N_("Suspended") },
    { 0 },
};

enum seller_standing sellers_standing_named(const char *name)
{
    enum seller_standing standing = SELLER_NEW;
    while (!text_same(seller_standings[standing].name, name))
        standing++;
    return standing;
}

struct seller sellers_from_row(const struct rows *rows, struct arena *memory)
{
    return (struct seller){
        .seller = { rows_int(rows, "seller_id") },
        .account = { rows_int(rows, "account_id") },
        .name = rows_text(rows, memory, "name"),
        .slug = rows_text(rows, memory, "slug"),
        .slogan = rows_text(rows, memory, "slogan"),
        .about = rows_text(rows, memory, "about"),
        .country = rows_text(rows, memory, "country"),
        .currency = currency_of(rows_text(rows, memory, "currency")),
        .standing = sellers_standing_named(rows_text(rows, memory, "standing")),
        .legal_name = rows_text(rows, memory, "legal_name"),
        .legal_address = rows_text(rows, memory, "legal_address"),
        .register_number = rows_text(rows, memory, "register_number"),
        .ship_days = rows_int(rows, "ship_days"),
        .guarantees = (unsigned)rows_int(rows, "guarantees"),
        .payout_days = rows_int(rows, "payout_days"),
        .products_most = rows_int(rows, "products_most"),
        .since = { rows_int(rows, "opened_at") },
    };
}

static refused find_by(struct store_tx *tx, struct arena *memory, const struct statement *statement,
                       int64_t number, struct seller *ret_seller, refused otherwise)
{
    struct rows rows = store_query(tx, statement, WITH(INT(number)));
    if (!rows_next(&rows))
        return otherwise;
    *ret_seller = sellers_from_row(&rows, memory);
    rows_close(&rows);
    return NULL;
}

refused sellers_find(struct store_tx *tx, struct arena *memory, seller_id seller,
                     struct seller *ret_seller)
{
    return find_by(tx, memory, &sellers_select, seller.number, ret_seller, &SELLER_NOT_FOUND);
}

refused sellers_of_account(struct store_tx *tx, struct arena *memory, account_id account,
                           struct seller *ret_seller)
{
    return find_by(tx, memory, &sellers_select_of_account, account.number, ret_seller,
                   &NOT_A_SELLER);
}

refused sellers_open(struct store_tx *tx, const struct seller_opening *opening,
                     seller_id *ret_seller)
{
    AUTO(arena) memory = { 0 };
    struct seller existing;
    if (!sellers_of_account(tx, &memory, opening->account, &existing))
        return &SELLER_EXISTS;
    if (!words_country_known(opening->country))
        return &COUNTRY_UNKNOWN;
    seller_id seller = { id_next(opening->now) };
    char *slug = text_slug(&memory, opening->name);
    if (!*slug) /* a name in another script */
        slug = arena_format(&memory, "shop-%lld", (long long)(seller.number & 0xffffff));
    if (store_int(tx, &sellers_count_name, WITH(TEXT(opening->name), TEXT(slug)), 0))
        return &SELLER_NAME_TAKEN;
    store_do(tx, &sellers_insert,
             WITH(INT(seller.number), INT(opening->account.number), TEXT(opening->name), TEXT(slug),
                  TEXT(opening->slogan), TEXT(opening->about), TEXT(opening->country),
                  TEXT(opening->currency.code), TEXT(seller_standings[opening->standing].name),
                  TEXT(opening->legal_name), TEXT(opening->legal_address),
                  TEXT(opening->register_number), INT(opening->ship_days), INT(opening->now.us)));
    accounts_give_role(tx, opening->account, ROLE_SELLER);
    *ret_seller = seller;
    if (!opening->iban)
        return NULL;
    return sellers_change_iban(
        tx, &(struct iban_change){ .seller = seller, .iban = opening->iban, .now = opening->now });
}

refused sellers_set_standing_of(struct store_tx *tx, seller_id number,
                                enum seller_standing standing)
{
    AUTO(arena) memory = { 0 };
    struct seller seller;
    refused why = sellers_find(tx, &memory, number, &seller);
    if (why)
        return why;
    if (seller.standing == standing)
        return &SELLER_STANDING_SAME;
    store_do(tx, &sellers_set_standing,
             WITH(TEXT(seller_standings[standing].name), INT(number.number)));
    return NULL;
}

struct sellers sellers_newest(struct store_tx *tx, struct arena *memory, int64_t before,
                              int64_t most)
{
    struct sellers found = { arena_array(memory, (size_t)most, sizeof(struct seller)), 0 };
    struct rows rows = store_query(tx, &sellers_select_all, WITH(INT(before), INT(most)));
    while (rows_next(&rows))
        found.items[found.count++] = sellers_from_row(&rows, memory);
    return found;
}

void sellers_set_limits_of(struct store_tx *tx, seller_id seller, int64_t payout_days,
                           int64_t products_most)
{
    store_put(tx, &sellers_set_limits,
              WITH(INT(payout_days), INT(products_most), INT(seller.number)));
}

void sellers_set_guarantees_of(struct store_tx *tx, seller_id seller, unsigned guarantees)
{
    store_put(tx, &sellers_set_guarantees, WITH(INT(guarantees), INT(seller.number)));
}

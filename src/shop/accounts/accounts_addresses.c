/* Accounts, addresses: sealed, whose they are checked at every use. */
#include "shop/accounts/accounts_inside.h"

#include <jansson.h>

#include "base/id.h"
#include "shop/accounts/accounts_sql.h"

REFUSAL(ADDRESS_NOT_FOUND, 404, "There is no such address. Choose another one, or add it.");
REFUSAL(ADDRESS_LIMIT, 409, "There is no room for more addresses. Remove one first.");

static struct secret_key address_key(struct store_tx *tx)
{
    return secret_derive(&store_tx_settings(tx)->master, "address");
}

refused accounts_add_address(struct store_tx *tx, account_id account,
                             const struct postal_address *address, struct moment now,
                             address_id *ret_address)
{
    AUTO(arena) memory = { 0 };
    struct secret_key key = address_key(tx);
    if (!words_country_known(address->country))
        return &COUNTRY_UNKNOWN;
    int64_t before = store_int(tx, &accounts_count_addresses, WITH(INT(account.number)), 0);
    if (before >= ADDRESSES_MAX)
        return &ADDRESS_LIMIT;
    json_t *json =
        json_pack("{s:s* s:s* s:s* s:s* s:s* s:s* s:s*}", "name", address->name, "line1",
                  address->line1, "line2", address->line2, "city", address->city, "region",
                  address->region, "postcode", address->postcode, "phone", address->phone);
    char *plain = json_dumps(json, JSON_COMPACT);
    json_decref(json);
    address_id made = { id_next(now) };
    size_t size;
    unsigned char *sealed = secret_seal(&memory, &key, made.number, plain, strlen(plain), &size);
    free(plain);
    bool preferred = address->preferred || before == 0;
    if (preferred)
        store_put(tx, &accounts_prefer_none, WITH(INT(account.number)));
    store_put(tx, &accounts_insert_address,
              WITH(INT(made.number), INT(account.number), BYTES(sealed, size),
                   TEXT(address->country), INT(preferred), INT(now.us)));
    *ret_address = made;
    return NULL;
}

static const char *line_of(struct arena *memory, json_t *json, const char *name)
{
    return arena_copy(memory, json_string_value(json_object_get(json, name)));
}

static struct postal_address address_of(struct store_tx *tx, struct arena *memory,
                                        const struct rows *rows)
{
    struct secret_key key = address_key(tx);
    struct postal_address address = {
        .address = { rows_int(rows, "address_id") },
        .country = rows_text(rows, memory, "country"),
        .preferred = rows_int(rows, "preferred") != 0,
    };
    size_t size;
    unsigned char *sealed = rows_bytes(rows, memory, "sealed", &size);
    char *plain = secret_open(memory, &key, address.address.number, sealed, size, NULL);
    json_t *json = plain ? json_loads(plain, 0, NULL) : NULL;
    address.name = line_of(memory, json, "name");
    address.line1 = line_of(memory, json, "line1");
    address.line2 = line_of(memory, json, "line2");
    address.city = line_of(memory, json, "city");
    address.region = line_of(memory, json, "region");
    address.postcode = line_of(memory, json, "postcode");
    address.phone = line_of(memory, json, "phone");
    json_decref(json);
    return address;
}

refused accounts_address(struct store_tx *tx, struct arena *memory, account_id account,
                         address_id address, struct postal_address *ret_address)
{
    struct rows rows =
        store_query(tx, &accounts_select_address, WITH(INT(address.number), INT(account.number)));
    if (!rows_next(&rows))
        return &ADDRESS_NOT_FOUND;
    *ret_address = address_of(tx, memory, &rows);
    rows_close(&rows);
    return NULL;
}

struct postal_addresses accounts_addresses(struct store_tx *tx, struct arena *memory,
                                           account_id account)
{
    struct postal_addresses found = {
        arena_array(memory, ADDRESSES_MAX, sizeof(struct postal_address)), 0
    };
    struct rows rows = store_query(tx, &accounts_select_addresses, WITH(INT(account.number)));
    while (rows_next(&rows))
        if (found.count < ADDRESSES_MAX)
            found.items[found.count++] = address_of(tx, memory, &rows);
    return found;
}

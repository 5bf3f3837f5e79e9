/* Bench, prepared: accounts with keys, buyers with addresses. */
#include "base/id.h"
#include "prepare.h"

enum { BUYERS_AT_ONCE = 2000 };

refused prepare_person(struct store_tx *tx, struct preparing *p, struct arena *memory,
                       const char *name, account_id *ret_account, const char **ret_key)
{
    struct account_opening opening = { .email = arena_format(memory, "%s@bench.example", name),
                                       .name = name,
                                       .password_hash = "none",
                                       .language = WORDS_ENGLISH,
                                       .country = "PT",
                                       .currency = currency_of("EUR"),
                                       .now = p->now };
    api_key_id made;
    *ret_key = arena_format(memory, "sk_%s", secret_token(memory, 20));
    refused why = accounts_open(tx, &opening, ret_account);
    return why ? why
               : accounts_make_api_key(tx, *ret_account, *ret_key, "bench",
                                       SCOPE_READ | SCOPE_BUY | SCOPE_SELL | SCOPE_OPERATE, p->now,
                                       &made);
}

static refused add_buyer(struct store_tx *tx, struct preparing *p, int64_t number)
{
    AUTO(arena) memory = { 0 };
    struct postal_address address = { .name = "A Buyer",
                                      .line1 = arena_format(&memory, "Rua %lld", (long long)number),
                                      .city = "Lisboa",
                                      .postcode = "1000",
                                      .country = "PT" };
    account_id account;
    const char *key;
    refused why = prepare_person(
        tx, p, &memory, arena_format(&memory, "buyer%lld", (long long)number), &account, &key);
    if (!why)
        why = accounts_add_address(tx, account, &address, p->now, &address.address);
    if (!why)
        text_add_format(&p->lines, "%s %s\n", key, id_text(&memory, "adr", address.address.number));
    return why;
}

static refused add_some_buyers(struct store_tx *tx, void *what)
{
    struct preparing *p = what;
    refused why = NULL;
    text_reset(&p->lines);
    for (int64_t i = p->from; !why && i < p->buyers && i < p->from + BUYERS_AT_ONCE; i++)
        why = add_buyer(tx, p, i);
    return why;
}

refused prepare_buyers(struct preparing *p)
{
    refused why = NULL;
    for (p->from = 0; !why && p->from < p->buyers; p->from += BUYERS_AT_ONCE) {
        why = store_transact(p->store, add_some_buyers, p);
        fputs(text_of(&p->lines), p->out);
    }
    text_clear(&p->lines);
    return why;
}

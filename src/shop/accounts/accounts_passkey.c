/* Accounts, passkeys: kept, asked and answered. What WebAuthn asks of an answer is judged in
 * accounts_passkey_check.c. */
#include "shop/accounts/accounts_passkey.h"

#include <jansson.h>

#include "base/id.h"
#include "shop/accounts/accounts_security.h"
#include "shop/accounts/accounts_sql.h"
#include "shop/accounts/accounts_totp.h"

REFUSAL_AT(PASSKEY_NOT_FOUND, 404, "passkey",
           "This passkey is not one of this account's. Use another one.");
REFUSAL_AT(PASSKEY_TAKEN, 409, "passkey", "This passkey is known here already.");
REFUSAL(PASSKEY_LIMIT, 409, "There is no room for more passkeys. Remove one first.");
REFUSAL_AT(PASSKEY_COPIED, 409, "passkey",
           "This passkey may have been copied, so it is not taken. Use another way, then remove it "
           "and add it again.");

enum { CHALLENGE_MINUTES = 5, HANDLE_SIZE = 16 };

static const char *const purposes[] = { "add", "confirm", "sign_in" };

struct passkeys accounts_passkeys(struct store_tx *tx, struct arena *memory, account_id account)
{
    struct passkeys found = { 0 };
    struct rows rows = store_query(tx, &accounts_select_passkeys, WITH(INT(account.number)));
    while (rows_next(&rows)) {
        size_t size;
        const unsigned char *id = rows_bytes(&rows, memory, "credential_id", &size);
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] = (struct passkey){
            .passkey = { rows_int(&rows, "passkey_id") },
            .credential = passkey_text(memory, id, size),
            .name = rows_text(&rows, memory, "name"),
            .synced = rows_int(&rows, "synced") != 0,
            .made_at = { rows_int(&rows, "made_at") },
            .used_at = { rows_int(&rows, "used_at") },
        };
    }
    return found;
}

/* Asking ----------------------------------------------------------------------------------- */

static struct secret_tag challenge_tag(struct store_tx *tx, const void *challenge, size_t size)
{
    struct secret_key key = secret_derive(&store_tx_settings(tx)->master, "passkey challenge");
    return secret_hash(&key, challenge, size);
}

/* Names the account to its devices, and to nobody else. */
static const char *handle_of(struct store_tx *tx, struct arena *memory, account_id account)
{
    struct secret_key key = secret_derive(&store_tx_settings(tx)->master, "passkey handle");
    struct secret_tag tag = secret_hash(&key, &account.number, sizeof account.number);
    return passkey_text(memory, tag.bytes, HANDLE_SIZE);
}

static json_t *credentials_of(struct store_tx *tx, struct arena *memory, account_id account)
{
    json_t *list = json_array();
    struct passkeys found = accounts_passkeys(tx, memory, account);
    for (size_t i = 0; account.number && i < found.count; i++)
        json_array_append_new(
            list, json_pack("{s:s s:s}", "type", "public-key", "id", found.items[i].credential));
    return list;
}

static json_t *options_to_add(struct store_tx *tx, struct arena *memory,
                              const struct account *account, const struct passkey_party *party)
{
    const struct settings *settings = store_tx_settings(tx);
    return json_pack(
        "{s:{s:s s:s} s:{s:s s:s s:s} s:[{s:s s:i},{s:s s:i},{s:s s:i}] s:o s:{s:s s:b s:s} s:s}",
        "rp", "id", party->id, "name", settings->market_name, "user", "id",
        handle_of(tx, memory, account->account), "name", account->email, "displayName",
        account->name, "pubKeyCredParams", "type", "public-key", "alg", COSE_ES256, "type",
        "public-key", "alg", COSE_EDDSA, "type", "public-key", "alg", COSE_RS256,
        "excludeCredentials", credentials_of(tx, memory, account->account),
        "authenticatorSelection", "residentKey", "required", "requireResidentKey", 1,
        "userVerification", "preferred", "attestation", "none");
}

refused accounts_ask_passkey(struct store_tx *tx, struct arena *memory,
                             const struct passkey_asking *asking, const char **ret_options)
{
    struct passkey_party party = passkey_party_of(memory, store_tx_settings(tx)->url);
    struct account account;
    json_t *json;
    if (asking->purpose == PASSKEY_ADD) {
        refused why = accounts_find(tx, memory, asking->account, &account);
        if (why)
            return why;
        if (accounts_ways(tx, asking->account).passkeys >= PASSKEYS_MAX)
            return &PASSKEY_LIMIT;
        json = options_to_add(tx, memory, &account, &party);
    } else {
        if (asking->account.number && !accounts_ways(tx, asking->account).passkeys)
            return &PASSKEY_NOT_FOUND;
        json = json_pack("{s:s s:s s:o}", "rpId", party.id, "userVerification",
                         asking->verify_user ? "required" : "preferred", "allowCredentials",
                         credentials_of(tx, memory, asking->account));
    }
    struct secret_tag tag = challenge_tag(tx, asking->challenge, sizeof asking->challenge);
    struct span lasts = minutes(CHALLENGE_MINUTES);
    json_object_set_new(
        json, "challenge",
        json_string(passkey_text(memory, asking->challenge, sizeof asking->challenge)));
    json_object_set_new(json, "timeout", json_integer(lasts.us / 1000));
    char *words = json_dumps(json, JSON_COMPACT);
    json_decref(json);
    *ret_options = arena_copy(memory, words);
    free(words);
    store_put(tx, &accounts_insert_passkey_challenge,
              WITH(BYTES(tag.bytes, sizeof tag.bytes), TEXT(purposes[asking->purpose]),
                   INT(asking->account.number), INT(asking->subject), INT(asking->verify_user),
                   INT(moment_after(asking->now, lasts).us)));
    return NULL;
}

/* Answering -------------------------------------------------------------------------------- */

/* The challenge is one of ours, for this, and not answered before; from here on it is. */
static refused take_challenge(struct store_tx *tx, const struct passkey_answer *answer,
                              bool *ret_verify_user)
{
    const struct span_of_bytes *challenge = &answer->given->challenge;
    struct secret_tag tag = challenge_tag(tx, challenge->bytes, challenge->size);
    struct value key = BYTES(tag.bytes, sizeof tag.bytes);
    struct rows rows = store_query(tx, &accounts_select_passkey_challenge,
                                   WITH(key, TEXT(purposes[answer->purpose])));
    if (!rows_next(&rows))
        return &PASSKEY_CHALLENGE_WRONG;
    bool ours = rows_int(&rows, "account_id") == answer->account.number &&
                rows_int(&rows, "subject") == answer->subject;
    bool in_time = answer->now.us < rows_int(&rows, "expires_at");
    *ret_verify_user = rows_int(&rows, "verify_user") != 0;
    rows_close(&rows);
    if (!ours || !store_do(tx, &accounts_delete_passkey_challenge, WITH(key)) || !in_time)
        return &PASSKEY_CHALLENGE_WRONG;
    return NULL;
}

static refused insert(struct store_tx *tx, struct passkey_answer *answer,
                      const struct passkey_data *data)
{
    int64_t account = answer->account.number;
    passkey_id made = { id_next(answer->now) };
    store_put(tx, &accounts_insert_security, WITH(INT(account)));
    if (!store_do(tx, &accounts_add_passkey_count, WITH(INT(account), INT(PASSKEYS_MAX))))
        return &PASSKEY_LIMIT;
    if (!store_do(tx, &accounts_insert_passkey,
                  WITH(INT(made.number), INT(account), BYTES(data->id.bytes, data->id.size),
                       BYTES(data->key.bytes, data->key.size), INT(data->count), INT(data->synced),
                       TEXT(answer->name), INT(answer->now.us)))) {
        store_put(tx, &accounts_subtract_passkey_count, WITH(INT(account)));
        return &PASSKEY_TAKEN;
    }
    answer->passkey = made;
    answer->owner = answer->account;
    security_tell(tx, answer->account, CHANGED_PASSKEY_ADDED, answer->name, answer->now);
    return NULL;
}

void accounts_add_passkey(struct store_tx *tx, struct passkey_answer *answer)
{
    AUTO(arena) memory = { 0 };
    struct passkey_data data;
    bool verify_user = false;
    struct passkey_party party = passkey_party_of(&memory, store_tx_settings(tx)->url);
    answer->why = take_challenge(tx, answer, &verify_user);
    if (!answer->why)
        answer->why = passkey_check_new(answer->given, &party, verify_user, &data);
    if (!answer->why)
        answer->why = insert(tx, answer, &data);
}

struct kept_passkey {
    passkey_id passkey;
    account_id account;
    struct span_of_bytes key;
    const char *name;
};

static bool find_passkey(struct store_tx *tx, struct arena *memory, struct span_of_bytes id,
                         struct kept_passkey *ret_kept)
{
    struct rows rows =
        store_query(tx, &accounts_select_passkey_by_credential, WITH(BYTES(id.bytes, id.size)));
    if (!rows_next(&rows))
        return false;
    ret_kept->passkey.number = rows_int(&rows, "passkey_id");
    ret_kept->account.number = rows_int(&rows, "account_id");
    ret_kept->key.bytes = rows_bytes(&rows, memory, "public_key", &ret_kept->key.size);
    ret_kept->name = rows_text(&rows, memory, "name");
    rows_close(&rows);
    return true;
}

void accounts_check_passkey(struct store_tx *tx, struct passkey_answer *answer)
{
    AUTO(arena) memory = { 0 };
    struct passkey_data data;
    struct kept_passkey kept;
    bool verify_user = false;
    struct passkey_party party = passkey_party_of(&memory, store_tx_settings(tx)->url);
    answer->why = take_challenge(tx, answer, &verify_user);
    if (answer->why)
        return;
    bool found = find_passkey(tx, &memory, answer->given->id, &kept);
    bool anyone = answer->purpose == PASSKEY_SIGN_IN;
    if (!found || (!anyone && kept.account.number != answer->account.number)) {
        answer->why = &PASSKEY_NOT_FOUND;
        return;
    }
    answer->why = passkey_check_used(answer->given, kept.key, &party, verify_user, &data);
    if (answer->why)
        return;
    if (!store_do(tx, &accounts_use_passkey,
                  WITH(INT(data.count), INT(answer->now.us), INT(kept.passkey.number)))) {
        security_tell(tx, kept.account, CHANGED_PASSKEY_COPIED, kept.name, answer->now);
        answer->why = &PASSKEY_COPIED;
        return;
    }
    answer->owner = kept.account;
    answer->verified = data.verified;
    answer->passkey = kept.passkey;
}

/* Keeping ---------------------------------------------------------------------------------- */

refused accounts_rename_passkey(struct store_tx *tx, account_id account, passkey_id passkey,
                                const char *name)
{
    bool renamed = store_do(tx, &accounts_rename_passkey_row,
                            WITH(TEXT(name), INT(passkey.number), INT(account.number)));
    return renamed ? NULL : &PASSKEY_NOT_FOUND;
}

refused accounts_remove_passkey(struct store_tx *tx, account_id account, passkey_id passkey,
                                struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct value key = INT(passkey.number), owner = INT(account.number);
    const char *name = "";
    struct rows rows = store_query(tx, &accounts_select_passkey_name, WITH(key, owner));
    while (rows_next(&rows))
        name = rows_text(&rows, &memory, "name");
    if (!store_do(tx, &accounts_delete_passkey, WITH(key, owner)))
        return &PASSKEY_NOT_FOUND;
    store_put(tx, &accounts_subtract_passkey_count, WITH(owner));
    struct account_ways ways = accounts_ways(tx, account);
    if (!ways.totp && !ways.passkeys)
        store_put(tx, &accounts_delete_recovery, WITH(owner));
    security_tell(tx, account, CHANGED_PASSKEY_REMOVED, name, now);
    return NULL;
}

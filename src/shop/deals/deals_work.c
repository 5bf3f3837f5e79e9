/* Deals, work: crowds counted, challenges made, work checked. */
#include "shop/deals/deals_work.h"

#include <pthread.h>
#include <sodium.h>

#include "base/secret.h"

enum { COUNTED_DEALS = 64, WORK_LETTERS_MAX = 20 };

/* Deals that fall on the same place displace each other: then a crowd is noticed a little later. */
static struct counted {
    int64_t deal, second, count, before;
} counted[COUNTED_DEALS];
static pthread_mutex_t counting = PTHREAD_MUTEX_INITIALIZER;

static struct counted *place_of(deal_id deal, int64_t second)
{
    struct counted *place = &counted[(uint64_t)deal.number % COUNTED_DEALS];
    if (place->deal != deal.number)
        *place = (struct counted){ .deal = deal.number, .second = second };
    if (place->second != second) {
        place->before = place->second == second - 1 ? place->count : 0;
        place->count = 0;
        place->second = second;
    }
    return place;
}

/* Of the last second: what this one has, and the part of the one before that is not over yet. */
static bool is_crowd(const struct counted *place, struct moment now)
{
    int64_t left = 1000000 - now.us % 1000000;
    return place->count + place->before * left / 1000000 > DEAL_CROWD;
}

bool deals_note_claim(deal_id deal, struct moment now)
{
    pthread_mutex_lock(&counting);
    struct counted *place = place_of(deal, now.us / 1000000);
    place->count++;
    bool crowd = is_crowd(place, now);
    pthread_mutex_unlock(&counting);
    return crowd;
}

bool deals_is_crowded(deal_id deal, struct moment now)
{
    pthread_mutex_lock(&counting);
    bool crowd = is_crowd(place_of(deal, now.us / 1000000), now);
    pthread_mutex_unlock(&counting);
    return crowd;
}

static void challenge_of(const struct secret_key *master, deal_id deal, account_id account,
                         int64_t minute, char ret_challenge[static DEAL_CHALLENGE_SIZE])
{
    struct secret_key key = secret_derive(master, "deal work");
    int64_t about[] = { deal.number, account.number, minute };
    struct secret_tag tag = secret_hash(&key, about, sizeof about);
    sodium_bin2hex(ret_challenge, DEAL_CHALLENGE_SIZE, tag.bytes, (DEAL_CHALLENGE_SIZE - 1) / 2);
}

void deals_challenge(const struct secret_key *master, deal_id deal, account_id account,
                     struct moment now, char ret_challenge[static DEAL_CHALLENGE_SIZE])
{
    challenge_of(master, deal, account, now.us / minutes(1).us, ret_challenge);
}

bool deals_work_fits(const char *challenge, const char *work, int bits)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, (const unsigned char *)challenge, strlen(challenge));
    crypto_hash_sha256_update(&state, (const unsigned char *)work, strlen(work));
    crypto_hash_sha256_final(&state, hash);
    for (int i = 0; i < bits; i++)
        if (hash[i / 8] & 0x80 >> i % 8)
            return false;
    return true;
}

bool deals_work_is_done(const struct secret_key *master, deal_id deal, account_id account,
                        struct moment now, const char *work)
{
    if (!work || !*work || strlen(work) > WORK_LETTERS_MAX)
        return false;
    for (int64_t back = 0; back < 2; back++) {
        char challenge[DEAL_CHALLENGE_SIZE];
        challenge_of(master, deal, account, now.us / minutes(1).us - back, challenge);
        if (deals_work_fits(challenge, work, DEAL_WORK_BITS))
            return true;
    }
    return false;
}

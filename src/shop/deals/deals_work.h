/* Deals, work: when many claim at once, each claim costs the device a moment of computing.
 *
 * A crowd is noticed by this process alone, in memory: how many claims of a deal it saw in the
 * last second. Then a claim needs a number such that SHA-256 of the challenge followed by the
 * number, as decimal text, begins with so many zero bits: about a tenth of a second on a phone,
 * and dear for who claims with a thousand accounts. The challenge is a keyed hash of deal, account
 * and minute, so nothing is kept, and no work is good for anyone else, or for later. */
#pragma once

#include "shop/deals/deals.h"

enum {
    DEAL_CROWD = 100, /* claims a second */
    DEAL_WORK_BITS = 16,
    DEAL_CHALLENGE_SIZE = 33, /* 32 hexadecimal letters, and a NUL */
};

/* Counts a claim; true when there is a crowd. Safe from any thread. */
bool deals_note_claim(deal_id deal, struct moment now);
bool deals_is_crowded(deal_id deal, struct moment now); /* counts nothing */

/* Of this minute. */
void deals_challenge(const struct secret_key *master, deal_id deal, account_id account,
                     struct moment now, char ret_challenge[static DEAL_CHALLENGE_SIZE]);
/* `work` is a number for the challenge of this minute or the one before; NULL is not. */
bool deals_work_is_done(const struct secret_key *master, deal_id deal, account_id account,
                        struct moment now, const char *work);
/* SHA-256 of both begins with so many zero bits. */
bool deals_work_fits(const char *challenge, const char *work, int bits);

/* Coupons, inside: what the files of this module share. */
#pragma once

#include "shop/coupons/coupons.h"
#include "store/jobs.h"

/* What was typed or scanned. */
enum coupon_form { FORM_CODE, FORM_SIGNED, FORM_WORD, FORM_BATCH, FORM_FORGED };
struct coupon_typed {
    enum coupon_form form;
    struct coupons_name name;     /* FORM_CODE, FORM_SIGNED, FORM_BATCH */
    promotion_id promotion;       /* FORM_SIGNED */
    char word[COUPONS_CODE_SIZE]; /* FORM_WORD: in capitals; empty when it cannot be one */
};
enum {
    COUPON_WORD_MIN = 4,
    COUPON_WORD_MAX = 15
}; /* shorter than a code, so never taken for one */
struct coupon_typed coupons_read_typed(const struct settings *settings, const char *typed);
bool coupons_word_read(const char *typed, char to[static COUPONS_CODE_SIZE]);

/* How it stands with a coupon, for anyone who asks. */
enum coupon_standing {
    STANDING_OPEN,    /* it can be claimed */
    STANDING_NOT_YET, /* its promotion has not begun; it can be claimed */
    STANDING_CLAIMED, /* by somebody */
    STANDING_SPENT,
    STANDING_OVER,
    STANDING_STOPPED,
    STANDING_NONE_LEFT,
    STANDING_DRAFT, /* its promotion was not started yet */
    STANDINGS,
};
extern const struct choice coupon_standings[];

/* A coupon that is genuine: its batch, its promotion, and the row if there is one. */
struct coupon_seen {
    struct coupon_batch batch;
    struct promotion promotion;
    bool single;          /* one coupon; otherwise any of the batch */
    bool yours;           /* `account` has it (of a batch: has one) */
    struct coupon coupon; /* then, or where it is single and claimed */
    enum coupon_standing standing;
    struct moment ends_at; /* the earlier of batch's and promotion's; 0: open */
};
/* COUPON_FORGED, COUPON_UNKNOWN (a word that nobody uses). Decides and changes nothing. */
refused coupons_see(struct store_tx *tx, struct arena *memory, const struct coupon_typed *typed,
                    account_id account, struct moment now, struct coupon_seen *ret_seen);

struct coupon_claiming {
    struct coupon_typed typed;
    account_id account;
    const char *country; /* of the account */
    struct moment now;
};
/* NULL when coupons_claim() would give it. */
refused coupons_may_claim(struct store_tx *tx, struct arena *memory,
                          const struct coupon_claiming *claiming, struct coupon_seen *ret_seen);
refused coupons_claim(struct store_tx *tx, struct arena *memory,
                      const struct coupon_claiming *claiming, struct coupon_seen *ret_seen);

/* Wrong codes are counted, so that guessing is refused: of the account, of the visitor, and of the
 * network address, where many may sit. */
struct coupon_guesser {
    int64_t account;     /* 0: nobody is signed in */
    const char *visitor; /* names the browser or key */
    const char *address;
    struct moment now;
};
refused coupons_may_guess(struct store_tx *tx, const struct coupon_guesser *guesser);
void coupons_note_wrong(struct store_tx *tx, const struct coupon_guesser *guesser);

/* Lists. */
struct coupons_wanted {
    const char *state; /* of coupon_states, as it is now; NULL or "": all */
    int64_t before, most;
};
struct coupons coupons_of_account(struct store_tx *tx, struct arena *memory, account_id account,
                                  const struct coupons_wanted *wanted,
                                  struct moment now); /* newest first */
struct coupon_batches coupons_public(struct store_tx *tx, struct arena *memory, account_id account,
                                     struct moment now, int64_t most);
bool coupons_is_live(const struct promotion *promotion, struct moment now);
struct coupon coupons_from_row(const struct rows *rows);
struct coupon_batch coupons_batch_from_row(const struct rows *rows, struct arena *memory);
extern const struct job_kind coupons_jobs[];
refused coupons_first(struct store *store, struct moment now);

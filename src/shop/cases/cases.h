/* Cases: people's word on what the fraud engine held or refused.
 *
 * A case is opened with every such decision, in its transaction. Held ones wait for a person at
 * once; refused ones when whoever was refused asks. A verdict labels the decision, so that models
 * learn from it, and ends what was held; of much money, two people must say the same. */
#pragma once

#include "shop/fraud/fraud.h"
#include "shop/oversight/oversight.h"
#include "shop/notices/notices.h"
#include "store/events.h"

typedef struct {
    int64_t number;
} case_id; /* cas_ */

enum case_state {
    CASE_IS_OPEN,
    CASE_IS_PROPOSED, /* one person has decided, and another has to */
    CASE_IS_CLOSED,
};
extern const struct choice case_states[];

struct case_file {
    case_id file;
    fraud_decision_id decision;
    enum fraud_act act;
    enum fraud_action action; /* FRAUD_HOLD or FRAUD_REFUSE */
    account_id account;       /* a refused sign-up's was never opened */
    int64_t subject;
    struct money at_risk; /* reference currency */
    enum case_state state;
    bool waits;  /* for a person */
    int verdict; /* enum fraud_kind, proposed or final; -1: none yet */
    account_id decided_by;
    struct moment opened_at, closed_at, appealed_at;
    const char *appeal, *appeal_email; /* or NULL */
    enum words_language language;      /* of the appeal */
};
struct case_files {
    struct case_file *items;
    size_t count;
};

extern const struct refusal CASE_NOT_FOUND, CASE_CLOSED, CASE_NOTE_SHORT, CASE_SAME_PERSON,
    CASE_OWN, APPEAL_NOT_POSSIBLE, APPEAL_WORDS_SHORT, APPEAL_EMAIL_MISSING;

/* Finding ---------------------------------------------------------------------------------- */

refused cases_find(struct store_tx *tx, struct arena *memory, case_id file,
                   struct case_file *ret_file);
refused cases_of_decision(struct store_tx *tx, struct arena *memory, fraud_decision_id decision,
                          struct case_file *ret_file);

/* What waits: the most money at risk first, then the oldest, after one (NULL: from the first). */
struct case_files cases_waiting(struct store_tx *tx, struct arena *memory,
                                const struct case_file *after, int64_t most);
struct cases_sum {
    int64_t count;
    struct money at_risk;
};
struct cases_sum cases_sum(struct store_tx *tx); /* of what waits */

/* The newest first, before one (INT64_MAX: all). */
enum case_list { CASES_ALL, CASES_CLOSED, CASES_REFUSED }; /* refused, and nobody has asked */
struct case_files cases_list(struct store_tx *tx, struct arena *memory, enum case_list list,
                             int64_t before, int64_t most);
struct case_files cases_of_account(struct store_tx *tx, struct arena *memory, account_id account,
                                   int64_t before, int64_t most);

struct case_verdict {
    enum fraud_kind kind;
    const char *note;
    account_id operator;
    struct moment at;
};
struct case_verdicts {
    struct case_verdict *items;
    size_t count;
};
struct case_verdicts cases_verdicts(struct store_tx *tx, struct arena *memory,
                                    case_id file); /* the oldest first */

/* Deciding --------------------------------------------------------------------------------- */

/* Over the operator's bound the first word is a proposal, and another person's word that is the
 * same closes the case; a different one is a proposal anew. What was ended meanwhile by others is
 * no hindrance. What was refused and is found honest may be done again for 30 days, and the
 * person is told. Every word is in the audit. */
struct case_deciding {
    case_id file;
    enum fraud_kind kind;
    const char *note; /* at least ten letters */
    account_id operator;
    struct moment now;
};
refused cases_decide(struct store_tx *tx, struct arena *memory,
                     const struct case_deciding *deciding, enum case_state *ret_state);

/* Asking ----------------------------------------------------------------------------------- */

/* Who was refused asks for a person, once. APPEAL_NOT_POSSIBLE tells nothing: there is no such
 * decision, it refused nothing, or it is somebody else's. */
struct appeal_wish {
    fraud_decision_id decision;
    account_id account; /* who asks; number 0: nobody is signed in */
    const char *words;
    const char *email; /* of who has no account; otherwise not used */
    enum words_language language;
    struct moment now;
};
refused cases_appeal(struct store_tx *tx, struct arena *memory, const struct appeal_wish *wish);

/* The case that this visitor may ask about, or asked about before; APPEAL_NOT_POSSIBLE. */
refused cases_of_refused(struct store_tx *tx, struct arena *memory, fraud_decision_id decision,
                         account_id account, struct case_file *ret_file);

extern const struct listener cases_hears[];
extern const struct notice_kind *const cases_notices[]; /* NULL-ended, for notices_register() */

/* Messages: what a buyer and a seller write to each other, about a product or an order.
 *
 * There is one thread for each buyer, seller and subject. Every message is read for what does not
 * belong there (messages_scan.h) and judged by the fraud engine: a grave one is withheld and its
 * sender told why, a doubtful one is shown with a warning. Who goes on so is paused. Words and what
 * is said in reports are sealed at rest. Threads about an order stay open until 30 days after it
 * was closed and cannot be blocked: what is said there is evidence in a dispute. */
#pragma once

#include "shop/messages/messages_scan.h"
#include "shop/orders/orders.h"
#include "shop/sellers/sellers.h"

typedef struct {
    int64_t number;
} thread_id; /* thr_ */
typedef struct {
    int64_t number;
} message_id; /* msg_ */

enum { MESSAGE_WORDS_MAX = 4000, MESSAGE_PICTURES_MAX = 4 };

enum message_side { MESSAGE_BY_BUYER, MESSAGE_BY_SELLER };
enum message_state { MESSAGE_SENT, MESSAGE_WITHHELD };
enum message_verdict { MESSAGE_UNDECIDED, MESSAGE_CONFIRMED, MESSAGE_DISMISSED };
enum message_reason {
    MESSAGE_IS_FRAUD,
    MESSAGE_IS_CONTACT,
    MESSAGE_IS_ABUSE,
    MESSAGE_IS_SPAM,
    MESSAGE_IS_OTHER
};
/* How much is said above a message to its receiver. */
enum message_caution { CAUTION_NONE, CAUTION_HINT, CAUTION_WARNING };
extern const struct choice message_sides[], message_states[], message_verdicts[], message_reasons[],
    message_cautions[];

struct message_thread {
    thread_id thread;
    account_id buyer;
    seller_id seller;
    account_id seller_account;
    product_id product; /* 0: about an order */
    order_id order;     /* 0: about a product */
    const char *title;
    message_id newest;
    struct moment opened_at;
};
struct message_threads {
    struct message_thread *items;
    size_t count;
};

struct message {
    message_id message;
    thread_id thread;
    account_id sender;
    enum message_side side;
    const char *words;
    unsigned kinds;      /* 1u << enum message_warning */
    int64_t weight;      /* hundredths */
    int64_t probability; /* by the text model, of ten thousand; below 0: it did not speak */
    bool suspected;      /* by the text model alone: warned of, and before a person */
    enum message_state state;
    enum message_verdict verdict;
    fraud_decision_id decision;
    bool reported;
    bool warned; /* its receiver is warned of it */
    struct moment at;
};
struct messages {
    struct message *items;
    size_t count;
};

extern const struct refusal THREAD_NOT_FOUND, MESSAGE_NOT_FOUND, MESSAGE_EMPTY, MESSAGE_TOO_LONG,
    MESSAGE_OWN_SHOP, MESSAGES_BLOCKED, MESSAGES_CLOSED, MESSAGES_PAUSED, MESSAGES_OF_ORDER,
    MESSAGE_PICTURES_TOO_MANY, MESSAGE_PICTURE_LATE, MESSAGE_REPORTED_BEFORE, MESSAGE_YOUR_OWN,
    MESSAGE_DECIDED_BEFORE, MESSAGE_FEW_VERDICTS, MESSAGE_MODEL_WEAK;

/* Says something in a thread; or about a product (by a buyer) or an order (by either side), where
 * the thread is made if there is none yet. */
struct message_wish {
    thread_id thread; /* 0: by its subject */
    product_id product;
    order_id order;
    account_id sender;
    const char *words;
    message_id seen;                 /* the last that its sender was shown; 0: nobody knows */
    const struct fraud_visit *visit; /* NULL: by the market's own hand, not judged */
    struct moment now;
};
/* When the judgement stops it, nothing was said. */
struct message_made {
    thread_id thread;
    struct message message;
    struct fraud_judgement judgement;
};
refused messages_send(struct store_tx *tx, struct arena *memory, const struct message_wish *wish,
                      struct message_made *ret_made);

/* How many messages of both roles somebody has not read. */
int64_t messages_unread(struct store_tx *tx, account_id account);

/* What reached the other side about an order, oldest first: a dispute's evidence. */
struct messages messages_of_order(struct store_tx *tx, struct arena *memory, order_id order);

/* How a seller answers: a question is the first of what a buyer says until the seller speaks. Later
 * in a conversation it is one only if it was answered: a last word of thanks wants no answer. */
struct messages_answering {
    int64_t asked, within_day; /* of those asked, answered within 24 hours */
    struct span middle;        /* the median time of those answered; 0: none was */
};
struct messages_answering messages_answering(struct store_tx *tx, struct arena *memory,
                                             seller_id seller, struct moment since);

/* Fraud, outcomes: what became of what was judged, counted on all that is guilty of it. */
#include "shop/fraud/fraud_inside.h"
#include "shop/fraud/fraud_gather.h"
#include "shop/fraud/fraud_sql.h"

#define BIT(KIND) (1u << (KIND))
enum {
    HAND = BIT(ENTITY_DEVICE) | BIT(ENTITY_IP) | BIT(ENTITY_NETWORK),
    BOUGHT = BIT(ENTITY_CARD) | BIT(ENTITY_ADDRESS),
    PERSON = BIT(ENTITY_ACCOUNT) | BIT(ENTITY_DOMAIN),
};

/* Whose account was taken over is not guilty of it, nor is the seller whom a stolen card paid; but
 * a seller who buys elsewhere with stolen cards is. */
static const unsigned guilty[FRAUD_KINDS] = {
    [FRAUD_STOLEN_CARD] = HAND | BOUGHT | PERSON,
    [FRAUD_CARD_TESTING] = HAND | BOUGHT | PERSON,
    [FRAUD_TAKEOVER] = HAND | BIT(ENTITY_ADDRESS),
    [FRAUD_FAKE_ACCOUNT] = HAND | BOUGHT | PERSON,
    [FRAUD_NEVER_SHIPS] = HAND | PERSON | BIT(ENTITY_SELLER),
    [FRAUD_SWAPPED_LISTING] = HAND | PERSON | BIT(ENTITY_SELLER),
    [FRAUD_TRIANGULATION] = HAND | BOUGHT | PERSON,
    [FRAUD_PAYOUT_HIJACK] = HAND,
    [FRAUD_OTHER] = HAND | BOUGHT | PERSON,
};

// clang-format off
const struct choice fraud_kinds[] = {
    [FRAUD_NONE] = { "honest", N_("Honest") },
    [FRAUD_STOLEN_CARD] = { "stolen_card", N_("Stolen card") },
    [FRAUD_CARD_TESTING] = { "card_testing", N_("Testing of stolen cards") },
    [FRAUD_TAKEOVER] = { "takeover", N_("Account taken over") },
    [FRAUD_FAKE_ACCOUNT] = { "fake_account", N_("False account") },
    [FRAUD_NEVER_SHIPS] = { "never_ships", N_("Seller who never sends") },
    [FRAUD_SWAPPED_LISTING] = { "swapped_listing", N_("Listing swapped after sales") },
    [FRAUD_TRIANGULATION] = { "triangulation", N_("Triangulation") },
    [FRAUD_PAYOUT_HIJACK] = { "payout_hijack", N_("Payout hijacked") },
    [FRAUD_OTHER] = { "other", N_("Other fraud") },
    { 0 },
};
const struct choice fraud_sources[] = {
    [FRAUD_BY_CHARGEBACK] = { "chargeback", N_("A chargeback") },
    [FRAUD_BY_PERSON] = { "person", N_("A person") },
    [FRAUD_BY_SIMULATION] = { "simulation", N_("The simulation") },
    { 0 },
};
// clang-format on

/* Who bought from a seller that deceives is not guilty of it. */
static unsigned guilty_of(int kind, enum fraud_act act)
{
    bool sellers = kind == FRAUD_NEVER_SHIPS || kind == FRAUD_SWAPPED_LISTING;
    if (kind <= FRAUD_NONE)
        return 0;
    return sellers && act == FRAUD_CHECKOUT ? BIT(ENTITY_SELLER) : guilty[kind];
}

struct judged {
    struct fraud_scene scene; /* as seen now */
    enum fraud_act act;
    int outcome;
    struct moment known;
};

static bool scene_of(struct store_tx *tx, struct arena *memory, fraud_decision_id decision,
                     struct judged *ret_judged)
{
    struct rows rows = store_query(tx, &fraud_select_decision, WITH(INT(decision.number)));
    if (!rows_next(&rows))
        return false;
    size_t size;
    const unsigned char *bytes = rows_bytes(&rows, memory, "entities", &size);
    ret_judged->act = (enum fraud_act)rows_int(&rows, "act");
    ret_judged->outcome = (int)rows_int(&rows, "outcome");
    ret_judged->known = (struct moment){ rows_int(&rows, "outcome_at") };
    rows_close(&rows);
    scene_unpack(bytes, size, &ret_judged->scene);
    scene_load(tx, memory, &ret_judged->scene, 0);
    return true;
}

/* An account that was made for fraud was so from its first day. */
static void label_sign_up(struct store_tx *tx, const struct judged *judged, int64_t account,
                          const struct value *outcome)
{
    if (!account || judged->act == FRAUD_SIGN_UP)
        return;
    int64_t entity = fraud_entity_number(store_tx_settings(tx), ENTITY_ACCOUNT, account);
    store_put(
        tx, &fraud_set_sign_up_outcome,
        (const struct value[]){ INT(entity), outcome[0], outcome[1], outcome[2], INT(account) }, 5);
}

/* What made it so is taken back, by the same source. */
static void clear_sign_up(struct store_tx *tx, const struct judged *judged, int64_t account,
                          enum fraud_source source)
{
    if (!account || judged->act == FRAUD_SIGN_UP)
        return;
    int64_t entity = fraud_entity_number(store_tx_settings(tx), ENTITY_ACCOUNT, account);
    store_put(tx, &fraud_clear_sign_up_outcome,
              WITH(INT(entity), INT(judged->outcome), INT(source), INT(account)));
}

void fraud_label(struct store_tx *tx, fraud_decision_id decision, enum fraud_kind kind,
                 enum fraud_source source, struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct judged *judged = arena_take(&memory, sizeof *judged);
    struct fraud_decision found;
    const struct value outcome[] = { INT(kind), INT(source), INT(now.us), INT(decision.number) };
    if (fraud_find(tx, &memory, decision, &found) || !scene_of(tx, &memory, decision, judged) ||
        !store_do(tx, &fraud_set_outcome, outcome, 4))
        return;
    unsigned before = guilty_of(judged->outcome, judged->act);
    unsigned after = guilty_of((int)kind, judged->act);
    for (size_t i = 0; i < judged->scene.count; i++) {
        struct fraud_entity *entity = &judged->scene.entities[i];
        bool was = before & BIT(entity->kind), is = after & BIT(entity->kind);
        if (is && !was)
            entity_count(entity, &memory, SERIES_BAD, now, 0);
        if (was && !is) {
            history_take_back(&entity->own, SERIES_BAD, judged->known);
            entity->changed = true;
        }
    }
    scene_save(tx, &memory, &judged->scene);
    if (after & BIT(ENTITY_ACCOUNT))
        label_sign_up(tx, judged, found.account, outcome);
    else if (before & BIT(ENTITY_ACCOUNT))
        clear_sign_up(tx, judged, found.account, source);
}

/* Counting --------------------------------------------------------------------------------- */

void fraud_note_failure(struct store_tx *tx, const struct fraud_question *question)
{
    static const enum fraud_entity_kind counted[] = { ENTITY_ACCOUNT, ENTITY_DEVICE, ENTITY_IP,
                                                      ENTITY_NETWORK };
    AUTO(arena) memory = { 0 };
    struct fraud_scene *scene = arena_take(&memory, sizeof *scene);
    gather_scene(tx, &memory, question, scene);
    for (size_t i = 0; i < sizeof counted / sizeof *counted; i++)
        entity_count(scene_find(scene, counted[i]), &memory, SERIES_FAILED, question->now, 0);
    scene_save(tx, &memory, scene);
}

void fraud_note_decline(struct store_tx *tx, fraud_decision_id decision, struct moment now)
{
    static const enum fraud_entity_kind counted[] = { ENTITY_ACCOUNT, ENTITY_DEVICE, ENTITY_CARD,
                                                      ENTITY_IP };
    AUTO(arena) memory = { 0 };
    struct judged *judged = arena_take(&memory, sizeof *judged);
    if (!scene_of(tx, &memory, decision, judged))
        return;
    for (size_t i = 0; i < sizeof counted / sizeof *counted; i++)
        entity_count(scene_find(&judged->scene, counted[i]), &memory, SERIES_DECLINED, now, 0);
    scene_save(tx, &memory, &judged->scene);
}

static void note_seller(struct store_tx *tx, int64_t seller, unsigned series, double amount,
                        struct moment now)
{
    AUTO(arena) memory = { 0 };
    struct fraud_scene *scene = arena_take(&memory, sizeof *scene);
    scene_add(scene, ENTITY_SELLER,
              fraud_entity_number(store_tx_settings(tx), ENTITY_SELLER, seller));
    scene_load(tx, &memory, scene, 0);
    for (int i = 0; i < SERIES; i++)
        if (series & 1u << i)
            entity_count(scene_find(scene, ENTITY_SELLER), &memory, i, now, amount);
    scene_save(tx, &memory, scene);
}

void fraud_note_sent(struct store_tx *tx, int64_t seller, struct span after, struct moment now)
{
    note_seller(tx, seller, BIT(SERIES_SHIPPED), (double)after.us / 3600e6, now);
}

void fraud_note_cancelled(struct store_tx *tx, int64_t seller, struct moment now)
{
    note_seller(tx, seller, BIT(SERIES_CANCELLED), 0, now);
}

void fraud_note_closed(struct store_tx *tx, int64_t seller, bool by_clock, struct moment now)
{
    note_seller(tx, seller, BIT(SERIES_KNOWN) | (by_clock ? BIT(SERIES_UNCONFIRMED) : 0), 0, now);
}

/* Alarms ----------------------------------------------------------------------------------- */

/* In a rush every act would say the same, and wait for the one row: each thread says it once in a
 * while. */
void fraud_raise(struct store_tx *tx, const char *kind, const char *says, struct moment now)
{
    enum { KINDS = 8, QUIET_SECONDS = 10 };
    static _Thread_local struct {
        uint64_t kind;
        int64_t at;
    } said[KINDS];
    uint64_t hash = UINT64_C(14695981039346656037);
    for (const char *at = kind; *at; at++)
        hash = (hash ^ (unsigned char)*at) * UINT64_C(1099511628211);
    hash ^= (uint64_t)(uintptr_t)store_of(tx);
    int64_t quiet = seconds(QUIET_SECONDS).us;
    bool again = said[hash % KINDS].kind == hash && now.us >= said[hash % KINDS].at &&
                 now.us < said[hash % KINDS].at + quiet;
    if (again)
        return;
    said[hash % KINDS].kind = hash;
    said[hash % KINDS].at = now.us;
    store_put(tx, &fraud_raise_alarm, WITH(TEXT(kind), TEXT(says), INT(now.us)));
}

void fraud_note_rule_failure(struct store_tx *tx, int64_t rule, const char *problem,
                             struct moment now)
{
    (void)now;
    store_put(tx, &fraud_count_rule_failure, WITH(TEXT(problem), INT(rule)));
}

struct fraud_alarms fraud_alarms(struct store_tx *tx, struct arena *memory)
{
    struct fraud_alarms found = { 0 };
    struct rows rows = store_query(tx, &fraud_select_alarms, WITHOUT);
    while (rows_next(&rows)) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] = (struct fraud_alarm){
            .kind = rows_text(&rows, memory, "kind"),
            .says = rows_text(&rows, memory, "says"),
            .first_at = { rows_int(&rows, "first_at") },
            .last_at = { rows_int(&rows, "last_at") },
            .count = rows_int(&rows, "count"),
        };
    }
    return found;
}

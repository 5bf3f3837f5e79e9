/* Fraud, gathering: who is on the scene, and what is counted of an act. The signals are in
 * fraud_compute.c. */
#include "shop/fraud/fraud_gather.h"

#include "base/id.h"
#include "shop/fraud/fraud_places.h"

enum { DOMAIN_ASKED_DAYS = 30 };

/* Letters and digits only, in lower case: "Rua A, 1" is "rua a 1". */
static const char *plain_text(struct arena *memory, const char *raw)
{
    char *plain = arena_copy(memory, raw), *to = plain;
    for (const char *at = raw; *at; at++) {
        char letter = *at >= 'A' && *at <= 'Z' ? (char)(*at + 32) : *at;
        bool kept = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
                    (unsigned char)letter >= 0x80;
        if (kept)
            *to++ = letter;
        else if (to > plain && to[-1] != ' ')
            *to++ = ' ';
    }
    while (to > plain && to[-1] == ' ')
        to--;
    *to = 0;
    return plain;
}

static void add_listing(const struct settings *settings, struct arena *memory,
                        const struct fraud_question *question, struct fraud_scene *scene)
{
    enum { TEXT_LEAST = 80 }; /* shorter ones are written twice by chance */
    if (question->text && strlen(question->text) >= TEXT_LEAST)
        scene_add(scene, ENTITY_TEXT,
                  fraud_entity_text(settings, ENTITY_TEXT, plain_text(memory, question->text)));
    for (size_t i = 0; i < question->picture_count && i < 4; i++)
        scene_add(scene, ENTITY_PICTURE,
                  fraud_entity_number(settings, ENTITY_PICTURE, (int64_t)question->pictures[i]));
}

void gather_named(const struct settings *settings, struct arena *memory,
                  const struct fraud_question *question, struct fraud_scene *ret_scene)
{
    const struct fraud_visit *visit = &question->visit;
    struct fraud_scene *scene = ret_scene;
    const char *network = visit->address ? fraud_network_of(memory, visit->address) : NULL;
    const char *domain = visit->email ? fraud_domain_of(memory, visit->email) : NULL;
    *scene = (struct fraud_scene){ 0 };
    scene_add(scene, ENTITY_ACCOUNT,
              fraud_entity_number(settings, ENTITY_ACCOUNT, question->account));
    scene_add(scene, ENTITY_DEVICE, fraud_entity_text(settings, ENTITY_DEVICE, visit->device));
    scene_add(scene, ENTITY_CARD, fraud_entity_text(settings, ENTITY_CARD, question->card));
    if (question->postal)
        scene_add(
            scene, ENTITY_ADDRESS,
            fraud_entity_text(settings, ENTITY_ADDRESS, plain_text(memory, question->postal)));
    scene_add(scene, ENTITY_IP, fraud_entity_text(settings, ENTITY_IP, visit->address));
    scene_add(scene, ENTITY_NETWORK, fraud_entity_text(settings, ENTITY_NETWORK, network));
    scene_add(scene, ENTITY_DOMAIN, fraud_entity_text(settings, ENTITY_DOMAIN, domain));
    for (size_t i = 0; i < question->seller_count; i++)
        scene_add(scene, ENTITY_SELLER,
                  fraud_entity_number(settings, ENTITY_SELLER, question->sellers[i].seller));
    scene_add(scene, ENTITY_CATEGORY,
              fraud_entity_number(settings, ENTITY_CATEGORY, question->category));
    add_listing(settings, memory, question, scene);
}

void gather_scene(struct store_tx *tx, struct arena *memory, const struct fraud_question *question,
                  struct fraud_scene *ret_scene)
{
    struct fraud_scene *scene = ret_scene;
    gather_named(store_tx_settings(tx), memory, question, scene);
    scene_load(tx, memory, scene, 0);
    /* The domain of one who signed up not long ago; what it says of older accounts is little. */
    struct fraud_entity *account = scene_find(scene, ENTITY_ACCOUNT);
    struct moment recent = moment_before(question->now, days(DOMAIN_ASKED_DAYS));
    if (!scene_find(scene, ENTITY_DOMAIN) && account && entity_seen(account)->domain &&
        id_moment(question->account).us > recent.us) {
        size_t from = scene->count;
        scene_add(scene, ENTITY_DOMAIN, entity_seen(account)->domain);
        scene_load(tx, memory, scene, from);
    }
}

/* Counting --------------------------------------------------------------------------------- */

/* The account uses it for the first time: it counts a new account, the account a new thing. */
static unsigned meet(struct arena *memory, const struct fraud_question *question,
                     struct fraud_scene *scene, enum fraud_entity_kind kind, int account_series)
{
    struct fraud_entity *account = scene_find(scene, ENTITY_ACCOUNT);
    struct fraud_entity *thing = scene_find(scene, kind);
    if (!account || !thing || !history_meets(&account->own, thing->id, question->now))
        return 0;
    account->changed = true;
    entity_count(thing, memory, SERIES_NEW_ACCOUNT, question->now, 0);
    if (account_series)
        entity_count(account, memory, account_series, question->now, 0);
    return 1u << kind;
}

static void count_sellers(struct arena *memory, const struct fraud_question *question,
                          struct fraud_scene *scene)
{
    struct fraud_entity *seller = scene_find(scene, ENTITY_SELLER);
    struct fraud_entity *device = scene_find(scene, ENTITY_DEVICE);
    bool own = question->act != FRAUD_CHECKOUT; /* the seller's own hand */
    for (size_t i = 0; seller; i++, seller = scene_next(scene, seller)) {
        entity_count(seller, memory, SERIES_ACTS + (int)question->act, question->now,
                     question->sellers[i].amount_usd);
        if (own && device)
            history_meets(&seller->own, device->id, question->now);
    }
}

/* What is shown remembers who showed it. */
static void count_shown(struct arena *memory, const struct fraud_question *question,
                        struct fraud_scene *scene, enum fraud_entity_kind kind)
{
    const struct fraud_entity *account = scene_find(scene, ENTITY_ACCOUNT);
    for (struct fraud_entity *shown = scene_find(scene, kind); shown;
         shown = scene_next(scene, shown)) {
        entity_count(shown, memory, SERIES_ACTS + (int)question->act, question->now, 0);
        if (account)
            history_meets(&shown->own, account->id, question->now);
    }
}

/* Against the settled habit, where there is one. */
static bool is_high(const struct fraud_signals *signals)
{
    float settled = signals->numbers[SIGNAL_amount_score_settled];
    return (isnan(settled) ? signals->numbers[SIGNAL_amount_score] : settled) > 3;
}

unsigned gather_count(struct arena *memory, const struct fraud_question *question,
                      struct fraud_scene *scene, const struct fraud_signals *signals)
{
    static const enum fraud_entity_kind counted[] = {
        ENTITY_ACCOUNT, ENTITY_DEVICE, ENTITY_CARD, ENTITY_ADDRESS, ENTITY_IP, ENTITY_NETWORK
    };
    int series = SERIES_ACTS + (int)question->act;
    struct fraud_entity *account = scene_find(scene, ENTITY_ACCOUNT);
    struct fraud_entity *domain = scene_find(scene, ENTITY_DOMAIN);
    unsigned met = meet(memory, question, scene, ENTITY_DEVICE, SERIES_NEW_DEVICE) |
                   meet(memory, question, scene, ENTITY_CARD, SERIES_NEW_CARD) |
                   meet(memory, question, scene, ENTITY_ADDRESS, SERIES_NEW_ADDRESS) |
                   meet(memory, question, scene, ENTITY_IP, 0);
    if (met & 1u << ENTITY_CARD)
        entity_count(scene_find(scene, ENTITY_DEVICE), memory, SERIES_NEW_CARD, question->now, 0);
    for (size_t i = 0; i < sizeof counted / sizeof *counted; i++)
        entity_count(scene_find(scene, counted[i]), memory, series, question->now,
                     question->amount_usd);
    if (account && is_high(signals))
        entity_count(account, memory, SERIES_HIGH, question->now, 0);
    count_sellers(memory, question, scene);
    if (question->act == FRAUD_CHECKOUT && question->items > 0)
        entity_count(scene_find(scene, ENTITY_CATEGORY), memory, series, question->now,
                     question->amount_usd / (double)question->items);
    count_shown(memory, question, scene, ENTITY_PICTURE);
    count_shown(memory, question, scene, ENTITY_TEXT);
    if (question->act == FRAUD_SIGN_UP && domain) {
        entity_count(domain, memory, series, question->now, 0);
        if (account)
            account->own.domain = domain->id;
    }
    return met;
}

/* Text ------------------------------------------------------------------------------------- */

static bool is_digit(char sign)
{
    return sign >= '0' && sign <= '9';
}

/* A run of at least 8 digits with only spaces, dots, dashes, plus and brackets between. */
static int count_numbers(const char *at)
{
    int found = 0, digits = 0;
    for (; *at; at++) {
        if (is_digit(*at))
            digits++;
        else if (!strchr(" .-+()", *at))
            digits = 0;
        if (digits == 8)
            found++;
    }
    return found;
}

int gather_contacts(const char *said)
{
    static const char *const signs[] = { "@",        "http",   "www.",          "whatsapp",
                                         "telegram", "wechat", "t.me/",         "wa.me/",
                                         "viber",    "paypal", "western union", "bank transfer",
                                         "gmail" };
    AUTO(text) lower = { 0 };
    if (!said)
        return 0;
    for (const char *at = said; *at; at++)
        text_add_char(&lower, *at >= 'A' && *at <= 'Z' ? (char)(*at + 32) : *at);
    int found = count_numbers(text_of(&lower));
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        for (const char *at = text_of(&lower); (at = strstr(at, signs[i])) != NULL; at++)
            found++;
    return found;
}

/* Coupons, on the web: the buyer's coupons, claiming by a button, a code, a word or a link, and the
 * check that is open to everyone. */
#include <sodium.h>

#include "base/id.h"
#include "shop/coupons/coupons_judged.h"
#include "shop/coupons/coupons_schema_sql.h"
#include "shop/coupons/coupons_sql.h"
#include "shop/coupons/coupons_web.h"
#include "shop/fraud/fraud_challenges.h"
#include "shop/fraud/fraud_web.h"
#include "shop/promotions/promotion_words.h"

static struct coupon_guesser guesser_of(const struct request *request)
{
    return (struct coupon_guesser){ .account = request->visitor.account.number,
                                    .visitor = request->visitor.key,
                                    .address = request->visitor.address,
                                    .now = request->now };
}

static refused note_wrong_act(struct store_tx *tx, void *what)
{
    const struct coupon_guesser *guesser = what;
    coupons_note_wrong(tx, guesser);
    return NULL;
}

/* A code that was none is counted, in an act of its own: its refusal undoes the other. */
static refused note_if_wrong(struct request *request, refused why)
{
    struct coupon_guesser guesser = guesser_of(request);
    if (why == &COUPON_GUESSING) /* they are counted by the hour */
        request->retry_after = (int)(3600 - request->now.us / 1000000 % 3600);
    if (why != &COUPON_FORGED && why != &COUPON_UNKNOWN)
        return why;
    refused failed = store_transact(request->store, note_wrong_act, &guesser);
    return failed ? failed : why;
}

/* What a promotion gives, for who looks at a coupon ------------------------------------------ */

static const struct field condition_fields[] = {
    TEXT_FIELD(struct condition_answer, words, .says = "One condition, in words."),
    { 0 },
};
const struct field coupon_gives_fields[] = {
    ID_FIELD(struct coupon_gives, promotion, "prm", .says = "The promotion."),
    TEXT_FIELD(struct coupon_gives, name, .says = "Its name."),
    TEXT_FIELD(struct coupon_gives, gives, .says = "What it gives, in words."),
    TEXT_FIELD(struct coupon_gives, by, .says = "Whose it is: a shop, or the market."),
    ID_FIELD(struct coupon_gives, seller, "sel", .says = "The shop; null: the market."),
    LIST_FIELD(struct coupon_gives, conditions, condition_fields, .says = "What else must hold."),
    MOMENT_FIELD(struct coupon_gives, starts_at, .says = "It can be used from then on."),
    { 0 },
};

struct coupon_gives coupons_gives_answer(struct request *request, struct store_tx *tx,
                                         const struct promotion *promotion)
{
    struct arena *memory = request->memory;
    struct seller seller;
    struct coupon_gives answer = {
        .promotion = promotion->promotion,
        .name = promotion->name,
        .gives = promotion_words(memory, &(struct promotion_saying){ .terms = &promotion->terms }),
        .by = _("The market"),
        .seller = promotion->seller,
        .starts_at = promotion->starts_at,
    };
    if (promotion->seller.number && !sellers_find(tx, memory, promotion->seller, &seller))
        answer.by = seller.name;
    struct promotion_conditions conditions = promotion_words_conditions(memory, &promotion->terms);
    answer.conditions.items =
        arena_array(memory, conditions.count, sizeof(*answer.conditions.items));
    for (size_t i = 0; i < conditions.count; i++)
        answer.conditions.items[answer.conditions.count++] =
            (struct condition_answer){ conditions.items[i] };
    return answer;
}

/* The buyer's coupons ------------------------------------------------------------------------ */

struct own_coupon {
    coupon_id coupon;
    enum coupon_state state;
    struct coupon_gives of;
    struct moment claimed_at, ends_at;
    bool usable, waiting;
};
static const struct field own_coupon_fields[] = {
    ID_FIELD(struct own_coupon, coupon, "cpn", .says = "The coupon."),
    CHOICE_FIELD(struct own_coupon, state, coupon_states, .says = "Claimed, redeemed or lapsed."),
    OBJECT_FIELD(struct own_coupon, of, coupon_gives_fields, .says = "What it gives."),
    MOMENT_FIELD(struct own_coupon, claimed_at, .says = "Since when it is yours."),
    MOMENT_FIELD(struct own_coupon, ends_at, .says = "Until when it can be used; null: open."),
    BOOL_FIELD(struct own_coupon, usable, .says = "It can be used now."),
    BOOL_FIELD(struct own_coupon, waiting, .says = "It can be used later."),
    { 0 },
};
struct open_coupon {
    const char *code;
    struct coupon_gives of;
    struct moment ends_at;
    int64_t left;
};
static const struct field open_coupon_fields[] = {
    TEXT_FIELD(struct open_coupon, code, .says = "Give it to claim one."),
    OBJECT_FIELD(struct open_coupon, of, coupon_gives_fields, .says = "What it gives."),
    MOMENT_FIELD(struct open_coupon, ends_at, .says = "Until when; null: open."),
    INT_FIELD(struct open_coupon, left, .says = "How many are left."),
    { 0 },
};
struct coupons_answer {
    LIST_OF(struct own_coupon) data;
    LIST_OF(struct open_coupon) open;
    const char *next_cursor, *state;
    bool has_more, signed_in;
};
static const struct field coupons_fields[] = {
    TEXT_FIELD(struct coupons_answer, state, .says = "What was asked for, or null."),
    LIST_FIELD(struct coupons_answer, data, own_coupon_fields, .says = "Yours, the newest first."),
    LIST_FIELD(struct coupons_answer, open, open_coupon_fields, .says = "That anyone may claim."),
    BOOL_FIELD(struct coupons_answer, signed_in, .says = "Somebody is signed in."),
    PAGED_ANSWER(struct coupons_answer),
    { 0 },
};
struct coupons_request {
    const char *state, *cursor;
    int64_t limit;
};
static const struct field coupons_request_fields[] = {
    TEXT_FIELD(struct coupons_request, state, .optional = true,
               .pattern = "claimed|redeemed|lapsed", .says = "Only yours in this state."),
    PAGED_REQUEST(struct coupons_request),
    { 0 },
};

static void fill_own(struct request *request, int64_t before, int64_t limit,
                     struct coupons_answer *answer)
{
    struct arena *memory = request->memory;
    struct coupons_wanted wanted = { .state = answer->state, .before = before, .most = limit + 1 };
    struct coupons found =
        coupons_of_account(request->tx, memory, request->visitor.account, &wanted, request->now);
    answer->data.items = arena_array(memory, found.count, sizeof(*answer->data.items));
    for (size_t i = 0; i < found.count && i < (size_t)limit; i++) {
        const struct coupon *coupon = &found.items[i];
        struct promotion promotion;
        if (promotions_find(request->tx, memory, coupon->promotion, &promotion))
            continue;
        bool over = (coupon->ends_at.us && coupon->ends_at.us <= request->now.us) ||
                    promotion.state == PROMOTION_STOPPED;
        bool begun = promotion.starts_at.us <= request->now.us;
        answer->data.items[answer->data.count++] = (struct own_coupon){
            .coupon = coupon->coupon,
            .state = coupon->state == COUPON_CLAIMED && over ? COUPON_LAPSED : coupon->state,
            .of = coupons_gives_answer(request, request->tx, &promotion),
            .claimed_at = coupon->claimed_at,
            .ends_at = coupon->ends_at,
            .usable = coupon->state == COUPON_CLAIMED && !over && begun,
            .waiting = coupon->state == COUPON_CLAIMED && !over && !begun,
        };
    }
    answer->has_more = found.count > (size_t)limit;
    if (answer->has_more)
        answer->next_cursor = id_text(memory, "cpn", found.items[limit - 1].coupon.number);
}

const char *coupons_signed_for(const struct request *request, const struct coupon_batch *batch,
                               const struct promotion *promotion, int64_t serial)
{
    struct coupons_keys keys = coupons_keys(&request->settings->master);
    struct moment ends = batch->ends_at.us ? batch->ends_at : promotion->ends_at;
    struct coupons_signed what = { .name = { batch->batch.number, serial },
                                   .promotion = promotion->promotion.number,
                                   .ends_at = ends };
    char form[COUPONS_SIGNED_SIZE];
    coupons_sign(form, &keys, request->settings->url, &what);
    return arena_copy(request->memory, form);
}

static void fill_open(struct request *request, struct coupons_answer *answer)
{
    enum { OPEN_MOST = 60 };
    struct arena *memory = request->memory;
    struct coupon_batches found =
        coupons_public(request->tx, memory, request->visitor.account, request->now, OPEN_MOST);
    answer->open.items = arena_array(memory, found.count, sizeof(*answer->open.items));
    for (size_t i = 0; i < found.count; i++) {
        const struct coupon_batch *batch = &found.items[i];
        struct promotion promotion;
        if (promotions_find(request->tx, memory, batch->promotion, &promotion))
            continue;
        answer->open.items[answer->open.count++] = (struct open_coupon){
            .code = coupons_signed_for(request, batch, &promotion, COUPONS_SERIAL_ANY),
            .of = coupons_gives_answer(request, request->tx, &promotion),
            .ends_at = batch->ends_at.us ? batch->ends_at : promotion.ends_at,
            .left = batch->size - batch->claimed,
        };
    }
}

static refused show_coupons(struct request *request)
{
    const struct coupons_request *body = request->body;
    struct coupons_answer *answer = request->answer;
    int64_t before = INT64_MAX;
    request->title = _("Coupons");
    if (body->cursor && !id_read(body->cursor, "cpn", &before))
        before = INT64_MAX;
    answer->signed_in = request->visitor.account.number != 0;
    answer->state = body->state;
    if (answer->signed_in)
        fill_own(request, before, body->limit ? body->limit : 20, answer);
    fill_open(request, answer);
    return NULL;
}

/* Claiming ----------------------------------------------------------------------------------- */

struct claim_request {
    const char *code;
};
static const struct field claim_fields[] = {
    TEXT_FIELD(struct claim_request, code, .min = 1, .max = 300,
               .says = "A code, a word, or a signed form; a whole link will do."),
    { 0 },
};
struct claimed_answer {
    coupon_id coupon;
    struct coupon_gives of;
    struct moment ends_at;
};
static const struct field claimed_fields[] = {
    ID_FIELD(struct claimed_answer, coupon, "cpn", .says = "The coupon, now yours."),
    OBJECT_FIELD(struct claimed_answer, of, coupon_gives_fields, .says = "What it gives."),
    MOMENT_FIELD(struct claimed_answer, ends_at, .says = "Until when it can be used; null: open."),
    { 0 },
};

struct claiming {
    struct request *request;
    struct coupon_claiming wish;
    struct coupon_seen seen;
    struct fraud_judgement judgement;
};

static refused claim_act(struct store_tx *tx, void *what)
{
    struct claiming *claiming = what;
    struct request *request = claiming->request;
    struct coupon_guesser guesser = guesser_of(request);
    struct fraud_visit visit = fraud_visit_of(request);
    refused why = coupons_may_guess(tx, &guesser);
    return why ? why
               : coupons_judge_claim(tx, request->memory, &claiming->wish, &visit, &claiming->seen,
                                     &claiming->judgement);
}

static refused claim(struct request *request)
{
    const struct claim_request *body = request->body;
    struct claimed_answer *answer = request->answer;
    struct claiming claiming = {
        .request = request,
        .wish = { .typed = coupons_read_typed(request->settings, body->code),
                  .account = request->visitor.account,
                  .country = request->visitor.country,
                  .now = request->now },
    };
    refused why = store_transact(request->store, claim_act, &claiming);
    if (!why)
        why = fraud_stop(request, &claiming.judgement);
    if (why)
        return note_if_wrong(request, why);
    struct store_tx *tx = store_read(request->store);
    *answer = (struct claimed_answer){
        .coupon = claiming.seen.coupon.coupon,
        .of = coupons_gives_answer(request, tx, &claiming.seen.promotion),
        .ends_at = claiming.seen.ends_at,
    };
    store_read_end(tx);
    request->status = 201;
    return NULL;
}

/* Checking ----------------------------------------------------------------------------------- */

struct check_request {
    const char *code;
};
static const struct field check_fields[] = {
    TEXT_FIELD(struct check_request, code, .optional = true, .max = 300,
               .says = "A code, a word, or a signed form; a whole link will do."),
    { 0 },
};
struct checked_answer {
    const char *asked, *qr;
    bool genuine, forged, yours, signed_in, claimable;
    enum coupon_standing standing;
    struct coupon_gives *of;
    struct moment ends_at;
    int64_t qr_size;
};
static const struct field checked_fields[] = {
    TEXT_FIELD(struct checked_answer, asked, .says = "What was asked about, or null."),
    BOOL_FIELD(struct checked_answer, genuine, .says = "This market has made it."),
    BOOL_FIELD(struct checked_answer, forged, .says = "Asked, and it has not."),
    BOOL_FIELD(struct checked_answer, yours, .says = "It is in your account."),
    BOOL_FIELD(struct checked_answer, signed_in, .says = "Somebody is signed in."),
    BOOL_FIELD(struct checked_answer, claimable, .says = "It can be claimed now."),
    CHOICE_FIELD(struct checked_answer, standing, coupon_standings, .says = "If it is genuine."),
    MAYBE_FIELD(struct checked_answer, of, coupon_gives_fields, .says = "What it gives, or null."),
    MOMENT_FIELD(struct checked_answer, ends_at, .says = "Until when; null: open."),
    TEXT_FIELD(struct checked_answer, qr, .says = "Its link as a QR code: a path of SVG, or null."),
    INT_FIELD(struct checked_answer, qr_size, .says = "How many squares that is wide."),
    { 0 },
};

/* Who asks about codes that are none is guessing, too. The snapshot gives way to the act. */
static refused note_asked(struct request *request, struct checked_answer *answer, refused why)
{
    answer->forged = why == &COUPON_FORGED || why == &COUPON_UNKNOWN;
    store_read_end(request->tx);
    refused noted = note_if_wrong(request, why);
    request->tx = store_read(request->store);
    return answer->forged && noted == why ? NULL : noted;
}

/* Never who has it: the answer is the same for everyone but the one who does. */
static refused check_code(struct request *request, const char *code)
{
    struct checked_answer *answer = request->answer;
    struct coupon_guesser guesser = guesser_of(request);
    struct coupon_typed typed = coupons_read_typed(request->settings, code);
    struct coupon_seen seen;
    answer->asked = code;
    answer->signed_in = request->visitor.account.number != 0;
    refused why = coupons_may_guess(request->tx, &guesser);
    if (!why)
        why = coupons_see(request->tx, request->memory, &typed, request->visitor.account,
                          request->now, &seen);
    if (why)
        return note_asked(request, answer, why);
    answer->genuine = true;
    answer->standing = seen.standing;
    answer->yours = seen.yours;
    answer->claimable =
        !seen.yours && (seen.standing == STANDING_OPEN || seen.standing == STANDING_NOT_YET);
    answer->ends_at = seen.ends_at;
    answer->of = arena_take(request->memory, sizeof *answer->of);
    *answer->of = coupons_gives_answer(request, request->tx, &seen.promotion);
    return NULL;
}

static refused check(struct request *request)
{
    const struct check_request *body = request->body;
    request->title = _("Is this coupon genuine?");
    return body->code && *body->code ? check_code(request, body->code) : NULL;
}

/* A link never claims: it shows what it is, and a button. */
static refused show_link(struct request *request)
{
    struct checked_answer *answer = request->answer;
    const char *form = request_text(request, "signed");
    refused why = check_code(request, form);
    request->title = _("A coupon for you");
    if (!why && answer->genuine)
        answer->qr = qr_path(request->memory,
                             arena_format(request->memory, "%s/c/%s", request->settings->url, form),
                             &answer->qr_size);
    return why;
}

/* The key ------------------------------------------------------------------------------------ */

struct key_answer {
    const char *kty, *crv, *x, *alg, *use, *kid, *layout;
};
static const struct field key_fields[] = {
    TEXT_FIELD(struct key_answer, kty, .says = "OKP, as RFC 8037 says."),
    TEXT_FIELD(struct key_answer, crv, .says = "Ed25519."),
    TEXT_FIELD(struct key_answer, x, .says = "The public key, base64url."),
    TEXT_FIELD(struct key_answer, alg, .says = "EdDSA."),
    TEXT_FIELD(struct key_answer, use, .says = "sig."),
    TEXT_FIELD(struct key_answer, kid, .says = "Names the key."),
    TEXT_FIELD(struct key_answer, layout, .says = "How a signed form is made of its parts."),
    { 0 },
};

static refused show_key(struct request *request)
{
    struct coupons_keys keys = coupons_keys(&request->settings->master);
    char x[sodium_base64_ENCODED_LEN(COUPONS_PUBLIC_KEY_SIZE,
                                     sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
    sodium_bin2base64(x, sizeof x, keys.published, sizeof keys.published,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    struct secret_tag name = secret_hash(NULL, keys.published, sizeof keys.published);
    *(struct key_answer *)request->answer = (struct key_answer){
        .kty = "OKP",
        .crv = "Ed25519",
        .x = arena_copy(request->memory, x),
        .alg = "EdDSA",
        .use = "sig",
        .kid = arena_format(request->memory, "coupons-%02x%02x%02x%02x", name.bytes[0],
                            name.bytes[1], name.bytes[2], name.bytes[3]),
        .layout = coupons_layout,
    };
    request->cache = "public, max-age=3600";
    return NULL;
}

// clang-format off
static const struct route coupons_routes[] = {
    { GET, "/coupons", ANYONE, show_coupons, .summary = "Coupons: yours, and what can be claimed",
      .takes = coupons_request_fields, .gives = coupons_fields, .page = "coupons/coupons" },
    { POST, "/coupons", SIGNED_IN, claim, .summary = "Claim a coupon",
      .takes = claim_fields, .gives = claimed_fields,
      .refuses = { &COUPON_FORGED, &COUPON_UNKNOWN, &COUPON_TAKEN, &COUPON_YOURS_ALREADY,
                   &COUPON_NONE_LEFT, &COUPON_OVER, &COUPON_NOT_OPEN, &COUPON_NOT_YOURS,
                   &COUPON_BATCH_STOPPED, &COUPON_GUESSING, &FRAUD_CHALLENGED, &FRAUD_REFUSED,
                   &CHALLENGE_SENT_ENOUGH },
      .then = "/coupons", .again = "/coupons", .scope = SCOPE_BUY,
      .done = N_("The coupon is yours. It is used by itself where it saves most.") },
    { GET, "/coupons/check", ANYONE, check, .summary = "Whether a coupon is genuine and still good",
      .takes = check_fields, .gives = checked_fields, .refuses = { &COUPON_GUESSING },
      .page = "coupons/check", .slow = true, .limit = { 60, 3600 } },
    { GET, "/coupons/key", ANYONE, show_key,
      .summary = "The public key that signed coupons are checked with, offline",
      .gives = key_fields, .face = ONLY_API },
    { GET, "/c/{signed}", ANYONE, show_link, .summary = "A coupon's link: what it is",
      .gives = checked_fields, .refuses = { &COUPON_GUESSING }, .page = "coupons/link",
      .slow = true, .limit = { 60, 3600 } },
    { 0 },
};
// clang-format on

static const struct id_name coupons_ids[] = { { "batch", "cpb" }, { 0 } };

const struct module coupons_module = {
    .name = "coupons",
    .routes = coupons_routes,
    .ids = coupons_ids,
    .schema = coupons_schema,
    .jobs = coupons_jobs,
    .statements = coupons_statements,
    .first = coupons_first,
};

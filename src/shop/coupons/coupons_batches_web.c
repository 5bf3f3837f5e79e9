/* Coupons, on the web: the batches of a promotion, for the seller who gives it, or for operators.
 * Both have the same pages; who gives is told by the path. */
#include "base/id.h"
#include "base/zone.h"
#include "shop/coupons/coupons_web.h"
#include "shop/oversight/oversight_web.h"
#include "shop/sellers/sellers_web.h"

static bool of_market(const struct request *request)
{
    return text_starts(request->route->path, "/operator/");
}

static refused giver(struct request *request, struct store_tx *tx, seller_id *ret_seller)
{
    struct seller seller;
    *ret_seller = (seller_id){ 0 };
    if (of_market(request))
        return NULL;
    refused why = sellers_of_request(request, tx, &seller);
    if (!why)
        *ret_seller = seller.seller;
    return why;
}

/* Shown -------------------------------------------------------------------------------------- */

struct batch_answer {
    coupon_batch_id batch;
    promotion_id promotion;
    enum coupon_batch_kind kind;
    const char *word;
    int64_t size, claimed, redeemed;
    struct moment made_at, ends_at, stopped_at;
    bool may_stop, has_codes;
};
#define BATCH_FIELDS                                                                               \
    ID_FIELD(struct batch_answer, batch, "cpb", .says = "The batch."),                             \
        ID_FIELD(struct batch_answer, promotion, "prm", .says = "What its coupons are of."),       \
        CHOICE_FIELD(struct batch_answer, kind, coupon_batch_kinds, .says = "How it is claimed."), \
        TEXT_FIELD(struct batch_answer, word, .says = "Its word, or null."),                       \
        INT_FIELD(struct batch_answer, size, .says = "So many in all."),                           \
        INT_FIELD(struct batch_answer, claimed, .says = "So many are claimed."),                   \
        INT_FIELD(struct batch_answer, redeemed, .says = "So many are used."),                     \
        MOMENT_FIELD(struct batch_answer, made_at, .says = "When it was made."),                   \
        MOMENT_FIELD(struct batch_answer, ends_at,                                                 \
                     .says = "Until when; null: with its promotion."),                             \
        MOMENT_FIELD(struct batch_answer, stopped_at, .says = "When it was stopped, or null."),    \
        BOOL_FIELD(struct batch_answer, may_stop, .says = "It can be stopped."),                   \
        BOOL_FIELD(struct batch_answer, has_codes, .says = "Each coupon has a code of its own.")
static const struct field batch_fields[] = { BATCH_FIELDS, { 0 } };

static struct batch_answer answer_of(const struct coupon_batch *batch)
{
    return (struct batch_answer){
        .batch = batch->batch,
        .promotion = batch->promotion,
        .kind = batch->kind,
        .word = batch->word,
        .size = batch->size,
        .claimed = batch->claimed,
        .redeemed = batch->redeemed,
        .made_at = batch->made_at,
        .ends_at = batch->ends_at,
        .stopped_at = batch->stopped_at,
        .may_stop = !batch->stopped_at.us,
        .has_codes = batch->kind == BATCH_CODES,
    };
}

struct batches_answer {
    struct promotion_answer of;
    LIST_OF(struct batch_answer) data;
    bool market;
};
static const struct field batches_fields[] = {
    OBJECT_FIELD(struct batches_answer, of, promotion_fields, .says = "The promotion."),
    LIST_FIELD(struct batches_answer, data, batch_fields, .says = "Its batches, the newest first."),
    BOOL_FIELD(struct batches_answer, market, .says = "The market's own."),
    { 0 },
};

static refused own_promotion(struct request *request, struct store_tx *tx,
                             struct promotion *ret_promotion)
{
    seller_id seller;
    refused why = giver(request, tx, &seller);
    if (!why)
        why = promotions_find(tx, request->memory,
                              (promotion_id){ request_id(request, "promotion") }, ret_promotion);
    if (!why && ret_promotion->seller.number != seller.number)
        why = &PROMOTION_NOT_FOUND;
    return why;
}

static refused list_batches(struct request *request)
{
    enum { BATCHES_MOST = 200 };
    struct batches_answer *answer = request->answer;
    struct promotion promotion;
    refused why = own_promotion(request, request->tx, &promotion);
    if (why)
        return why;
    request->title = _("Coupons");
    answer->market = of_market(request);
    answer->of = promotions_answer(request, request->tx, &promotion);
    struct coupon_batches found =
        coupons_batches(request->tx, request->memory, promotion.promotion, BATCHES_MOST);
    answer->data.items = arena_array(request->memory, found.count, sizeof(*answer->data.items));
    for (size_t i = 0; i < found.count; i++)
        answer->data.items[answer->data.count++] = answer_of(&found.items[i]);
    return NULL;
}

/* Acts --------------------------------------------------------------------------------------- */

struct batch_request {
    int kind;
    const char *word, *account, *ends_at, *zone;
    int64_t size;
};
static const struct field batch_request_fields[] = {
    CHOICE_FIELD(struct batch_request, kind, coupon_batch_kinds, .says = "How they are claimed."),
    INT_FIELD(struct batch_request, size, .min = 1, .max = COUPONS_SIZE_MAX, .says = "How many."),
    TEXT_FIELD(struct batch_request, word, .optional = true, .max = 20,
               .says = "The word that everyone types, for a batch of one word."),
    TEXT_FIELD(struct batch_request, account, .optional = true, .max = 40,
               .says = "The only account (acc_) that may claim; none: anyone."),
    TEXT_FIELD(struct batch_request, ends_at, .optional = true, .max = 30,
               .says = "\"2026-11-27T09:00\" in the zone; none: with the promotion."),
    TEXT_FIELD(struct batch_request, zone, .optional = true, .max = 60, .says = "Or UTC."),
    { 0 },
};

static void note(struct store_tx *tx, struct request *request, const char *act,
                 promotion_id promotion, const char *facts)
{
    if (of_market(request))
        oversight_note_for(tx, request,
                           &(struct noted){ act, "prm", promotion.number, NULL, facts });
}

struct making {
    struct request *request;
    struct coupon_batch_making wish;
};

static refused make_act(struct store_tx *tx, void *what)
{
    struct making *making = what;
    struct request *request = making->request;
    coupon_batch_id batch = { 0 };
    struct coupon_batch made;
    refused why = giver(request, tx, &making->wish.seller);
    if (!why)
        why = coupons_make_batch(tx, &making->wish, &batch);
    if (!why)
        why = coupons_batch_of(tx, request->memory, making->wish.seller, batch, &made);
    if (why)
        return why;
    note(tx, request, "coupons.made", making->wish.promotion,
         arena_format(request->memory, "%lld", (long long)making->wish.size));
    *(struct batch_answer *)request->answer = answer_of(&made);
    return NULL;
}

static refused make_batch(struct request *request)
{
    const struct batch_request *body = request->body;
    struct making making = {
        .request = request,
        .wish = { .promotion = { request_id(request, "promotion") },
                  .kind = (enum coupon_batch_kind)body->kind,
                  .word = body->word,
                  .size = body->size,
                  .now = request->now },
    };
    const char *zone = body->zone && *body->zone ? body->zone : "UTC";
    if (body->account && *body->account &&
        !id_read(body->account, "acc", &making.wish.account.number))
        return &ACCOUNT_NOT_FOUND;
    if (body->ends_at && *body->ends_at && !zone_read(body->ends_at, zone, &making.wish.ends_at) &&
        !moment_read(body->ends_at, &making.wish.ends_at))
        return &COUPON_BATCH_TIMES;
    refused why = request_transact(request, make_act, &making);
    if (!why)
        request->status = 201;
    return why;
}

static refused stop_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    coupon_batch_id batch = { request_id(request, "batch") };
    struct coupon_batch stopped;
    seller_id seller;
    refused why = giver(request, tx, &seller);
    if (!why)
        why = coupons_stop_batch(tx, seller, batch, request->now);
    if (!why)
        why = coupons_batch_of(tx, request->memory, seller, batch, &stopped);
    if (why)
        return why;
    note(tx, request, "coupons.stopped", stopped.promotion,
         id_text(request->memory, "cpb", batch.number));
    *(struct batch_answer *)request->answer = answer_of(&stopped);
    return NULL;
}

static refused stop_batch(struct request *request)
{
    return request_transact(request, stop_act, request);
}

/* Codes -------------------------------------------------------------------------------------- */

enum { CODES_A_FILE = 10000, CODES_A_SHEET = 60 };

struct codes_request {
    int64_t from;
};
static const struct field codes_request_fields[] = {
    INT_FIELD(struct codes_request, from, .optional = true, .min = 0, .max = COUPONS_SIZE_MAX,
              .says = "The first; 0 if not given."),
    { 0 },
};

static refused own_codes(struct request *request, struct coupon_batch *ret_batch,
                         struct promotion *ret_promotion)
{
    seller_id seller;
    refused why = giver(request, request->tx, &seller);
    if (!why)
        why = coupons_batch_of(request->tx, request->memory, seller,
                               (coupon_batch_id){ request_id(request, "batch") }, ret_batch);
    if (!why && ret_batch->kind != BATCH_CODES)
        why = &COUPON_BATCH_NOT_FOUND;
    if (!why)
        why = promotions_find(request->tx, request->memory, ret_batch->promotion, ret_promotion);
    return why;
}

/* Codes are computed, not looked up: a file has ten thousand, a million is a hundred files. */
static refused download_codes(struct request *request)
{
    const struct codes_request *body = request->body;
    struct coupon_batch batch;
    struct promotion promotion;
    refused why = own_codes(request, &batch, &promotion);
    if (why)
        return why;
    AUTO(text) csv = { 0 };
    struct coupons_keys keys = coupons_keys(&request->settings->master);
    text_add(&csv, "serial,code,link\r\n");
    for (int64_t serial = body->from; serial < batch.size && serial < body->from + CODES_A_FILE;
         serial++) {
        char code[COUPONS_CODE_SIZE], form[COUPONS_SIGNED_SIZE];
        coupons_code_write(code, &keys, (struct coupons_name){ batch.batch.number, serial });
        coupons_sign(form, &keys, request->settings->url,
                     &(struct coupons_signed){ .name = { batch.batch.number, serial },
                                               .promotion = promotion.promotion.number,
                                               .ends_at = batch.ends_at.us ? batch.ends_at
                                                                           : promotion.ends_at });
        text_add_format(&csv, "%lld,%s,%s/c/%s\r\n", (long long)serial, code,
                        request->settings->url, form);
    }
    request->raw_type = "text/csv; charset=utf-8";
    request->raw = arena_copy_bytes(request->memory, text_of(&csv), csv.length);
    request->raw_size = csv.length;
    return NULL;
}

struct code_answer {
    const char *code, *link, *qr;
    int64_t serial, qr_size;
};
static const struct field code_fields[] = {
    TEXT_FIELD(struct code_answer, code, .says = "For typing."),
    TEXT_FIELD(struct code_answer, link, .says = "The signed form, as a link."),
    TEXT_FIELD(struct code_answer, qr, .says = "The link as a QR code: a path of SVG."),
    INT_FIELD(struct code_answer, serial, .says = "Its number in the batch."),
    INT_FIELD(struct code_answer, qr_size, .says = "How many squares the QR code is wide."),
    { 0 },
};
struct codes_file {
    int64_t from, first, last;
};
static const struct field codes_file_fields[] = {
    INT_FIELD(struct codes_file, from, .says = "Give it to codes.csv."),
    INT_FIELD(struct codes_file, first, .says = "Its first coupon, counted from 1."),
    INT_FIELD(struct codes_file, last, .says = "Its last, counted from 1."),
    { 0 },
};
struct sheet_answer {
    struct coupon_gives of;
    struct batch_answer batch;
    LIST_OF(struct code_answer) data;
    LIST_OF(struct codes_file) files;
    int64_t next;
    bool market;
};
static const struct field sheet_fields[] = {
    OBJECT_FIELD(struct sheet_answer, of, coupon_gives_fields, .says = "What they give."),
    OBJECT_FIELD(struct sheet_answer, batch, batch_fields, .says = "The batch."),
    LIST_FIELD(struct sheet_answer, data, code_fields, .says = "The codes of this sheet."),
    LIST_FIELD(struct sheet_answer, files, codes_file_fields,
               .says = "The files that have all codes of the batch."),
    INT_FIELD(struct sheet_answer, next, .says = "The first of the next sheet; 0: no more."),
    BOOL_FIELD(struct sheet_answer, market, .says = "The market's own."),
    { 0 },
};

static void list_files(struct arena *memory, int64_t size, struct sheet_answer *answer)
{
    size_t count = (size_t)((size + CODES_A_FILE - 1) / CODES_A_FILE);
    answer->files.items = arena_array(memory, count, sizeof(*answer->files.items));
    for (int64_t from = 0; from < size; from += CODES_A_FILE)
        answer->files.items[answer->files.count++] = (struct codes_file){
            .from = from,
            .first = from + 1,
            .last = from + CODES_A_FILE < size ? from + CODES_A_FILE : size,
        };
}

static refused show_sheet(struct request *request)
{
    const struct codes_request *body = request->body;
    struct sheet_answer *answer = request->answer;
    struct arena *memory = request->memory;
    struct coupon_batch batch;
    struct promotion promotion;
    refused why = own_codes(request, &batch, &promotion);
    if (why)
        return why;
    struct coupons_keys keys = coupons_keys(&request->settings->master);
    request->title = _("Coupons to print");
    answer->of = coupons_gives_answer(request, request->tx, &promotion);
    answer->batch = answer_of(&batch);
    answer->market = of_market(request);
    list_files(memory, batch.size, answer);
    answer->data.items = arena_array(memory, CODES_A_SHEET, sizeof(*answer->data.items));
    int64_t serial = body->from;
    for (; serial < batch.size && answer->data.count < CODES_A_SHEET; serial++) {
        struct code_answer *one = &answer->data.items[answer->data.count++];
        char code[COUPONS_CODE_SIZE];
        coupons_code_write(code, &keys, (struct coupons_name){ batch.batch.number, serial });
        one->serial = serial;
        one->code = arena_copy(memory, code);
        one->link = arena_format(memory, "%s/c/%s", request->settings->url,
                                 coupons_signed_for(request, &batch, &promotion, serial));
        one->qr = qr_path(memory, one->link, &one->qr_size);
    }
    answer->next = serial < batch.size ? serial : 0;
    return NULL;
}

// clang-format off
#define BATCH_ROUTES(BASE, WHO, SCOPE)                                                           \
    { GET, BASE "/promotions/{promotion}/coupons", WHO, list_batches,                            \
      .summary = "The batches of coupons of a promotion", .gives = batches_fields,               \
      .refuses = { &PROMOTION_NOT_FOUND, &NOT_A_SELLER }, .page = "coupons/batches",             \
      .scope = SCOPE },                                                                          \
    { POST, BASE "/promotions/{promotion}/coupons", WHO, make_batch,                             \
      .summary = "Make a batch of coupons", .takes = batch_request_fields,                       \
      .gives = batch_fields,                                                                     \
      .refuses = { &PROMOTION_NOT_FOUND, &NOT_A_SELLER, &COUPON_NOT_BY_COUPON,                   \
                   &COUPON_WORD_WRONG, &COUPON_WORD_TAKEN, &COUPON_BATCH_TIMES,                  \
                   &COUPON_BATCHES_ENDED, &ACCOUNT_NOT_FOUND },                                  \
      .then = BASE "/promotions/{promotion}/coupons",                                            \
      .again = BASE "/promotions/{promotion}/coupons", .scope = SCOPE, .once = true,             \
      .done = N_("The coupons are made.") },                                                     \
    { POST, BASE "/coupons/{batch}/stop", WHO, stop_batch,                                       \
      .summary = "Give no more coupons of a batch out", .gives = batch_fields,                   \
      .refuses = { &COUPON_BATCH_NOT_FOUND, &COUPON_BATCH_STOPPED, &NOT_A_SELLER },              \
      .then = BASE "/promotions/{promotion}/coupons", .scope = SCOPE,                            \
      .done = N_("No more of them are given out. Those that were claimed stay good.") },         \
    { GET, BASE "/coupons/{batch}/codes.csv", WHO, download_codes, .raw = true,                  \
      .summary = "The codes of a batch, ten thousand from a first one on",                       \
      .takes = codes_request_fields, .refuses = { &COUPON_BATCH_NOT_FOUND, &NOT_A_SELLER },      \
      .scope = SCOPE, .slow = true },                                                            \
    { GET, BASE "/coupons/{batch}", WHO, show_sheet, .summary = "Codes of a batch, to print",    \
      .takes = codes_request_fields, .gives = sheet_fields,                                      \
      .refuses = { &COUPON_BATCH_NOT_FOUND, &NOT_A_SELLER }, .page = "coupons/sheet",            \
      .scope = SCOPE, .slow = true }

static const struct route seller_routes[] = {
    BATCH_ROUTES("/seller", SELLER, SCOPE_SELL), { 0 }
};
static const struct route operator_routes[] = {
    BATCH_ROUTES("/operator", OPERATOR, SCOPE_OPERATE), { 0 }
};
// clang-format on

const struct module coupons_seller_module = { .name = "coupons_seller", .routes = seller_routes };
const struct module coupons_operator_module = { .name = "coupons_operator",
                                                .routes = operator_routes };

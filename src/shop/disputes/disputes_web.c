/* Disputes, on the web: lists, one dispute, and what its sides do. Opening: disputes_open_web.c;
 * deciding: disputes_operator_web.c. */
#include "shop/disputes/disputes_web.h"

#include "shop/catalog/catalog_photograph.h"
#include "shop/catalog/catalog_pictures.h"
#include "shop/disputes/disputes_schema_sql.h"
#include "shop/disputes/disputes_sql.h"

enum { UPLOAD_BYTES_MAX = 12 * 1024 * 1024 };

static refused is_side(struct request *request)
{
    struct dispute dispute;
    enum dispute_side side;
    return disputes_side(request, request->tx, &dispute, &side);
}

static const struct permission side_of_dispute = {
    "side_of_dispute", "The buyer or the seller of the dispute, or an operator", is_side
};
#define SIDE_OF_DISPUTE (&side_of_dispute)

/* Reading ---------------------------------------------------------------------------------- */

static refused list_own(struct request *request)
{
    request->title = _("Your disputes and returns");
    disputes_fill_list(request, (struct dispute_filter){ .buyer = request->visitor.account },
                       SIDE_BUYER, request->answer);
    return NULL;
}

static refused list_of_seller(struct request *request)
{
    struct seller seller;
    request->title = _("Disputes and returns");
    refused why = sellers_of_request(request, request->tx, &seller);
    if (!why)
        disputes_fill_list(request, (struct dispute_filter){ .seller = seller.seller }, SIDE_SELLER,
                           request->answer);
    return why;
}

static refused show(struct request *request)
{
    struct dispute dispute;
    enum dispute_side side;
    request->title = _("A dispute");
    refused why = disputes_side(request, request->tx, &dispute, &side);
    return why ? why : disputes_answer(request, request->tx, &dispute, side, request->answer);
}

static refused show_picture(struct request *request)
{
    struct dispute dispute;
    enum dispute_side side;
    struct dispute_photo photo;
    int64_t place;
    refused why = disputes_side(request, request->tx, &dispute, &side);
    if (why)
        return why;
    if (!text_to_int(request_text(request, "place"), &place) ||
        !disputes_picture(request->tx, request->memory, dispute.dispute, place, &photo))
        return &PICTURE_NOT_FOUND;
    request->raw = photo.bytes;
    request->raw_size = photo.size;
    request->raw_type = "image/jpeg";
    request->cache = "private, max-age=3600";
    return NULL;
}

/* Acting ----------------------------------------------------------------------------------- */

struct act_request {
    enum dispute_act act;
    enum dispute_remedy remedy;
    const char *amount, *words, *number;
};
static const struct field act_fields[] = {
    CHOICE_FIELD(struct act_request, act, dispute_acts, .says = "What is done."),
    CHOICE_FIELD(struct act_request, remedy, dispute_remedies, .optional = true,
                 .says = "With an offer: what. A refund when it is not given."),
    TEXT_FIELD(struct act_request, amount, .optional = true, .max = 20,
               .says = "With an offer of money: \"12.50\", in the currency of the order; all of "
                       "the claim when it is not given."),
    TEXT_FIELD(struct act_request, words, .optional = true, .max = 4000, .lines = true,
               .says = "What is said with it. Needed to decline, contest, appeal and add."),
    TEXT_FIELD(struct act_request, number, .optional = true, .max = 40,
               .says = "With send: the tracking number."),
    { 0 },
};

static refused act_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct act_request *body = request->body;
    struct dispute dispute;
    enum dispute_side side;
    refused why = disputes_side(request, tx, &dispute, &side);
    if (why)
        return why;
    struct money amount = dispute.claim;
    if (body->amount && *body->amount && !money_read(body->amount, dispute.claim.currency, &amount))
        return &DISPUTE_AMOUNT_WRONG;
    struct dispute_deed deed = {
        .dispute = dispute.dispute,
        .side = side,
        .by = request->visitor.account,
        .act = body->act,
        .remedy = body->remedy,
        .amount = amount,
        .words = body->words,
        .number = body->number,
        .now = request->now,
    };
    if (side == SIDE_OPERATOR)
        return &DISPUTE_NOT_YOUR_TURN; /* it decides elsewhere, on the record */
    why = disputes_act(tx, request->memory, &deed, &dispute);
    return why ? why : disputes_answer(request, tx, &dispute, side, request->answer);
}

static refused act(struct request *request)
{
    return request_transact(request, act_act, request);
}

struct upload_request {
    struct upload file;
};
static const struct field upload_fields[] = {
    UPLOAD_FIELD(struct upload_request, file,
                 .says = "JPEG, PNG, WebP or GIF, up to 12 MB and 40 megapixels."),
    { 0 },
};

struct uploading {
    struct request *request;
    struct photograph photograph;
};

static refused upload_act(struct store_tx *tx, void *what)
{
    const struct uploading *uploading = what;
    struct request *request = uploading->request;
    const struct photograph_file *file = &uploading->photograph.files[0];
    struct dispute dispute;
    enum dispute_side side;
    refused why = disputes_side(request, tx, &dispute, &side);
    why =
        why ? why
            : disputes_add_picture(tx, dispute.dispute, side,
                                   (struct dispute_photo){ file->bytes, file->size }, request->now);
    return why ? why : disputes_answer(request, tx, &dispute, side, request->answer);
}

static refused upload(struct request *request)
{
    const struct upload_request *body = request->body;
    struct uploading uploading = { .request = request };
    refused why =
        photograph_make(request->memory, body->file.bytes, body->file.size, &uploading.photograph);
    return why ? why : request_transact(request, upload_act, &uploading);
}

// clang-format off
static const struct route disputes_routes[] = {
    { GET, "/disputes", SIGNED_IN, list_own,
      .summary = "The buyer's disputes and returns", .takes = disputes_list_request_fields,
      .gives = disputes_list_fields, .page = "disputes/list" },
    { GET, "/seller/disputes", SELLER, list_of_seller,
      .summary = "The disputes and returns of a seller's orders",
      .takes = disputes_list_request_fields, .gives = disputes_list_fields,
      .refuses = { &NOT_A_SELLER }, .page = "disputes/seller_list" },
    { GET, "/disputes/{dispute}", SIDE_OF_DISPUTE, show,
      .summary = "A dispute with all its evidence", .gives = dispute_fields,
      .refuses = { &DISPUTE_NOT_FOUND }, .page = "disputes/dispute" },
    { GET, "/disputes/{dispute}/pictures/{place}", SIDE_OF_DISPUTE, show_picture, .raw = true,
      .summary = "A picture brought as evidence",
      .refuses = { &DISPUTE_NOT_FOUND, &PICTURE_NOT_FOUND }, .limit = { 600, 60 } },
    { POST, "/disputes/{dispute}/acts", SIDE_OF_DISPUTE, act,
      .summary = "Answer, offer, send, accept: what a side does with a dispute",
      .takes = act_fields, .gives = dispute_fields,
      .refuses = { &DISPUTE_NOT_FOUND, &DISPUTE_IS_CLOSED, &DISPUTE_NOT_YOUR_TURN,
                   &DISPUTE_GUARANTEED, &DISPUTE_APPEALED, &DISPUTE_TEXT_NEEDED,
                   &DISPUTE_AMOUNT_WRONG, &TRACKING_NUMBER_WRONG, &TRACKING_NUMBER_NEEDED,
                   &TRACKING_NUMBER_USED, &HOLD_KEPT },
      .then = "/disputes/{dispute}", .again = "/disputes/{dispute}", .once = true,
      .scope = SCOPE_BUY | SCOPE_SELL, .done = N_("Noted.") },
    { POST, "/disputes/{dispute}/pictures", SIDE_OF_DISPUTE, upload,
      .summary = "Bring a picture as evidence", .takes = upload_fields, .gives = dispute_fields,
      .refuses = { &DISPUTE_NOT_FOUND, &DISPUTE_IS_CLOSED, &DISPUTE_PICTURES_TOO_MANY,
                   &PICTURE_NOT_AN_IMAGE, &PICTURE_TOO_LARGE },
      .then = "/disputes/{dispute}", .again = "/disputes/{dispute}",
      .done = N_("The picture is there."), .body_max = UPLOAD_BYTES_MAX, .limit = { 60, 60 } },
    { 0 },
};
// clang-format on

static const struct id_name disputes_ids[] = { { "dispute", "dsp" }, { 0 } };

const struct module disputes_module = {
    .name = "disputes",
    .routes = disputes_routes,
    .ids = disputes_ids,
    .schema = disputes_schema,
    .hears = disputes_hears,
    .jobs = disputes_jobs,
    .statements = disputes_statements,
    .first = disputes_first,
};
const struct module disputes_open_module = {
    .name = "disputes_open",
    .routes = disputes_open_routes,
};
const struct module disputes_operator_module = {
    .name = "disputes_operator",
    .routes = disputes_operator_routes,
};

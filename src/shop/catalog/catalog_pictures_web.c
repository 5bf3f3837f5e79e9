/* Catalog, on the web: pictures shown, uploaded, put first and taken away. */
#include "shop/catalog/catalog_judged.h"

#include "scene/scene.h"
#include "shop/catalog/catalog_web.h"
#include "shop/sellers/sellers_web.h"

enum { UPLOAD_BYTES_MAX = 12 * 1024 * 1024 };

static const char *const for_ever = "public, max-age=31536000, immutable";

static refused answer_svg(struct request *request, const text *svg)
{
    request->raw = arena_copy_bytes(request->memory, text_of(svg), svg->length);
    request->raw_size = svg->length;
    request->raw_type = "image/svg+xml";
    return NULL;
}

/* A picture never changes: another one is another number. */
static refused show_picture(struct request *request)
{
    picture_id picture = { request_id(request, "picture") };
    int64_t width;
    const char *line;
    struct scene scene;
    bool good = text_to_int(request_text(request, "width"), &width) && width >= 1 && width <= 4000;
    if (!good)
        return &PICTURE_NOT_FOUND;
    refused why = catalog_picture_scene(request->tx, request->memory, picture, &line);
    if (why)
        return why;
    request->cache = for_ever;
    request->etag = arena_format(request->memory, "%s-%lld",
                                 id_text(request->memory, "pic", picture.number), (long long)width);
    if (line) {
        AUTO(text) svg = { 0 };
        if (!scene_read(request->memory, line, &scene) || !scene_draw(&svg, &scene))
            return &PICTURE_NOT_FOUND;
        return answer_svg(request, &svg);
    }
    const unsigned char *bytes;
    why = catalog_picture_bytes(request->tx, request->memory, picture, width, &bytes,
                                &request->raw_size);
    if (why)
        return why;
    request->raw = bytes;
    request->raw_type = "image/jpeg";
    return NULL;
}

static refused show_category_picture(struct request *request)
{
    AUTO(text) svg = { 0 };
    if (!catalog_draw_category(&svg, request_text(request, "slug")))
        return &PICTURE_NOT_FOUND;
    request->cache = "public, max-age=86400, stale-while-revalidate=604800";
    return answer_svg(request, &svg);
}

/* The seller's acts ------------------------------------------------------------------------ */

struct picture_made {
    picture_id picture;
    product_id product;
};
// clang-format off
static const struct field picture_made_fields[] = {
    ID_FIELD(struct picture_made, picture, "pic", .says = "The picture."),
    ID_FIELD(struct picture_made, product, "prd", .says = "The product that it shows."),
    { 0 },
};
// clang-format on

struct upload_request {
    struct upload file;
};
// clang-format off
static const struct field upload_fields[] = {
    UPLOAD_FIELD(struct upload_request, file,
                 .says = "JPEG, PNG, WebP or GIF, up to 12 MB and 40 megapixels."),
    { 0 },
};
// clang-format on

static refused upload_act(struct store_tx *tx, void *what)
{
    struct judged_act *judged = what;
    struct request *request = judged->request;
    struct picture_made *answer = request->answer;
    struct seller seller;
    refused why = sellers_of_request(request, tx, &seller);
    answer->product = (product_id){ request_id(request, "product") };
    if (!why)
        why = catalog_judge_picture(tx, request->memory,
                                    &(struct picture_adding){ .seller = seller.seller,
                                                              .product = answer->product,
                                                              .photograph = &judged->photograph,
                                                              .now = request->now },
                                    &judged->visit, &answer->picture, &judged->judgement);
    return why;
}

static refused upload_picture(struct request *request)
{
    const struct upload_request *body = request->body;
    struct judged_act judged = { .request = request, .act = upload_act };
    /* Before the transaction: it takes long and changes nothing. */
    refused why =
        photograph_make(request->memory, body->file.bytes, body->file.size, &judged.photograph);
    return why ? why : catalog_do_judged(&judged);
}

static refused first_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    struct picture_made *answer = request->answer;
    struct seller seller;
    refused why = sellers_of_request(request, tx, &seller);
    answer->picture = (picture_id){ request_id(request, "picture") };
    if (!why)
        why = catalog_put_first(tx, seller.seller, answer->picture, request->now, &answer->product);
    return why;
}

static refused put_first(struct request *request)
{
    return request_transact(request, first_act, request);
}

static refused remove_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    struct picture_made *answer = request->answer;
    struct seller seller;
    refused why = sellers_of_request(request, tx, &seller);
    answer->picture = (picture_id){ request_id(request, "picture") };
    if (!why)
        why = catalog_remove_picture(tx, seller.seller, answer->picture, request->now,
                                     &answer->product);
    return why;
}

static refused remove_picture(struct request *request)
{
    return request_transact(request, remove_act, request);
}

// clang-format off
const struct route catalog_pictures_routes[] = {
    { GET, "/pictures/{picture}/{width}", ANYONE, show_picture,
      .summary = "A picture, at least this wide if there is one", .face = ONLY_PAGE,
      .refuses = { &PICTURE_NOT_FOUND }, .limit = { 6000, 60 } },
    { GET, "/pictures/category/{slug}", ANYONE, show_category_picture,
      .summary = "The picture of a category", .face = ONLY_PAGE,
      .refuses = { &PICTURE_NOT_FOUND }, .limit = { 6000, 60 } },
    { POST, "/seller/products/{product}/pictures", SELLER, upload_picture,
      .summary = "Add a photograph to a product", .takes = upload_fields,
      .gives = picture_made_fields,
      .refuses = { &PRODUCT_NOT_FOUND, &NOT_YOUR_PRODUCT, &PICTURE_NOT_AN_IMAGE,
                   &PICTURE_TOO_LARGE, &PICTURE_LIMIT, &NOT_A_SELLER, &PRODUCT_IN_REVIEW,
                   &FRAUD_REFUSED },
      .then = "/seller/products/{product}", .again = "/seller/products/{product}",
      .done = N_("The picture is there."), .body_max = UPLOAD_BYTES_MAX, .scope = SCOPE_SELL,
      .limit = { 60, 60 } },
    { POST, "/seller/pictures/{picture}/first", SELLER, put_first,
      .summary = "Show this picture first", .gives = picture_made_fields,
      .refuses = { &PICTURE_NOT_FOUND, &PRODUCT_NOT_FOUND, &NOT_A_SELLER },
      .then = "/seller/products/{product}", .scope = SCOPE_SELL },
    { POST, "/seller/pictures/{picture}/removal", SELLER, remove_picture,
      .summary = "Take a picture away", .gives = picture_made_fields,
      .refuses = { &PICTURE_NOT_FOUND, &PRODUCT_NOT_FOUND, &NOT_A_SELLER },
      .then = "/seller/products/{product}", .done = N_("The picture is gone."),
      .scope = SCOPE_SELL },
    { 0 },
};
// clang-format on

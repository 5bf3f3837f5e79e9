/* Shipping, on the web: the ways that a seller uses. */
#include "shop/sellers/sellers_web.h"
#include "shop/shipping/shipping_inside.h"
#include "shop/shipping/shipping_schema_sql.h"
#include "shop/shipping/shipping_sql.h"

enum { METHODS_MAX = 100 };

struct method_answer {
    method_id method;
    const char *name;
    enum tracking_level tracking;
    bool used;
};
static const struct field method_fields[] = {
    ID_FIELD(struct method_answer, method, "shm", .says = "The method."),
    TEXT_FIELD(struct method_answer, name, .says = "Its name."),
    CHOICE_FIELD(struct method_answer, tracking, tracking_levels, .says = "How far it is tracked."),
    BOOL_FIELD(struct method_answer, used, .says = "The seller uses it."),
    { 0 },
};
struct methods_answer {
    LIST_OF(struct method_answer) data;
    const char *country_name;
};
static const struct field methods_fields[] = {
    LIST_FIELD(struct methods_answer, data, method_fields, .says = "Those that start there."),
    TEXT_FIELD(struct methods_answer, country_name, .says = "Where the seller's parcels start."),
    { 0 },
};

static refused fill_methods(struct request *request, struct store_tx *tx)
{
    struct methods_answer *answer = request->answer;
    struct arena *memory = request->memory;
    struct seller seller;
    refused why = sellers_of_request(request, tx, &seller);
    if (why)
        return why;
    answer->country_name = words_country(memory, seller.country);
    answer->data.items = arena_array(memory, METHODS_MAX, sizeof(*answer->data.items));
    struct rows rows = store_query(tx, &shipping_select_all_methods,
                                   WITH(INT(seller.seller.number), TEXT(seller.country)));
    while (rows_next(&rows) && answer->data.count < METHODS_MAX) {
        const char *tracking = rows_text(&rows, memory, "tracking");
        struct method_answer *method = &answer->data.items[answer->data.count++];
        *method = (struct method_answer){ .method = { rows_int(&rows, "method_id") },
                                          .name = rows_text(&rows, memory, "name"),
                                          .used = rows_int(&rows, "used") > 0 };
        while (!text_same(shipping_tracking_names[method->tracking], tracking))
            method->tracking++;
    }
    rows_close(&rows);
    return NULL;
}

static refused show_methods(struct request *request)
{
    request->title = _("Ways to send");
    return fill_methods(request, request->tx);
}

struct methods_request {
    LIST_OF(const char *) methods;
};
static const struct field methods_request_fields[] = {
    TEXTS_FIELD(struct methods_request, methods, .optional = true,
                .says = "The methods to use; those not named are not used."),
    { 0 },
};

REFUSAL_AT(METHOD_UNKNOWN_HERE, 422, "methods",
           "One of these ways does not start in your country.");

static refused choose_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    const struct methods_request *body = request->body;
    struct methods_answer *answer = request->answer;
    struct seller seller;
    refused why = sellers_of_request(request, tx, &seller);
    if (!why)
        why = fill_methods(request, tx);
    if (why)
        return why;
    store_do(tx, &shipping_delete_seller_methods, WITH(INT(seller.seller.number)));
    for (size_t i = 0; i < body->methods.count; i++) {
        int64_t method;
        bool known = false;
        if (!id_read(body->methods.items[i], "shm", &method))
            return &METHOD_UNKNOWN_HERE;
        for (size_t k = 0; k < answer->data.count; k++)
            known = known || answer->data.items[k].method.number == method;
        if (!known)
            return &METHOD_UNKNOWN_HERE;
        store_do(tx, &shipping_insert_seller_method, WITH(INT(seller.seller.number), INT(method)));
    }
    shipping_changed(tx);
    answer->data.count = 0;
    return fill_methods(request, tx);
}

static refused choose_methods(struct request *request)
{
    return request_transact(request, choose_act, request);
}

// clang-format off
static const struct route shipping_routes[] = {
    { GET, "/seller/shipping", SELLER, show_methods, .summary = "Ways that the seller can use",
      .gives = methods_fields, .page = "shipping/methods", .scope = SCOPE_SELL },
    { POST, "/seller/shipping", SELLER, choose_methods, .summary = "Choose the ways to use",
      .takes = methods_request_fields, .gives = methods_fields,
      .refuses = { &METHOD_UNKNOWN_HERE }, .then = "/seller/shipping",
      .again = "/seller/shipping", .scope = SCOPE_SELL, .done = N_("Kept.") },
    { 0 },
};
// clang-format on

static const struct id_name shipping_ids[] = { { "method", "shm" }, { "shipment", "shp" }, { 0 } };

const struct module shipping_module = {
    .name = "shipping",
    .routes = shipping_routes,
    .ids = shipping_ids,
    .schema = shipping_schema,
    .jobs = shipping_jobs,
    .statements = shipping_statements,
    .first = shipping_first,
};

/* Fraud, models on the web: their cards, training, and which of them is in force. */
#include "shop/fraud/fraud_train.h"

#include "base/id.h"
#include "shop/fraud/fraud_card_web.h"
#include "shop/fraud/fraud_console_web.h"

enum { MODELS_SHOWN = 50, TRAIN_DAYS = 90 };

/* Reading ---------------------------------------------------------------------------------- */

struct model_answer {
    fraud_model_id model;
    enum fraud_model_state state;
    struct moment trained_at, from_at, to_at;
    bool may_promote, may_retire;
    struct card *card;
    int64_t days;
    struct tried *tried;
    LIST_OF(struct audit_answer) audit;
};
#define MODEL_FIELDS                                                                        \
    ID_FIELD(struct model_answer, model, "mod", .says = "The model."),                      \
        CHOICE_FIELD(struct model_answer, state, fraud_model_states, .says = "Its place."), \
        MOMENT_FIELD(struct model_answer, trained_at, .says = "When it was trained."),      \
        MOMENT_FIELD(struct model_answer, from_at, .says = "Its decisions begin here."),    \
        MOMENT_FIELD(struct model_answer, to_at, .says = "And end here."),                  \
        BOOL_FIELD(struct model_answer, may_promote, .says = "It can be put into force."),  \
        BOOL_FIELD(struct model_answer, may_retire, .says = "It can be retired."),          \
        MAYBE_FIELD(struct model_answer, card, model_card_fields,                           \
                    .says = "How it was made and did.")

static const struct field model_row_fields[] = { MODEL_FIELDS, { 0 } };
static const struct field model_fields[] = {
    MODEL_FIELDS,
    INT_FIELD(struct model_answer, days, .says = "Over how many days it was tried now, or 0."),
    MAYBE_FIELD(struct model_answer, tried, tried_fields,
                .says = "What it would have done with past decisions, when asked for."),
    LIST_FIELD(struct model_answer, audit, audit_fields, .says = "What operators did to it."),
    { 0 },
};
struct models_answer {
    LIST_OF(struct model_answer) data;
    int64_t days;
};
static const struct field models_fields[] = {
    LIST_FIELD(struct models_answer, data, model_row_fields,
               .says = "At most 50, the newest first."),
    INT_FIELD(struct models_answer, days, .says = "Over how many days it is usual to train."),
    { 0 },
};

static struct model_answer answer_of(struct arena *memory, const struct fraud_model_row *row)
{
    return (struct model_answer){
        .model = row->model,
        .state = row->state,
        .trained_at = row->trained_at,
        .from_at = row->from_at,
        .to_at = row->to_at,
        .may_promote = row->state != MODEL_CHAMPION,
        .may_retire = row->state == MODEL_SHADOW,
        .card = card_read(memory, row->card),
    };
}

static refused list_models(struct request *request)
{
    struct models_answer *answer = request->answer;
    struct fraud_model_rows found = fraud_models(request->tx, request->memory, MODELS_SHOWN);
    request->title = _("Models");
    answer->days = TRAIN_DAYS;
    answer->data.items = arena_array(request->memory, found.count, sizeof(struct model_answer));
    for (size_t i = 0; i < found.count; i++)
        answer->data.items[answer->data.count++] = answer_of(request->memory, &found.items[i]);
    return NULL;
}

static refused show_model(struct request *request)
{
    const struct days_request *body = request->body;
    struct model_answer *answer = request->answer;
    struct arena *memory = request->memory;
    struct tried *tried = NULL;
    struct fraud_model_row row;
    fraud_model_id model = { request_id(request, "model") };
    refused why = fraud_model_find(request->tx, memory, model, &row);
    if (!why && body && body->days)
        why = console_try(request, &(struct fraud_backtest_plan){ .model = model }, body->days,
                          &tried);
    if (why)
        return why;
    request->title = _("Model");
    *answer = answer_of(memory, &row);
    answer->tried = tried;
    answer->days = tried ? tried->days : 0;
    struct audit_list audit = oversight_audit_for(
        request, request->tx, id_text(memory, "mod", model.number), INT64_MAX, 20);
    answer->audit.items = audit.data.items;
    answer->audit.count = audit.data.count;
    return NULL;
}

/* Training --------------------------------------------------------------------------------- */

struct train_request {
    int64_t days, mature_days;
};
static const struct field train_request_fields[] = {
    INT_FIELD(struct train_request, days, .optional = true, .min = 1, .max = 3650,
              .says = "From the decisions of so many past days; 90 if not given."),
    INT_FIELD(struct train_request, mature_days, .optional = true, .min = 1, .max = 365,
              .says = "A decision that nobody complained of for so long counts as honest; 21 days "
                      "if not given."),
    { 0 },
};
struct model_acted {
    fraud_model_id model;
    enum fraud_model_state state;
};
static const struct field model_acted_fields[] = {
    ID_FIELD(struct model_acted, model, "mod", .says = "The model."),
    CHOICE_FIELD(struct model_acted, state, fraud_model_states, .says = "Its place now."),
    { 0 },
};

struct keeping {
    struct request *request;
    struct fraud_training training;
    struct fraud_trained trained;
};

static refused keep_act(struct store_tx *tx, void *what)
{
    struct keeping *keeping = what;
    struct request *request = keeping->request;
    struct model_acted *answer = request->answer;
    struct fraud_model_row row;
    fraud_model_id model;
    refused why = fraud_model_keep(tx, &keeping->training, &keeping->trained, &model);
    if (!why)
        why = fraud_model_find(tx, request->memory, model, &row);
    if (why)
        return why;
    oversight_note_for(tx, request,
                       &(struct noted){ "model.trained", "mod", model.number, NULL,
                                        fraud_model_states[row.state].name });
    *answer = (struct model_acted){ model, row.state };
    request->location = arena_format(request->memory, "/operator/fraud/models/%s",
                                     id_text(request->memory, "mod", model.number));
    return NULL;
}

static refused train_model(struct request *request)
{
    const struct train_request *body = request->body;
    int64_t over = body->days ? body->days : TRAIN_DAYS;
    struct keeping keeping = { .request = request,
                               .training = { .from = moment_before(request->now, days(over)),
                                             .to = request->now,
                                             .mature_days = body->mature_days,
                                             .now = request->now } };
    refused why = fraud_train(request->store, request->memory, &keeping.training, &keeping.trained);
    if (why == &MODEL_TOO_LITTLE && keeping.training.problem)
        console_fault(request, "/days", keeping.training.problem);
    return why ? why : request_transact(request, keep_act, &keeping);
}

/* Trying and moving ------------------------------------------------------------------------ */

struct model_tried_answer {
    fraud_model_id model;
    struct tried *tried;
};
static const struct field model_tried_fields[] = {
    ID_FIELD(struct model_tried_answer, model, "mod", .says = "The model."),
    MAYBE_FIELD(struct model_tried_answer, tried, tried_fields,
                .says = "What it would have done with past decisions."),
    { 0 },
};

static refused backtest_model(struct request *request)
{
    const struct days_request *body = request->body;
    struct model_tried_answer *answer = request->answer;
    fraud_model_id model = { request_id(request, "model") };
    refused why = console_try(request, &(struct fraud_backtest_plan){ .model = model }, body->days,
                              &answer->tried);
    if (why)
        return why;
    answer->model = model;
    request->status = 200;
    request->location =
        arena_format(request->memory, "/operator/fraud/models/%s?days=%lld#tried",
                     id_text(request->memory, "mod", model.number), (long long)answer->tried->days);
    return NULL;
}

static refused promote_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    struct model_acted *answer = request->answer;
    fraud_model_id model = { request_id(request, "model") };
    refused why = fraud_model_promote(tx, model);
    if (why)
        return why;
    oversight_note_for(tx, request,
                       &(struct noted){ "model.promoted", "mod", model.number, NULL, NULL });
    *answer = (struct model_acted){ model, MODEL_CHAMPION };
    return NULL;
}

static refused promote_model(struct request *request)
{
    return request_transact(request, promote_act, request);
}

static refused retire_act(struct store_tx *tx, void *what)
{
    struct request *request = what;
    struct model_acted *answer = request->answer;
    fraud_model_id model = { request_id(request, "model") };
    refused why = fraud_model_retire(tx, model);
    if (why)
        return why;
    oversight_note_for(tx, request,
                       &(struct noted){ "model.retired", "mod", model.number, NULL, NULL });
    *answer = (struct model_acted){ model, MODEL_RETIRED };
    return NULL;
}

static refused retire_model(struct request *request)
{
    return request_transact(request, retire_act, request);
}

// clang-format off
static const struct route models_routes[] = {
    { GET, "/operator/fraud/models", OPERATOR, list_models,
      .summary = "The models and their figures",
      .gives = models_fields, .page = "fraud/models", .scope = SCOPE_OPERATE },
    { POST, "/operator/fraud/models", OPERATOR, train_model,
      .summary = "Train a model from past decisions: it goes into the shadow",
      .takes = train_request_fields, .gives = model_acted_fields,
      .refuses = { &MODEL_TOO_LITTLE, &MODEL_UNREADABLE }, .then = "/operator/fraud/models/{model}",
      .again = "/operator/fraud/models", .limit = { 20, 600 }, .scope = SCOPE_OPERATE,
      .done = N_("The model is trained.") },
    { GET, "/operator/fraud/models/{model}", OPERATOR, show_model,
      .summary = "A model's card; with days, what it would have done with decisions of so long",
      .takes = days_fields, .gives = model_fields,
      .refuses = { &MODEL_NOT_FOUND, &MODEL_UNREADABLE }, .page = "fraud/model", .slow = true,
      .scope = SCOPE_OPERATE },
    { POST, "/operator/fraud/models/{model}/backtest", OPERATOR, backtest_model,
      .summary = "Try a model on past decisions", .takes = days_fields, .gives = model_tried_fields,
      .refuses = { &MODEL_NOT_FOUND, &MODEL_UNREADABLE }, .then = "/operator/fraud/models/{model}",
      .again = "/operator/fraud/models/{model}", .limit = { 60, 600 }, .scope = SCOPE_OPERATE,
      .done = N_("The model is tried.") },
    { POST, "/operator/fraud/models/{model}/promote", OPERATOR, promote_model,
      .summary = "Put a model into force; the one in force retires", .gives = model_acted_fields,
      .refuses = { &MODEL_NOT_FOUND, &MODEL_STATE_WRONG }, .then = "/operator/fraud/models/{model}",
      .again = "/operator/fraud/models/{model}", .scope = SCOPE_OPERATE,
      .done = N_("The model is in force.") },
    { POST, "/operator/fraud/models/{model}/retire", OPERATOR, retire_model,
      .summary = "Retire a model from the shadow", .gives = model_acted_fields,
      .refuses = { &MODEL_NOT_FOUND, &MODEL_STATE_WRONG }, .then = "/operator/fraud/models/{model}",
      .again = "/operator/fraud/models/{model}", .scope = SCOPE_OPERATE,
      .done = N_("The model is retired.") },
    { 0 },
};
// clang-format on

const struct module fraud_models_module = { .name = "fraud_models", .routes = models_routes };

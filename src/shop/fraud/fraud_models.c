/* Fraud, models in the store: one in force, one in its shadow, earlier ones kept. */
#include "shop/fraud/fraud_train.h"

#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "shop/fraud/fraud_kept.h"
#include "shop/fraud/fraud_sql.h"

REFUSAL(MODEL_NOT_FOUND, 404, "There is no such model.");
REFUSAL(
    MODEL_TOO_LITTLE, 409,
    "There is too little to learn from yet: it takes some hundred decisions old enough for their "
    "outcome to be known, with some bad ones among them.");
REFUSAL(MODEL_STATE_WRONG, 409, "This model is not in the state for that. Look at its page again.");
REFUSAL(MODEL_UNREADABLE, 422, "These bytes are not a model of this program.");

static const char *const state_names[] = { "draft", "shadow", "champion", "retired" };
const struct choice fraud_model_states[] = {
    [MODEL_DRAFT] = { "draft", N_("Draft") },
    [MODEL_SHADOW] = { "shadow", N_("In the shadow") },
    [MODEL_CHAMPION] = { "champion", N_("In force") },
    [MODEL_RETIRED] = { "retired", N_("Retired") },
    { 0 },
};

static struct fraud_model_row from_row(const struct rows *rows, struct arena *memory)
{
    return (struct fraud_model_row){
        .model = { rows_int(rows, "model_id") },
        .state =
            (enum fraud_model_state)text_place(rows_text(rows, memory, "state"), state_names, 4),
        .trained_at = { rows_int(rows, "trained_at") },
        .from_at = { rows_int(rows, "from_at") },
        .to_at = { rows_int(rows, "to_at") },
        .card = rows_text(rows, memory, "card"),
    };
}

struct fraud_model_rows fraud_models(struct store_tx *tx, struct arena *memory, int64_t most)
{
    struct fraud_model_rows found = { 0 };
    struct rows rows = store_query(tx, &fraud_select_models, WITH(INT(most)));
    while (rows_next(&rows)) {
        found.items = arena_room(memory, found.items, found.count, sizeof *found.items);
        found.items[found.count++] = from_row(&rows, memory);
    }
    return found;
}

refused fraud_model_find(struct store_tx *tx, struct arena *memory, fraud_model_id model,
                         struct fraud_model_row *ret_model)
{
    struct rows rows = store_query(tx, &fraud_select_model, WITH(INT(model.number)));
    if (!rows_next(&rows))
        return &MODEL_NOT_FOUND;
    *ret_model = from_row(&rows, memory);
    rows_close(&rows);
    return NULL;
}

refused fraud_model_keep(struct store_tx *tx, const struct fraud_training *training,
                         const struct fraud_trained *trained, fraud_model_id *ret_model)
{
    const char *problem;
    struct fraud_model *read = fraud_model_read(trained->bytes, trained->size, &problem);
    if (!read)
        return &MODEL_UNREADABLE;
    fraud_model_free(read);
    fraud_model_id model = { id_next(training->now) };
    bool first = store_int(tx, &fraud_select_model_in_state, WITH(TEXT("champion")), 0) == 0;
    if (!first)
        store_put(tx, &fraud_retire_models, WITH(TEXT("shadow")));
    store_put(tx, &fraud_insert_model,
              WITH(INT(model.number), TEXT(first ? "champion" : "shadow"), INT(training->now.us),
                   INT(training->from.us), INT(training->to.us),
                   BYTES(trained->bytes, trained->size), TEXT(trained->card)));
    if (first)
        store_put(tx, &fraud_set_price, WITH(TEXT("model_wanted"), INT(1)));
    fraud_changed(tx);
    *ret_model = model;
    return NULL;
}

refused fraud_model_promote(struct store_tx *tx, fraud_model_id model)
{
    AUTO(arena) memory = { 0 };
    struct fraud_model_row row;
    refused why = fraud_model_find(tx, &memory, model, &row);
    if (why)
        return why;
    if (row.state == MODEL_CHAMPION)
        return &MODEL_STATE_WRONG;
    store_put(tx, &fraud_retire_models, WITH(TEXT("champion")));
    store_put(tx, &fraud_set_model_state, WITH(TEXT("champion"), INT(model.number)));
    store_put(tx, &fraud_set_price, WITH(TEXT("model_wanted"), INT(1)));
    fraud_changed(tx);
    return NULL;
}

refused fraud_model_retire(struct store_tx *tx, fraud_model_id model)
{
    AUTO(arena) memory = { 0 };
    struct fraud_model_row row;
    refused why = fraud_model_find(tx, &memory, model, &row);
    if (why)
        return why;
    if (row.state != MODEL_SHADOW)
        return &MODEL_STATE_WRONG;
    store_put(tx, &fraud_set_model_state, WITH(TEXT("retired"), INT(model.number)));
    fraud_changed(tx);
    return NULL;
}

/* Files ------------------------------------------------------------------------------------ */

static const char HEAD[] = "souk fraud model 1\n";

bool fraud_trained_write(const char *file, const struct fraud_trained *trained)
{
    FILE *to = fopen(file, "wb");
    size_t card = strlen(trained->card);
    if (!to)
        return false;
    bool written = fputs(HEAD, to) >= 0 && fprintf(to, "%zu\n", card) > 0 &&
                   fwrite(trained->card, 1, card, to) == card &&
                   fwrite(trained->bytes, 1, trained->size, to) == trained->size;
    return fclose(to) == 0 && written;
}

bool fraud_trained_read(struct arena *memory, const char *file, struct fraud_trained *ret_trained,
                        const char **ret_problem)
{
    enum { FILE_MAX = 64 * 1024 * 1024 };
    FILE *from = fopen(file, "rb");
    *ret_problem = "the file of the model cannot be read";
    if (!from)
        return false;
    char head[sizeof HEAD] = "";
    size_t card = 0;
    bool good = fread(head, 1, sizeof HEAD - 1, from) == sizeof HEAD - 1 &&
                strcmp(head, HEAD) == 0 && fscanf(from, "%zu", &card) == 1 && fgetc(from) == '\n' &&
                card < FILE_MAX;
    if (good) {
        AUTO(text) rest = { 0 };
        char block[4096];
        for (size_t size; (size = fread(block, 1, sizeof block, from)) > 0;)
            text_add_bytes(&rest, block, size);
        good = rest.length > card;
        if (good)
            *ret_trained = (struct fraud_trained){
                .bytes = (unsigned char *)arena_copy_bytes(memory, rest.bytes + card,
                                                           rest.length - card),
                .size = rest.length - card,
                .card = arena_copy_bytes(memory, rest.bytes, card),
            };
    }
    fclose(from);
    *ret_problem = "this is not a file of a model";
    return good;
}

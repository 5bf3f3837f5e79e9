/* Evaluation, replay: a hash table of histories, and two hands that move over the rows. */
#include "main/eval_replay.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "shop/fraud/fraud_gather.h"

/* Histories -------------------------------------------------------------------------------- */

struct kept_history {
    int64_t id; /* 0: free */
    struct fraud_history history;
};

struct kept_histories {
    struct arena memory; /* of the buckets */
    struct kept_history *slots;
    size_t room, count;
};

static struct kept_history *slot_of(struct kept_histories *kept, int64_t id)
{
    size_t at = (size_t)id & (kept->room - 1); /* ids are hashes already */
    while (kept->slots[at].id && kept->slots[at].id != id)
        at = (at + 1) & (kept->room - 1);
    return &kept->slots[at];
}

static void make_room(struct kept_histories *kept)
{
    struct kept_history *old = kept->slots;
    size_t old_room = kept->room;
    if (kept->count * 2 < kept->room)
        return;
    kept->room = old_room ? old_room * 2 : 1 << 12;
    kept->slots = must_take(kept->room * sizeof *kept->slots);
    for (size_t i = 0; i < old_room; i++)
        if (old[i].id)
            *slot_of(kept, old[i].id) = old[i];
    free(old);
}

static void load(struct kept_histories *kept, struct fraud_scene *scene)
{
    for (size_t i = 0; kept->room && i < scene->count; i++)
        scene->entities[i].own = slot_of(kept, scene->entities[i].id)->history;
}

static void save(struct kept_histories *kept, const struct fraud_scene *scene)
{
    for (size_t i = 0; i < scene->count; i++) {
        if (!scene->entities[i].changed)
            continue;
        make_room(kept);
        struct kept_history *slot = slot_of(kept, scene->entities[i].id);
        kept->count += !slot->id;
        slot->id = scene->entities[i].id;
        slot->history = scene->entities[i].own;
    }
}

/* Questions -------------------------------------------------------------------------------- */

struct replay {
    const struct settings *settings;
    const struct eval_mapping *mapping;
    const struct eval_rows *rows;
    struct span shift; /* ids know no time before 2020, so an older file is moved by whole weeks */
    int64_t *ids;      /* of accounts and sellers by the number of their name; 0: not met yet */
    struct kept_histories kept;
};

/* An id made when it was first seen, as the shop would have made it. */
static int64_t id_of(struct replay *replay, uint32_t number, struct moment seen)
{
    enum { BITS = 22 }; /* those of an id below its milliseconds */
    if (number && !replay->ids[number])
        replay->ids[number] = id_first(seen) | (number & ((1 << BITS) - 1));
    return number ? replay->ids[number] : 0;
}

static const char *name_of(const struct replay *replay, const struct eval_row *row,
                           enum eval_column column)
{
    return row->things[column] ? replay->rows->names[row->things[column]] : NULL;
}

static void ask(struct replay *replay, const struct eval_row *row,
                struct fraud_question *ret_question)
{
    struct moment now = moment_after(row->at, replay->shift);
    struct moment opened = row->opened.us ? moment_after(row->opened, replay->shift) : now;
    struct fraud_question question = {
        .act = FRAUD_CHECKOUT,
        .account = id_of(replay, row->things[COLUMN_ACCOUNT], opened),
        .visit = { .device = name_of(replay, row, COLUMN_DEVICE),
                   .address = name_of(replay, row, COLUMN_IP),
                   .agent = name_of(replay, row, COLUMN_AGENT),
                   .email = name_of(replay, row, COLUMN_EMAIL) },
        .amount_usd = row->amount_usd,
        .account_country = name_of(replay, row, COLUMN_COUNTRY),
        .card = name_of(replay, row, COLUMN_CARD),
        .card_country = name_of(replay, row, COLUMN_CARD_COUNTRY),
        .postal = name_of(replay, row, COLUMN_ADDRESS),
        .postal_country = name_of(replay, row, COLUMN_ADDRESS_COUNTRY),
        .category = row->things[COLUMN_CATEGORY],
        .category_name = name_of(replay, row, COLUMN_CATEGORY),
        .items = 1,
        .now = now,
    };
    if (row->opened.us)
        question.account_opened = opened;
    if (row->things[COLUMN_SELLER]) {
        question.sellers[0].seller = id_of(replay, row->things[COLUMN_SELLER], now);
        question.sellers[0].amount_usd = row->amount_usd;
        question.seller_count = 1;
    }
    *ret_question = question;
}

/* Time ------------------------------------------------------------------------------------- */

/* A file does not say how the fraud was done, so all that the act used is suspect. */
static void learn(struct replay *replay, const struct eval_row *row)
{
    AUTO(arena) memory = { 0 };
    struct fraud_scene scene;
    struct fraud_question question;
    ask(replay, row, &question);
    gather_named(replay->settings, &memory, &question, &scene);
    load(&replay->kept, &scene);
    struct moment now = moment_after(question.now, days(replay->mapping->delay_days));
    for (size_t i = 0; row->bad && i < scene.count; i++)
        entity_count(&scene.entities[i], &replay->kept.memory, SERIES_BAD, now, 0);
    entity_count(scene_find(&scene, ENTITY_SELLER), &replay->kept.memory, SERIES_KNOWN, now, 0);
    save(&replay->kept, &scene);
}

static void act(struct replay *replay, const struct eval_row *row, float *numbers)
{
    AUTO(arena) memory = { 0 };
    struct fraud_scene scene;
    struct fraud_question question;
    struct fraud_signals *signals = arena_take(&memory, sizeof *signals);
    ask(replay, row, &question);
    gather_named(replay->settings, &memory, &question, &scene);
    load(&replay->kept, &scene);
    gather_signals(replay->settings, &memory, &question, &scene, signals);
    gather_count(&replay->kept.memory, &question, &scene, signals);
    save(&replay->kept, &scene);
    if (numbers)
        memcpy(numbers, signals->numbers, sizeof signals->numbers);
}

static size_t mark(const struct eval_rows *rows, const struct eval_run *wanted, size_t wanted_count,
                   size_t *places)
{
    size_t count = 0;
    for (size_t i = 0; i < rows->count; i++) {
        bool is_wanted = false;
        for (size_t k = 0; k < wanted_count && !is_wanted; k++)
            is_wanted = i >= wanted[k].first && i < wanted[k].end;
        places[i] = is_wanted ? count++ : SIZE_MAX;
    }
    return count;
}

static struct span shift_of(const struct eval_rows *rows)
{
    const int64_t week = days(7).us, floor = moment_of_date(2020, 1, 1).us;
    int64_t before = floor - rows->items[0].at.us;
    return (struct span){ before > 0 ? (before + week - 1) / week * week : 0 };
}

void eval_replay(const struct settings *settings, const struct eval_mapping *mapping,
                 const struct eval_rows *rows, const struct eval_run *wanted, size_t wanted_count,
                 struct eval_signals *ret_signals)
{
    enum { SAID_EVERY = 250000 };
    struct replay replay = { .settings = settings, .mapping = mapping, .rows = rows };
    const struct span delay = days(mapping->delay_days);
    size_t *places = must_take((rows->count + 1) * sizeof *places), learnt = 0;
    size_t count = mark(rows, wanted, wanted_count, places);
    float *numbers = must_take((count + 1) * FRAUD_NUMBERS * sizeof *numbers);
    replay.shift = shift_of(rows);
    replay.ids = must_take((rows->name_count + 1) * sizeof *replay.ids);
    for (size_t i = 0; i < rows->count; i++) {
        for (; learnt < i && rows->items[learnt].at.us + delay.us <= rows->items[i].at.us; learnt++)
            learn(&replay, &rows->items[learnt]);
        act(&replay, &rows->items[i],
            places[i] == SIZE_MAX ? NULL : numbers + places[i] * FRAUD_NUMBERS);
        if ((i + 1) % SAID_EVERY == 0)
            fprintf(stderr, "replayed %zu of %zu rows\n", i + 1, rows->count);
    }
    arena_clear(&replay.kept.memory);
    free(replay.kept.slots);
    free(replay.ids);
    *ret_signals = (struct eval_signals){ numbers, places };
}

void eval_signals_clear(struct eval_signals *signals)
{
    free(signals->numbers);
    free(signals->places);
    *signals = (struct eval_signals){ 0 };
}

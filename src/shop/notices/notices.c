/* Notices: rows for people, words made late. */
#include "shop/notices/notices_inside.h"

#include <assert.h>
#include <jansson.h>

#include "base/id.h"
#include "base/log.h"
#include "shop/notices/notices_sql.h"

enum { KINDS_MAX = 200, MAIL_EVERY_SECONDS = 15, MAIL_MOST = 100 };

static const struct notice_kind *kinds[KINDS_MAX];
static size_t kind_count;

static const struct notice_kind *kind_named(const char *name)
{
    for (size_t i = 0; i < kind_count; i++)
        if (text_same(kinds[i]->name, name))
            return kinds[i];
    return NULL;
}

void notices_register(const struct notice_kind *const *more)
{
    for (; *more; more++) {
        if (kind_named((*more)->name))
            continue; /* a second market in the same process */
        assert(kind_count < KINDS_MAX);
        kinds[kind_count++] = *more;
    }
}

static struct secret_key seal_key(const struct settings *settings)
{
    return secret_derive(&settings->master, "notice");
}

void notices_send(struct store_tx *tx, const struct notice *notice)
{
    AUTO(arena) memory = { 0 };
    struct secret_key key = seal_key(store_tx_settings(tx));
    int64_t number = id_next(notice->now);
    size_t facts_size, email_size;
    json_t *facts = json_object();
    for (const struct notice_fact *fact = notice->facts; fact && fact->name; fact++)
        json_object_set_new(facts, fact->name, json_string(fact->value ? fact->value : ""));
    char *plain = json_dumps(facts, JSON_COMPACT);
    json_decref(facts);
    unsigned char *sealed = secret_seal(&memory, &key, number, plain, strlen(plain), &facts_size);
    free(plain);
    unsigned char *email =
        secret_seal(&memory, &key, number, notice->email, strlen(notice->email), &email_size);
    store_put(tx, &notices_insert,
              WITH(INT(number), INT(notice->account), TEXT(notice->kind->name), TEXT(notice->key),
                   TEXT(words_infos[notice->language].code), TEXT(notice->path),
                   BYTES(sealed, facts_size), BYTES(email, email_size),
                   INT(!notice->only_mail && notice->account), INT(notice->now.us)));
}

/* Fills every {name} of the words from the notice's facts. */
static const char *fill(struct arena *memory, const char *words, json_t *facts)
{
    const char *name;
    json_t *value;
    json_object_foreach(facts, name, value) words =
        words_fill(memory, words, name, json_string_value(value), NULL);
    return words;
}

struct notice_words notices_words(const struct settings *settings, struct arena *memory,
                                  const struct rows *rows, bool own_language)
{
    struct secret_key key = seal_key(settings);
    const struct notice_kind *kind = kind_named(rows_text(rows, memory, "kind"));
    struct notice_words made = {
        .notice = { rows_int(rows, "notice_id") },
        .path = rows_text(rows, memory, "path"),
        .at = { rows_int(rows, "at") },
        .read_at = { rows_int(rows, "read_at") },
        .mailed_at = { rows_int(rows, "mailed_at") },
        .language = words_choose(rows_text(rows, memory, "language")),
    };
    enum words_language language = own_language ? made.language : words_spoken();
    size_t size;
    unsigned char *sealed = rows_bytes(rows, memory, "email", &size);
    made.email = secret_open(memory, &key, made.notice.number, sealed, size, NULL);
    sealed = rows_bytes(rows, memory, "facts", &size);
    const char *plain = secret_open(memory, &key, made.notice.number, sealed, size, NULL);
    json_t *facts = plain ? json_loads(plain, 0, NULL) : NULL;
    if (kind) {
        made.subject = fill(memory, words_say_in(language, kind->subject), facts);
        made.words = fill(memory, words_say_in(language, kind->words), facts);
        made.button = kind->button ? words_say_in(language, kind->button) : NULL;
    }
    json_decref(facts);
    return made;
}

/* Mail ------------------------------------------------------------------------------------- */

struct mailed {
    notice_id notice;
    struct moment now;
};

static refused set_mailed(struct store_tx *tx, void *what)
{
    const struct mailed *mailed = what;
    store_put(tx, &notices_set_mailed, WITH(INT(mailed->now.us), INT(mailed->notice.number)));
    return NULL;
}

static refused plan_mail(struct store_tx *tx, void *what)
{
    const struct moment *now = what;
    jobs_plan(tx, &(struct job_plan){ .kind = "notices.mail",
                                      .run_at = moment_after(*now, seconds(MAIL_EVERY_SECONDS)) });
    return NULL;
}

/* Mail is sent in the order of notices. One that is not taken is tried again at the next round,
 * and holds up no other. Without a server there is nothing to do: the rows are the outbox. */
static refused run_mail(struct store *store, const struct job *job, struct moment now)
{
    AUTO(arena) memory = { 0 };
    const struct settings *settings = store_settings(store);
    int64_t due[MAIL_MOST];
    int count = 0;
    (void)job;
    if (!*settings->smtp)
        return store_transact(store, plan_mail, &now);
    struct store_tx *tx = store_read(store);
    struct rows rows = store_query(tx, &notices_select_unmailed, WITH(INT(0), INT(MAIL_MOST)));
    while (rows_next(&rows))
        due[count++] = rows_int(&rows, "notice_id");
    store_read_end(tx);
    for (int i = 0; i < count; i++) {
        struct notice_words notice = { 0 };
        tx = store_read(store);
        rows = store_query(tx, &notices_select, WITH(INT(due[i])));
        while (rows_next(&rows))
            notice = notices_words(settings, &memory, &rows, true);
        store_read_end(tx);
        if (notice.email && notice.subject && notices_mail(settings, &notice, now))
            store_transact(store, set_mailed, &(struct mailed){ { due[i] }, now });
        else
            log_line(LOG_WARNING, "mail not sent", LOG_INT("notice", due[i]));
        arena_clear(&memory);
    }
    return store_transact(store, plan_mail, &now);
}

const struct job_kind notices_jobs[] = {
    { .name = "notices.mail", .run = run_mail, .attempts_max = 1000000 },
    { 0 },
};

refused notices_first(struct store *store, struct moment now)
{
    return store_transact(store, plan_mail, &now);
}

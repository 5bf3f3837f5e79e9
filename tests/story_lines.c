/* Story, line by line: requests, waits, looks into the books. */
#include "story_run.h"

#include "base/id.h"
#include "shop/ledger/ledger.h"
#include "shop/shipping/tracking_feeds.h"

/* Lines ------------------------------------------------------------------------------------ */

static void check_status(struct run *run, const struct story_line *line, const char *wanted,
                         const struct answer *answer)
{
    int64_t status;
    if (!text_to_int(wanted, &status)) {
        story_fault(run, line->number, "no status where one is needed", wanted);
    } else if (status != answer->status) {
        char *detail = arena_format(&run->memory, "wanted %s, got %ld: %.600s", wanted,
                                    answer->status, answer->body);
        story_fault(run, line->number, "wrong status", detail);
    }
}

static const char *filled(struct run *run, const struct story_line *line, size_t i)
{
    return i < line->count ? story_fill(&run->memory, &run->variables, line->words[i]) : NULL;
}

/* What the rest of a line says of an answer: REFUSAL, {part}, -> name=path. */
static void check_answer(struct run *run, const struct story_line *line, size_t at,
                         const struct answer *answer)
{
    bool keeping = false;
    for (; at < line->count; at++) {
        const char *word = filled(run, line, at);
        if (keeping)
            story_keep(run, line->number, answer->json, word);
        else if (text_same(word, "->"))
            keeping = true;
        else if (*word == '{') {
            json_t *part = json_loads(word, 0, NULL);
            if (!part || !story_contains(answer->json, part))
                story_fault(run, line->number, "the answer is another", answer->body);
            json_decref(part);
        } else if (!text_same(json_string_value(json_object_get(answer->json, "code")), word))
            story_fault(run, line->number, "refused for another reason", answer->body);
    }
}

/* ACTOR METHOD /path [{json}] STATUS [...] */
static void run_api(struct run *run, const struct story_line *line)
{
    AUTO(arena) memory = { 0 };
    pthread_mutex_lock(&run->mutex);
    const char *method = line->words[1], *path = filled(run, line, 2);
    size_t at = 3;
    const char *body =
        at < line->count && line->words[at][0] == '{' ? filled(run, line, at++) : NULL;
    const char *key = run->next_key ? run->next_key : secret_token(&run->memory, 10);
    run->next_key = NULL;
    struct asking asking = { .method = method,
                             .path = path,
                             .body = body,
                             .type = text_same(method, "GET") ? NULL : "application/json",
                             .key = text_same(method, "GET") ? NULL : key,
                             .actor = story_actor(run, line->words[0]) };
    if (asking.type && !asking.body)
        asking.body = "{}";
    pthread_mutex_unlock(&run->mutex);
    struct answer answer = story_ask(run, &memory, &asking);
    if (at < line->count)
        check_status(run, line, line->words[at++], &answer);
    story_check_route(run, line->number, method, path, &answer);
    check_answer(run, line, at, &answer);
    json_decref(answer.json);
}

/* gateway payment|chargeback|chargeback_again PAYMENT [reason] STATUS [REFUSAL | {part}], and
 * chargeback_won and chargeback_lost without a reason. */
static void run_gateway(struct run *run, const struct story_line *line)
{
    AUTO(arena) memory = { 0 };
    const char *kind = line->words[1];
    bool chargeback = text_starts(kind, "chargeback");
    bool opens = text_same(kind, "chargeback") || text_same(kind, "chargeback_again");
    size_t at = opens ? 4 : 3;
    if (at >= line->count) {
        story_fault(run, line->number, "gateway payment|chargeback PAYMENT [reason] STATUS", NULL);
        return;
    }
    const char *payment = filled(run, line, 2);
    const char *reason = opens ? filled(run, line, 3) : NULL;
    bool says_why = reason && !text_same(reason, "-");
    const char *id = run->next_key ? run->next_key : secret_token(&run->memory, 10);
    run->next_key = NULL;
    const char *said =
        arena_format(&memory, "%s %s%s%s%s%s", id, payment, chargeback ? " " : "",
                     chargeback ? kind : "", says_why ? " " : "", says_why ? reason : "");
    struct secret_key key = secret_derive(&run->market.settings.master, "sandbox events");
    struct secret_tag tag = secret_hash(&key, said, strlen(said));
    const char *body = arena_format(
        &memory, "{\"id\": \"%s\", \"payment\": \"%s\"%s%s%s%s%s%s}", id, payment,
        chargeback ? ", \"kind\": \"" : "", chargeback ? kind : "", chargeback ? "\"" : "",
        says_why ? ", \"reason\": \"" : "", says_why ? reason : "", says_why ? "\"" : "");
    const char *path = "/gateways/sandbox/events";
    struct answer answer = story_ask(
        run, &memory,
        &(struct asking){ .method = "POST",
                          .path = path,
                          .body = body,
                          .type = "application/json",
                          .signature = secret_hex(&memory, tag.bytes, sizeof tag.bytes) });
    check_status(run, line, line->words[at++], &answer);
    story_check_route(run, line->number, "POST", path, &answer);
    check_answer(run, line, at, &answer);
    json_decref(answer.json);
}

/* feed aftership|easypost {json} STATUS [REFUSAL | {part of the answer}]; forged: by another. */
static void run_feed(struct run *run, const struct story_line *line)
{
    AUTO(arena) memory = { 0 };
    if (line->count < 4) {
        story_fault(run, line->number, "feed aftership|easypost {json} STATUS", NULL);
        return;
    }
    const struct settings *settings = &run->market.settings;
    bool forged = text_starts(line->words[1], "forged-");
    bool aftership = text_ends(line->words[1], "aftership");
    enum tracking_feed feed = aftership ? FEED_AFTERSHIP : FEED_EASYPOST;
    const char *secret = aftership ? settings->aftership_secret : settings->easypost_secret;
    const char *body = filled(run, line, 2);
    const char *signature =
        tracking_feed_sign(&memory, feed, forged ? "another secret" : secret, body, strlen(body));
    const char *path = aftership ? "/webhooks/aftership" : "/webhooks/easypost";
    struct asking asking = { .method = "POST",
                             .path = path,
                             .body = body,
                             .type = "application/json",
                             .header = arena_format(&memory, "%s: %s", tracking_feeds[feed].header,
                                                    signature) };
    struct answer answer = story_ask(run, &memory, &asking);
    check_status(run, line, line->words[3], &answer);
    story_check_route(run, line->number, "POST", path, &answer);
    check_answer(run, line, 4, &answer);
    json_decref(answer.json);
}

static void check_page(struct run *run, const struct story_line *line, size_t at,
                       const struct answer *answer)
{
    check_status(run, line, at < line->count ? line->words[at] : "", answer);
    for (at++; at + 1 < line->count; at += 2) {
        const char *wanted = filled(run, line, at + 1);
        bool has = text_same(line->words[at], "has") && strstr(answer->body, wanted);
        bool lacks = text_same(line->words[at], "lacks") && !strstr(answer->body, wanted);
        bool to = text_same(line->words[at], "to") && answer->location &&
                  text_starts(answer->location, wanted);
        if (!has && !to && !lacks)
            story_fault(run, line->number,
                        arena_format(&run->memory, "page: not %s", line->words[at]),
                        arena_format(&run->memory, "%s (location %s)", wanted,
                                     answer->location ? answer->location : "none"));
        if (text_same(line->words[at], "to") && answer->location)
            story_set(&run->memory, &run->variables, "location", answer->location);
    }
}

static void run_page(struct run *run, const struct story_line *line)
{
    AUTO(arena) memory = { 0 };
    const char *path = filled(run, line, 2);
    struct answer answer = story_ask(run, &memory,
                                     &(struct asking){ .method = "GET",
                                                       .path = path,
                                                       .page = true,
                                                       .actor = story_actor(run, line->words[0]) });
    story_check_route(run, line->number, "GET", path, &answer);
    check_page(run, line, 3, &answer);
}

/* The value of a hidden field on a page. */
static const char *hidden_value(struct arena *memory, const char *page, const char *name)
{
    const char *at = strstr(page, arena_format(memory, "name=\"%s\" value=\"", name));
    if (!at)
        return "";
    at += strlen(name) + strlen("name=\"\" value=\"");
    return arena_copy_bytes(memory, at, strcspn(at, "\""));
}

static void add_pair(text *to, const char *name, size_t length, const char *value)
{
    AUTO(arena) memory = { 0 };
    if (to->length)
        text_add_char(to, '&');
    text_add_url(to, arena_copy_bytes(&memory, name, length));
    text_add_char(to, '=');
    text_add_url(to, value);
}

/* A form as a browser sends it: its token and key are taken from a page that has a form. */
static void run_form(struct run *run, const struct story_line *line)
{
    AUTO(arena) memory = { 0 };
    AUTO(text) body = { 0 };
    struct actor *actor = story_actor(run, line->words[0]);
    const char *path = filled(run, line, 2);
    struct answer page = story_ask(
        run, &memory,
        &(struct asking){ .method = "GET", .path = "/preferences", .page = true, .actor = actor });
    add_pair(&body, "_csrf", 5, hidden_value(&memory, page.body, "_csrf"));
    add_pair(&body, "_key", 4,
             run->next_key ? run->next_key : hidden_value(&memory, page.body, "_key"));
    run->next_key = NULL;
    size_t at = 3;
    for (; at < line->count && strchr(line->words[at], '='); at++) {
        const char *word = filled(run, line, at), *equals = strchr(word, '=');
        add_pair(&body, word, (size_t)(equals - word), equals + 1);
    }
    struct answer answer =
        story_ask(run, &memory,
                  &(struct asking){ .method = "POST",
                                    .path = path,
                                    .page = true,
                                    .actor = actor,
                                    .body = text_of(&body),
                                    .type = "application/x-www-form-urlencoded" });
    story_check_route(run, line->number, "POST", path, &answer);
    check_page(run, line, at, &answer);
}

/* ACTOR upload /path [name=value | name=@file ...] STATUS [...]: a multipart form on the page. */
static void run_upload(struct run *run, const struct story_line *line)
{
    AUTO(arena) memory = { 0 };
    struct actor *actor = story_actor(run, line->words[0]);
    const char *path = filled(run, line, 2);
    struct answer page = story_ask(
        run, &memory,
        &(struct asking){ .method = "GET", .path = "/preferences", .page = true, .actor = actor });
    size_t at = 3;
    while (at < line->count && strchr(line->words[at], '='))
        at++;
    struct answer answer =
        story_ask(run, &memory,
                  &(struct asking){ .method = "POST",
                                    .path = path,
                                    .page = true,
                                    .actor = actor,
                                    .parts = line,
                                    .part = 3,
                                    .csrf = hidden_value(&memory, page.body, "_csrf") });
    story_check_route(run, line->number, "POST", path, &answer);
    check_page(run, line, at, &answer);
}

struct moment story_clock(void *context)
{
    struct run *run = context;
    return (struct moment){ atomic_load(&run->clock_us) };
}

static void run_wait(struct run *run, const struct story_line *line)
{
    int64_t number;
    struct moment from = story_clock(run);
    const char *unit = line->count == 3 ? line->words[2] : "";
    if (line->count != 3 || !text_to_int(line->words[1], &number)) {
        story_fault(run, line->number, "wait NUMBER days|hours|minutes|seconds", NULL);
        return;
    }
    struct span by = text_starts(unit, "day")    ? days(number)
                     : text_starts(unit, "hour") ? hours(number)
                     : text_starts(unit, "min")  ? minutes(number)
                                                 : seconds(number);
    struct moment to = moment_after(from, by);
    market_tick(run->market.store, from, to);
    atomic_store(&run->clock_us, to.us);
}

static void run_ledger(struct run *run, const struct story_line *line)
{
    size_t at = 1;
    int64_t wanted, owner = 0;
    int kind = 0;
    while (kind < LEDGER_KINDS && !text_same(ledger_kind_names[kind], line->words[at]))
        kind++;
    at++;
    if (line->count == 5) {
        const char *id = filled(run, line, at++);
        if (!id_read(id, "sel", &owner) && !id_read(id, "acc", &owner))
            story_fault(run, line->number, "no owner", id);
    }
    if (kind == LEDGER_KINDS || at + 1 >= line->count ||
        !text_to_int(filled(run, line, at + 1), &wanted)) {
        story_fault(run, line->number, "ledger KIND [OWNER] CURRENCY MINOR", NULL);
        return;
    }
    struct store_tx *tx = store_read(run->market.store);
    struct money balance =
        ledger_balance(tx, (enum ledger_kind)kind, owner, currency_of(line->words[at]));
    store_read_end(tx);
    if (balance.minor != wanted)
        story_fault(run, line->number, "another balance",
                    arena_format(&run->memory, "%lld", (long long)balance.minor));
}

static void run_rows(struct run *run, const struct story_line *line)
{
    char *sql = arena_format(&run->memory, "SELECT COUNT(*) AS n FROM %s", line->words[1]);
    struct statement *count = arena_take(&run->memory, sizeof(*count));
    *count = (struct statement){ sql, sql, sql, 0 };
    int64_t wanted = -1;
    struct store_tx *tx = store_read(run->market.store);
    int64_t found = store_int(tx, count, WITHOUT, -1);
    store_read_end(tx);
    if (!text_to_int(line->words[2], &wanted) || found != wanted)
        story_fault(run, line->number, "another number of rows",
                    arena_format(&run->memory, "%lld", (long long)found));
}

/* code E-MAIL -> name: the six digits of the newest mail to the address. */
static void run_code(struct run *run, const struct story_line *line)
{
    AUTO(arena) memory = { 0 };
    struct answer answer =
        story_ask(run, &memory, &(struct asking){ .method = "GET", .path = "/outbox?limit=100" });
    story_check_route(run, line->number, "GET", "/outbox", &answer);
    json_t *list = json_object_get(answer.json, "data"), *mail;
    size_t i;
    const char *email = filled(run, line, 1), *code = NULL;
    json_array_foreach(list, i, mail)
    {
        const char *words = json_string_value(json_object_get(mail, "subject"));
        const char *digits = words ? strpbrk(words, "0123456789") : NULL;
        if (!code && digits && strspn(digits, "0123456789") == 6 &&
            text_same(json_string_value(json_object_get(mail, "email")), email))
            code = arena_copy_bytes(&memory, digits, 6);
    }
    if (!code)
        story_fault(run, line->number, "no code was mailed to", email);
    else
        story_set(&run->memory, &run->variables, line->words[3], code);
    json_decref(answer.json);
}

void story_run_line(struct run *run, const struct story_line *line)
{
    const char *first = line->words[0], *second = line->count > 1 ? line->words[1] : "";
    if (text_same(first, "wait"))
        run_wait(run, line);
    else if (text_same(first, "ledger"))
        run_ledger(run, line);
    else if (text_same(first, "rows"))
        run_rows(run, line);
    else if (text_same(first, "code"))
        run_code(run, line);
    else if (text_same(first, "totp"))
        story_run_totp(run, line);
    else if (text_same(first, "passkey"))
        story_run_passkey(run, line);
    else if (text_same(first, "gateway"))
        run_gateway(run, line);
    else if (text_same(first, "feed"))
        run_feed(run, line);
    else if (text_same(first, "app"))
        run->in_app = text_same(second, "on");
    else if (text_same(first, "key"))
        run->next_key = filled(run, line, 1);
    else if (text_same(second, "page"))
        run_page(run, line);
    else if (text_same(second, "form"))
        run_form(run, line);
    else if (text_same(second, "upload"))
        run_upload(run, line);
    else if (story_actor(run, first) || text_same(first, "nobody"))
        run_api(run, line);
    else
        story_fault(run, line->number, "not understood", first);
}

/* Two at once ------------------------------------------------------------------------------ */

struct together {
    struct run *run;
    struct story_line line;
    pthread_t thread;
    long status;
};

static void *ask_together(void *context)
{
    struct together *one = context;
    AUTO(arena) memory = { 0 };
    struct run *run = one->run;
    pthread_mutex_lock(&run->mutex);
    const char *path = filled(run, &one->line, 2);
    bool has_body = one->line.count > 3 && one->line.words[3][0] == '{';
    const char *body = has_body ? filled(run, &one->line, 3) : "{}";
    const char *key = run->next_key ? run->next_key : secret_token(&run->memory, 10);
    pthread_mutex_unlock(&run->mutex);
    struct answer answer =
        story_ask(run, &memory,
                  &(struct asking){ .method = one->line.words[1],
                                    .path = path,
                                    .body = body,
                                    .type = "application/json",
                                    .key = key,
                                    .actor = story_actor(run, one->line.words[0]) });
    story_check_route(run, one->line.number, one->line.words[1], path, &answer);
    one->status = answer.status;
    json_decref(answer.json);
    return NULL;
}

/* Whether a status is one of "201|409". */
static bool is_wanted(long status, const char *wanted)
{
    for (const char *at = wanted; at; at = strchr(at, '|') ? strchr(at, '|') + 1 : NULL)
        if (status && strtol(at, NULL, 10) == status)
            return true;
    return false;
}

/* The wanted statuses, each met by one answer, whichever. */
size_t story_run_together(struct run *run, const struct story_line *lines, size_t count)
{
    enum { AT_ONCE = 16 };
    struct together all[AT_ONCE];
    size_t n = 0;
    while (n < count && n < AT_ONCE && !text_same(lines[n].words[0], "end")) {
        all[n] = (struct together){ .run = run, .line = lines[n] };
        n++;
    }
    for (size_t i = 0; i < n; i++)
        pthread_create(&all[i].thread, NULL, ask_together, &all[i]);
    for (size_t i = 0; i < n; i++)
        pthread_join(all[i].thread, NULL);
    run->next_key = NULL;
    for (size_t i = 0; i < n; i++) {
        const char *wanted = lines[i].words[lines[i].count - 1];
        size_t k = 0;
        while (k < n && !is_wanted(all[k].status, wanted))
            k++;
        if (k == n)
            story_fault(run, lines[i].number, "none of those at once got", wanted);
        else
            all[k].status = 0;
    }
    return n + 1;
}

/* Story, run: a market in this process, its clock moved by hand, its people on loopback. */
#include <curl/curl.h>
#include <jansson.h>
#include <libpq-fe.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/id.h"
#include "base/log.h"
#include "main/settings.h"
#include "shop/ledger/ledger.h"
#include "story_market.h"
#include "web/server.h"

struct answer {
    long status;
    const char *body, *location;
    json_t *json;
};

struct run {
    struct arena memory;
    struct market market;
    struct server *server;
    struct actor actors[ACTORS];
    struct story_variables variables;
    _Atomic int64_t clock_us;
    const struct story *story;
    const char *next_key;
    int faults;
    pthread_mutex_t mutex;
};

static const char *work_folder;   /* for databases and keys */
static const char *postgres_url;  /* NULL: SQLite */
static char called_routes[1024];  /* one byte a route */

static void fault(struct run *run, int line, const char *what, const char *detail)
{
    pthread_mutex_lock(&run->mutex);
    run->faults++;
    printf("  %s:%d: %s%s%s\n", run->story->file, line, what, detail ? ": " : "",
           detail ? detail : "");
    pthread_mutex_unlock(&run->mutex);
}

/* HTTP ------------------------------------------------------------------------------------- */

static size_t take_body(char *bytes, size_t size, size_t count, void *to)
{
    text_add_bytes(to, bytes, size * count);
    return size * count;
}

static struct actor *actor_named(struct run *run, const char *name)
{
    for (int i = 0; i < ACTORS; i++)
        if (text_same(run->actors[i].name, name))
            return &run->actors[i];
    return NULL;
}

struct asking {
    const char *method, *path, *body, *type, *key;
    const struct story_line *parts; /* of a multipart form, from the word `part` on */
    size_t part;
    const char *csrf;
    const struct actor *actor; /* NULL: nobody */
    bool page;
};

static struct curl_slist *headers_of(struct arena *memory, const struct asking *asking)
{
    struct curl_slist *headers = NULL;
    if (asking->actor && !asking->page)
        headers = curl_slist_append(headers, arena_format(memory, "Authorization: Bearer %s",
                                                          asking->actor->key));
    if (asking->actor && asking->page)
        headers = curl_slist_append(headers, arena_format(memory, "Cookie: __Host-souk=%s",
                                                          asking->actor->cookie));
    if (!asking->actor && asking->page)
        headers = curl_slist_append(headers, "Cookie: __Host-souk=nobodynobodynobodynobodynobodyno");
    if (asking->type)
        headers = curl_slist_append(headers, arena_format(memory, "Content-Type: %s", asking->type));
    if (asking->key)
        headers = curl_slist_append(headers, arena_format(memory, "Idempotency-Key: %s",
                                                          asking->key));
    headers = curl_slist_append(headers, asking->page ? "Accept: text/html"
                                                      : "Accept: application/json");
    return curl_slist_append(headers, "Expect:");
}

/* name=value, or name=@file with a file of tests/files. */
static curl_mime *parts_of(struct run *run, CURL *curl, struct arena *memory,
                           const struct asking *asking)
{
    curl_mime *mime = curl_mime_init(curl);
    curl_mimepart *part = curl_mime_addpart(mime);
    curl_mime_name(part, "_csrf");
    curl_mime_data(part, asking->csrf, CURL_ZERO_TERMINATED);
    for (size_t i = asking->part; i < asking->parts->count; i++) {
        const char *word = story_fill(memory, &run->variables, asking->parts->words[i]);
        const char *equals = strchr(word, '=');
        if (!equals)
            break;
        part = curl_mime_addpart(mime);
        curl_mime_name(part, arena_copy_bytes(memory, word, (size_t)(equals - word)));
        if (equals[1] == '@')
            curl_mime_filedata(part, arena_format(memory, "tests/files/%s", equals + 2));
        else
            curl_mime_data(part, equals + 1, CURL_ZERO_TERMINATED);
    }
    return mime;
}

static struct answer ask(struct run *run, struct arena *memory, const struct asking *asking)
{
    curl_mime *mime = NULL;
    struct answer answer = { 0 };
    AUTO(text) body = { 0 };
    CURL *curl = curl_easy_init();
    struct curl_slist *headers = headers_of(memory, asking);
    curl_easy_setopt(curl, CURLOPT_URL,
                     arena_format(memory, "http://127.0.0.1:%d%s%s", server_port(run->server),
                                  asking->page ? "" : "/v1", asking->path));
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, asking->method);
    if (asking->parts)
        curl_easy_setopt(curl, CURLOPT_MIMEPOST, mime = parts_of(run, curl, memory, asking));
    else if (asking->body)
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, asking->body);
    else if (!text_same(asking->method, "GET"))
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, "");
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 60L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    if (curl_easy_perform(curl) == CURLE_OK) {
        char *location = NULL;
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
        curl_easy_getinfo(curl, CURLINFO_REDIRECT_URL, &location);
        const char *path = location ? strchr(location + 8, '/') : NULL;
        answer.location = arena_copy(memory, path);
    }
    curl_slist_free_all(headers);
    curl_mime_free(mime);
    curl_easy_cleanup(curl);
    answer.body = arena_copy(memory, text_of(&body));
    answer.json = asking->page ? NULL : json_loads(answer.body, JSON_DECODE_ANY, NULL);
    return answer;
}

/* What an answer must be ------------------------------------------------------------------- */

/* Whether `part` is in `whole`: objects may have more, lists must be as long. */
static bool contains(json_t *whole, json_t *part)
{
    const char *name;
    json_t *value;
    size_t i;
    if (json_is_object(part)) {
        json_object_foreach(part, name, value)
            if (!contains(json_object_get(whole, name), value))
                return false;
        return json_is_object(whole);
    }
    if (json_is_array(part)) {
        if (json_array_size(whole) != json_array_size(part))
            return false;
        json_array_foreach(part, i, value)
            if (!contains(json_array_get(whole, i), value))
                return false;
        return true;
    }
    return json_equal(whole, part);
}

static json_t *at_path(json_t *from, const char *path)
{
    char part[64];
    while (from && *path) {
        size_t length = strcspn(path, ".");
        snprintf(part, sizeof part, "%.*s", (int)length, path);
        int64_t index;
        from = text_to_int(part, &index) ? json_array_get(from, (size_t)index)
                                         : json_object_get(from, part);
        path += length + (path[length] == '.');
    }
    return from;
}

static void keep(struct run *run, int line, json_t *json, const char *word)
{
    const char *equals = strchr(word, '=');
    json_t *value = equals ? at_path(json, equals + 1) : NULL;
    if (!value) {
        fault(run, line, "the answer lacks", word);
        return;
    }
    char *number = json_is_string(value) ? NULL : json_dumps(value, JSON_ENCODE_ANY);
    story_set(&run->memory, &run->variables,
              arena_copy_bytes(&run->memory, word, (size_t)(equals - word)),
              number ? number : json_string_value(value));
    free(number);
}

/* Routes: what they may give and refuse ---------------------------------------------------- */

static bool path_fits(const char *pattern, const char *path)
{
    while (*pattern && *path && *path != '?') {
        if (*pattern == '{') {
            pattern += strcspn(pattern, "}") + 1;
            path += strcspn(path, "/?");
        } else if (*pattern++ != *path++) {
            return false;
        }
    }
    return !*pattern && (!*path || *path == '?');
}

static size_t count_braces(const char *path)
{
    size_t count = 0;
    for (; *path; path++)
        count += *path == '{';
    return count;
}

/* Of two that fit, the one that says more. */
static const struct route *route_of(const char *method, const char *path, size_t *ret_number)
{
    static const char *const methods[] = { "GET", "POST", "PUT", "PATCH", "DELETE" };
    const struct route *found = NULL;
    size_t number = 0;
    for (const struct module *const *module = modules; *module; module++)
        for (const struct route *route = (*module)->routes; route && route->path; route++, number++) {
            bool fits = text_same(methods[route->method], method) && path_fits(route->path, path);
            if (fits && (!found || count_braces(route->path) < count_braces(found->path))) {
                found = route;
                *ret_number = number;
            }
        }
    return found;
}

static void check_fields(struct run *run, int line, const struct field *fields, json_t *json)
{
    const char *name;
    json_t *value;
    size_t i;
    json_object_foreach(json, name, value) {
        const struct field *field = fields;
        while (field->name && !text_same(field->name, name))
            field++;
        if (!field->name)
            fault(run, line, "the answer has a field that its route does not give", name);
        else if (field->of && json_is_object(value))
            check_fields(run, line, field->of, value);
        else if (field->of)
            for (i = 0; i < json_array_size(value); i++)
                check_fields(run, line, field->of, json_array_get(value, i));
    }
    for (const struct field *field = fields; field->name; field++)
        if (!json_object_get(json, field->name))
            fault(run, line, "the answer lacks a field that its route gives", field->name);
}

/* Those that the router owns may come from any route. */
static bool may_refuse(const struct route *route, const char *code)
{
    static const struct refusal *const always[] = {
        &NOT_FOUND, &NOT_SIGNED_IN, &NOT_ALLOWED, &BODY_WRONG, &KEY_MISSING, &KEY_IN_FLIGHT,
        &TOO_MANY, &CSRF_WRONG, &BODY_TOO_LARGE, &TYPE_UNKNOWN, &METHOD_UNKNOWN, &NOT_CONFIRMED,
        &PRECONDITION_FAILED, &STORE_BUSY,
    };
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        if (text_same(always[i]->name, code))
            return true;
    for (int i = 0; route && route->refuses[i]; i++)
        if (text_same(route->refuses[i]->name, code))
            return true;
    /* A permission refuses in its own words. */
    return text_same(code, "KEY_REUSED") || text_same(code, "NOT_A_SELLER") ||
           text_same(code, "BODY_UNREADABLE");
}

static void check_route(struct run *run, int line, const char *method, const char *path,
                        const struct answer *answer)
{
    size_t number = 0;
    const struct route *route = route_of(method, path, &number);
    if (route && number < sizeof called_routes)
        called_routes[number] = 1;
    if (!answer->json || !route)
        return;
    if (answer->status < 300 && route->gives)
        check_fields(run, line, route->gives, answer->json);
    const char *code = json_string_value(json_object_get(answer->json, "code"));
    if (answer->status >= 400 && code && !may_refuse(route, code))
        fault(run, line, "refused with a name that its route does not list", code);
}

/* Lines ------------------------------------------------------------------------------------ */

static void check_status(struct run *run, const struct story_line *line, const char *wanted,
                         const struct answer *answer)
{
    int64_t status;
    if (!text_to_int(wanted, &status)) {
        fault(run, line->number, "no status where one is needed", wanted);
    } else if (status != answer->status) {
        char *detail = arena_format(&run->memory, "wanted %s, got %ld: %.600s", wanted,
                                    answer->status, answer->body);
        fault(run, line->number, "wrong status", detail);
    }
}

static const char *filled(struct run *run, const struct story_line *line, size_t i)
{
    return i < line->count ? story_fill(&run->memory, &run->variables, line->words[i]) : NULL;
}

/* ACTOR METHOD /path [{json}] STATUS [...] */
static void run_api(struct run *run, const struct story_line *line)
{
    AUTO(arena) memory = { 0 };
    pthread_mutex_lock(&run->mutex);
    const char *method = line->words[1], *path = filled(run, line, 2);
    size_t at = 3;
    const char *body = at < line->count && line->words[at][0] == '{' ? filled(run, line, at++)
                                                                     : NULL;
    const char *key = run->next_key ? run->next_key : secret_token(&run->memory, 10);
    run->next_key = NULL;
    struct asking asking = { .method = method, .path = path, .body = body,
                             .type = text_same(method, "GET") ? NULL : "application/json",
                             .key = text_same(method, "GET") ? NULL : key,
                             .actor = actor_named(run, line->words[0]) };
    if (asking.type && !asking.body)
        asking.body = "{}";
    pthread_mutex_unlock(&run->mutex);
    struct answer answer = ask(run, &memory, &asking);
    if (at < line->count)
        check_status(run, line, line->words[at++], &answer);
    check_route(run, line->number, method, path, &answer);
    bool keeping = false;
    for (; at < line->count; at++) {
        const char *word = filled(run, line, at);
        if (keeping)
            keep(run, line->number, answer.json, word);
        else if (text_same(word, "->"))
            keeping = true;
        else if (*word == '{') {
            json_t *part = json_loads(word, 0, NULL);
            if (!part || !contains(answer.json, part))
                fault(run, line->number, "the answer is another", answer.body);
            json_decref(part);
        } else if (!text_same(json_string_value(json_object_get(answer.json, "code")), word))
            fault(run, line->number, "refused for another reason", answer.body);
    }
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
            fault(run, line->number, arena_format(&run->memory, "page: not %s", line->words[at]),
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
    struct answer answer = ask(run, &memory, &(struct asking){
        .method = "GET", .path = path, .page = true, .actor = actor_named(run, line->words[0]) });
    check_route(run, line->number, "GET", path, &answer);
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
    struct actor *actor = actor_named(run, line->words[0]);
    const char *path = filled(run, line, 2);
    struct answer page = ask(run, &memory, &(struct asking){
        .method = "GET", .path = "/preferences", .page = true, .actor = actor });
    add_pair(&body, "_csrf", 5, hidden_value(&memory, page.body, "_csrf"));
    add_pair(&body, "_key", 4, run->next_key ? run->next_key
                                             : hidden_value(&memory, page.body, "_key"));
    run->next_key = NULL;
    size_t at = 3;
    for (; at < line->count && strchr(line->words[at], '='); at++) {
        const char *word = filled(run, line, at), *equals = strchr(word, '=');
        add_pair(&body, word, (size_t)(equals - word), equals + 1);
    }
    struct answer answer = ask(run, &memory, &(struct asking){
        .method = "POST", .path = path, .page = true, .actor = actor, .body = text_of(&body),
        .type = "application/x-www-form-urlencoded" });
    check_route(run, line->number, "POST", path, &answer);
    check_page(run, line, at, &answer);
}

/* ACTOR upload /path [name=value | name=@file ...] STATUS [...]: a multipart form on the page. */
static void run_upload(struct run *run, const struct story_line *line)
{
    AUTO(arena) memory = { 0 };
    struct actor *actor = actor_named(run, line->words[0]);
    const char *path = filled(run, line, 2);
    struct answer page = ask(run, &memory, &(struct asking){
        .method = "GET", .path = "/preferences", .page = true, .actor = actor });
    size_t at = 3;
    while (at < line->count && strchr(line->words[at], '='))
        at++;
    struct answer answer = ask(run, &memory, &(struct asking){
        .method = "POST", .path = path, .page = true, .actor = actor, .parts = line, .part = 3,
        .csrf = hidden_value(&memory, page.body, "_csrf") });
    check_route(run, line->number, "POST", path, &answer);
    check_page(run, line, at, &answer);
}

static struct moment clock_now(void *context)
{
    struct run *run = context;
    return (struct moment){ atomic_load(&run->clock_us) };
}

static void run_wait(struct run *run, const struct story_line *line)
{
    int64_t number;
    struct moment from = clock_now(run);
    const char *unit = line->count == 3 ? line->words[2] : "";
    if (line->count != 3 || !text_to_int(line->words[1], &number)) {
        fault(run, line->number, "wait NUMBER days|hours|minutes|seconds", NULL);
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
            fault(run, line->number, "no owner", id);
    }
    if (kind == LEDGER_KINDS || at + 1 >= line->count ||
        !text_to_int(filled(run, line, at + 1), &wanted)) {
        fault(run, line->number, "ledger KIND [OWNER] CURRENCY MINOR", NULL);
        return;
    }
    struct store_tx *tx = store_read(run->market.store);
    struct money balance = ledger_balance(tx, (enum ledger_kind)kind, owner,
                                          currency_of(line->words[at]));
    store_read_end(tx);
    if (balance.minor != wanted)
        fault(run, line->number, "another balance",
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
        fault(run, line->number, "another number of rows",
              arena_format(&run->memory, "%lld", (long long)found));
}

/* code E-MAIL -> name: the six digits of the newest mail to the address. */
static void run_code(struct run *run, const struct story_line *line)
{
    AUTO(arena) memory = { 0 };
    struct answer answer = ask(run, &memory, &(struct asking){ .method = "GET",
                                                               .path = "/outbox?limit=100" });
    check_route(run, line->number, "GET", "/outbox", &answer);
    json_t *list = json_object_get(answer.json, "data"), *mail;
    size_t i;
    const char *email = filled(run, line, 1), *code = NULL;
    json_array_foreach(list, i, mail) {
        const char *words = json_string_value(json_object_get(mail, "subject"));
        const char *digits = words ? strpbrk(words, "0123456789") : NULL;
        if (!code && digits && strspn(digits, "0123456789") == 6 &&
            text_same(json_string_value(json_object_get(mail, "email")), email))
            code = arena_copy_bytes(&memory, digits, 6);
    }
    if (!code)
        fault(run, line->number, "no code was mailed to", email);
    else
        story_set(&run->memory, &run->variables, line->words[3], code);
    json_decref(answer.json);
}

static void run_line(struct run *run, const struct story_line *line)
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
    else if (text_same(first, "key"))
        run->next_key = filled(run, line, 1);
    else if (text_same(second, "page"))
        run_page(run, line);
    else if (text_same(second, "form"))
        run_form(run, line);
    else if (text_same(second, "upload"))
        run_upload(run, line);
    else if (actor_named(run, first) || text_same(first, "nobody"))
        run_api(run, line);
    else
        fault(run, line->number, "not understood", first);
}

/* Two at once ------------------------------------------------------------------------------ */

struct together { struct run *run; struct story_line line; pthread_t thread; long status; };

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
    struct answer answer = ask(run, &memory, &(struct asking){
        .method = one->line.words[1], .path = path, .body = body, .type = "application/json",
        .key = key, .actor = actor_named(run, one->line.words[0]) });
    check_route(run, one->line.number, one->line.words[1], path, &answer);
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
static size_t run_together(struct run *run, const struct story_line *lines, size_t count)
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
            fault(run, lines[i].number, "none of those at once got", wanted);
        else
            all[k].status = 0;
    }
    return n + 1;
}

/* A story ---------------------------------------------------------------------------------- */

/* A schema a story, so that each has a market of its own. */
static void make_schema(struct arena *memory, int number)
{
    PGconn *connection = PQconnectdb(postgres_url);
    PQclear(PQexec(connection, arena_format(memory, "DROP SCHEMA IF EXISTS story%d CASCADE", number)));
    PQclear(PQexec(connection, arena_format(memory, "CREATE SCHEMA story%d", number)));
    PQfinish(connection);
}

static bool open_market(struct run *run, int number, const char **ret_problem)
{
    char *none[] = { NULL }, **rest;
    struct arena *memory = &run->memory;
    struct settings *settings = &run->market.settings;
    if (!settings_read(memory, none, settings, &rest, ret_problem))
        return false;
    settings->database = postgres_url
                             ? arena_format(memory, "%s%soptions=-csearch_path%%3Dstory%d",
                                            postgres_url, strchr(postgres_url, '?') ? "&" : "?",
                                            number)
                             : arena_format(memory, "%s/story%d.db", work_folder, number);
    if (postgres_url)
        make_schema(memory, number);
    settings->key_file = arena_format(memory, "%s/key", work_folder);
    settings->port = 0;
    settings->demo = settings->sandbox = true;
    settings->act_threads = 8;
    settings->log_level = LOG_ERROR;
    return market_open(memory, &run->market, true, ret_problem);
}

static void run_story(struct run *run)
{
    const struct story *story = run->story;
    for (size_t i = 0; i < story->line_count && run->faults < 5; i++) {
        if (text_same(story->lines[i].words[0], "together"))
            i += run_together(run, story->lines + i + 1, story->line_count - i - 1);
        else
            run_line(run, &story->lines[i]);
    }
    ledger_seal(run->market.store, 100000);
    const char *books = market_verify(run->market.store, &run->memory);
    if (books)
        fault(run, 0, "the books", books);
}

static bool play(const struct story *story, int number)
{
    struct run run = { .story = story, .mutex = PTHREAD_MUTEX_INITIALIZER };
    const char *problem = "";
    atomic_store(&run.clock_us, moment_of_date(2026, 11, 21).us + hours(9).us);
    if (!open_market(&run, number, &problem)) {
        fault(&run, 0, "the market does not open", problem);
        return false;
    }
    refused why = story_fill_market(&run.market, &run.memory, clock_now(&run), run.actors,
                                    &run.variables);
    struct server_plan plan = { .store = run.market.store, .settings = &run.market.settings,
                                .modules = modules, .clock = clock_now, .clock_context = &run };
    run.server = why ? NULL : server_start(&plan, &run.memory, &problem);
    if (run.server) {
        run_story(&run);
        server_stop(run.server);
    } else {
        fault(&run, 0, "the market does not start", why ? why->name : problem);
    }
    market_close(&run.market);
    printf("%s %s\n", run.faults ? "not ok" : "ok", story->name);
    fflush(stdout);
    arena_clear(&run.memory);
    return run.faults == 0;
}

static int count_uncalled(void)
{
    static const char *const methods[] = { "GET", "POST", "PUT", "PATCH", "DELETE" };
    size_t number = 0;
    int uncalled = 0;
    for (const struct module *const *module = modules; *module; module++)
        for (const struct route *route = (*module)->routes; route && route->path; route++, number++)
            if (!called_routes[number]) {
                printf("  no story calls %s %s\n", methods[route->method], route->path);
                uncalled++;
            }
    return uncalled;
}

/* stories FOLDER [--postgres URL] [--all] FILE...; --all fails when a route is not called. */
int main(int count, char **arguments)
{
    AUTO(arena) memory = { 0 };
    int passed = 0, failed = 0, number = 0;
    bool all = false;
    const char *only = getenv("STORY");
    setvbuf(stdout, NULL, _IOLBF, 0);
    secret_start();
    log_set_level(LOG_ERROR);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    work_folder = arguments[1];
    for (int i = 2; i < count; i++) {
        if (text_same(arguments[i], "--postgres")) {
            postgres_url = arguments[++i];
            continue;
        }
        if (text_same(arguments[i], "--all")) {
            all = true;
            continue;
        }
        struct stories stories = story_read(&memory, arguments[i]);
        for (size_t k = 0; k < stories.count; k++) {
            number++;
            if (only && !strstr(stories.items[k].name, only))
                continue;
            if (play(&stories.items[k], number))
                passed++;
            else
                failed++;
        }
    }
    if (all && !only && count_uncalled())
        failed++;
    printf("stories on %s: %d passed, %d failed\n", postgres_url ? "PostgreSQL" : "SQLite", passed,
           failed);
    return failed != 0;
}

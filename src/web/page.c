/* Page: the templates, and what every page knows besides its answer. */
#include "web/page.h"

#include <assert.h>

#include "base/baked.h"
#include "base/words.h"
#include "web/transport.h"

/* {{static.souk_css}}: the address of a static file. Names in templates have no dots, so its last
 * dot is a '_'. */
struct static_name {
    const char *name, *url;
};

struct pages {
    struct template *(*parsed)[WORDS_LANGUAGES]; /* by the index in baked_pages */
    size_t count;
    struct static_name *statics; /* ends with { 0 } */
};

/* Templates -------------------------------------------------------------------------------- */

static size_t count_baked(void)
{
    size_t count = 0;
    while (baked_pages[count].name)
        count++;
    return count;
}

/* The index of the end when there is no such page. */
static size_t find_baked(const char *name, size_t count)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(name, baked_pages[middle].name);
        if (order == 0)
            return middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return count;
}

const char *pages_source(const char *name, void *context)
{
    (void)context;
    return (const char *)baked_pages[find_baked(name, count_baked())].bytes; /* the end has NULL */
}

static struct static_name *name_statics(struct arena *memory)
{
    struct static_name *names = NULL;
    size_t count = 0;
    for (const struct baked_file *file = baked_static; file->name; file++) {
        char *name = arena_copy(memory, file->name), *last = strrchr(name, '.');
        if (last)
            *last = '_';
        names = arena_room(memory, names, count, sizeof *names);
        names[count++] = (struct static_name){ name, static_url(memory, file->name) };
    }
    names = arena_room(memory, names, count, sizeof *names); /* zeroed: the end */
    return names;
}

struct pages *pages_make(struct arena *memory, const char **ret_problem)
{
    struct pages *pages = must_take(sizeof *pages);
    pages->count = count_baked();
    pages->statics = name_statics(memory);
    pages->parsed = must_take((pages->count + 1) * sizeof *pages->parsed);
    for (size_t i = 0; i < pages->count; i++)
        for (int language = 0; language < WORDS_LANGUAGES; language++) {
            const char *problem = NULL;
            pages->parsed[i][language] =
                mustache_parse((const char *)baked_pages[i].bytes, (enum words_language)language,
                               pages_source, NULL, memory, &problem);
            if (pages->parsed[i][language])
                continue;
            *ret_problem = arena_format(memory, "page %s: %s", baked_pages[i].name, problem);
            pages_free(pages);
            return NULL;
        }
    if (pages_know(pages, "layout") && pages_know(pages, "error"))
        return pages;
    *ret_problem = "the pages layout and error are needed";
    pages_free(pages);
    return NULL;
}

void pages_free(struct pages *pages)
{
    for (size_t i = 0; pages && i < pages->count; i++)
        for (int language = 0; language < WORDS_LANGUAGES; language++)
            mustache_free(pages->parsed[i][language]);
    if (pages)
        free(pages->parsed);
    free(pages);
}

bool pages_know(const struct pages *pages, const char *name)
{
    return find_baked(name, pages->count) < pages->count;
}

const struct template *pages_find(const struct pages *pages, const char *name,
                                  enum words_language language)
{
    size_t at = find_baked(name, pages->count);
    return at < pages->count ? pages->parsed[at][language] : NULL;
}

/* What every page knows -------------------------------------------------------------------- */

struct page_facts {
    const char *title, *path, *path_encoded, *canonical, *language, *direction, *next;
};
struct visitor_facts {
    bool signed_in, seller, operator, confirmed;
    const char *name, *country, *country_name, *currency, *language, *language_name;
};
struct market_facts {
    const char *name, *url;
    bool demo, sandbox;
};
struct fault_facts {
    const char *name, *sentence;
};
struct problem_facts {
    const char *name, *sentence, *title, *request;
    int64_t status;
    bool not_found, not_allowed, too_many, busy, broken;
    LIST_OF(struct fault_facts) faults;
};
struct language_facts {
    const char *code, *name, *direction;
    bool chosen;
};
struct globals {
    struct page_facts page;
    struct visitor_facts visitor;
    struct market_facts market;
    const char *csrf, *key, *flash, *content;
    struct problem_facts *problem;
    LIST_OF(struct language_facts) languages;
};

static const struct field page_fields[] = {
    TEXT_FIELD(struct page_facts, title, .says = "Of this page."),
    TEXT_FIELD(struct page_facts, path, .says = "As asked for, with its query."),
    TEXT_FIELD(struct page_facts, path_encoded, .says = "The same, for a query: ?next=."),
    TEXT_FIELD(struct page_facts, canonical, .says = "The whole address without its query."),
    TEXT_FIELD(struct page_facts, language, .says = "For lang."),
    TEXT_FIELD(struct page_facts, direction, .says = "For dir: ltr or rtl."),
    TEXT_FIELD(struct page_facts, next, .says = "The path of the next page of the list."),
    { 0 },
};
static const struct field visitor_fields[] = {
    BOOL_FIELD(struct visitor_facts, signed_in, .says = "Signed in."),
    BOOL_FIELD(struct visitor_facts, seller, .says = "Sells here."),
    BOOL_FIELD(struct visitor_facts, operator, .says = "Runs the market."),
    BOOL_FIELD(struct visitor_facts, confirmed, .says = "The e-mail address is confirmed."),
    TEXT_FIELD(struct visitor_facts, name, .says = "When signed in."),
    TEXT_FIELD(struct visitor_facts, country, .says = "Where parcels go: PT."),
    TEXT_FIELD(struct visitor_facts, country_name, .says = "Where parcels go: Portugal."),
    TEXT_FIELD(struct visitor_facts, currency, .says = "What is paid in: EUR."),
    TEXT_FIELD(struct visitor_facts, language, .says = "Code of the language."),
    TEXT_FIELD(struct visitor_facts, language_name, .says = "Its name in itself."),
    { 0 },
};
static const struct field market_fields[] = {
    TEXT_FIELD(struct market_facts, name, .says = "Shown beside the arch."),
    TEXT_FIELD(struct market_facts, url, .says = "Where the market is."),
    BOOL_FIELD(struct market_facts, demo, .says = "A demo, not a real market."),
    BOOL_FIELD(struct market_facts, sandbox, .says = "Cards and parcels are played."),
    { 0 },
};
static const struct field fault_fields[] = {
    TEXT_FIELD(struct fault_facts, name, .says = "Of the field."),
    TEXT_FIELD(struct fault_facts, sentence, .says = "What is wrong with it."),
    { 0 },
};
static const struct field problem_fields[] = {
    TEXT_FIELD(struct problem_facts, name, .says = "Of the refusal."),
    TEXT_FIELD(struct problem_facts, sentence, .says = "What to do."),
    TEXT_FIELD(struct problem_facts, title, .says = "Of the error page."),
    TEXT_FIELD(struct problem_facts, request, .says = "The id in the log."),
    INT_FIELD(struct problem_facts, status, .says = "HTTP's number."),
    BOOL_FIELD(struct problem_facts, not_found, .says = "404."),
    BOOL_FIELD(struct problem_facts, not_allowed, .says = "401 or 403."),
    BOOL_FIELD(struct problem_facts, too_many, .says = "429."),
    BOOL_FIELD(struct problem_facts, busy, .says = "503."),
    BOOL_FIELD(struct problem_facts, broken, .says = "500."),
    LIST_FIELD(struct problem_facts, faults, fault_fields, .says = "At fields."),
    { 0 },
};
static const struct field language_fields[] = {
    TEXT_FIELD(struct language_facts, code, .says = "For lang."),
    TEXT_FIELD(struct language_facts, name, .says = "In itself."),
    TEXT_FIELD(struct language_facts, direction, .says = "ltr or rtl."),
    BOOL_FIELD(struct language_facts, chosen, .says = "The one of this page."),
    { 0 },
};
const struct field page_globals[] = {
    OBJECT_FIELD(struct globals, page, page_fields, .says = "This page."),
    OBJECT_FIELD(struct globals, visitor, visitor_fields, .says = "Who looks at it."),
    OBJECT_FIELD(struct globals, market, market_fields, .says = "The market."),
    TEXT_FIELD(struct globals, csrf, .says = "For the hidden field _csrf."),
    TEXT_FIELD(struct globals, key, .says = "For the hidden field _key."),
    TEXT_FIELD(struct globals, flash, .says = "What was just done."),
    TEXT_FIELD(struct globals, content, .says = "The page inside the layout."),
    MAYBE_FIELD(struct globals, problem, problem_fields, .says = "Why it was not done."),
    LIST_FIELD(struct globals, languages, language_fields, .says = "Those spoken here."),
    { 0 },
};

/* Globals as they are shown ---------------------------------------------------------------- */

/* counts.cart: asked for only when a template names it. */
struct counts_shown {
    struct transport *transport;
    struct store_tx *tx;
};

/* {{{content}}}: the page, rendered where the layout has its place. */
struct content_shown {
    const struct template *page;
    const struct shown *stack;
};

struct everything {
    struct globals globals;
    struct counts_shown counts;
    struct form_shown form;
    struct faults_shown faults;
    struct content_shown content;
    const struct static_name *statics;
};

static const struct field number_field[] = {
    { .name = "number", .kind = FIELD_INT, .struct_size = sizeof(int64_t) }, { 0 }
};

static struct shown counts_look_up(struct shown value, const char *name)
{
    const struct counts_shown *counts = value.data;
    struct transport *transport = counts->transport;
    for (const struct module *const *module = transport->server->modules; *module; module++) {
        if (!text_same((*module)->counter_name, name) || !(*module)->counter || !counts->tx)
            continue;
        int64_t *number = arena_take(&transport->memory, sizeof *number);
        *number = (*module)->counter(&transport->request, counts->tx);
        return shown_struct.look_up(show_struct(number_field, number), "number");
    }
    return (struct shown){ 0 };
}

static const struct field static_fields[] = {
    TEXT_FIELD(struct static_name, url, .says = "With the hash of its content."),
    { 0 },
};

static struct shown static_look_up(struct shown value, const char *name)
{
    for (const struct static_name *file = value.data; file->name; file++)
        if (strcmp(file->name, name) == 0)
            return shown_struct.look_up(show_struct(static_fields, file), "url");
    return (struct shown){ 0 };
}

static struct shown nothing_inside(struct shown value, const char *name)
{
    (void)value, (void)name;
    return (struct shown){ 0 };
}

static bool group_is_true(struct shown value)
{
    return value.data != NULL;
}

static bool group_item(struct shown value, size_t index, struct shown *ret_item)
{
    (void)value, (void)index, (void)ret_item;
    return false;
}

static bool group_is_list(struct shown value)
{
    (void)value;
    return false;
}

static void group_write(struct shown value, struct arena *memory, text *to, bool escape)
{
    (void)value, (void)memory, (void)to, (void)escape;
}

static void content_write(struct shown value, struct arena *memory, text *to, bool escape)
{
    const struct content_shown *content = value.data;
    (void)escape; /* a page is markup already */
    mustache_render(content->page, content->stack, 2, memory, to);
}

static const struct shown_kind shown_counts = { counts_look_up, group_is_true, group_item,
                                                group_is_list, group_write };
static const struct shown_kind shown_static = { static_look_up, group_is_true, group_item,
                                                group_is_list, group_write };
static const struct shown_kind shown_content = { nothing_inside, group_is_true, group_item,
                                                 group_is_list, content_write };

static struct shown everything_look_up(struct shown value, const char *name)
{
    const struct everything *all = value.data;
    struct shown found = shown_struct.look_up(show_struct(page_globals, &all->globals), name);
    if (found.kind)
        return strcmp(name, "content") == 0 ? (struct shown){ &shown_content, &all->content, NULL }
                                            : found;
    if (strcmp(name, "form") == 0)
        return (struct shown){ &shown_form, &all->form, NULL };
    if (strcmp(name, "faults") == 0)
        return (struct shown){ &shown_faults, &all->faults, NULL };
    if (strcmp(name, "counts") == 0)
        return (struct shown){ &shown_counts, &all->counts, NULL };
    if (strcmp(name, "static") == 0)
        return (struct shown){ &shown_static, all->statics, NULL };
    return found;
}

static const struct shown_kind shown_everything = { everything_look_up, group_is_true, group_item,
                                                    group_is_list, group_write };

/* Filling them ----------------------------------------------------------------------------- */

static const char *flash_sentence(struct transport *transport)
{
    const char *sent = transport_cookie(transport, "souk_done");
    size_t count;
    const struct routed *const *all = router_all(transport->server->router, &count);
    if (!sent || strlen(sent) != 16)
        return NULL;
    answer_header(transport, "Set-Cookie",
                  visitor_cookie(transport->server, &transport->memory, "souk_done", "", 0));
    for (size_t i = 0; i < count; i++) {
        const char *done = all[i]->route->done;
        if (!done)
            continue;
        struct secret_tag tag = secret_hash(NULL, done, strlen(done));
        if (strcmp(secret_hex(&transport->memory, tag.bytes, 8), sent) == 0)
            return words_say(done);
    }
    return NULL;
}

static const char *problem_title(int status)
{
    switch (status) {
    case 401:
    case 403: return _("This is not open to you");
    case 404: return _("There is nothing here");
    case 429: return _("Too many at once");
    case 503: return _("The market is crowded");
    case 500: return _("Something went wrong on our side");
    default: return _("That did not work");
    }
}

static struct problem_facts *problem_of(struct transport *transport, const struct page_plan *plan)
{
    struct arena *memory = &transport->memory;
    if (!plan->problem)
        return NULL;
    struct problem_facts *problem = arena_take(memory, sizeof *problem);
    int status = plan->problem->status;
    *problem = (struct problem_facts){
        .name = plan->problem->name,
        .sentence = words_say(plan->problem->sentence),
        .title = problem_title(status),
        .request = transport->request_id,
        .status = status,
        .not_found = status == 404,
        .not_allowed = status == 401 || status == 403,
        .too_many = status == 429,
        .busy = status == 503,
        .broken = status == 500,
    };
    size_t count = plan->faults ? plan->faults->count : 0;
    problem->faults.items = arena_array(memory, count + 1, sizeof(struct fault_facts));
    for (size_t i = 0; i < count; i++) {
        const struct fault *fault = &plan->faults->items[i];
        problem->faults.items[i] =
            (struct fault_facts){ fault->pointer + (*fault->pointer == '/'), fault->sentence };
    }
    problem->faults.count = count;
    return problem;
}

/* A refusal of one field is a fault at it, when nothing closer was said. */
static const struct faults *faults_of(struct transport *transport, const struct page_plan *plan)
{
    if ((plan->faults && plan->faults->count) || !plan->problem || !plan->problem->field)
        return plan->faults;
    struct faults *one = arena_take(&transport->memory, sizeof *one);
    one->items[0].pointer = arena_format(&transport->memory, "/%s", plan->problem->field);
    one->items[0].sentence = words_say(plan->problem->sentence);
    one->count = 1;
    return one;
}

static const char *encoded(struct arena *memory, const char *raw)
{
    AUTO(text) made = { 0 };
    text_add_url(&made, raw);
    return arena_copy(memory, text_of(&made));
}

/* The list's next page: this path with the answer's next_cursor; NULL at the end. */
static const char *next_path(struct transport *transport, const struct page_plan *plan)
{
    const struct field *field = plan->fields;
    while (field && field->kind && strcmp(field->name, "next_cursor") != 0)
        field++;
    if (!field || field->kind != FIELD_TEXT || !plan->answer)
        return NULL;
    const void *member = (const char *)plan->answer + field->offset;
    const char *cursor = *(const char *const *)member;
    if (!cursor)
        return NULL;
    AUTO(text) path = { 0 };
    text_add_bytes(&path, transport->target, strcspn(transport->target, "?"));
    text_add_char(&path, '?');
    for (size_t i = 0; i < transport->query.count; i++) {
        if (strcmp(transport->query.items[i].name, "cursor") == 0)
            continue;
        text_add_url(&path, transport->query.items[i].name);
        text_add_char(&path, '=');
        text_add_url(&path, transport->query.items[i].value);
        text_add_char(&path, '&');
    }
    text_add(&path, "cursor=");
    text_add_url(&path, cursor);
    return arena_copy(&transport->memory, text_of(&path));
}

static struct page_facts page_of(struct transport *transport, const struct page_plan *plan)
{
    const struct request *request = &transport->request;
    struct arena *memory = &transport->memory;
    const struct words_info *language = &words_infos[request->visitor.language];
    bool error = plan->problem && strcmp(plan->name, "error") == 0;
    const char *title = error            ? problem_title(plan->status)
                        : request->title ? request->title
                        : request->route && request->route->summary
                            ? words_say(request->route->summary)
                            : "";
    return (struct page_facts){
        .title = title,
        .path = transport->target,
        .path_encoded = encoded(memory, transport->target),
        .canonical = arena_format(memory, "%s%.*s", request->settings->url,
                                  (int)strcspn(transport->target, "?"), transport->target),
        .language = language->code,
        .direction = language->direction,
        .next = next_path(transport, plan),
    };
}

static struct visitor_facts visitor_of(const struct request *request)
{
    const struct visitor *visitor = &request->visitor;
    return (struct visitor_facts){
        .signed_in = visitor->account.number != 0,
        .seller = visitor->roles & ROLE_SELLER,
        .operator= visitor->roles & ROLE_OPERATOR,
        .confirmed = visitor->confirmed,
        .name = visitor->name,
        .country = visitor->country,
        .country_name = words_country(request->memory, visitor->country),
        .currency = visitor->currency.code,
        .language = words_infos[visitor->language].code,
        .language_name = words_infos[visitor->language].name,
    };
}

static void fill(struct everything *all, struct transport *transport, const struct page_plan *plan)
{
    struct request *request = &transport->request;
    const struct settings *settings = request->settings;
    struct arena *memory = &transport->memory;
    all->statics = transport->server->pages->statics;
    all->globals = (struct globals){
        .page = page_of(transport, plan),
        .visitor = visitor_of(request),
        .market = { settings->market_name, settings->url, settings->demo, settings->sandbox },
        .csrf = transport->csrf,
        .key = secret_token(memory, 15),
        .flash = plan->problem ? NULL : flash_sentence(transport),
        .problem = problem_of(transport, plan),
    };
    all->globals.languages.items =
        arena_array(memory, WORDS_LANGUAGES, sizeof(struct language_facts));
    all->globals.languages.count = WORDS_LANGUAGES;
    for (int i = 0; i < WORDS_LANGUAGES; i++)
        all->globals.languages.items[i] =
            (struct language_facts){ words_infos[i].code, words_infos[i].name,
                                     words_infos[i].direction,
                                     i == (int)request->visitor.language };
    all->counts = (struct counts_shown){ transport, plan->tx };
    all->form = (struct form_shown){ plan->typed, plan->form_fields, plan->fields, plan->answer };
    all->faults = (struct faults_shown){ memory, faults_of(transport, plan) };
}

void page_render(struct transport *transport, const struct page_plan *plan, text *to)
{
    struct everything *all = arena_take(&transport->memory, sizeof *all);
    enum words_language language = transport->request.visitor.language;
    const struct pages *pages = transport->server->pages;
    const struct template *page = pages_find(pages, plan->name, language);
    assert(page); /* server_start() looked for each */
    fill(all, transport, plan);
    struct shown stack[2] = { { &shown_everything, all, NULL } };
    if (plan->fields && plan->answer)
        stack[1] = show_struct(plan->fields, plan->answer);
    all->content = (struct content_shown){ page, stack };
    mustache_render(pages_find(pages, "layout", language), stack, 1, &transport->memory, to);
}

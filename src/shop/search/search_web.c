/* Search, on the web: the page of results. */
#include "shop/search/search_web.h"

#include "shop/search/search_inside.h"
#include "shop/search/search_schema_sql.h"
#include "shop/search/search_sql.h"

enum { FACETS_SHOWN = 12 };

struct search_request {
    const char *q, *category;
    const char *cursor;
    int64_t limit;
    struct money price_min, price_max;
    bool in_stock, top_sellers;
    enum search_sort sort;
};
struct facet_answer {
    const char *slug, *name, *path;
    int64_t count;
    bool chosen;
};
struct search_answer {
    const char *q, *category, *category_name;
    LIST_MEMBERS;
    LIST_OF(struct facet_answer) categories;
    const char *all_path;
    bool some_words, part_of_word;
};

// clang-format off
static const struct field search_request_fields[] = {
    TEXT_FIELD(struct search_request, q, .optional = true, .max = 200,
               .says = "Words to look for."),
    TEXT_FIELD(struct search_request, category, .optional = true, .max = 60,
               .says = "Slug of a category."),
    LIST_QUESTION(struct search_request),
    { 0 },
};
static const struct field facet_fields[] = {
    TEXT_FIELD(struct facet_answer, slug, .says = "Give it as category."),
    TEXT_FIELD(struct facet_answer, name, .says = "The category in words."),
    TEXT_FIELD(struct facet_answer, path, .says = "The same search in it."),
    INT_FIELD(struct facet_answer, count, .says = "How many fit in it."),
    BOOL_FIELD(struct facet_answer, chosen, .says = "The one of this search."),
    { 0 },
};
static const struct field search_fields[] = {
    TEXT_FIELD(struct search_answer, q, .says = "What was looked for, or null."),
    TEXT_FIELD(struct search_answer, category,
               .says = "Slug of the category that it was looked for in, or null."),
    TEXT_FIELD(struct search_answer, category_name, .says = "The same in words."),
    LIST_ANSWER(struct search_answer),
    LIST_FIELD(struct search_answer, categories, facet_fields,
               .says = "Where what fits is found, most first."),
    TEXT_FIELD(struct search_answer, all_path, .says = "The same search in all categories."),
    BOOL_FIELD(struct search_answer, some_words,
               .says = "Nothing has all the words; these have some of them."),
    BOOL_FIELD(struct search_answer, part_of_word,
               .says = "Nothing has the words; these have letters of them in their names."),
    { 0 },
};
// clang-format on

/* "/search?q=red%20shoe&category=fashion" */
static const char *path_of(struct arena *memory, const char *words, const char *category)
{
    AUTO(text) path = { 0 };
    text_add(&path, "/search?q=");
    text_add_url(&path, words ? words : "");
    if (category) {
        text_add(&path, "&category=");
        text_add_url(&path, category);
    }
    return arena_copy(memory, text_of(&path));
}

static void fill_facets(struct request *request, const struct categories *all,
                        const struct search_found *found, category_id chosen,
                        struct search_answer *answer)
{
    const struct search_request *body = request->body;
    answer->categories.items =
        arena_array(request->memory, FACETS_SHOWN, sizeof *answer->categories.items);
    for (size_t i = 0; i < found->facet_count && answer->categories.count < FACETS_SHOWN; i++) {
        const struct category *category = catalog_category_in(all, found->facets[i].category);
        if (!category)
            continue;
        answer->categories.items[answer->categories.count++] = (struct facet_answer){
            .slug = category->slug,
            .name = _(category->name),
            .path = path_of(request->memory, body->q, category->slug),
            .count = found->facets[i].count,
            .chosen = category->category.number == chosen.number,
        };
    }
}

static refused show_search(struct request *request)
{
    const struct search_request *body = request->body;
    struct search_answer *answer = request->answer;
    struct arena *memory = request->memory;
    struct list_question list = LIST_QUESTION_OF(body);
    struct categories all = catalog_categories(request->tx, memory);
    struct search_question question = search_question_of(request, &list);
    question.words = body->q;
    if (body->category) {
        question.category = catalog_category(request->tx, body->category);
        if (!question.category.number)
            return &CATEGORY_NOT_FOUND;
        answer->category = body->category;
        answer->category_name = _(catalog_category_in(&all, question.category)->name);
    }
    struct search_found found = search_products(request->tx, memory, &question);
    const char *path = path_of(memory, body->q, body->category);
    struct list_answer listed = search_list(request, request->tx, &list, &found, path);
    LIST_TAKE(answer, listed);
    answer->q = body->q;
    answer->all_path = path_of(memory, body->q, NULL);
    answer->some_words = found.manner == SEARCH_SOME_WORDS && found.count;
    answer->part_of_word = found.manner == SEARCH_PART_OF_WORD && found.count;
    fill_facets(request, &all, &found, question.category, answer);
    request->title = body->q && *body->q
                         ? words_fill(memory, _("Search: {words}"), "words", body->q, NULL)
                         : _("Everything in the market");
    request->cache = "public, max-age=60, stale-while-revalidate=600";
    return NULL;
}

// clang-format off
static const struct route search_routes[] = {
    { GET, "/search", ANYONE, show_search,
      .summary = "Products that fit words and filters", .takes = search_request_fields,
      .gives = search_fields, .refuses = { &CATEGORY_NOT_FOUND }, .page = "search/search" },
    { 0 },
};
// clang-format on

const struct module search_module = {
    .name = "search",
    .routes = search_routes,
    .schema = search_schema,
    .hears = search_hears,
    .jobs = search_jobs,
    .statements = search_statements,
    .first = search_first,
};

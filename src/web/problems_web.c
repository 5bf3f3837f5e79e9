/* Problems: each refusal has a page that says what it means, where a problem's `type` leads. */
#include "web/transport.h"

#include "store/once.h"

const struct refusal *const common_refusals[] = {
    &NOT_FOUND,       &NOT_SIGNED_IN,  &NOT_ALLOWED,   &NOT_CONFIRMED,  &BODY_WRONG,
    &BODY_UNREADABLE, &BODY_TOO_LARGE, &TYPE_UNKNOWN,  &METHOD_UNKNOWN, &CANNOT_ACCEPT,
    &TARGET_TOO_LONG, &KEY_MISSING,    &KEY_WRONG,     &KEY_IN_FLIGHT,  &KEY_REUSED,
    &TOO_MANY,        &CSRF_WRONG,     &API_KEY_WRONG, &SCOPE_MISSING,  &PRECONDITION_FAILED,
    &SERVER_BUSY,     &SERVER_FAULT,   &STORE_FAILED,  &STORE_BUSY,     NULL,
};

/* All that any route may refuse with, in every server of this process. */
static const struct refusal **known;
static size_t known_count;

static void know(struct server *server, refused why)
{
    for (size_t i = 0; i < known_count; i++)
        if (strcmp(known[i]->name, why->name) == 0)
            return;
    const struct refusal **grown = arena_array(server->memory, known_count + 1, sizeof *grown);
    if (known_count)
        memcpy(grown, known, known_count * sizeof *grown);
    grown[known_count++] = why;
    known = grown;
}

void problems_collect(struct server *server)
{
    size_t count;
    const struct routed *const *all = router_all(server->router, &count);
    known = NULL;
    known_count = 0;
    for (size_t i = 0; common_refusals[i]; i++)
        know(server, common_refusals[i]);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < 20 && all[i]->route->refuses[j]; j++)
            know(server, all[i]->route->refuses[j]);
}

struct problem_answer {
    const char *name, *sentence;
    int64_t status;
};
static const struct field problem_answer_fields[] = {
    TEXT_FIELD(struct problem_answer, name, .says = "The refusal's name, as in `code`."),
    INT_FIELD(struct problem_answer, status, .says = "The HTTP status that it comes with."),
    TEXT_FIELD(struct problem_answer, sentence, .says = "What it says to people."),
    { 0 },
};

static refused show_problem(struct request *request)
{
    struct problem_answer *answer = request->answer;
    const char *name = request_text(request, "problem_name");
    for (size_t i = 0; i < known_count; i++) {
        if (strcmp(known[i]->name, name) != 0)
            continue;
        *answer = (struct problem_answer){ known[i]->name, words_say(known[i]->sentence),
                                           known[i]->status };
        request->title = known[i]->name;
        request->cache = "public, max-age=3600";
        return NULL;
    }
    return &NOT_FOUND;
}

// clang-format off
static const struct route problems_routes[] = {
    { GET, "/problems/{problem_name}", ANYONE, show_problem, .summary = N_("What a refusal means"),
      .gives = problem_answer_fields, .page = "problem" },
    { 0 },
};
// clang-format on

const struct module problems_module = { .name = "problems", .routes = problems_routes };

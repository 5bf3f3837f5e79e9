/* Evaluation: the kinds, and what they share. */
#include "main/eval.h"

#include <stdlib.h>

#include "base/secret.h"

static const struct {
    const char *name;
    int (*run)(struct arena *memory, struct market *market, char **arguments);
} kinds[] = {
    { "fraud", eval_fraud },
    { "reviews", eval_reviews },
};
enum { KINDS = sizeof kinds / sizeof *kinds };

int eval_fail(const char *problem)
{
    fprintf(stderr, "souk: %s\n", problem);
    return 1;
}

bool eval_has(char **arguments, const char *flag)
{
    for (; *arguments; arguments++)
        if (text_same(*arguments, flag))
            return true;
    return false;
}

void eval_print_json(json_t *object)
{
    char *printed = json_dumps(object, JSON_INDENT(2) | JSON_REAL_PRECISION(6));
    if (printed)
        puts(printed);
    free(printed);
    json_decref(object);
}

int command_eval(struct arena *memory, struct market *market, char **arguments)
{
    AUTO(text) known = { 0 };
    secret_start();
    for (int i = 0; i < KINDS; i++) {
        if (text_same(arguments[0], kinds[i].name))
            return kinds[i].run(memory, market, arguments + 1);
        text_add_format(&known, "%s%s", i ? ", " : "", kinds[i].name);
    }
    return eval_fail(arena_format(memory, "eval needs to know WHAT: %s", text_of(&known)));
}

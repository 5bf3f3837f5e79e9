/* souk: one program, many commands. */
#include "base/log.h"
#include "base/words.h"
#include "main/market.h"
#include "main/settings.h"

static int usage(FILE *to)
{
    AUTO(text) settings = { 0 };
    fputs("souk: a marketplace in one program\n\nsouk COMMAND [--setting=value ...]\n\n", to);
    for (const struct command *command = commands; command->name; command++)
        fprintf(to, "  %-10s %s\n", command->name, command->says);
    settings_describe(&settings);
    fprintf(to,
            "\n`souk COMMAND --help` says more of one. Settings, also from souk.ini (--settings "
            "FILE) and\nthe environment (SOUK_DATABASE ...), with their defaults:\n\n%s",
            text_of(&settings));
    return to == stderr;
}

static const struct command *command_named(const char *name)
{
    for (const struct command *command = commands; command->name; command++)
        if (text_same(command->name, name))
            return command;
    return NULL;
}

static int fail(const char *problem)
{
    fprintf(stderr, "souk: %s\n", problem);
    return 1;
}

int main(int count, char **arguments)
{
    AUTO(arena) memory = { 0 };
    struct market market = { 0 };
    const char *problem = "something is wrong";
    char **rest;
    if (count < 2 || text_same(arguments[1], "--help") || text_same(arguments[1], "help"))
        return usage(count < 2 ? stderr : stdout);
    const struct command *command = command_named(arguments[1]);
    if (!command)
        return fail(arena_format(&memory, "there is no command %s; `souk --help` lists them",
                                 arguments[1]));
    for (int i = 2; i < count; i++)
        if (text_same(arguments[i], "--help"))
            return printf("souk %s %s\n", command->name, command->help) < 0;
    if (!settings_read(&memory, arguments + 2, &market.settings, &rest, &problem))
        return fail(problem);
    log_set_level((enum log_level)market.settings.log_level);
    market.settings.made_anew = command->past;
    if (!command->bare && !market_open(&memory, &market, command->makes, &problem))
        return fail(problem);
    if (!command->past)
        id_start(market_now());
    int code = command->run(&memory, &market, rest);
    if (market.store)
        market_close(&market);
    return code;
}

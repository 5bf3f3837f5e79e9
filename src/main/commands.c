/* Commands that are short. `serve`, `demo` and `import` have files of their own. */
#include <unistd.h>

#include "base/id.h"
#include "base/words.h"
#include "main/market.h"
#include "shop/accounts/accounts_inside.h"
#include "web/server.h"

const char *command_flag(char **arguments, const char *name)
{
    size_t length = strlen(name);
    for (; *arguments; arguments++) {
        if (strncmp(*arguments, name, length) != 0)
            continue;
        if ((*arguments)[length] == '=')
            return *arguments + length + 1;
        if (!(*arguments)[length])
            return arguments[1];
    }
    return NULL;
}

static int fail(const char *problem)
{
    fprintf(stderr, "souk: %s\n", problem);
    return 1;
}

static int run_init(struct arena *memory, struct market *market, char **arguments)
{
    (void)arguments;
    refused why = market_first(market, market_now());
    if (why)
        return fail(why->sentence);
    printf("The market is ready in %s; its key is in %s: keep a copy of that elsewhere.\n",
           arena_copy(memory, market->settings.database), market->settings.key_file);
    return 0;
}

static int run_verify(struct arena *memory, struct market *market, char **arguments)
{
    (void)arguments;
    const char *fault = market_verify(market->store, memory);
    if (fault) {
        printf("FAULT %s\n", fault);
        return 1;
    }
    printf("The books are whole: transfers balance, no account is below its floor, escrow equals "
           "the open holds,\norders agree with their lines, payments and payouts, and the hash "
           "chain is unbroken.\n");
    return 0;
}

/* An RFC 3339 moment, or "+15d", "+6h" from now. */
static bool read_at(const char *at, struct moment *ret_at)
{
    int64_t number;
    size_t length = at ? strlen(at) : 0;
    if (at && *at == '+' && length > 2) {
        char digits[16] = "";
        if (length - 2 >= sizeof digits)
            return false;
        memcpy(digits, at + 1, length - 2);
        bool in_days = at[length - 1] == 'd', in_hours = at[length - 1] == 'h';
        if (!text_to_int(digits, &number) || (!in_days && !in_hours) || number > 4000)
            return false;
        *ret_at = moment_after(market_now(), in_days ? days(number) : hours(number));
        return true;
    }
    return moment_read(at, ret_at);
}

static int run_tick(struct arena *memory, struct market *market, char **arguments)
{
    struct moment at, now = market_now();
    if (!read_at(command_flag(arguments, "--at"), &at))
        return fail("tick needs --at TIME: 2026-12-24T12:00:00Z, or +15d, or +6h");
    int ran = market_tick(market->store, at.us < now.us ? moment_before(at, hours(1)) : now, at);
    printf("%d jobs were run up to %s.\n", ran, moment_text(memory, at));
    return 0;
}

static int run_backup(struct arena *memory, struct market *market, char **arguments)
{
    const char *problem = "";
    (void)memory;
    if (!arguments[0])
        return fail("backup needs the FILE to write to");
    if (access(arguments[0], F_OK) == 0)
        return fail("that file exists already; choose another name");
    if (!store_backup(market->store, arguments[0], &problem))
        return fail(problem);
    printf("Copied to %s. The key file %s is not in it: copy that too.\n", arguments[0],
           market->settings.key_file);
    return 0;
}

struct making {
    struct account_opening opening;
    const char *key;
    account_id account;
};

static refused make_user(struct store_tx *tx, void *what)
{
    struct making *making = what;
    account_id known = accounts_with_email(tx, making->opening.email);
    refused why = NULL;
    if (known.number) {
        making->account = known;
        if (making->opening.roles & ROLE_OPERATOR)
            accounts_give_role(tx, known, ROLE_OPERATOR);
    } else {
        why = accounts_open(tx, &making->opening, &making->account);
    }
    api_key_id made;
    if (!why && making->key)
        why = accounts_make_api_key(tx, making->account, making->key, "made by souk user",
                                    SCOPE_READ | SCOPE_BUY | SCOPE_SELL | SCOPE_OPERATE,
                                    making->opening.now, &made);
    return why;
}

bool command_has(char **arguments, const char *name)
{
    for (; *arguments; arguments++)
        if (text_same(*arguments, name))
            return true;
    return false;
}

static int run_user(struct arena *memory, struct market *market, char **arguments)
{
    const char *email = arguments[0], *password = getenv("SOUK_USER_PASSWORD");
    if (!email)
        return fail("user needs an e-mail address");
    const char *made_up = password ? NULL : secret_token(memory, 10);
    struct making making = { .opening = {
                                 .email = email,
                                 .name = command_flag(arguments, "--name")
                                             ? command_flag(arguments, "--name")
                                             : email,
                                 .password_hash =
                                     secret_password_hash(memory, password ? password : made_up),
                                 .language = WORDS_ENGLISH,
                                 .country = "US",
                                 .currency = market->settings.reference,
                                 .roles = command_has(arguments, "--operator") ? ROLE_OPERATOR : 0,
                                 .now = market_now(),
                             } };
    if (command_has(arguments, "--key"))
        making.key = arena_format(memory, "sk_%s", secret_token(memory, 20));
    refused why = store_transact(market->store, make_user, &making);
    if (why)
        return fail(why->sentence);
    printf("%s is %s.\n", email, id_text(memory, "acc", making.account.number));
    if (made_up)
        printf("password: %s (only if the account is new)\n", made_up);
    if (making.key)
        printf("key: %s\n", making.key);
    return 0;
}

static int run_openapi(struct arena *memory, struct market *market, char **arguments)
{
    AUTO(text) made = { 0 };
    (void)memory, (void)arguments;
    openapi_write(&made, modules, &market->settings);
    puts(text_of(&made));
    return 0;
}

static int run_routes(struct arena *memory, struct market *market, char **arguments)
{
    static const char *const methods[] = { "GET", "POST", "PUT", "PATCH", "DELETE" };
    (void)memory, (void)market, (void)arguments;
    for (const struct module *const *module = modules; *module; module++)
        for (const struct route *route = (*module)->routes; route && route->path; route++)
            printf("%-6s %-44s %-18s %s\n", methods[route->method], route->path, route->who->name,
                   route->summary);
    return 0;
}

const struct command commands[] = {
    { .name = "serve",
      .says = "serve the market",
      .run = command_serve,
      .makes = true,
      .help = "[--settings ...]\nServes until it is told to stop (SIGTERM, SIGINT)." },
    { .name = "init",
      .says = "make an empty market",
      .run = run_init,
      .makes = true,
      .help = "\nMakes the database and the key file, or brings an older database up to date." },
    { .name = "demo",
      .says = "make a living demo market",
      .past = true,
      .run = command_demo,
      .makes = true,
      .help = "[--products N] [--buyers N] [--days N]\nSellers, products, and months of orders, "
              "made through the same acts as real ones." },
    { .name = "simulate",
      .says = "live months with fraud in a new market",
      .past = true,
      .run = command_simulate,
      .makes = true,
      .help =
          "[--days N] [--seed N] [--buyers N] [--products N] [--model FILE] [--model-to FILE] "
          "[--json]\nHonest people and several kinds of fraud, through the real acts, judged by "
          "the model of FILE;\nsays what of each kind was stopped and who was bothered. "
          "--model-to trains one of what was seen." },
    { .name = "train",
      .says = "train a model of what was seen",
      .run = command_train,
      .help =
          "fraud [--days N] [--mature-days N] [--to FILE]\nOf the decisions of so many days and "
          "what became of them; kept in the shadow of the one in force." },
    { .name = "import",
      .says = "load a catalogue file",
      .run = command_import,
      .help = "FILE --seller E-MAIL [--format shopify|jsonl] [--category SLUG]\n"
              "Loads products; a bad row is named and the rest loads. Twice changes nothing." },
    { .name = "verify",
      .says = "prove the books",
      .run = run_verify,
      .help = "\nProves every invariant from the rows alone; exits 1 and names the first fault." },
    { .name = "tick",
      .says = "run what is due up to a time",
      .run = run_tick,
      .help = "--at TIME\nTIME is 2026-12-24T12:00:00Z, or +15d, or +6h." },
    { .name = "backup",
      .says = "copy the living database",
      .run = run_backup,
      .help = "FILE\nCopies while the market serves. The key file is not in the copy." },
    { .name = "user",
      .says = "make a person, an operator, a key",
      .run = run_user,
      .makes = true,
      .help = "E-MAIL [--name NAME] [--operator] [--key]\nThe password is taken from "
              "SOUK_USER_PASSWORD or made up and printed once.\n--key prints a new API key." },
    { .name = "eval",
      .says = "measure an engine on data with answers",
      .run = command_eval,
      .bare = true,
      .help = "fraud --data FILE.csv[.zst] --mapping FILE [--folds 08-15,08-08] [--json]\n"
              "Replays the file through the shop's own signals and trainer; the mapping says "
              "which\ncolumn is what and how rows are split (eval/handbook.ini). --json prints "
              "one object.\nreviews --data FILE.csv [--json], or --train FILE.csv --test FILE.csv\n"
              "Tells made-up reviews from genuine ones by their text, across the file's folds." },
    { .name = "openapi",
      .says = "print the API's description",
      .run = run_openapi,
      .bare = true,
      .help = "\nOpenAPI 3.1, as JSON." },
    { .name = "routes",
      .says = "list every route and who may",
      .run = run_routes,
      .bare = true,
      .help = "" },
    { 0 },
};

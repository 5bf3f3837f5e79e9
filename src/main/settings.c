/* Settings: file, environment, flags. */
#include "main/settings.h"

#include <errno.h>
#include <fcntl.h>
#include <ini.h>
#include <stddef.h>
#include <sys/stat.h>
#include <unistd.h>

enum kind { WORDS, NUMBER, SWITCH, CURRENCY };

#define SETTING(KIND, MEMBER, DEFAULT, LEAST, MOST, SAYS)                            \
    {                                                                                \
#MEMBER, KIND, offsetof(struct settings, MEMBER), DEFAULT, LEAST, MOST, SAYS \
    }

static const struct setting {
    const char *name;
    enum kind kind;
    size_t offset;
    const char *otherwise;
    int64_t least, most;
    const char *says;
} table[] = {
    SETTING(WORDS, database, "market/souk.db", 0, 0, "an SQLite file, or postgresql://..."),
    SETTING(WORDS, listen, "127.0.0.1", 0, 0, "address to listen on"),
    SETTING(NUMBER, port, "8080", 0, 65535, "port to listen on; 0 takes any free one"),
    SETTING(WORDS, url, "http://localhost:8080", 0, 0, "what buyers type to come here"),
    SETTING(WORDS, market_name, "souk", 0, 0, "the name beside the arch"),
    SETTING(NUMBER, event_threads, "2", 1, 64, "threads that accept, parse and read"),
    SETTING(NUMBER, act_threads, "64", 1, 512, "threads that change things"),
    SETTING(WORDS, smtp, "", 0, 0, "smtp://host:25; empty keeps mail in the outbox"),
    SETTING(WORDS, smtp_user, "", 0, 0, "who signs in at the mail server"),
    SETTING(WORDS, smtp_password, "", 0, 0, "and with what; better in the environment"),
    SETTING(WORDS, mail_from, "souk <no-reply@localhost>", 0, 0, "the sender of mail"),
    SETTING(SWITCH, demo, "no", 0, 0, "shows the outbox and the sign-ins; never on a real market"),
    SETTING(SWITCH, sandbox, "no", 0, 0, "lets the sandbox gateway, carrier and bank be used"),
    SETTING(NUMBER, commission_basis_points, "500", 0, 5000, "the market's part of a sale"),
    SETTING(NUMBER, ship_within_days, "7", 1, 60, "a paid order not sent by then is refunded"),
    SETTING(NUMBER, protection_days, "15", 1, 180, "after arrival, until the seller is paid"),
    SETTING(NUMBER, cart_lines_max, "50", 1, 100, "different offers in one cart"),
    SETTING(WORDS, tls_certificate, "", 0, 0, "PEM file; empty leaves TLS to a proxy"),
    SETTING(WORDS, tls_key, "", 0, 0, "PEM file"),
    SETTING(WORDS, trusted_proxy, "", 0, 0, "address whose X-Forwarded-For is believed"),
    SETTING(WORDS, key_file, "market/souk.key", 0, 0, "the master key; keep a copy elsewhere"),
    SETTING(CURRENCY, reference, "EUR", 0, 0, "the currency that prices are sorted in"),
    SETTING(SWITCH, rate_limits, "yes", 0, 0, "off only to measure load"),
    SETTING(SWITCH, judge_fraud, "yes", 0, 0, "off only to measure what judging costs"),
    SETTING(NUMBER, log_level, "1", 0, 3,
            "least that is logged: 0 debug, 1 info, 2 warning, 3 error"),
    SETTING(WORDS, ip_countries, "", 0, 0, "a file of lines FIRST,LAST,COUNTRY of IP addresses"),
    SETTING(WORDS, disposable_domains, "", 0, 0, "a file of mail domains that are thrown away"),
    SETTING(WORDS, aftership_secret, "", 0, 0, "of AfterShip's webhooks; empty: not heard"),
    SETTING(WORDS, easypost_secret, "", 0, 0, "of EasyPost's webhooks; empty: not heard"),
    SETTING(WORDS, aftership_key, "", 0, 0, "AfterShip is asked for silent parcels with this"),
    SETTING(WORDS, aftership_url, "https://api.aftership.com/tracking/2024-10", 0, 0,
            "where AfterShip is asked"),
    SETTING(NUMBER, parcel_stuck_days, "14", 2, 90, "without any word, a parcel is stuck"),
    SETTING(NUMBER, parcel_lost_days, "10", 5, 180, "past the promise, a parcel is lost"),
};
enum { SETTINGS = sizeof table / sizeof *table };

static bool read_switch(const char *value, bool *ret_on)
{
    *ret_on = text_same(value, "yes") || text_same(value, "true") || text_same(value, "1") ||
              text_same(value, "on");
    return *ret_on || text_same(value, "no") || text_same(value, "false") ||
           text_same(value, "0") || text_same(value, "off");
}

static bool set(struct arena *memory, struct settings *settings, const struct setting *setting,
                const char *value)
{
    void *at = (char *)settings + setting->offset;
    switch (setting->kind) {
    case WORDS: *(const char **)at = arena_copy(memory, value); return true;
    case SWITCH: return read_switch(value, at);
    case CURRENCY: return currency_read(value, at);
    case NUMBER: break;
    }
    int64_t number;
    if (!text_to_int(value, &number) || number < setting->least || number > setting->most)
        return false;
    *(int64_t *)at = number;
    return true;
}

/* "act-threads" and "ACT_THREADS" are act_threads. */
static const struct setting *setting_named(const char *name, size_t length)
{
    for (int i = 0; i < SETTINGS; i++) {
        size_t k = 0;
        for (; k < length && table[i].name[k]; k++) {
            char letter = name[k] == '-' ? '_' : name[k];
            if (letter >= 'A' && letter <= 'Z')
                letter = (char)(letter + 32);
            if (letter != table[i].name[k])
                break;
        }
        if (k == length && !table[i].name[k])
            return &table[i];
    }
    return NULL;
}

struct reading {
    struct arena *memory;
    struct settings *settings;
    const char *problem;
};

static int take_line(void *user, const char *section, const char *name, const char *value)
{
    struct reading *reading = user;
    const struct setting *setting = setting_named(name, strlen(name));
    (void)section;
    if (setting && set(reading->memory, reading->settings, setting, value))
        return 1;
    reading->problem = arena_format(reading->memory, "settings: %s = %s: %s", name, value,
                                    setting ? "is not a value it can have" : "is not a setting");
    return 0;
}

static bool read_file(struct reading *reading, const char *file, bool must_be_there)
{
    int line = ini_parse(file, take_line, reading);
    if (line == -1 && !must_be_there)
        return true;
    if (line && !reading->problem)
        reading->problem =
            line == -1 ? arena_format(reading->memory, "settings: cannot read %s", file)
                       : arena_format(reading->memory, "settings: %s line %d is not NAME = VALUE",
                                      file, line);
    return line == 0;
}

static bool read_environment(struct reading *reading)
{
    for (int i = 0; i < SETTINGS; i++) {
        char name[64] = "SOUK_";
        for (size_t k = 0; table[i].name[k]; k++) {
            char letter = table[i].name[k];
            name[5 + k] = letter >= 'a' && letter <= 'z' ? (char)(letter - 32) : letter;
        }
        const char *value = getenv(name);
        if (value && !take_line(reading, "", table[i].name, value))
            return false;
    }
    return true;
}

/* --name=value or --name value; a flag that is no setting is the command's. */
static bool read_flag(struct reading *reading, char **at, int *ret_used)
{
    const char *flag = at[0] + 2, *equals = strchr(flag, '=');
    size_t length = equals ? (size_t)(equals - flag) : strlen(flag);
    const struct setting *setting = setting_named(flag, length);
    *ret_used = 0;
    if (!setting)
        return true;
    const char *value = equals ? equals + 1 : at[1];
    if (!value) {
        reading->problem = arena_format(reading->memory, "settings: --%s needs a value", flag);
        return false;
    }
    *ret_used = equals ? 1 : 2;
    return take_line(reading, "", setting->name, value);
}

bool settings_read(struct arena *memory, char **arguments, struct settings *ret_settings,
                   char ***ret_rest, const char **ret_problem)
{
    struct settings settings = { 0 };
    struct reading reading = { memory, &settings, NULL };
    size_t count = 0, rest = 0;
    const char *file = getenv("SOUK_SETTINGS");
    while (arguments[count])
        count++;
    char **left = arena_array(memory, count + 1, sizeof(char *));
    for (int i = 0; i < SETTINGS; i++)
        set(memory, &settings, &table[i], table[i].otherwise);
    for (size_t i = 0; i + 1 < count; i++)
        if (text_same(arguments[i], "--settings"))
            file = arguments[i + 1];
    bool good =
        read_file(&reading, file ? file : "souk.ini", file != NULL) && read_environment(&reading);
    for (size_t i = 0; good && i < count;) {
        int used = 0;
        if (text_same(arguments[i], "--settings"))
            used = 2;
        else if (text_starts(arguments[i], "--"))
            good = read_flag(&reading, &arguments[i], &used);
        if (good && !used)
            left[rest++] = arguments[i++];
        i += (size_t)used;
    }
    *ret_problem = reading.problem;
    if (!good)
        return false;
    *ret_settings = settings;
    *ret_rest = left;
    return true;
}

static bool make_folder_of(struct arena *memory, const char *file)
{
    char *path = arena_copy(memory, file);
    char *slash = strrchr(path, '/');
    if (!slash || slash == path)
        return true;
    *slash = 0;
    return mkdir(path, 0700) == 0 || errno == EEXIST;
}

static bool make_key(struct arena *memory, const char *file)
{
    struct secret_key key;
    if (!make_folder_of(memory, file))
        return false;
    int handle = open(file, O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (handle < 0)
        return errno == EEXIST;
    secret_random(key.bytes, sizeof key.bytes);
    bool written = write(handle, key.bytes, sizeof key.bytes) == (ssize_t)sizeof key.bytes &&
                   fsync(handle) == 0;
    return close(handle) == 0 && written;
}

bool settings_read_key(struct arena *memory, struct settings *settings, bool make,
                       const char **ret_problem)
{
    const char *file = settings->key_file;
    if (make && access(file, F_OK) != 0 && !make_key(memory, file)) {
        *ret_problem =
            arena_format(memory, "cannot write the key file %s: %s", file, strerror(errno));
        return false;
    }
    int handle = open(file, O_RDONLY);
    ssize_t size = handle < 0 ? -1 : read(handle, settings->master.bytes, SECRET_KEY_SIZE);
    if (handle >= 0)
        close(handle);
    if (size == SECRET_KEY_SIZE)
        return true;
    *ret_problem = arena_format(memory, "cannot read the key file %s; `souk init` makes one", file);
    return false;
}

void settings_describe(text *to)
{
    for (int i = 0; i < SETTINGS; i++)
        text_add_format(to, "  --%-24s %-26s %s\n", table[i].name,
                        *table[i].otherwise ? table[i].otherwise : "-", table[i].says);
}

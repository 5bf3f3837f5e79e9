/* Fraud, places: domains of mail. */
#include "shop/fraud/fraud_places.h"

#include <jansson.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/log.h"
#include "base/text.h"

// clang-format off
/* Both ordered as strcmp() does. */
static const char *const disposable[] = {
    "10minutemail.com", "10minutemail.net", "20minutemail.com", "anonbox.net", "armyspy.com",
    "burnermail.io", "cuvox.de", "dayrep.com", "discard.email", "discardmail.com",
    "dispostable.com", "einrot.com", "emailondeck.com", "fakeinbox.com",
    "fakemailgenerator.com", "getnada.com", "grr.la", "guerrillamail.biz", "guerrillamail.com",
    "guerrillamail.de", "guerrillamail.net", "guerrillamail.org", "guerrillamailblock.com",
    "gustr.com", "harakirimail.com", "inboxkitten.com", "incognitomail.com", "jetable.org",
    "jourrapide.com", "mailcatch.com", "maildrop.cc", "mailexpire.com", "mailinator.com",
    "mailnesia.com", "mailnull.com", "mailsac.com", "meltmail.com", "mintemail.com",
    "minuteinbox.com", "moakt.com", "mohmal.com", "mytemp.email", "nada.email", "pokemail.net",
    "rhyta.com", "sharklasers.com", "spam4.me", "spambog.com", "spamex.com", "spamgourmet.com",
    "superrito.com", "teleworm.us", "temp-mail.io", "temp-mail.org", "tempail.com",
    "tempinbox.com", "tempmailo.com", "tempr.email",
    "throwawaymail.com", "trash-mail.com", "trashmail.com", "trashmail.de", "trashmail.net",
    "wegwerfemail.de", "wegwerfmail.de", "yopmail.com", "yopmail.fr", "yopmail.net",
};
static const char *const open_to_anyone[] = {
    "126.com", "163.com", "aol.com", "att.net", "bk.ru", "bol.com.br", "btinternet.com",
    "comcast.net", "daum.net", "fastmail.com", "free.fr", "gmail.com", "gmx.com", "gmx.de",
    "gmx.net", "googlemail.com", "hanmail.net", "hotmail.co.uk", "hotmail.com", "hotmail.fr",
    "icloud.com", "laposte.net", "libero.it", "list.ru", "live.com", "mac.com", "mail.com",
    "mail.ru", "maktoob.com", "me.com", "msn.com", "naver.com", "o2.pl", "onet.pl", "orange.fr",
    "outlook.com", "proton.me", "protonmail.com", "qq.com", "rambler.ru", "rediffmail.com",
    "sapo.pt", "seznam.cz", "sina.com", "t-online.de", "terra.com.br", "ukr.net", "uol.com.br",
    "verizon.net", "virgilio.it", "wanadoo.fr", "web.de", "wp.pl", "yahoo.co.in", "yahoo.co.jp",
    "yahoo.co.uk", "yahoo.com", "yahoo.com.br", "yahoo.de", "yahoo.fr", "yandex.com",
    "yandex.ru", "ymail.com", "zoho.com",
};
// clang-format on

/* What a file of settings->disposable_domains says. Never released: a setting names one file. */
struct domain_list {
    const char *file;
    const char **domains; /* ordered */
    size_t count;
    struct domain_list *next;
};
static _Atomic(struct domain_list *) lists;
static pthread_mutex_t reading = PTHREAD_MUTEX_INITIALIZER;

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool among(const char *domain, const char *const *domains, size_t count)
{
    return count && bsearch(&domain, domains, count, sizeof *domains, compare);
}

static void lower(char *letters)
{
    for (; *letters; letters++)
        if (*letters >= 'A' && *letters <= 'Z')
            *letters = (char)(*letters + 32);
}

static void take(struct domain_list *list, struct arena *memory, const char *written)
{
    char *domain = text_trim(memory, written);
    if (text_starts(domain, "*."))
        domain += 2;
    if (!*domain || *domain == '#')
        return;
    lower(domain);
    list->domains = arena_room(memory, list->domains, list->count, sizeof *list->domains);
    list->domains[list->count++] = domain;
}

static bool read_lines(struct domain_list *list, struct arena *memory, FILE *file)
{
    char line[300];
    while (fgets(line, sizeof line, file))
        take(list, memory, line);
    return !ferror(file);
}

static bool read_json(struct domain_list *list, struct arena *memory, FILE *file)
{
    json_t *array = json_loadf(file, 0, NULL), *domain;
    size_t i;
    bool good = json_is_array(array);
    json_array_foreach(array, i, domain) if (json_is_string(domain))
        take(list, memory, json_string_value(domain));
    json_decref(array);
    return good;
}

static struct domain_list *read_list(const char *name)
{
    static struct arena memory;
    struct domain_list *list = arena_take(&memory, sizeof *list);
    FILE *file = fopen(name, "r");
    int first = file ? fgetc(file) : EOF;
    bool good = file && fseek(file, 0, SEEK_SET) == 0 &&
                (first == '[' ? read_json : read_lines)(list, &memory, file);
    if (file)
        fclose(file);
    list->file = arena_copy(&memory, name);
    if (list->count)
        qsort(list->domains, list->count, sizeof *list->domains, compare);
    if (good)
        log_line(LOG_INFO, "disposable domains read", LOG_INT("domains", (int64_t)list->count));
    else
        log_line(LOG_ERROR, "disposable domains cannot be read", LOG_TEXT("file", name));
    return list;
}

static const struct domain_list *list_in(const char *name)
{
    const struct domain_list *found = lists;
    while (found && strcmp(found->file, name) != 0)
        found = found->next;
    return found;
}

static const struct domain_list *list_of(const struct settings *settings)
{
    const char *name = settings->disposable_domains;
    const struct domain_list *found = name && *name ? list_in(name) : NULL;
    if (found || !name || !*name)
        return found;
    pthread_mutex_lock(&reading);
    found = list_in(name);
    if (!found) {
        struct domain_list *list = read_list(name);
        list->next = lists;
        lists = list;
        found = list;
    }
    pthread_mutex_unlock(&reading);
    return found;
}

const char *fraud_domain_of(struct arena *memory, const char *email)
{
    const char *at = email ? strrchr(email, '@') : NULL;
    if (!at || !at[1])
        return NULL;
    char *domain = arena_copy(memory, at + 1);
    size_t length = strlen(domain);
    lower(domain);
    if (domain[length - 1] == '.')
        domain[length - 1] = 0; /* the root, which names the same domain */
    return *domain ? domain : NULL;
}

bool fraud_domain_disposable(const struct settings *settings, const char *domain)
{
    /* Lists made by many hands have had the large ones in them by mistake. */
    if (!domain || fraud_domain_public(domain))
        return false;
    const struct domain_list *list = list_of(settings);
    for (const char *part = domain; strchr(part, '.'); part = strchr(part, '.') + 1)
        if (among(part, disposable, sizeof disposable / sizeof *disposable) ||
            (list && among(part, list->domains, list->count)))
            return true;
    return false;
}

bool fraud_domain_public(const char *domain)
{
    return domain && among(domain, open_to_anyone, sizeof open_to_anyone / sizeof *open_to_anyone);
}

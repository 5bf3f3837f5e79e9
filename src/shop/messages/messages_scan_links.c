/* Messages, scan: links and e-mail addresses, by their hosts.
 *
 * A name with a dot is a host when "http", "www." or a path says so, or when it ends as hosts do:
 * "Thanks.It came" and "photo.jpg" are not links. */
#include <ctype.h>

#include "base/text.h"
#include "shop/messages/messages_scan_inside.h"

static const char *const ends[] = { ".com",   ".net",  ".org",  ".shop",    ".xyz",  ".ru",
                                    ".cn",    ".top",  ".link", ".info",    ".de",   ".fr",
                                    ".es",    ".br",   ".uk",   ".app",     ".site", ".online",
                                    ".store", ".club", ".vip",  ".example", ".biz",  ".ly",
                                    ".io",    ".co",   ".me",   ".gl",      ".gd" };
static const char *const shorteners[] = {
    "bit.ly",  "tinyurl.com", "t.co",  "goo.gl",     "is.gd",
    "cutt.ly", "rb.gy",       "ow.ly", "rebrand.ly", "clck.ru"
};
static const char *const messengers[] = {
    "t.me", "wa.me", "api.whatsapp.com", "m.me", "chat.whatsapp.com", "line.me", "discord.gg"
};

static bool is_one_of(const char *host, const char *const *of, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(host, of[i]) == 0)
            return true;
    return false;
}
#define ONE_OF(HOST, OF) is_one_of((HOST), (OF), sizeof(OF) / sizeof *(OF))

static bool ends_as_hosts_do(const char *host)
{
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (text_ends(host, ends[i]) && strlen(host) > strlen(ends[i]) + 1)
            return true;
    return false;
}

static bool is_own(const char *host, const char *own)
{
    if (!own || !*own)
        return false;
    size_t more = strlen(host) - (text_ends(host, own) ? strlen(own) : 0);
    return text_ends(host, own) && (more == 0 || host[more - 1] == '.');
}

/* One letter put in, left out or changed. */
static bool is_one_off(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t same = 0, tail = 0, less = a_length < b_length ? a_length : b_length;
    size_t more = a_length > b_length ? a_length : b_length;
    while (same < less && a[same] == b[same])
        same++;
    while (tail < less - same && a[a_length - 1 - tail] == b[b_length - 1 - tail])
        tail++;
    return more - same - tail <= 1 && more - less <= 1;
}

/* A label of the host is the market's name, holds it, or is one letter off. */
static bool looks_like_own(const char *host, const char *own)
{
    size_t name = own ? strcspn(own, ".") : 0;
    if (name < 4)
        return false;
    for (const char *label = host; *label;) {
        size_t length = strcspn(label, ".");
        for (size_t i = 0; i + name <= length; i++)
            if (strncmp(label + i, own, name) == 0)
                return true;
        if (is_one_off(label, length, own, name))
            return true;
        label += length + (label[length] == '.');
    }
    return false;
}

static bool is_address(const char *host)
{
    return strspn(host, "0123456789.") == strlen(host) && strchr(host, '.');
}

static void judge_host(struct message_scan *scan, const char *host, const char *own, size_t from,
                       size_t to)
{
    if (is_own(host, own))
        return;
    if (ONE_OF(host, messengers))
        messages_scan_note(scan, MESSAGE_CONTACT, 2, from, to);
    else if (is_address(host) || strstr(host, "xn--") || ONE_OF(host, shorteners) ||
             looks_like_own(host, own))
        messages_scan_note(scan, MESSAGE_PHISHING, 2, from, to);
    else
        messages_scan_note(scan, MESSAGE_FOREIGN_LINK, 0.8, from, to);
}

static bool is_host_byte(char byte)
{
    return isalnum((unsigned char)byte) || byte == '.' || byte == '-' || byte & 0x80;
}

void messages_scan_links(struct arena *memory, struct message_scan *scan, const struct folded *of,
                         const char *own_host)
{
    for (size_t at = 0; at < of->length;) {
        size_t end = at;
        while (end < of->length && is_host_byte(of->bytes[end]))
            end++;
        if (end == at) {
            at++;
            continue;
        }
        size_t last = end;
        while (last > at && (of->bytes[last - 1] == '.' || of->bytes[last - 1] == '-'))
            last--;
        const char *host = arena_copy_bytes(memory, of->bytes + at, last - at);
        bool by_scheme = at >= 3 && strncmp(of->bytes + at - 3, "://", 3) == 0;
        bool mail = at >= 2 && of->bytes[at - 1] == '@' && is_host_byte(of->bytes[at - 2]);
        bool path = of->bytes[end] == '/' && strchr(host, '.') && !is_address(host);
        bool www = text_starts(host, "www.") && strchr(host + 4, '.');
        bool bare = ends_as_hosts_do(host) && of->bytes[end] != '@';
        size_t to = last < of->length ? of->from[last] : of->from[of->length - 1] + 1;
        if (mail && strchr(host, '.'))
            messages_scan_note(scan, MESSAGE_CONTACT, 1.5, of->from[at - 1], to);
        else if (by_scheme || www || bare || (path && ends_as_hosts_do(host)) ||
                 (path && ONE_OF(host, messengers)))
            judge_host(scan, host + (www ? 4 : 0), own_host, of->from[at], to);
        at = end;
    }
}

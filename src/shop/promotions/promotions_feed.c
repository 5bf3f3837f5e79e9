/* Sale events as a calendar that other programs read: iCalendar, RFC 5545. Lines end with CR LF,
 * are folded at 75 octets (3.1), and text is escaped (3.3.11). */
#include "base/id.h"
#include "shop/promotions/promotions_events.h"

enum { FOLD_AT = 75 };

/* Folds between characters: a continuation octet of UTF-8 begins none. */
static void add_line(text *to, const char *line)
{
    size_t room = FOLD_AT;
    for (const char *at = line; *at; at++) {
        bool begins = ((unsigned char)*at & 0xc0) != 0x80;
        size_t length = 1;
        while (begins && ((unsigned char)at[length] & 0xc0) == 0x80)
            length++;
        if (begins && length > room) {
            text_add(to, "\r\n ");
            room = FOLD_AT - 1;
        }
        text_add_char(to, *at);
        room--;
    }
    text_add(to, "\r\n");
}

static const char *escaped(struct arena *memory, const char *raw)
{
    AUTO(text) made = { 0 };
    for (; *raw; raw++) {
        if (strchr("\\;,", *raw))
            text_add_char(&made, '\\');
        if (*raw == '\n')
            text_add(&made, "\\n");
        else if ((unsigned char)*raw >= ' ')
            text_add_char(&made, *raw);
    }
    return arena_copy(memory, text_of(&made));
}

/* 20261127T090000Z */
static const char *utc(struct arena *memory, struct moment at)
{
    struct date date = moment_date(at);
    int64_t second = at.us / 1000000 % 86400;
    return arena_format(memory, "%04d%02d%02dT%02d%02d%02dZ", date.year, date.month, date.day,
                        (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60));
}

static void add_event(text *to, struct arena *memory, const struct sale_event *event,
                      const char *url)
{
    const char *host = strstr(url, "://") ? strstr(url, "://") + 3 : url;
    const char *lines[] = {
        "BEGIN:VEVENT",
        arena_format(memory, "UID:%s@%s", id_text(memory, "sev", event->event.number), host),
        arena_format(memory, "DTSTAMP:%s", utc(memory, event->made_at)),
        arena_format(memory, "SEQUENCE:%lld", (long long)event->changed),
        arena_format(memory, "DTSTART:%s", utc(memory, event->starts_at)),
        arena_format(memory, "DTEND:%s", utc(memory, event->ends_at)),
        arena_format(memory, "SUMMARY:%s", escaped(memory, event->name)),
        arena_format(memory, "DESCRIPTION:%s", escaped(memory, event->says)),
        arena_format(memory, "URL:%s/sales/%s", url, event->slug),
        event->state == SALE_CANCELLED ? "STATUS:CANCELLED" : "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        add_line(to, lines[i]);
}

const char *sale_events_feed(struct arena *memory, const struct sale_events *events,
                             const char *url, size_t *ret_size)
{
    AUTO(text) feed = { 0 };
    add_line(&feed, "BEGIN:VCALENDAR");
    add_line(&feed, "VERSION:2.0");
    add_line(&feed, "PRODID:-//souk//sales//EN");
    add_line(&feed, "CALSCALE:GREGORIAN");
    add_line(&feed, "METHOD:PUBLISH");
    for (size_t i = 0; i < events->count; i++)
        add_event(&feed, memory, &events->items[i], url);
    add_line(&feed, "END:VCALENDAR");
    *ret_size = feed.length;
    return arena_copy_bytes(memory, text_of(&feed), feed.length);
}

/* Notices, mailed: a plain and an HTML part over SMTP, by libcurl.
 *
 * Headers are built from checked parts only: a line break in an address or a subject refuses the
 * mail, and words outside ASCII are encoded (RFC 2047). */
#include "shop/notices/notices_inside.h"

#include <curl/curl.h>

#include "base/id.h"

static bool has_break(const char *line)
{
    return strpbrk(line, "\r\n") != NULL;
}

static void add_base64(text *to, const char *bytes, size_t size, size_t line_length)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t column = 0;
    for (size_t i = 0; i < size; i += 3) {
        unsigned group = 0;
        for (size_t k = 0; k < 3; k++)
            group = group << 8 | (i + k < size ? (unsigned char)bytes[i + k] : 0);
        for (int k = 0; k < 4; k++)
            text_add_char(to, i + (size_t)k > size ? '=' : digits[group >> (18 - 6 * k) & 63]);
        column += 4;
        if (line_length && column >= line_length) {
            text_add(to, "\r\n");
            column = 0;
        }
    }
}

/* RFC 2047 words of at most 45 bytes each, cut between characters. */
static void add_header_words(text *to, const char *words)
{
    while (*words) {
        size_t length = strlen(words) > 45 ? 45 : strlen(words);
        while (length && words[length] && ((unsigned char)words[length] & 0xC0) == 0x80)
            length--;
        text_add(to, "=?UTF-8?B?");
        add_base64(to, words, length, 0);
        text_add(to, "?=");
        words += length;
        if (*words)
            text_add(to, "\r\n ");
    }
}

static void add_part(text *to, const char *boundary, const char *type, const text *body)
{
    text_add_format(to,
                    "--%s\r\nContent-Type: %s; charset=utf-8\r\n"
                    "Content-Transfer-Encoding: base64\r\n\r\n",
                    boundary, type);
    add_base64(to, text_of(body), body->length, 76);
    text_add(to, "\r\n");
}

static void add_html(text *to, const struct settings *settings, const struct notice_words *notice)
{
    const struct words_info *language = &words_infos[notice->language];
    text_add_format(to,
                    "<!doctype html><html lang=\"%s\" dir=\"%s\"><body style=\"font:16px/1.5 "
                    "sans-serif;color:#1d1b26;max-width:34em\"><h1 style=\"font-size:20px\">",
                    language->code, language->direction);
    text_add_html(to, notice->subject);
    text_add(to, "</h1><p>");
    text_add_html(to, notice->words);
    text_add(to, "</p>");
    if (notice->button) {
        text_add(to, "<p><a style=\"background:#b4530f;color:#fff;padding:12px 22px;"
                     "border-radius:99px;text-decoration:none\" href=\"");
        text_add_html(to, settings->url);
        text_add_html(to, notice->path);
        text_add(to, "\">");
        text_add_html(to, notice->button);
        text_add(to, "</a></p>");
    }
    text_add(to, "</body></html>");
}

static void write_mail(text *to, const struct settings *settings, const struct notice_words *notice,
                       struct moment now)
{
    AUTO(text) plain = { 0 };
    AUTO(text) html = { 0 };
    AUTO(arena) memory = { 0 };
    static const char *const day_names[] = { "", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
    static const char *const months[] = { "",    "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    struct date date = moment_date(now);
    const char *boundary = secret_token(&memory, 15);
    const char *id = id_text(&memory, "ntc", notice->notice.number);
    text_add_format(to, "From: %s\r\nTo: %s\r\nSubject: ", settings->mail_from, notice->email);
    add_header_words(to, notice->subject);
    text_add_format(to, "\r\nDate: %s, %02d %s %04d %02d:%02d:%02d +0000\r\n",
                    day_names[date.weekday], date.day, months[date.month], date.year,
                    (int)(now.us / 3600000000 % 24), (int)(now.us / 60000000 % 60),
                    (int)(now.us / 1000000 % 60));
    text_add_format(
        to,
        "Message-ID: <%s@souk>\r\nMIME-Version: 1.0\r\nAuto-Submitted: "
        "auto-generated\r\nContent-Type: multipart/alternative; boundary=\"%s\"\r\n\r\n",
        id, boundary);
    text_add(&plain, notice->words);
    if (notice->button)
        text_add_format(&plain, "\r\n\r\n%s: %s%s\r\n", notice->button, settings->url,
                        notice->path);
    add_html(&html, settings, notice);
    add_part(to, boundary, "text/plain", &plain);
    add_part(to, boundary, "text/html", &html);
    text_add_format(to, "--%s--\r\n", boundary);
}

struct sending {
    const char *at;
    size_t left;
};

static size_t give_bytes(char *to, size_t size, size_t count, void *user)
{
    struct sending *sending = user;
    size_t room = size * count, given = sending->left < room ? sending->left : room;
    memcpy(to, sending->at, given);
    sending->at += given;
    sending->left -= given;
    return given;
}

/* The address between < and >, or the whole. */
static const char *bare_address(struct arena *memory, const char *from)
{
    const char *open = strchr(from, '<'), *close = open ? strchr(open, '>') : NULL;
    return close ? arena_copy_bytes(memory, open, (size_t)(close - open) + 1) : from;
}

bool notices_mail(const struct settings *settings, const struct notice_words *notice,
                  struct moment now)
{
    AUTO(arena) memory = { 0 };
    AUTO(text) mail = { 0 };
    if (has_break(notice->email) || has_break(notice->subject) || has_break(settings->mail_from))
        return false;
    write_mail(&mail, settings, notice, now);
    struct sending sending = { text_of(&mail), mail.length };
    CURL *curl = curl_easy_init();
    if (!curl)
        return false;
    struct curl_slist *to = curl_slist_append(NULL, notice->email);
    curl_easy_setopt(curl, CURLOPT_URL, settings->smtp);
    curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)CURLUSESSL_TRY);
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, bare_address(&memory, settings->mail_from));
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_bytes);
    curl_easy_setopt(curl, CURLOPT_READDATA, &sending);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 20L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    if (*settings->smtp_user) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, settings->smtp_user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, settings->smtp_password);
    }
    bool taken = curl_easy_perform(curl) == CURLE_OK;
    curl_slist_free_all(to);
    curl_easy_cleanup(curl);
    return taken;
}

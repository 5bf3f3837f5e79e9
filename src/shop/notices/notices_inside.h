/* Notices, inside: what the files of this module share. */
#pragma once

#include "shop/notices/notices.h"

enum { NOTICES_MOST = 50 };

/* A notice in words, in a language. */
struct notice_words {
    notice_id notice;
    const char *subject, *words, *button, *path, *email;
    struct moment at, read_at, mailed_at;
    enum words_language language;
};

/* The next notice of an open answer, in its own language (for mail) or the spoken one. */
struct notice_words notices_words(const struct settings *settings, struct arena *memory,
                                  const struct rows *rows, bool own_language);

/* Sends one over SMTP; false when the server did not take it. */
bool notices_mail(const struct settings *settings, const struct notice_words *notice,
                  struct moment now);

extern const struct job_kind notices_jobs[];
refused notices_first(struct store *store, struct moment now);

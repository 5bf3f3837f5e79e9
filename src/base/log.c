/* Log: lines are built whole and written at once, so that threads do not mix them. */
#include "base/log.h"

#include <unistd.h>

#include "base/moment.h"

static enum log_level least_level = LOG_INFO;
static const char *const level_names[] = { "debug", "info", "warning", "error" };

void log_set_level(enum log_level least)
{
    least_level = least;
}

/* The log is the one place below main that reads the clock: a line tells when it was written. */
static struct moment log_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (struct moment){ now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000 };
}

void log_write(enum log_level level, const char *what, const struct log_fact *facts)
{
    if (level < least_level)
        return;
    AUTO(text) line = { 0 };
    text_add(&line, "{\"at\":\"");
    moment_write(&line, log_now());
    text_add_format(&line, "\",\"level\":\"%s\",\"what\":", level_names[level]);
    text_add_json(&line, what);
    for (; facts->name; facts++) {
        text_add_char(&line, ',');
        text_add_json(&line, facts->name);
        text_add_char(&line, ':');
        if (facts->words)
            text_add_json(&line, facts->words);
        else
            text_add_int(&line, facts->number);
    }
    text_add(&line, "}\n");
    ssize_t ignored = write(STDERR_FILENO, line.bytes, line.length);
    (void)ignored; /* nowhere to say that nothing can be said */
}

/* Story, running: what the files of the runner share. */
#pragma once

#include <jansson.h>
#include <pthread.h>
#include <stdatomic.h>

#include "story_market.h"
#include "story_passkey.h"
#include "web/server.h"

enum { STORY_PASSKEYS_MAX = 8 };

struct answer {
    long status;
    const char *body, *location;
    json_t *json;
};

struct run {
    struct arena memory;
    struct market market;
    struct server *server;
    struct actor actors[ACTORS];
    struct story_variables variables;
    _Atomic int64_t clock_us;
    const struct story *story;
    const char *next_key;
    bool in_app; /* what is asked now comes from the installed app */
    struct soft_passkey passkeys[STORY_PASSKEYS_MAX];
    int faults;
    pthread_mutex_t mutex;
};

/* What is asked, of whom, and how. */
struct asking {
    const char *method, *path, *body, *type, *key;
    const struct story_line *parts; /* of a multipart form, from the word `part` on */
    size_t part;
    const char *csrf;
    const char *signature;     /* Souk-Signature, or NULL */
    const char *header;        /* one more, as a whole line, or NULL */
    const struct actor *actor; /* NULL: nobody */
    bool page;
};

/* Says what is wrong with a line and counts it. */
void story_fault(struct run *run, int line, const char *what, const char *detail);

/* story_http.c */
struct answer story_ask(struct run *run, struct arena *memory, const struct asking *asking);
struct actor *story_actor(struct run *run, const char *name);

/* story_check.c: what an answer must be, and which routes were called. */
bool story_contains(json_t *whole, json_t *part);
void story_keep(struct run *run, int line, json_t *json, const char *word);
void story_check_route(struct run *run, int line, const char *method, const char *path,
                       const struct answer *answer);
int story_count_uncalled(void);

/* story_lines.c */
void story_run_line(struct run *run, const struct story_line *line);
/* Runs the lines up to "end" at once; gives how many lines that were, with the end. */
size_t story_run_together(struct run *run, const struct story_line *lines, size_t count);
struct moment story_clock(void *run);

/* story_ways.c */
void story_run_totp(struct run *run, const struct story_line *line);
void story_run_passkey(struct run *run, const struct story_line *line);
void story_clear_passkeys(struct run *run);

/* Plain: fixed addresses that need no visitor and mostly no store. */
#include "web/transport.h"

#include "base/baked.h"

static void answer_words(struct transport *transport, const char *type)
{
    answer_header(transport, "Cache-Control", "no-cache");
    answer_bytes(transport, 200, type, text_of(&transport->text), transport->text.length);
}

/* Static files ----------------------------------------------------------------------------- */

static const struct baked_file *find_static(const char *name, size_t length)
{
    for (const struct baked_file *file = baked_static; file->name; file++)
        if (strncmp(file->name, name, length) == 0 && !file->name[length])
            return file;
    return NULL;
}

const char *static_url(struct arena *memory, const char *name)
{
    const struct baked_file *file = find_static(name, strlen(name));
    return file ? arena_format(memory, "/static/%s?v=%s", file->name, file->hash) : NULL;
}

static const char *type_of(const char *name)
{
    static const char *const types[][2] = {
        { ".css", "text/css; charset=utf-8" },
        { ".js", "text/javascript; charset=utf-8" },
        { ".svg", "image/svg+xml" },
        { ".png", "image/png" },
        { ".webp", "image/webp" },
        { ".woff2", "font/woff2" },
        { ".webmanifest", "application/manifest+json" },
        { ".txt", "text/plain; charset=utf-8" },
    };
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (text_ends(name, types[i][0]))
            return types[i][1];
    return "application/octet-stream";
}

/* With the hash of its content in the address a file never changes. */
static void answer_static(struct transport *transport)
{
    const char *name = transport->target + strlen("/static/");
    size_t length = strcspn(name, "?");
    const struct baked_file *file = find_static(name, length);
    const char *accepts = transport_header(transport, "Accept-Encoding");
    const char *none = transport_header(transport, "If-None-Match");
    if (!file) {
        answer_refusal(transport, &NOT_FOUND);
        return;
    }
    bool hashed = text_starts(name + length, "?v=") && strcmp(name + length + 3, file->hash) == 0;
    bool packed = file->gzip && accepts && strstr(accepts, "gzip");
    const char *etag =
        arena_format(&transport->memory, "\"%s%s\"", file->hash, packed ? "-gz" : "");
    answer_header(transport, "ETag", etag);
    answer_header(transport, "Vary", "Accept-Encoding");
    answer_header(transport, "Cache-Control",
                  hashed ? "public, max-age=31536000, immutable" : "public, max-age=300");
    if (none && strstr(none, etag))
        answer_bytes(transport, 304, NULL, "", 0);
    else if (packed) {
        answer_header(transport, "Content-Encoding", "gzip");
        answer_bytes(transport, 200, type_of(file->name), file->gzip, file->gzip_size);
    } else
        answer_bytes(transport, 200, type_of(file->name), file->bytes, file->size);
}

static void answer_icon(struct transport *transport)
{
    answer_redirect(transport, 301, "/static/favicon.svg");
}

/* Health ----------------------------------------------------------------------------------- */

static void answer_health(struct transport *transport)
{
    text_add(&transport->text, "ok\n");
    answer_words(transport, "text/plain; charset=utf-8");
}

static void answer_ready(struct transport *transport)
{
    struct server *server = transport->server;
    struct store_tx *tx = server->stopping ? NULL : store_read(server->plan.store);
    if (!tx) {
        answer_refusal(transport, &SERVER_BUSY);
        return;
    }
    store_read_end(tx);
    answer_health(transport);
}

/* Only for who stands beside the machine: never what a proxy passed on. */
static bool from_inside(struct transport *transport)
{
    visitor_begin(transport);
    const char *address = transport->address;
    return !transport_header(transport, "X-Forwarded-For") &&
           (text_starts(address, "127.") || text_starts(address, "10.") ||
            text_starts(address, "192.168.") || strcmp(address, "::1") == 0 ||
            text_starts(address, "fd"));
}

static void add_figure(text *to, const char *name, const char *type, const char *help,
                       int64_t number)
{
    text_add_format(to, "# HELP souk_%s %s\n# TYPE souk_%s %s\nsouk_%s ", name, help, name, type,
                    name);
    text_add_int(to, number);
    text_add_char(to, '\n');
}

static void add_histogram(text *to, const struct figures *figures)
{
    static const char *const bounds[] = { "0.0005", "0.001", "0.005", "0.01",
                                          "0.05",   "0.1",   "0.5",   "+Inf" };
    long long sum = 0;
    text_add(to, "# HELP souk_request_seconds From the first byte to the last.\n"
                 "# TYPE souk_request_seconds histogram\n");
    for (size_t i = 0; i < sizeof bounds / sizeof bounds[0]; i++) {
        sum += figures->buckets[i];
        text_add_format(to, "souk_request_seconds_bucket{le=\"%s\"} %lld\n", bounds[i], sum);
    }
    text_add_format(to, "souk_request_seconds_sum %f\nsouk_request_seconds_count %lld\n",
                    (double)figures->micros / 1e6, (long long)figures->requests);
}

static void answer_metrics(struct transport *transport)
{
    struct server *server = transport->server;
    struct figures *figures = &server->figures;
    text *to = &transport->text;
    if (!from_inside(transport)) {
        answer_refusal(transport, &NOT_FOUND);
        return;
    }
    text_add(to,
             "# HELP souk_answers_total Answers by status.\n# TYPE souk_answers_total counter\n");
    for (int i = 1; i < 6; i++)
        text_add_format(to, "souk_answers_total{status=\"%dxx\"} %lld\n", i,
                        (long long)figures->by_class[i]);
    add_histogram(to, figures);
    add_figure(to, "busy_total", "counter", "Refused because the queue was full.",
               figures->queue_full);
    add_figure(to, "limited_total", "counter", "Refused because of too many requests.",
               figures->limited);
    pthread_mutex_lock(&server->queue_lock);
    size_t queued = server->queued, busy = server->busy;
    pthread_mutex_unlock(&server->queue_lock);
    add_figure(to, "queue", "gauge", "Requests that wait for an act thread.", (int64_t)queued);
    add_figure(to, "acting", "gauge", "Act threads at work.", (int64_t)busy);
    if (server->plan.store) {
        struct store_figures store = store_figures(server->plan.store);
        add_figure(to, "acts_total", "counter", "Acts given to the store.", store.acts);
        add_figure(to, "commits_total", "counter", "Commits that they shared.", store.commits);
        add_figure(to, "act_retries_total", "counter", "Acts run again.", store.retries);
        add_figure(to, "acts_queued", "gauge", "Acts that wait for the writer.", store.queued);
    }
    answer_words(transport, "text/plain; version=0.0.4; charset=utf-8");
}

/* For machines ----------------------------------------------------------------------------- */

static void answer_robots(struct transport *transport)
{
    text_add_format(&transport->text,
                    "User-agent: *\nDisallow: /cart\nDisallow: /checkout\nDisallow: /orders\n"
                    "Disallow: /account\nDisallow: /sign-in\nDisallow: /seller\n"
                    "Disallow: /operator\nDisallow: /v1/\nSitemap: %s/sitemap.xml\n",
                    transport->request.settings->url);
    answer_words(transport, "text/plain; charset=utf-8");
}

/* RFC 9116. It asks for an end; ours is a year from now, anew each time. */
static void answer_security(struct transport *transport)
{
    const struct settings *settings = transport->request.settings;
    const char *mail =
        settings->mail_from && strchr(settings->mail_from, '@') ? settings->mail_from : NULL;
    if (mail)
        text_add_format(&transport->text, "Contact: mailto:%s\n", mail);
    else
        text_add_format(&transport->text, "Contact: %s/help\n", settings->url);
    text_add(&transport->text, "Expires: ");
    moment_write(
        &transport->text,
        (struct moment){ moment_after(transport->request.now, days(365)).us / 1000000 * 1000000 });
    text_add_format(&transport->text,
                    "\nPreferred-Languages: en, ar\nCanonical: %s/.well-known/security.txt\n",
                    settings->url);
    answer_words(transport, "text/plain; charset=utf-8");
}

static void answer_change_password(struct transport *transport)
{
    answer_redirect(transport, 302, "/account/password");
}

static void answer_openapi(struct transport *transport)
{
    const char *document = transport->server->openapi;
    answer_header(transport, "Cache-Control", "public, max-age=300");
    answer_header(transport, "Access-Control-Allow-Origin", "*");
    answer_bytes(transport, 200, "application/json", document, strlen(document));
}

static const struct plain plains[] = {
    { "/.well-known/change-password", false, false, answer_change_password },
    { "/.well-known/security.txt", false, false, answer_security },
    { "/favicon.ico", false, false, answer_icon },
    { "/healthz", false, false, answer_health },
    { "/metrics", false, false, answer_metrics },
    { "/openapi.json", false, false, answer_openapi },
    { "/readyz", false, true, answer_ready },
    { "/robots.txt", false, false, answer_robots },
    { "/static/", true, false, answer_static },
};

const struct plain *plain_find(const char *target)
{
    size_t length = strcspn(target, "?");
    for (size_t i = 0; i < sizeof plains / sizeof plains[0]; i++) {
        size_t known = strlen(plains[i].path);
        if (plains[i].prefix ? length > known : length == known)
            if (strncmp(plains[i].path, target, known) == 0)
                return &plains[i];
    }
    return NULL;
}

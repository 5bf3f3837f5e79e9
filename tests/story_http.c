/* Story, asked: HTTP on loopback, by libcurl. */
#include "story_run.h"

#include <curl/curl.h>

/* HTTP ------------------------------------------------------------------------------------- */

static size_t take_body(char *bytes, size_t size, size_t count, void *to)
{
    text_add_bytes(to, bytes, size * count);
    return size * count;
}

struct actor *story_actor(struct run *run, const char *name)
{
    for (int i = 0; i < ACTORS; i++)
        if (text_same(run->actors[i].name, name))
            return &run->actors[i];
    return NULL;
}

static struct curl_slist *headers_of(const struct run *run, struct arena *memory,
                                     const struct asking *asking)
{
    const char *app = run->in_app ? "; souk_app=1" : "";
    struct curl_slist *headers =
        run->in_app && !asking->page ? curl_slist_append(NULL, "Souk-App: 1") : NULL;
    if (asking->actor && !asking->page)
        headers = curl_slist_append(
            headers, arena_format(memory, "Authorization: Bearer %s", asking->actor->key));
    if (asking->actor && asking->page)
        headers = curl_slist_append(
            headers, arena_format(memory, "Cookie: __Host-souk=%s%s", asking->actor->cookie, app));
    if (!asking->actor && asking->page)
        headers =
            curl_slist_append(headers, "Cookie: __Host-souk=nobodynobodynobodynobodynobodyno");
    if (asking->type)
        headers =
            curl_slist_append(headers, arena_format(memory, "Content-Type: %s", asking->type));
    if (asking->key)
        headers =
            curl_slist_append(headers, arena_format(memory, "Idempotency-Key: %s", asking->key));
    if (asking->signature)
        headers = curl_slist_append(headers,
                                    arena_format(memory, "Souk-Signature: %s", asking->signature));
    if (asking->header)
        headers = curl_slist_append(headers, asking->header);
    headers =
        curl_slist_append(headers, asking->page ? "Accept: text/html" : "Accept: application/json");
    return curl_slist_append(headers, "Expect:");
}

/* name=value, or name=@file with a file of tests/files. */
static curl_mime *parts_of(struct run *run, CURL *curl, struct arena *memory,
                           const struct asking *asking)
{
    curl_mime *mime = curl_mime_init(curl);
    curl_mimepart *part = curl_mime_addpart(mime);
    curl_mime_name(part, "_csrf");
    curl_mime_data(part, asking->csrf, CURL_ZERO_TERMINATED);
    for (size_t i = asking->part; i < asking->parts->count; i++) {
        const char *word = story_fill(memory, &run->variables, asking->parts->words[i]);
        const char *equals = strchr(word, '=');
        if (!equals)
            break;
        part = curl_mime_addpart(mime);
        curl_mime_name(part, arena_copy_bytes(memory, word, (size_t)(equals - word)));
        if (equals[1] == '@')
            curl_mime_filedata(part, arena_format(memory, "tests/files/%s", equals + 2));
        else
            curl_mime_data(part, equals + 1, CURL_ZERO_TERMINATED);
    }
    return mime;
}

struct answer story_ask(struct run *run, struct arena *memory, const struct asking *asking)
{
    curl_mime *mime = NULL;
    struct answer answer = { 0 };
    AUTO(text) body = { 0 };
    CURL *curl = curl_easy_init();
    struct curl_slist *headers = headers_of(run, memory, asking);
    curl_easy_setopt(curl, CURLOPT_URL,
                     arena_format(memory, "http://127.0.0.1:%d%s%s", server_port(run->server),
                                  asking->page ? "" : "/v1", asking->path));
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, asking->method);
    if (asking->parts)
        curl_easy_setopt(curl, CURLOPT_MIMEPOST, mime = parts_of(run, curl, memory, asking));
    else if (asking->body)
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, asking->body);
    else if (!text_same(asking->method, "GET"))
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, "");
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 60L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    if (curl_easy_perform(curl) == CURLE_OK) {
        char *location = NULL;
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
        curl_easy_getinfo(curl, CURLINFO_REDIRECT_URL, &location);
        const char *path = location ? strchr(location + 8, '/') : NULL;
        answer.location = arena_copy(memory, path);
    }
    curl_slist_free_all(headers);
    curl_mime_free(mime);
    curl_easy_cleanup(curl);
    answer.body = arena_copy(memory, text_of(&body));
    answer.json = asking->page ? NULL : json_loads(answer.body, JSON_DECODE_ANY, NULL);
    return answer;
}

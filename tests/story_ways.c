/* Story, ways: what a person's phone and devices say when a story asks who they are. */
#include "story_run.h"

#include "shop/accounts/accounts_passkey_check.h"
#include "shop/accounts/accounts_totp.h"

/* Base 32 as the secret is shown (RFC 4648, without padding). */
static size_t secret_bytes(const char *letters, unsigned char *to, size_t room)
{
    static const char all[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    unsigned held = 0, bits = 0;
    size_t size = 0;
    for (; *letters && strchr(all, *letters) && size < room; letters++) {
        held = held << 5 | (unsigned)(strchr(all, *letters) - all);
        bits += 5;
        if (bits >= 8)
            to[size++] = (unsigned char)(held >> (bits -= 8));
    }
    return size;
}

/* totp SECRET -> name */
void story_run_totp(struct run *run, const struct story_line *line)
{
    unsigned char secret[64];
    const char *letters =
        line->count == 4 ? story_fill(&run->memory, &run->variables, line->words[1]) : "";
    size_t size = secret_bytes(letters, secret, sizeof secret);
    if (!size || !text_same(line->words[2], "->")) {
        story_fault(run, line->number, "totp SECRET -> name", letters);
        return;
    }
    uint32_t code = totp_code(secret, size, totp_step(story_clock(run)), TOTP_DIGITS);
    story_set(&run->memory, &run->variables, line->words[3],
              arena_format(&run->memory, "%0*u", TOTP_DIGITS, code));
}

static struct soft_passkey *device_of(struct run *run, const char *name)
{
    struct soft_passkey *device = run->passkeys;
    struct soft_passkey *end = device + STORY_PASSKEYS_MAX;
    while (device < end && device->name && !text_same(device->name, name))
        device++;
    if (device == end)
        return NULL;
    device->name = name;
    return device;
}

/* For a JSON body, without the quotes around it. */
static const char *escaped(struct arena *memory, const char *raw)
{
    AUTO(text) made = { 0 };
    text_add_json(&made, raw);
    return arena_copy_bytes(memory, made.bytes + 1, made.length - 2);
}

/* passkey DEVICE create|get OPTIONS [at ORIGIN] [unverified] [spoilt] [stalled] -> name */
void story_run_passkey(struct run *run, const struct story_line *line)
{
    struct arena *memory = &run->memory;
    struct soft_passkey *device = line->count > 5 ? device_of(run, line->words[1]) : NULL;
    struct soft_wish wish = {
        .origin = passkey_party_of(memory, run->market.settings.url).origin,
    };
    const char *name = NULL;
    for (size_t i = 4; device && i < line->count; i++) {
        const char *word = line->words[i], *next = i + 1 < line->count ? line->words[i + 1] : NULL;
        if (next && text_same(word, "at"))
            wish.origin = line->words[++i];
        else if (next && text_same(word, "->"))
            name = line->words[++i];
        wish.unverified |= text_same(word, "unverified");
        wish.spoilt |= text_same(word, "spoilt");
        wish.stalled |= text_same(word, "stalled");
    }
    if (!name) {
        story_fault(run, line->number, "passkey DEVICE create|get OPTIONS ... -> name", NULL);
        return;
    }
    wish.options = story_fill(memory, &run->variables, line->words[3]);
    bool creates = text_same(line->words[2], "create");
    char *made = creates ? soft_passkey_create(memory, device, &wish)
                         : soft_passkey_get(memory, device, &wish);
    if (!made) {
        story_fault(run, line->number, "the device cannot answer that", wish.options);
        return;
    }
    story_set(memory, &run->variables, name, made);
    story_set(memory, &run->variables, arena_format(memory, "%s_json", name),
              escaped(memory, made));
}

void story_clear_passkeys(struct run *run)
{
    for (size_t i = 0; i < STORY_PASSKEYS_MAX; i++)
        soft_passkey_clear(&run->passkeys[i]);
}

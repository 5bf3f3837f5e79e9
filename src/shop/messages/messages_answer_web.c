/* Messages, on the web: a message and a thread as those see them who may. */
#include "base/id.h"
#include "base/words.h"
#include "shop/messages/messages_web.h"

enum { SHOWN_MAX = 50 };

// clang-format off
const struct field message_fields[] = {
    ID_FIELD(struct message_answer, message, "msg", .says = "The message."),
    CHOICE_FIELD(struct message_answer, side, message_sides, .says = "Who wrote it."),
    CHOICE_FIELD(struct message_answer, state, message_states,
                 .says = "A withheld one is seen by its sender only."),
    CHOICE_FIELD(struct message_answer, caution, message_cautions,
                 .says = "How much its receiver is to be warned of it."),
    BOOL_FIELD(struct message_answer, own, .says = "Who asks wrote it."),
    BOOL_FIELD(struct message_answer, may_report, .says = "Who asks may report it."),
    TEXT_FIELD(struct message_answer, words, .says = "What it says; links in it are only text."),
    TEXTS_FIELD(struct message_answer, found, .says = "What does not belong there, in words."),
    TEXTS_FIELD(struct message_answer, pictures, .says = "Paths of its pictures."),
    MOMENT_FIELD(struct message_answer, at, .says = "When."),
    { 0 },
};
const struct field thread_fields[] = {
    ID_FIELD(struct thread_answer, thread, "thr", .says = "The conversation; null: not begun."),
    CHOICE_FIELD(struct thread_answer, side, message_sides, .says = "The side of who asks."),
    TEXT_FIELD(struct thread_answer, other_name, .says = "Whom one writes with."),
    TEXT_FIELD(struct thread_answer, title, .says = "The product, or the first one of the order."),
    TEXT_FIELD(struct thread_answer, about, .says = "Path of the product or order."),
    TEXT_FIELD(struct thread_answer, post_to, .says = "Where the next message is posted."),
    ID_FIELD(struct thread_answer, product, "prd", .says = "The product, or null."),
    ID_FIELD(struct thread_answer, order, "ord", .says = "The order, or null."),
    LIST_FIELD(struct thread_answer, data, message_fields, .says = "The oldest first."),
    ID_FIELD(struct thread_answer, newest, "msg", .says = "The last of these; give it as after."),
    ID_FIELD(struct thread_answer, oldest, "msg", .says = "The first of these; give it as before."),
    BOOL_FIELD(struct thread_answer, has_more, .says = "There are older ones."),
    BOOL_FIELD(struct thread_answer, may_write, .says = "Who asks may write now."),
    BOOL_FIELD(struct thread_answer, may_block, .says = "Who asks may block the other side."),
    BOOL_FIELD(struct thread_answer, has_blocked, .says = "Who asks has blocked the other side."),
    BOOL_FIELD(struct thread_answer, may_add_picture, .says = "To the newest message."),
    TEXT_FIELD(struct thread_answer, why_not, .says = "Why nothing can be written, or null."),
    MOMENT_FIELD(struct thread_answer, paused_until, .says = "Until then nothing can be written."),
    INT_FIELD(struct thread_answer, unread, .says = "So many were not read yet."),
    { 0 },
};
// clang-format on

static void add_text(struct arena *memory, const char ***items, size_t *count, const char *words)
{
    *items = arena_room(memory, *items, *count, sizeof **items);
    (*items)[(*count)++] = words;
}

struct message_found messages_found(struct arena *memory, const struct message *message)
{
    struct message_found found = { NULL, 0 };
    for (int i = 0; i < MESSAGE_WARNINGS; i++)
        if (message->kinds >> i & 1)
            add_text(memory, &found.items, &found.count, _(message_warnings[i].words));
    if (message->suspected)
        add_text(memory, &found.items, &found.count,
                 _("It reads like messages that people found to be against the rules"));
    return found;
}

struct message_answer messages_answer(struct request *request, struct store_tx *tx,
                                      const struct message *message, enum message_side side)
{
    struct message_answer answer = {
        .message = message->message,
        .side = message->side,
        .state = message->state,
        .caution = messages_caution(message),
        .own = message->side == side,
        .may_report = message->side != side && !message->reported,
        .words = message->words,
        .at = message->at,
    };
    if (answer.caution != CAUTION_NONE) {
        struct message_found found = messages_found(request->memory, message);
        answer.found.items = found.items;
        answer.found.count = found.count;
    }
    int64_t pictures = messages_pictures(tx, message->message);
    for (int64_t i = 0; i < pictures; i++)
        add_text(request->memory, &answer.pictures.items, &answer.pictures.count,
                 arena_format(request->memory, "/messages/%s/pictures/%s/%lld",
                              id_text(request->memory, "thr", message->thread.number),
                              id_text(request->memory, "msg", message->message.number),
                              (long long)i));
    return answer;
}

const char *messages_other_name(struct store_tx *tx, struct arena *memory,
                                const struct message_thread *thread, enum message_side side)
{
    struct seller seller;
    struct account buyer;
    if (side == MESSAGE_BY_BUYER)
        return sellers_find(tx, memory, thread->seller, &seller) ? "" : seller.name;
    if (accounts_find(tx, memory, thread->buyer, &buyer))
        return "";
    char *name = arena_copy(memory, buyer.name);
    name[strcspn(name, " ")] = 0; /* a shop need not know more to answer a question */
    return name;
}

static const char *about_path(struct arena *memory, const struct message_thread *thread,
                              enum message_side side)
{
    if (thread->product.number)
        return arena_format(memory, "/products/%s", id_text(memory, "prd", thread->product.number));
    return arena_format(memory, side == MESSAGE_BY_SELLER ? "/seller/orders/%s" : "/orders/%s",
                        id_text(memory, "ord", thread->order.number));
}

static const char *post_path(struct arena *memory, const struct message_thread *thread)
{
    if (thread->thread.number)
        return arena_format(memory, "/messages/%s", id_text(memory, "thr", thread->thread.number));
    return thread->product.number ? arena_format(memory, "/products/%s/messages",
                                                 id_text(memory, "prd", thread->product.number))
                                  : arena_format(memory, "/orders/%s/messages",
                                                 id_text(memory, "ord", thread->order.number));
}

static void fill_messages(struct request *request, struct store_tx *tx,
                          const struct message_thread *thread, int64_t after, int64_t before,
                          struct thread_answer *answer)
{
    struct messages found = messages_seen(tx, request->memory, thread->thread, answer->side, after,
                                          before, SHOWN_MAX + 1);
    size_t count = found.count > SHOWN_MAX ? SHOWN_MAX : found.count;
    answer->has_more = found.count > SHOWN_MAX;
    answer->data.items = arena_array(request->memory, count, sizeof *answer->data.items);
    for (size_t i = count; i-- > 0;)
        answer->data.items[answer->data.count++] =
            messages_answer(request, tx, &found.items[i], answer->side);
    if (!count)
        return;
    const struct message_answer *newest = &answer->data.items[count - 1];
    answer->newest = newest->message;
    answer->oldest = answer->data.items[0].message;
    answer->may_add_picture = answer->may_write && before == INT64_MAX && newest->own &&
                              newest->pictures.count < MESSAGE_PICTURES_MAX;
}

void messages_fill_thread(struct request *request, struct store_tx *tx,
                          const struct message_thread *thread, enum message_side side,
                          int64_t after, int64_t before, struct thread_answer *answer)
{
    account_id own = side == MESSAGE_BY_BUYER ? thread->buyer : thread->seller_account;
    account_id other = side == MESSAGE_BY_BUYER ? thread->seller_account : thread->buyer;
    refused why_not = messages_may_write(tx, request->memory, thread, own, request->now);
    answer->thread = thread->thread;
    answer->side = side;
    answer->other_name = messages_other_name(tx, request->memory, thread, side);
    answer->title = thread->title;
    answer->about = about_path(request->memory, thread, side);
    answer->post_to = post_path(request->memory, thread);
    answer->product = thread->product;
    answer->order = thread->order;
    answer->may_write = !why_not;
    answer->why_not = why_not ? _(why_not->sentence) : NULL;
    answer->paused_until = messages_paused_until(tx, own, request->now);
    answer->has_blocked = thread->product.number && messages_blocks(tx, own, other);
    answer->may_block = thread->thread.number && thread->product.number && !answer->has_blocked;
    answer->unread = messages_unread_of(tx, thread->thread, side);
    if (thread->thread.number)
        fill_messages(request, tx, thread, after, before, answer);
}

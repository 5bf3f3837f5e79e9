/* Fuzz: any bytes as a rule's expression; what compiles is evaluated. */
#include "shop/fraud/fraud_expression.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct fraud_evaluator *evaluator;
    AUTO(arena) memory = { 0 };
    struct fraud_expression_fault fault = { -1, NULL };
    struct fraud_signals signals;
    unsigned acts = 0;
    const char *written = arena_copy_bytes(&memory, bytes, size), *problem = NULL;
    if (!evaluator)
        evaluator = fraud_evaluator_open();
    struct fraud_expression *expression =
        fraud_expression_compile(evaluator, &memory, written, &acts, &fault);
    if (!expression) {
        if (!fault.sentence || fault.at < 0 || fault.at > (int64_t)strlen(written) ||
            !text_is_utf8(fault.sentence, strlen(fault.sentence)))
            abort();
        return 0;
    }
    fraud_signals_clear(&signals);
    for (int round = 0; round < 2; round++) {
        problem = NULL;
        if ((fraud_expression_evaluate(expression, &signals, &problem) == FRAUD_FAILS) != !!problem)
            abort();
        for (int i = 0; i < FRAUD_NUMBERS; i++)
            signals.numbers[i] = (float)i * 1.7F;
        for (int i = 0; i < FRAUD_WORDS; i++)
            signals.words[i] = written;
    }
    fraud_expression_free(expression);
    return 0;
}

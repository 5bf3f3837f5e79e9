/* Fraud, on the web: what handlers of sensitive acts share. */
#pragma once

#include "shop/fraud/fraud.h"
#include "web/route.h"

/* The hand behind a request. */
struct fraud_visit fraud_visit_of(const struct request *request);

/* After the act: NULL when nothing stopped it. When challenged, a code is sent and the browser is
 * led to the page for it; when refused, to where a person can be asked. */
refused fraud_stop(struct request *request, const struct fraud_judgement *judgement);

extern const struct route fraud_challenge_routes[];

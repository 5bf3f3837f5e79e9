/* Cases, inside: what the files of this module share. */
#pragma once

#include "shop/cases/cases.h"

const char *cases_state_name(enum case_state state);
/* Where an act that was refused is done once more: "/cart". */
const char *cases_again_path(enum fraud_act act);

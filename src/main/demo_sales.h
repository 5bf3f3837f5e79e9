/* Demo, sales: the next year of the calendar, and one that is on. */
#pragma once

#include "main/demo.h"

refused demo_plan_sales(struct demo *demo);
/* A few flash deals: running, and coming. */
refused demo_run_deals(struct demo *demo);

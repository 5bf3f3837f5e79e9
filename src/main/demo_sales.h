/* Demo, sales: the next year of the calendar, and one that is on. */
#pragma once

#include "main/demo.h"

refused demo_plan_sales(struct demo *demo);

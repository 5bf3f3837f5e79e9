/* Demo, after the sale: what buyers say of what they have, and of what is wrong with it. */
#pragma once

#include "main/demo.h"

refused demo_review(struct demo *demo);
/* Disputes in every state, a few of each. */
refused demo_dispute(struct demo *demo);
/* Some shops guarantee more than the market does. */
refused demo_guarantee(struct demo *demo);
/* Buyers and sellers write to each other, in their languages; one seller plays tricks. */
refused demo_talk(struct demo *demo);

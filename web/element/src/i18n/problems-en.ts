/** English for problems that a person can mend in the settings of a view: what to change there, in place of a request's fields. */

import { scorecard } from "../views/scorecard/en";
import { plural } from "./plural";
import type { ProblemWords } from "./problems-zh";

const OTHER_EVENT = `Choose another one under “${scorecard.target}”.`;

/** Where a code is not here, the module's own message stands. */
export const problemsEn: Record<string, (words: ProblemWords) => string> = {
  nothing_to_run: ({ text }) =>
    `The portrait knows columns by their names, and this table has none of those that it begins with, such as ${text("missing")}. Rename the columns that mean the same in your file and open it again. The other analyses take columns of any name.`,
  no_column_left: ({ text }) =>
    `None of ${plural(text("n_columns"), "column")} enters the card. Lower “${scorecard.minIv}”, or choose another event under “${scorecard.target}”.`,
  target_not_binary: ({ text }) => `The column ${text("column")} holds more than 0 and 1, so it says of no event whether it happened: choose another column.`,
  no_bads: ({ text }) => `The event ${text("column")} happened to none of ${plural(text("n_rows"), "customer")}. ${OTHER_EVENT}`,
  no_goods: ({ text }) => `The event ${text("column")} happened to every one of ${plural(text("n_rows"), "customer")}. ${OTHER_EVENT}`,
};

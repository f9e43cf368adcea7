/** Defines `<gridfolk-whatif>`. */

import "./whatif-element";

export type * from "./whatif-types";

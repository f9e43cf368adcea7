/** What parts of a view ask about its table, which another one may be taking the place of. */

import type { Client } from "../client/client";

/**
 * The answer about a table. What fails while another one is on its way may have met that one: it is asked anew where the
 * table stays, and there is no answer where it does not.
 */
export async function ofTable<Answer>(client: Client, isShown: () => boolean, ask: () => Promise<Answer>): Promise<Answer | undefined> {
  for (;;) {
    const { nTables } = client;
    try {
      return await ask();
    } catch (thrown) {
      if (client.nTables === nTables) throw thrown;
      if (!isShown()) return undefined;
    }
  }
}

/** Saved searches over D1's own SQL: deleted ones go, and what still refers to one does not stop that. */
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { MAX_DELETED_SEARCHES } from "../../shared/contracts/saved-search.ts";
import { sqliteD1 } from "../../tests/support/sqlite-d1.ts";
import { createSavedSearchStore } from "./saved-search-store.ts";

test("a search with a subscription outlives the oldest deleted ones, and the deletion goes through", async () => {
  const sqlite = new DatabaseSync(":memory:");
  const store = createSavedSearchStore(sqliteD1(sqlite));
  sqlite.exec(`
    insert into users (id, name, email, username, created_at, updated_at) values ('lin', 'Lin', 'lin@example.com', 'lin', 0, 0);
    with recursive n(i) as (select 0 union all select i + 1 from n where i < ${MAX_DELETED_SEARCHES + 2})
      insert into saved_searches (id, owner_id, kind, name, query, shared, created_at, updated_at, deleted_at)
      select 's' || i, 'lin', 'jobs', 's' || i, '', 0, 0, 0, 1 + i from n;
    insert into subscriptions (id, owner_id, search_id, channel, kinds, time_zone, language, unsubscribe_token, through,
      created_at, updated_at)
      values ('sub', 'lin', 's0', 'feed', '["new"]', 'Asia/Shanghai', 'zh', 't', 0, 0, 0);
    insert into saved_searches (id, owner_id, kind, name, query, shared, created_at, updated_at)
      values ('live', 'lin', 'jobs', 'live', '', 0, 0, 0)`);
  await store.delete({ id: "live", ownerId: "lin" } as never, 9000);
  const left = sqlite.prepare("select id from saved_searches where id in ('s0', 's1', 'live')").all();
  expect(left.map(({ id }) => id).sort()).toEqual(["live", "s0"]);
});

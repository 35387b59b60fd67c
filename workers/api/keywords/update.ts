import { createRoute } from "@hono/zod-openapi";
import { Keyword, KeywordChange } from "../../../shared/contracts/keyword.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf, audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { unwrap } from "../http/unwrap.ts";
import { operation } from "../operation.ts";
import type { Services } from "../services.ts";
import { checkAgainstPlatform, keywordError } from "./check-keyword.ts";
import { exampleWaitingKeyword } from "./examples.ts";
import { KeywordIdParam, keywordInReach, ledgerOf } from "./find-ledger.ts";

const route = createRoute({
  operationId: "updateKeyword",
  method: "patch",
  path: "/api/v1/keywords/{id}",
  tags: ["keywords"],
  summary: "Change priority, city or channel; another city or channel is another search and starts anew",
  request: { params: KeywordIdParam, body: jsonBody(KeywordChange, { priority: 10, city: "上海" }) },
  responses: {
    200: okResponse("The keyword after it", Keyword, {
      ...exampleWaitingKeyword,
      priority: 10,
      city: "上海",
    }),
    ...errorResponses(400, 404, 409, 413, 415, 422),
  },
});

export const updateKeyword = operation("keywords:write", route, async (c) => {
  const services = c.get("services");
  const { id } = c.req.valid("param");
  const { keyword: before } = await keywordInReach(services, principalOf(c), id);
  const change = await checkedChange(services, before, c.req.valid("json"));
  await assertFree(services, before, change);
  const after = unwrap(await ledgerOf(services, id).update(id, change, actorOf(c)));
  audit(c, {
    action: "keyword.update",
    record: `keyword:${id}`,
    before: edited(before),
    after: edited(after),
  });
  return ok(c, after);
});

const edited = ({ priority, city, channel, state }: Keyword) => ({ priority, city, channel, state });

/** The change with the city's common name. @throws ApiError validation_failed when the platform can't crawl the search */
async function checkedChange(
  services: Services,
  { platform, keyword, city, channel, priority }: Keyword,
  change: KeywordChange,
): Promise<KeywordChange> {
  if (change.city === undefined && change.channel === undefined) return change;
  const wanted = {
    platform,
    keyword,
    priority,
    city: change.city ?? city,
    channel: change.channel ?? channel,
  };
  const checked = checkAgainstPlatform(wanted, await services.dictionaries.cities());
  if ("problems" in checked) throw keywordError(checked.problems);
  return change.city === undefined ? change : { ...change, city: checked.item.city };
}

/**
 * A search stands in the ledger that its words lead to. A keyword keeps its own ledger after an edit, so all ledgers of
 * the platform are asked; its own checks once more, in the transaction of the change.
 * @throws ApiError conflict
 */
async function assertFree(services: Services, before: Keyword, change: KeywordChange): Promise<void> {
  const { keyword, city, channel } = { ...before, ...change };
  if (city === before.city && channel === before.channel) return;
  const found = await Promise.all(
    services.ledgers(before.platform).map((ledger) => ledger.findSearch({ keyword, city, channel })),
  );
  const twin = found.find((id) => id !== null && id !== before.id);
  // Without the id: the other keyword may be outside the caller's reach.
  if (twin) throw new ApiError("conflict", "this search exists already: the same keyword, city and channel");
}

import { createRoute, z } from "@hono/zod-openapi";
import { CompanyKey, CompanyState, QueuedCompany } from "../../../shared/contracts/company-ledger.ts";
import { Platform } from "../../../shared/contracts/platform.ts";
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { maskAnswer } from "../../../shared/platforms/recruiter-mask.ts";
import { exampleQueuedCompany } from "../companies/examples.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { refuseHidden } from "../http/hidden-contacts.ts";
import { operation } from "../operation.ts";

const route = createRoute({
  operationId: "listCompanyQueue",
  method: "get",
  path: "/api/v1/company-queue",
  tags: ["companies"],
  summary: "List the cleaning queue, latest change first",
  request: {
    query: z.strictObject({
      platform: Platform.optional(),
      state: CompanyState.optional(),
      search: z.string().trim().min(1).max(100).optional().describe("Part of the name, or the whole key"),
      limit: limitParam(200, 50),
      cursor: cursorParam,
    }),
  },
  responses: {
    200: okResponse("A page of the queue", pageOf(QueuedCompany), {
      items: [exampleQueuedCompany],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf(
  "company-queue",
  z.tuple([
    z.number().int().nonnegative(),
    CompanyKey,
    z
      .int()
      .min(0)
      .max(PLATFORMS.length - 1),
  ]),
);
const orderOf = (platform: Platform) => PLATFORMS.indexOf(platform);

export const listCompanyQueue = operation("read", route, async (c) => {
  const services = c.get("services");
  const { platform, limit, state, search, cursor: position } = c.req.valid("query");
  const { seesRecruiters } = principalOf(c);
  refuseHidden({ text: search }, seesRecruiters, "search");
  const at = cursor.decode(position);
  const lists = await Promise.all(
    (platform ? [platform] : PLATFORMS).map((name) => {
      const after = at && { changed_at: at[0], company_key: at[1], inclusive: orderOf(name) > at[2] };
      return services.companyLedger(name).list({ state, search }, limit + 1, after);
    }),
  );
  const rows = lists
    .flat()
    .sort(
      (a, b) =>
        b.changed_at - a.changed_at ||
        Number(a.company_key < b.company_key) - Number(a.company_key > b.company_key) ||
        orderOf(a.platform) - orderOf(b.platform),
    );
  const page = toPage(rows, limit, (last) =>
    cursor.encode([last.changed_at, last.company_key, orderOf(last.platform)]),
  );
  return ok(c, seesRecruiters ? page : { ...page, items: page.items.filter((row) => mayFind(row, search)) });
});

/** Whether the row has the words as it is shown to a caller from whom contacts are hidden. */
function mayFind({ name, company_key }: QueuedCompany, search: string | undefined): boolean {
  if (search === undefined || company_key === search) return true;
  return (maskAnswer({ name }).name ?? "").toLowerCase().includes(search.toLowerCase());
}

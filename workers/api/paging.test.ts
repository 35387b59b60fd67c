/** Every list is paged (E1): it takes a limit and a cursor, and its pages together are the list. */
import { describe, expect, test } from "vitest";
import { testApi } from "../../tests/edge/api/test-api.ts";
import { OPERATIONS } from "./operations.ts";

interface Shape {
  shape?: Record<string, Shape>;
}
interface Described {
  operationId: string;
  method: string;
  path: string;
  request?: { query?: Shape };
  responses: Record<string, { content?: Record<string, { schema?: unknown }> }>;
}

const routes = OPERATIONS.map(({ route }) => route as unknown as Described);
/** What these answer is one figure with a bound of its own, whose parts are no rows to page through. */
const isFigure = ({ path, operationId }: Described) =>
  path.startsWith("/api/v1/analytics/") && operationId !== "listFigureMethods";

const lists = routes.filter((route) => {
  const { method, responses } = route;
  if (isFigure(route)) return false;
  const schema = responses["200"]?.content?.["application/json"]?.schema as Shape | undefined;
  return method === "get" && schema?.shape?.data?.shape?.items !== undefined;
});

test("the lists are found", () => {
  expect(lists.map(({ operationId }) => operationId)).toEqual(
    expect.arrayContaining([
      "listKeywords",
      "listCities",
      "listRoles",
      "listFailedPages",
      "listSeenRebuilds",
    ]),
  );
});

describe.each(lists)("$operationId", ({ request, responses }) => {
  test("takes a limit and a cursor, and answers the next one", () => {
    expect(Object.keys(request?.query?.shape ?? {})).toEqual(expect.arrayContaining(["limit", "cursor"]));
    const schema = responses["200"]?.content?.["application/json"]?.schema as Shape;
    expect(Object.keys(schema.shape?.data?.shape ?? {})).toContain("next_cursor");
  });
});

/** The stores of these are D1's, which this API has not; `whole-list.ts` or their own tests page them. */
const IN_D1 = [
  "listSeenRebuilds",
  "listUploadFindings",
  "listPushTargets",
  "listApiKeys",
  "listUsers",
  "listRoles",
  "listDepartments",
  "listMenus",
  "listPermissions",
  "listScopes",
  "listSavedSearches",
  "listExports",
  "listBulkActions",
  "listSchedules",
  "listRecleans",
  "listSnapshots",
  "listCompanyDecisions",
  "listSkills",
  "listSkillEdits",
  "listAlerts",
  "listAlertRules",
  "listAlertChannels",
  "listAlertMessages",
  "listSubscriptions",
  "listWebhookEndpoints",
  "listWebhookDeliveries",
  "listTaskFiles",
];

/** These need a query, and their own tests page them. */
const WITH_QUERY = ["listNextKeywords"];

/** Lists of a record are tested with their record. */
const whole = lists.filter(
  ({ path, operationId }) =>
    !path.includes("{") && !IN_D1.includes(operationId) && !WITH_QUERY.includes(operationId),
);

describe.each(whole)("$operationId", ({ path }) => {
  test("its pages together are the list", async () => {
    const { call } = testApi();
    interface List {
      items: unknown[];
      next_cursor: string | null;
    }
    const address = path.replace("/api/v1", "");
    const all = await call<List>("GET", address);
    expect(all.status).toBe(200);
    const limit = Math.max(1, Math.ceil(all.data.items.length / 3));
    const items: unknown[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: { data: List } = await call(
        "GET",
        `${address}?limit=${limit}${cursor && `&cursor=${cursor}`}`,
      );
      expect(page.data.items.length).toBeLessThanOrEqual(limit);
      items.push(...page.data.items);
      cursor = page.data.next_cursor;
    }
    expect(items).toEqual(all.data.items);
    expect(await call("GET", `${address}?cursor=nonsense`)).toMatchObject({
      status: 400,
      code: "invalid_cursor",
    });
  });
});

/**
 * Makes one good request for an operation from its own examples: the shared suites send it as many callers. An
 * operation of a known noun needs nothing here; a new noun needs an entry in `RECORDS`.
 */
import type { DescribedRoute } from "../../../workers/api/operation.ts";
import { FAILED_PAGES_PREFIX } from "../../../workers/crawl/failed-page.ts";
import { type IdentityApi, PASSWORD } from "./identity-api.ts";
import {
  makeDictionaryVersion,
  makeFailedDelivery,
  makeKeyword,
  makeSavedSearch,
  makeSchedule,
  type Owner,
  RECORDS,
} from "./records.ts";

export interface Sample {
  method: string;
  /** The path is below `/api/v1` and has its parameters filled in, with the query. */
  path: string;
  json?: unknown;
  body?: string;
  headers?: Record<string, string>;
}

/** These values are for parameters that name no record of the database. */
const PARAMETERS: Readonly<Record<string, string>> = {
  platform: "boss",
  kind: "city",
  action: "pause",
  number: "1",
  name: "clean-up",
  job_key: "gone",
  company_key: "gone",
  delivery_id: "delivery-1",
  dimension: "city",
  queue: "default",
  group: "tasks",
  socket: "9b1c7f34-0c53-4a0e-8a3a-6f1d2c9e7b55",
  day: "2026-11-23",
  file: "jobs.parquet",
  key: encodeURIComponent(`${FAILED_PAGES_PREFIX}boss/gone.html`),
};

/** These operations need a query. */
const QUERIES: Readonly<Record<string, string>> = {
  showSkillValue: "?of=Java",
  showMetricHistory: "?name=jobdata_ingest_waiting_rows",
  showQualityTrend: "?platform=boss&field=city",
  diffDictionary: "?from=0&to=0",
  listNextKeywords: "?platform=boss",
  previewSchedule: "?cron=*/5+*+*+*+*",
  previewScheduleBackfill: "?from=0&to=1",
  storeFailedPage: "?fence=1&page=1&status=403&outcome=blocked&reason=x",
};

/**
 * These bodies replace an example that names records which the test does not have, or grants more than its
 * caller has.
 */
const BODIES: Readonly<Record<string, (api: IdentityApi, owner: Owner) => unknown>> = {
  actOnKeywords: async (api, owner) => ({ ids: [await makeKeyword(api, owner)] }),
  createApiKey: () => ({
    name: "suite",
    scopes: ["keys:write"],
    expires_at: null,
    current_password: PASSWORD,
  }),
  createSubscription: async (api, owner) => ({
    search_id: await makeSavedSearch(api, owner, false),
    channel: "mail",
  }),
  replayWebhookDeliveries: async (api, owner) => ({
    endpoint_id: (await makeFailedDelivery(api, owner)).endpointId,
  }),
  createRole: () => ({ name: "new role", reach: "own", permission_ids: [], menu_ids: [] }),
  updateRole: () => ({ description: "other" }),
  // The example of the import makes the term of the other example.
  createSkillEdit: () => ({
    action: "set",
    terms: [{ text: "suite", kind: "skill", skill: "Suite", in_text: "no" }],
  }),
  createUser: (_, { departmentId }) => ({
    username: "new.user",
    name: "New",
    email: "new.user@example.com",
    department_id: departmentId,
    role_ids: [],
  }),
  updateUser: () => ({ name: "Other" }),
};

export const nounOf = (path: string): string => path.split("/")[3] ?? "";

/** Only a node's own key may call these: with any other key the caller gets as far as that check. */
const isNodeProtocol = ({ tags }: DescribedRoute) => tags?.includes("node protocol") ?? false;

async function fill(route: DescribedRoute, name: string, api: IdentityApi, owner: Owner): Promise<string> {
  if (name === "keyword_id") return makeKeyword(api, owner);
  if (name === "id") {
    if (isNodeProtocol(route)) return crypto.randomUUID();
    const kind = RECORDS[nounOf(route.path)];
    if (!kind) throw new Error(`tests/edge/api/records.ts makes no record for ${route.path}`);
    return kind.make(api, owner, route.path.endsWith("/restore"), route.path);
  }
  // Only the platform's own jobs have a default to go back to.
  if (name === "name" && nounOf(route.path) === "schedules" && !/\/(reset|dry-run)$/.test(route.path))
    return makeSchedule(api, route.path);
  if (name === "message_id") return (await makeFailedDelivery(api, owner)).id;
  if (name === "version") return makeDictionaryVersion(api);
  const value = PARAMETERS[name];
  if (value === undefined) throw new Error(`sample-requests.ts has no value of {${name}} for ${route.path}`);
  return value;
}

/** @param owner owns the record that the request is about */
export async function sampleRequest(api: IdentityApi, route: DescribedRoute, owner: Owner): Promise<Sample> {
  const { operationId } = route;
  let path = route.path.replace("/api/v1", "");
  for (const [parameter, name = ""] of path.matchAll(/\{(\w+)\}/g))
    path = path.replace(parameter, await fill(route, name, api, owner));
  const sample = { method: route.method.toUpperCase(), path: path + (QUERIES[operationId] ?? "") };
  const content = (route.request?.body ?? route.requestBody)?.content ?? {};
  const [type, media] = Object.entries(content)[0] ?? [];
  if (type === undefined) return sample;
  if (type === "application/json") {
    const changed = await BODIES[operationId]?.(api, owner);
    return { ...sample, json: changed ?? media?.example };
  }
  return { ...sample, body: String(media?.example), headers: { "content-type": type } };
}

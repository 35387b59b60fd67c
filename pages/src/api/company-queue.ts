/** The cleaning queue: its list, one company of it, timelines, and what people do with companies. */
import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import type {
  CompanyEvent,
  CompanyState,
  CompanyWork,
  QueuedCompany,
} from "../../../shared/contracts/company-ledger.ts";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { api, dataOf } from "./client.ts";
import { COMPANIES_KEY } from "./companies.ts";
import { liveKeysetPages, PAGE_ROWS } from "./keyset.ts";

export interface QueueFilter {
  platform?: Platform;
  state?: CompanyState;
  /** Part of the name, or the whole key. */
  search?: string;
}

export interface CompanyId {
  platform: Platform;
  company_key: string;
}

const QUEUE_KEY = ["company-queue"];
/** The pages look this often at work that goes on. */
const LIVE_MS = 2000;

/** Call it after a change: the lists of companies show their state too. */
export const refreshCompanies = (client: QueryClient) =>
  Promise.all([
    client.invalidateQueries({ queryKey: QUEUE_KEY }),
    client.invalidateQueries({ queryKey: COMPANIES_KEY }),
  ]);

export const companyQueue = (filter: QueueFilter) =>
  infiniteQueryOptions({
    queryKey: [...QUEUE_KEY, "list", filter],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api["company-queue"].$get(
          { query: { ...filter, limit: PAGE_ROWS, cursor: pageParam } },
          { init: { signal } },
        ),
        signal,
      ),
    ...liveKeysetPages<QueuedCompany>(LIVE_MS),
  });

export const queueStats = queryOptions({
  queryKey: [...QUEUE_KEY, "stats"],
  queryFn: ({ signal }) => dataOf(api["company-queue"].stats.$get({}, { init: { signal } }), signal),
  refetchInterval: 5000,
});

const PULL_STATES: ReadonlySet<string> = new Set(["pending", "queued", "running", "partial"]);

/** Are the company's postings being pulled, or will they be without anybody asking? */
export const isPulled = (company: QueuedCompany | null | undefined): boolean =>
  PULL_STATES.has(company?.pull?.state ?? "");

/** Do lanes work on the company, or will they without anybody asking? */
const isAtWork = (company: QueuedCompany | null | undefined): boolean =>
  (company?.due_at ?? null) !== null ||
  company?.state === "queued" ||
  company?.state === "running" ||
  isPulled(company);

/** It is fetched every 2 s while lanes work on the company, else every 15 s. */
export const queuedCompany = ({ platform, company_key }: CompanyId) =>
  queryOptions({
    queryKey: [...QUEUE_KEY, "one", platform, company_key],
    queryFn: ({ signal }) =>
      dataOf(
        api["company-queue"][":platform"][":company_key"].$get(
          { param: { platform, company_key } },
          { init: { signal } },
        ),
        signal,
      ),
    refetchInterval: ({ state: { data } }) => (isAtWork(data) ? LIVE_MS : 15_000),
  });

export const companyEvents = ({ platform, company_key }: CompanyId, work: CompanyWork) =>
  infiniteQueryOptions({
    queryKey: [...QUEUE_KEY, "events", platform, company_key, work],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api.companies[":platform"][":company_key"].events.$get(
          { param: { platform, company_key }, query: { work, limit: PAGE_ROWS, cursor: pageParam } },
          { init: { signal } },
        ),
        signal,
      ),
    ...liveKeysetPages<CompanyEvent>(3000),
  });

/** The route of each action of a person on a company. */
export const COMPANY_ROUTES = {
  clean: "POST /api/v1/companies/{platform}/{company_key}/clean",
  pull: "POST /api/v1/companies/{platform}/{company_key}/pull-jobs",
  stop: "POST /api/v1/companies/{platform}/{company_key}/stop-pull",
  retry: "POST /api/v1/company-queue/{platform}/{company_key}/retry",
  remove: "DELETE /api/v1/company-queue/{platform}/{company_key}",
} as const;
export type CompanyAction = keyof typeof COMPANY_ROUTES;

/** @throws ApiFailure `invalid_state` when the company's state does not allow it */
export function actOnCompany({ platform, company_key }: CompanyId, action: CompanyAction): Promise<unknown> {
  const param = { platform, company_key };
  const company = api.companies[":platform"][":company_key"];
  const queued = api["company-queue"][":platform"][":company_key"];
  switch (action) {
    case "clean":
      return dataOf(company.clean.$post({ param, json: {} }));
    case "pull":
      return dataOf(company["pull-jobs"].$post({ param, json: {} }));
    case "stop":
      return dataOf(company["stop-pull"].$post({ param }));
    case "retry":
      return dataOf(queued.retry.$post({ param }));
    case "remove":
      return dataOf(queued.$delete({ param }));
  }
}

/** What the operations on companies and their queue share. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import {
  CompanyKey,
  type CompanyLedgerApi,
  type QueuedCompany,
} from "../../../shared/contracts/company-ledger.ts";
import { Priority } from "../../../shared/contracts/keyword.ts";
import { Platform } from "../../../shared/contracts/platform.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { type ApiEnv, audit } from "../http/context.ts";
import { jsonBody } from "../http/json-body.ts";
import type { Services } from "../services.ts";

export const CompanyParam = z.object({ platform: Platform, company_key: CompanyKey });
type CompanyParam = z.infer<typeof CompanyParam>;

export const recordOf = ({ platform, company_key }: CompanyParam) => `company:${platform}:${company_key}`;

/** Work that a person asked for comes before companies of the schedule (0) and keywords of the usual priority. */
const ASKED_PRIORITY = 8;

/** The request of an operation that asks for work on a company. */
export const WORK_REQUEST = {
  params: CompanyParam,
  body: jsonBody(
    z.strictObject({
      priority: Priority.default(ASKED_PRIORITY).describe("Within the platform's cleaning queue"),
    }),
    { priority: ASKED_PRIORITY },
  ),
};

/** What an operation changes of a company, for the audit log. */
export const auditedOf = (company: QueuedCompany | null) =>
  company && {
    state: company.state,
    priority: company.priority,
    pull: company.pull && { state: company.pull.state, priority: company.pull.priority },
  };

/**
 * Changes a company in the queue of its platform, and notes for the audit log how it was before and after.
 * @param action as the audit log names it
 */
export async function changeQueued<Changed extends QueuedCompany | null>(
  c: Context<ApiEnv>,
  company: CompanyParam,
  action: string,
  change: (ledger: CompanyLedgerApi) => Promise<Changed>,
): Promise<Changed> {
  const ledger = c.get("services").companyLedger(company.platform);
  const before = await ledger.get(company.company_key);
  const after = await change(ledger);
  audit(c, { action, record: recordOf(company), before: auditedOf(before), after: auditedOf(after) });
  return after;
}

/**
 * The company by its stored name: only companies of stored postings are asked for, so that nobody has the site asked
 * for keys that he made up.
 * @throws ApiError not_found; invalid_state where the edge sends no requests to the platform
 */
export async function storedCompany(services: Services, { platform, company_key }: CompanyParam) {
  if (services.config.platforms[platform].runs_on === "nodes") {
    throw new ApiError(
      "invalid_state",
      `${platform} is crawled by external nodes only, which do keywords only`,
    );
  }
  const stored = await services.companies.show(platform, company_key);
  if (!stored) throw new ApiError("not_found", `no company ${company_key} of ${platform}`);
  return { company_key, name: stored.full_name ?? stored.name };
}

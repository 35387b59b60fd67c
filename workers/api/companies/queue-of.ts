/** What the operations on companies and their queue share. */
import { z } from "@hono/zod-openapi";
import { CompanyKey, type QueuedCompany } from "../../../shared/contracts/company-ledger.ts";
import { Platform } from "../../../shared/contracts/platform.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import type { Services } from "../services.ts";

export const CompanyParam = z.object({ platform: Platform, company_key: CompanyKey });
type CompanyParam = z.infer<typeof CompanyParam>;

export const recordOf = ({ platform, company_key }: CompanyParam) => `company:${platform}:${company_key}`;

/** What an operation changes of a company, for the audit log. */
export const auditedOf = (company: QueuedCompany | null) =>
  company && {
    state: company.state,
    priority: company.priority,
    pull: company.pull && { state: company.pull.state, priority: company.pull.priority },
  };

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

/** The same company found on several platforms: who decided what, and what waits for a person. */
import { z } from "zod";
import { PAIR_KINDS } from "./company-pair-kinds.ts";
import { Platform } from "./platform.ts";

/** Why a row of companies belongs to its company. */
export const LINK_REASONS = ["own", "credit_code", "name", "person"] as const;
export const LinkReason = z.enum(LINK_REASONS);
export type LinkReason = z.infer<typeof LinkReason>;

export const PairKind = z.enum(PAIR_KINDS);
export type PairKind = z.infer<typeof PairKind>;

/** What a person decides about two companies. */
export const VERDICTS = ["same", "different", "branch"] as const;
export const Verdict = z.enum(VERDICTS);
export type Verdict = z.infer<typeof Verdict>;

/** A company as one platform knows it. */
export const CompanyRef = z.object({ platform: Platform, company_key: z.string().min(1).max(200) });
export type CompanyRef = z.infer<typeof CompanyRef>;

/** One decision names at most this many companies beside the first. */
export const MAX_DECIDED = 50;

/** Id of a company over all platforms: that of its smallest row, `platform:company_key`. */
export const companyRowId = ({ platform, company_key }: CompanyRef): string => `${platform}:${company_key}`;

/** @param id made by {@link companyRowId} @throws ZodError for one of no platform */
export function companyRefOf(id: string): CompanyRef {
  const at = id.indexOf(":");
  return { platform: Platform.parse(id.slice(0, at)), company_key: id.slice(at + 1) };
}

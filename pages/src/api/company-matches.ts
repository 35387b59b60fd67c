/** Companies that may be one: the pairs that wait, what was decided, and what belongs to one company. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { PairKind } from "../../../shared/contracts/company-match.ts";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { api, dataOf } from "./client.ts";
import { keysetPages, PAGE_ROWS } from "./keyset.ts";
import type { BodyOf, CompanyDecisionView, CompanyPairView } from "./types.ts";

/** Root of every query key below. */
export const COMPANY_MATCHES_KEY = ["company-matches"];

interface CompanyPairFilter {
  kind?: PairKind;
  platform?: Platform;
  text?: string;
}

export const companyPairs = ({ kind, platform, text }: CompanyPairFilter) =>
  infiniteQueryOptions({
    queryKey: [...COMPANY_MATCHES_KEY, "pairs", kind, platform, text],
    queryFn: ({ pageParam, signal }) =>
      dataOf(
        api["company-pairs"].$get(
          {
            query: {
              kind: kind && [kind],
              platform: platform && [platform],
              text,
              limit: PAGE_ROWS,
              cursor: pageParam,
            },
          },
          { init: { signal } },
        ),
        signal,
      ),
    ...keysetPages<CompanyPairView>(),
  });

export const companyDecisions = infiniteQueryOptions({
  queryKey: [...COMPANY_MATCHES_KEY, "decisions"],
  queryFn: ({ pageParam, signal }) =>
    dataOf(
      api["company-decisions"].$get({ query: { limit: PAGE_ROWS, cursor: pageParam } }, { init: { signal } }),
      signal,
    ),
  ...keysetPages<CompanyDecisionView>(),
});

export const companyLinks = (platform: Platform, companyKey: string) =>
  queryOptions({
    queryKey: [...COMPANY_MATCHES_KEY, "links", platform, companyKey],
    queryFn: ({ signal }) =>
      dataOf(
        api.companies[":platform"][":company_key"].links.$get(
          { param: { platform, company_key: companyKey } },
          { init: { signal } },
        ),
        signal,
      ),
  });

type NewDecision = BodyOf<(typeof api)["company-decisions"]["$post"]>;
export const decideCompanies = (json: NewDecision) => dataOf(api["company-decisions"].$post({ json }));
export const undoDecision = (id: string) =>
  dataOf(api["company-decisions"][":id"].undo.$post({ param: { id } }));

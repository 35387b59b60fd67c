/** Coverage: estimates per city and per group of keywords, and the keywords worth adding next. */
import { infiniteQueryOptions } from "@tanstack/react-query";
import type { CityCoverage, GroupCoverage, NextKeyword } from "../../../shared/contracts/coverage.ts";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { addDays, chinaDayOf } from "../../../shared/domain/china-day.ts";
import { api, dataOf } from "./client.ts";
import { keysetPages } from "./keyset.ts";

export interface CoverageFilter {
  platform?: Platform;
  /** The city of the postings; for the next keywords, the city to search. */
  city?: string;
  /** Days of the period, today included. */
  days?: number;
}

export const DEFAULT_DAYS = 30;
/** An estimate costs the database more than a row of a list. */
const ROWS = "20";

/** Root of every query key below. */
export const COVERAGE_KEY = ["coverage"];

const firstDay = ({ days = DEFAULT_DAYS }: CoverageFilter): string =>
  addDays(chinaDayOf(Date.now()), 1 - days);

export const cityCoverage = (filter: CoverageFilter) =>
  infiniteQueryOptions({
    queryKey: [...COVERAGE_KEY, "cities", filter],
    queryFn: ({ pageParam, signal }) => {
      const { platform, city } = filter;
      const query = { platform, city, from: firstDay(filter), limit: ROWS, cursor: pageParam };
      return dataOf(api.coverage.$get({ query }, { init: { signal } }), signal);
    },
    ...keysetPages<CityCoverage>(),
  });

export const groupCoverage = (filter: CoverageFilter) =>
  infiniteQueryOptions({
    queryKey: [...COVERAGE_KEY, "groups", filter],
    queryFn: ({ pageParam, signal }) => {
      const query = { platform: filter.platform, from: firstDay(filter), limit: ROWS, cursor: pageParam };
      return dataOf(api.coverage["keyword-groups"].$get({ query }, { init: { signal } }), signal);
    },
    ...keysetPages<GroupCoverage>(),
  });

export const nextKeywords = (filter: CoverageFilter & { platform: Platform }) =>
  infiniteQueryOptions({
    queryKey: [...COVERAGE_KEY, "next", filter],
    queryFn: ({ pageParam, signal }) => {
      const { platform, city } = filter;
      const query = { platform, city, from: firstDay(filter), limit: ROWS, cursor: pageParam };
      return dataOf(api.coverage["next-keywords"].$get({ query }, { init: { signal } }), signal);
    },
    ...keysetPages<NextKeyword>(),
  });

/** Figures over postings. Each takes the whole filter of postings. */
import { queryOptions } from "@tanstack/react-query";
import type { FigureDimension } from "../../../shared/contracts/figures.ts";
import type { JobFilter } from "../../../shared/contracts/job-filter.ts";
import { api, dataOf } from "./client.ts";

/** The server refreshes its figures every few minutes, so an answer is kept this long. */
const FRESH_MS = 60_000;

/** @param call asks for the figure that the name and the options identify */
const figure = <Options extends object, Data>(
  name: string,
  options: Options,
  call: (init: { init: { signal: AbortSignal } }, signal: AbortSignal) => Promise<Data>,
) =>
  queryOptions({
    queryKey: ["figures", name, options],
    queryFn: ({ signal }) => call({ init: { signal } }, signal),
    staleTime: FRESH_MS,
  });

const { analytics } = api;

export const figureOverview = (filter: JobFilter) =>
  figure("overview", filter, (init, signal) =>
    dataOf(analytics.overview.$get({ query: filter }, init), signal),
  );

export const figureTrend = (filter: JobFilter) =>
  figure("trend", filter, (init, signal) => dataOf(analytics.trend.$get({ query: filter }, init), signal));

export function figureDistribution(filter: JobFilter, dimension: FigureDimension) {
  return figure("distribution", { ...filter, dimension }, (init, signal) =>
    dataOf(analytics.distributions[":dimension"].$get({ param: { dimension }, query: filter }, init), signal),
  );
}

export function figureSalary(filter: JobFilter, by: FigureDimension, sort: "n" | "median") {
  const options = { ...filter, by, sort };
  return figure("salary", options, (init, signal) =>
    dataOf(analytics.salary.$get({ query: options }, init), signal),
  );
}

export const figureSalaryMatrix = (filter: JobFilter) =>
  figure("salary-matrix", filter, (init, signal) =>
    dataOf(analytics["salary-matrix"].$get({ query: filter }, init), signal),
  );

/** @param version of the method; the current one when undefined */
export function figureSkillValue(filter: JobFilter, skill: string, version: number | undefined) {
  const options = { ...filter, of: skill, method_version: version };
  return figure("skill-value", options, (init, signal) =>
    dataOf(analytics["skill-value"].$get({ query: options }, init), signal),
  );
}

export const figureCompanies = (filter: JobFilter) =>
  figure("companies", filter, (init, signal) =>
    dataOf(analytics.companies.$get({ query: filter }, init), signal),
  );

export function figureRisingSkills(filter: JobFilter, direction: "rising" | "falling") {
  const options = { ...filter, direction };
  return figure("rising-skills", options, (init, signal) =>
    dataOf(analytics["rising-skills"].$get({ query: options }, init), signal),
  );
}

export const figureReposts = (filter: JobFilter) =>
  figure("reposts", filter, (init, signal) =>
    dataOf(analytics.reposts.$get({ query: filter }, init), signal),
  );

/** @param by one curve for each value of it; one of all postings when undefined */
export function figureLife(filter: JobFilter, by: FigureDimension | undefined) {
  const options = { ...filter, by };
  return figure("life", options, (init, signal) =>
    dataOf(analytics.life.$get({ query: options }, init), signal),
  );
}

export const figureWorkingTime = (filter: JobFilter) =>
  figure("working-time", filter, (init, signal) =>
    dataOf(analytics["working-time"].$get({ query: filter }, init), signal),
  );

/** The API compares at most this many keywords or platforms. */
export const MAX_COMPARED = 6;

export function figureComparison(filter: JobFilter, by: "keyword" | "platform") {
  const options = { ...filter, [by]: filter[by]?.slice(0, MAX_COMPARED), by };
  return figure("comparison", options, (init, signal) =>
    dataOf(analytics.comparison.$get({ query: options }, init), signal),
  );
}

/** The methods by which figures are computed change only with a deploy. */
export const figureMethods = queryOptions({
  queryKey: ["figure-methods"],
  queryFn: ({ signal }) => dataOf(analytics.methods.$get({ query: {} }, { init: { signal } }), signal),
  staleTime: Number.POSITIVE_INFINITY,
});

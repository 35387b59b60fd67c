/** Figures over postings. Each takes the whole filter of postings. */
import { queryOptions } from "@tanstack/react-query";
import type { FigureDimension } from "../../../shared/contracts/figures.ts";
import type { JobFilter } from "../../../shared/contracts/job-filter.ts";
import { api, dataOf } from "./client.ts";

/** The server refreshes its figures every few minutes: an answer is not asked for again before. */
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

const { figures } = api;

export const figureOverview = (filter: JobFilter) =>
  figure("overview", filter, (init, signal) =>
    dataOf(figures.overview.$get({ query: filter }, init), signal),
  );

export const figureTrend = (filter: JobFilter) =>
  figure("trend", filter, (init, signal) => dataOf(figures.trend.$get({ query: filter }, init), signal));

export function figureDistribution(filter: JobFilter, by: FigureDimension) {
  const options = { ...filter, by };
  return figure("distribution", options, (init, signal) =>
    dataOf(figures.distribution.$get({ query: options }, init), signal),
  );
}

export function figureSalary(filter: JobFilter, by: FigureDimension, sort: "n" | "median") {
  const options = { ...filter, by, sort };
  return figure("salary", options, (init, signal) =>
    dataOf(figures.salary.$get({ query: options }, init), signal),
  );
}

export const figureSalaryMatrix = (filter: JobFilter) =>
  figure("salary-matrix", filter, (init, signal) =>
    dataOf(figures["salary-matrix"].$get({ query: filter }, init), signal),
  );

export function figureSkillValue(filter: JobFilter, skill: string) {
  const options = { ...filter, of: skill };
  return figure("skill-value", options, (init, signal) =>
    dataOf(figures["skill-value"].$get({ query: options }, init), signal),
  );
}

export const figureCompanies = (filter: JobFilter) =>
  figure("companies", filter, (init, signal) =>
    dataOf(figures.companies.$get({ query: filter }, init), signal),
  );

export function figureRisingSkills(filter: JobFilter, direction: "rising" | "falling") {
  const options = { ...filter, direction };
  return figure("rising-skills", options, (init, signal) =>
    dataOf(figures["rising-skills"].$get({ query: options }, init), signal),
  );
}

export const figureReposts = (filter: JobFilter) =>
  figure("reposts", filter, (init, signal) => dataOf(figures.reposts.$get({ query: filter }, init), signal));

export const figureWorkingTime = (filter: JobFilter) =>
  figure("working-time", filter, (init, signal) =>
    dataOf(figures["working-time"].$get({ query: filter }, init), signal),
  );

export function figureComparison(filter: JobFilter, by: "keyword" | "platform") {
  const options = { ...filter, by };
  return figure("comparison", options, (init, signal) =>
    dataOf(figures.comparison.$get({ query: options }, init), signal),
  );
}

/** All figures by name, and those that are computed ahead because they take no filter. */
import {
  COMPARED_DIMENSIONS,
  FIGURE_DIMENSIONS,
  MAX_COMPARED,
  SALARY_SORTS,
} from "../../shared/contracts/figures.ts";
import { companies } from "./companies.ts";
import { comparison } from "./comparison.ts";
import { distribution } from "./distribution.ts";
import { life } from "./life.ts";
import { overview } from "./overview.ts";
import { reposts } from "./reposts.ts";
import { risingSkills } from "./rising-skills.ts";
import { salary } from "./salary.ts";
import { salaryMatrix } from "./salary-matrix.ts";
import { skillValue } from "./skill-value.ts";
import { trend } from "./trend.ts";
import { workingTime } from "./working-time.ts";

export const FIGURES = {
  overview,
  trend,
  distribution,
  salary,
  salary_matrix: salaryMatrix,
  skill_value: skillValue,
  companies,
  rising_skills: risingSkills,
  reposts,
  life,
  working_time: workingTime,
  comparison,
} as const;

export type Figures = typeof FIGURES;
export type FigureName = keyof Figures;
export type OptionsOf<Name extends FigureName> = Parameters<Figures[Name]["compute"]>[2];
export type BodyOf<Name extends FigureName> = Awaited<ReturnType<Figures[Name]["compute"]>>;

/** Values that an answer shows at most; figures computed ahead have as many. */
export const MAX_VALUES = 100;
export const MAX_MATRIX_CITIES = 20;

export interface Stored {
  name: FigureName;
  options: object;
  limit: number;
}

const of = <Name extends FigureName>(name: Name, options: OptionsOf<Name>, limit = MAX_VALUES): Stored => ({
  name,
  options: options as object,
  limit,
});

export const STORED: readonly Stored[] = [
  of("overview", {}),
  of("trend", {}),
  ...FIGURE_DIMENSIONS.map((dimension) => of("distribution", { dimension })),
  ...[null, ...FIGURE_DIMENSIONS].flatMap((by) => SALARY_SORTS.map((sort) => of("salary", { by, sort }))),
  of("salary_matrix", {}, MAX_MATRIX_CITIES),
  of("companies", {}),
  of("rising_skills", { direction: "rising" }),
  of("rising_skills", { direction: "falling" }),
  of("reposts", {}),
  of("life", { by: null }),
  of("working_time", {}),
  ...COMPARED_DIMENSIONS.map((by) => of("comparison", { by }, MAX_COMPARED)),
];

/** Name under which a figure is stored: another method or other options have another one. */
export const storedName = (name: FigureName, version: number, options: object): string =>
  `${name}/${version}?${new URLSearchParams(
    Object.entries(options)
      .map(([key, value]): [string, string] => [key, String(value)])
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  )}`;

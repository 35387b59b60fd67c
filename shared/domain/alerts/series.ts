/** Tells series of one metric apart by their labels. */
import type { Sample } from "../../contracts/metrics.ts";

type LabelsOf = Sample["labels"];

const byName = ([a]: [string, string], [b]: [string, string]): number => (a < b ? -1 : 1);

/** @returns JSON of the labels in the order of their names, so that equal labels are equal texts */
export const seriesOf = (labels: LabelsOf): string =>
  JSON.stringify(Object.fromEntries(Object.entries(labels).sort(byName)));

/** True when the sample has each of the labels. */
export const hasLabels = (sample: Sample, wanted: Record<string, string>): boolean =>
  Object.entries(wanted).every(([name, value]) => (sample.labels as Record<string, string>)[name] === value);

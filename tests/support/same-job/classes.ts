/** The classes of labelled pairs. */
export const SAME_CLASSES = ["full", "semantic", "temporal", "partial"] as const;
export const OTHER_CLASSES = [
  "company and title, other place or salary (real)",
  "other district",
  "other salary level",
  "agency for several firms",
  "another job in the same text",
  "firms that differ in one token",
  "titles that differ in one token",
  "met through a third posting",
] as const;
export type PairClass = (typeof SAME_CLASSES)[number] | (typeof OTHER_CLASSES)[number];

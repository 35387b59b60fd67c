/** The cost bench counts in these shapes. */

/** A class of objects, or another part of the bill. */
export type Part = string;
/** Number of operations by their name in the price table. */
export type Counts = Record<Part, Record<string, number>>;

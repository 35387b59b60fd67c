/** Kinds of pairs of companies. They stand apart, because the dashboard does without zod. */

/**
 * Why two companies may be one: the same name with another legal form, without one, with another place or none, or the
 * brand alone.
 */
export const PAIR_KINDS = ["form", "no_form", "place", "short"] as const;

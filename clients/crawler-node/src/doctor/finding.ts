/** Result of one check of the doctor. */
export interface Finding {
  check: string;
  ok: boolean;
  /** A node cannot work when this check fails. */
  needed: boolean;
  /** What the check found. */
  detail: string;
  /** What to do; null when nothing is wrong. */
  todo: string | null;
}

/** The finding of a check that passed. */
export const fine = (check: string, detail: string): Finding => ({
  check,
  ok: true,
  needed: true,
  detail,
  todo: null,
});

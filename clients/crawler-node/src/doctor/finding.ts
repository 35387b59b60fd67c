/** What one check of the doctor came to. */
export interface Finding {
  check: string;
  ok: boolean;
  /** A node cannot work without it. */
  needed: boolean;
  /** What was found. */
  detail: string;
  /** What to do; null when all is well. */
  todo: string | null;
}

/** A check that went well. */
export const fine = (check: string, detail: string): Finding => ({
  check,
  ok: true,
  needed: true,
  detail,
  todo: null,
});

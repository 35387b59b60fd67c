/** Counts since the program started. */
export interface NodeTotals {
  pages: number;
  rows: number;
  failedPages: number;
}

/** One line of the table. */
export interface Result {
  what: string;
  against: string;
  /** Null: only printed. */
  target: { is: "at least" | "at most"; value: number } | null;
  unit: "ratio" | "per second" | "MB" | "ms" | "count";
  median: number;
  min: number;
  max: number;
  rounds: number;
  /** Rounds thrown away because of stolen time. */
  repeated: number;
  /** Greatest share of stolen CPU time in the rounds kept, 0 to 1; null where rounds are not what counts. */
  steal: number | null;
  /** Figures behind the line, and what each side did. */
  notes: string[];
}

/** Where a peer is not installed: the line says so. */
export interface Missing {
  what: string;
  missing: string;
}

export function isMet({ target, median }: Result): boolean | null {
  if (target === null) return null;
  return target.is === "at least" ? median >= target.value : median <= target.value;
}

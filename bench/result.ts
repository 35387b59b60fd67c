/** One line of the table. */
export interface Result {
  what: string;
  against: string;
  /** A result with null is only printed. */
  target: { is: "at least" | "at most"; value: number } | null;
  unit: "ratio" | "per second" | "MB" | "ms" | "count" | "USD";
  median: number;
  min: number;
  max: number;
  rounds: number;
  /** This many rounds were thrown away because of stolen time. */
  repeated: number;
  /** Greatest share of stolen CPU time in the rounds kept, 0 to 1; null where rounds are not what counts. */
  steal: number | null;
  /** Notes give the figures behind the line, and what each side did. */
  notes: string[];
}

/** This line replaces a result when a peer is not installed. */
export interface Missing {
  what: string;
  missing: string;
}

export function isMet({ target, median }: Result): boolean | null {
  if (target === null) return null;
  return target.is === "at least" ? median >= target.value : median <= target.value;
}

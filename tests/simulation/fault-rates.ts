/** How often what goes wrong, as shares of the calls. */
export interface FaultRates {
  /** A call of an object that is lost before it arrives, or whose answer is lost. */
  call: number;
  /** A call that takes up to 90 s. */
  slow: number;
  /** A message of a queue: lost, and delivered twice. */
  drop: number;
  double: number;
  /** A call of R2, of ClickHouse, of D1. */
  blob: number;
  insert: number;
  database: number;
  /** Rows that ClickHouse refuses. */
  refused: number;
  /** Answers of the site that are no page of results. */
  site: number;
  /** An alarm that fires late. */
  lateAlarm: number;
}

export const USUAL_FAULTS: FaultRates = {
  call: 0.01,
  slow: 0.002,
  drop: 0.03,
  double: 0.05,
  blob: 0.01,
  insert: 0.03,
  database: 0.003,
  refused: 0.005,
  site: 0.01,
  lateAlarm: 0.1,
};

export const FAULTLESS: FaultRates = {
  call: 0,
  slow: 0,
  drop: 0,
  double: 0,
  blob: 0,
  insert: 0,
  database: 0,
  refused: 0,
  site: 0,
  lateAlarm: 0,
};

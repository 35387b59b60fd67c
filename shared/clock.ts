/** Where time comes from; injected, so that a test decides what time it is. */
export interface Clock {
  /** Unix ms. */
  now(): number;
}

/** A clock that can also be waited on. */
export interface SleepingClock extends Clock {
  /** @param ms how long to wait; 0 and less resolve at once */
  sleep(ms: number): Promise<void>;
}

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

/**
 * Time and chance of a Durable Object. Objects take both from here and nowhere else, so that tests decide them and a
 * simulated history can be played again.
 */
export interface ObjectClock extends Clock {
  /** Uniform in [0, 1). */
  random(): number;
  /** Bytes that nobody can guess. */
  randomBytes(count: number): Uint8Array;
  /** A UUID that nobody can guess. */
  uuid(): string;
}

export const systemClock: ObjectClock = {
  now: () => Date.now(),
  random: () => Math.random(),
  randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  uuid: () => crypto.randomUUID(),
};

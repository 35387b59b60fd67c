/**
 * One alarm for many timers. Arms no earlier than now + 1 ms (an alarm set for "now" from inside `alarm()`
 * stalls) and writes only when the alarm must ring earlier than it would: a lease that is renewed moves its
 * timer later, the alarm then rings once for nothing and is set again. No timer left: no alarm.
 */
export class AlarmTimer {
  readonly #storage: DurableObjectStorage;
  /** Unix ms the alarm is set for, as far as this instance knows. */
  #armedAt: number | null = null;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** After construction: what an earlier instance left. */
  async restore(): Promise<void> {
    this.#armedAt = await this.#storage.getAlarm();
  }

  /** Call first inside `alarm()`: the alarm has rung and is gone. */
  rung(): void {
    this.#armedAt = null;
  }

  /**
   * @param next Unix ms of the earliest timer; null for none
   * @param now Unix ms
   */
  async arm(next: number | null, now: number): Promise<void> {
    if (next === null) {
      if (this.#armedAt === null) return;
      this.#armedAt = null;
      return this.#storage.deleteAlarm();
    }
    const at = Math.max(next, now + 1);
    if (this.#armedAt !== null && this.#armedAt <= at) return;
    this.#armedAt = at;
    return this.#storage.setAlarm(at);
  }
}

/**
 * Serves many timers with the object's one alarm. It arms the alarm no earlier than now + 1 ms, because an alarm
 * set for "now" from inside `alarm()` stalls. It writes only when the alarm must fire earlier than it would: a
 * renewed lease moves its timer later, so the alarm fires once for nothing and is armed again. Without a timer
 * there is no alarm.
 */
export class AlarmTimer {
  readonly #storage: DurableObjectStorage;
  /** Unix ms at which the alarm fires, as far as this instance knows. */
  #armedAt: number | null = null;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** Reads the alarm that an earlier instance left; call it on construction. */
  async restore(): Promise<void> {
    this.#armedAt = await this.#storage.getAlarm();
  }

  /** Call it first inside `alarm()`: the alarm has fired and is gone. */
  fired(): void {
    this.#armedAt = null;
  }

  /** @param at Unix ms */
  firesBy(at: number): boolean {
    return this.#armedAt !== null && this.#armedAt <= at;
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
    // An alarm that is late is armed again, because its time says nothing about when it fires.
    if (this.#armedAt !== null && this.#armedAt > now && this.#armedAt <= at) return;
    this.#armedAt = at;
    return this.#storage.setAlarm(at);
  }
}

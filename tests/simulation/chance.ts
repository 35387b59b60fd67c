/** Seeded chance. */

/** The seed of a step: it depends on the step's place only, so that leaving other steps out does not change it. */
export function seedOf(seed: number, step: number): number {
  let mixed = (Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(step + 1, 0x85ebca6b)) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

/** Mulberry32. */
export class Chance {
  #state = 0;
  #ids = 0;

  reseed(seed: number): void {
    this.#state = seed | 0;
  }

  /** Uniform in [0, 1). */
  readonly next = (): number => {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    const state = this.#state;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };

  /** A whole number from 0 up to `count`, which it does not reach. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  happens(share: number): boolean {
    return share > 0 && this.next() < share;
  }

  pick<T>(list: readonly T[]): T | undefined {
    return list[this.below(list.length)];
  }

  /** Ids count up: those of a 32-bit state would repeat within a run. */
  readonly uuid = (): string => {
    const count = (++this.#ids).toString(16).padStart(12, "0");
    return `${(seedOf(7, this.#ids) >>> 0).toString(16).padStart(8, "0")}-0000-4000-8000-${count}`;
  };

  readonly randomBytes = (count: number): Uint8Array => {
    const bytes = new Uint8Array(count);
    const view = new DataView(bytes.buffer);
    if (count >= 8) view.setUint32(count - 4, ++this.#ids);
    for (let at = 0; at < count - 4; at++) bytes[at] = this.below(256);
    return bytes;
  };
}

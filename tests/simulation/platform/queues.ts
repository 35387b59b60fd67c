/** Queues that lose, double, reorder and delay their messages. Reordering comes of the delays. */
import type { Life, World } from "../world.ts";

/** Tries of a message whose consumer threw. */
const MAX_RETRIES = 3;
const RETRY_MS = 10_000;
/** Consumers of one queue at a time. */
const MAX_CONCURRENCY = 3;
/** A message whose consumer died is delivered again after this. */
const VISIBLE_AGAIN_MS = 900_000;

type Consumer = (message: unknown) => Promise<void>;

export class Queues {
  readonly consumers = new Map<string, Consumer>();
  readonly #world: World;
  /** Consumers at work, by queue. */
  readonly #running = new Map<string, number>();
  /** Messages that wait for a free consumer. */
  readonly #waiting = new Map<string, (() => void)[]>();

  constructor(world: World) {
    this.#world = world;
  }

  binding(name: string): { send(message: unknown): Promise<void> } {
    return {
      send: (message) =>
        this.#world.call(
          `send to ${name}`,
          () => {
            this.#deliverLater(name, structuredClone(message), 0);
          },
          this.#world.rates.call,
        ),
    };
  }

  #deliverLater(name: string, message: unknown, tries: number, delayMs?: number): void {
    const { chance, rates } = this.#world;
    if (chance.happens(rates.drop)) {
      this.#world.note(() => `a message of ${name} is lost`);
      return;
    }
    const copies = chance.happens(rates.double) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      const ms = delayMs ?? (this.#world.isCalm ? 50 : chance.between(5, 3000));
      this.#world.plan(
        ms,
        () => `${name} delivers ${JSON.stringify(message)}`,
        () => this.#whenFree(name, () => void this.#deliver(name, message, tries)),
      );
    }
  }

  #whenFree(name: string, start: () => void): void {
    const running = this.#running.get(name) ?? 0;
    if (running < MAX_CONCURRENCY) {
      this.#running.set(name, running + 1);
      start();
      return;
    }
    const waiting = this.#waiting.get(name) ?? [];
    waiting.push(start);
    this.#waiting.set(name, waiting);
  }

  #free(name: string): void {
    const next = this.#waiting.get(name)?.shift();
    if (next) next();
    else this.#running.set(name, (this.#running.get(name) ?? 1) - 1);
  }

  async #deliver(name: string, message: unknown, tries: number): Promise<void> {
    const consumer = this.consumers.get(name);
    if (!consumer) return this.#free(name);
    const life: Life = this.#world.begin(`consumer of ${name}`);
    let isOver = false;
    const over = () => {
      if (!isOver) this.#free(name);
      isOver = true;
    };
    life.onDeath.push(() => {
      over();
      this.#deliverLater(name, message, tries, VISIBLE_AGAIN_MS);
    });
    try {
      await this.#world.within(life, () => consumer(message));
      if (!life.isDead) over();
    } catch (error) {
      if (life.isDead) return;
      this.#world.ended(`the consumer of ${name}`, error);
      over();
      if (tries < MAX_RETRIES) this.#deliverLater(name, message, tries + 1, RETRY_MS * 2 ** tries);
    } finally {
      this.#world.end(life);
    }
  }
}

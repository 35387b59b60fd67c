/** Counts the requests of a board for tests: how often, for which pages, how many concurrently. */
import type { Route } from "./board.ts";

const bump = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);

export class Statistics {
  #requests = new Map<string, number>();
  /** Number of answers by (keyword, city, filters, page) as JSON. */
  #pages = new Map<string, number>();
  #faulted = new Map<string, number>();
  #inFlight = 0;
  #maxInFlight = 0;

  begin(): void {
    this.#maxInFlight = Math.max(this.#maxInFlight, ++this.#inFlight);
  }

  end(): void {
    this.#inFlight--;
  }

  request(name: string): void {
    bump(this.#requests, name);
  }

  served({ target, search }: Route): void {
    if (target !== "list" || !search) return;
    const { keyword, city, filters, page } = search;
    bump(this.#pages, JSON.stringify([keyword, city, Object.entries(filters).sort(), page]));
  }

  faulted(kind: string): void {
    bump(this.#faulted, kind);
  }

  reset(): void {
    this.#requests.clear();
    this.#pages.clear();
    this.#faulted.clear();
    this.#maxInFlight = this.#inFlight;
  }

  read() {
    const pages = [...this.#pages].map(([id, times]) => {
      const [keyword, city, filters, page] = JSON.parse(id);
      return { keyword, city, filters: Object.fromEntries(filters), page, times };
    });
    return {
      requests: Object.fromEntries(this.#requests),
      pages,
      list_pages: pages.reduce((sum, { times }) => sum + times, 0),
      in_flight: this.#inFlight,
      max_in_flight: this.#maxInFlight,
      faulted: Object.fromEntries(this.#faulted),
    };
  }
}

/** Commands that come with a heartbeat's answer: each is carried out once, and told of until the API has heard. */
import type { Heartbeat, NodeCommand } from "../../../../shared/contracts/node-api.ts";

type Done = Heartbeat["done"][number];

export interface CommandActions {
  pause(): void;
  resume(): void;
  drain(): void;
  stop(): void;
  pace(delayMs: number | undefined, slots: number | undefined): string;
}

const REMEMBERED = 1000;
const MOST_DONE = 50;

export class Commands {
  readonly #actions: CommandActions;
  readonly #version: string;
  readonly #known = new Map<string, Done>();
  #waiting: Done[] = [];

  constructor(actions: CommandActions, version: string) {
    this.#actions = actions;
    this.#version = version;
  }

  /** What the next heartbeat tells. */
  done(): Done[] {
    return this.#waiting.slice(0, MOST_DONE);
  }

  /** The API has heard of these. */
  heard(told: readonly Done[]): void {
    const ids = new Set(told.map(({ id }) => id));
    this.#waiting = this.#waiting.filter(({ id }) => !ids.has(id));
  }

  /** @returns those carried out now; one that came before is only told of again */
  take(commands: readonly NodeCommand[]): { command: NodeCommand; done: Done }[] {
    return commands.flatMap((command) => {
      const known = this.#known.get(command.id);
      if (known) {
        if (!this.#waiting.includes(known)) this.#waiting.push(known);
        return [];
      }
      const done = { id: command.id, ...this.#carryOut(command) };
      this.#known.set(command.id, done);
      const [oldest] = this.#known.keys();
      if (this.#known.size > REMEMBERED && oldest) this.#known.delete(oldest);
      this.#waiting.push(done);
      return [{ command, done }];
    });
  }

  #carryOut({ kind, delay_ms, slots, version }: NodeCommand): Omit<Done, "id"> {
    switch (kind) {
      case "pause":
        this.#actions.pause();
        return { ok: true, message: "gives its work back, takes nothing new" };
      case "resume":
        this.#actions.resume();
        return { ok: true, message: "takes work again" };
      case "drain":
        this.#actions.drain();
        return { ok: true, message: "ends what is begun, takes nothing new" };
      case "stop":
        this.#actions.stop();
        return { ok: true, message: "finishes the page, gives its work back and exits" };
      case "pace":
        if (delay_ms === undefined && slots === undefined)
          return { ok: false, message: "neither delay_ms nor slots is given" };
        return { ok: true, message: this.#actions.pace(delay_ms, slots) };
      case "package": {
        const wanted = version ? `jobdata-node@${version}` : "the version wanted";
        const message = `this build runs ${this.#version} and cannot change itself; install ${wanted} on its machine and start it again`;
        return { ok: false, message };
      }
    }
  }
}

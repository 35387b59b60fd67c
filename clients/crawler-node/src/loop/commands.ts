/** Commands that come with a heartbeat's answer: each is carried out once, and reported until the API confirms it. */
import QuickLRU from "quick-lru";
import type { Heartbeat, NodeCommand } from "../../../../shared/contracts/node-api.ts";

type Done = Heartbeat["done"][number];

export interface CommandActions {
  pause(): void;
  resume(): void;
  drain(): void;
  stop(): void;
  /** @returns the pace from now on, in words */
  pace(delayMs: number | undefined, slots: number | undefined): string;
}

const MAX_KNOWN = 1000;
/** Results in one heartbeat. */
const MAX_DONE = 50;

export class Commands {
  readonly #actions: CommandActions;
  readonly #version: string;
  readonly #known = new QuickLRU<string, Done>({ maxSize: MAX_KNOWN });
  #unconfirmed: Done[] = [];

  constructor(actions: CommandActions, version: string) {
    this.#actions = actions;
    this.#version = version;
  }

  /** Results for the next heartbeat. */
  done(): Done[] {
    return this.#unconfirmed.slice(0, MAX_DONE);
  }

  /** The API has received these results. */
  confirmed(done: readonly Done[]): void {
    const ids = new Set(done.map(({ id }) => id));
    this.#unconfirmed = this.#unconfirmed.filter(({ id }) => !ids.has(id));
  }

  /** @returns the commands carried out now; one that came before is only reported again */
  take(commands: readonly NodeCommand[]): { command: NodeCommand; done: Done }[] {
    return commands.flatMap((command) => {
      const known = this.#known.get(command.id);
      if (known) {
        if (!this.#unconfirmed.includes(known)) this.#unconfirmed.push(known);
        return [];
      }
      const done = { id: command.id, ...this.#carryOut(command) };
      this.#known.set(command.id, done);
      this.#unconfirmed.push(done);
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

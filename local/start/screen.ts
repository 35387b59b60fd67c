/**
 * The output for a person: permanent lines, and on a terminal a few lines below them that are redrawn (running steps,
 * progress bars). Output to a file or a pipe has only permanent lines.
 */
import pc from "picocolors";

const SPINNER = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const FRAME_MS = 100;
const UP_AND_CLEAR = "\x1b[1A\x1b[2K";

export interface Output {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

export class Screen {
  readonly #output: Output;
  readonly #steps = new Map<string, number>();
  #bars: string[] = [];
  #drawn = 0;
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(output: Output) {
    this.#output = output;
    if (output.isTTY) {
      this.#timer = setInterval(() => this.#draw(), FRAME_MS);
      this.#timer.unref();
    }
  }

  get isLive(): boolean {
    return this.#timer !== null;
  }

  /** Prints a permanent line. */
  line(text = ""): void {
    this.#wipe();
    this.#output.write(`${text}\n`);
    this.#draw();
  }

  /** Runs a step: a spinner while it runs, a tick with its time and `detail` when it is done. */
  async step<T>(title: string, work: () => Promise<T>, detail: (result: T) => string = () => ""): Promise<T> {
    const startedAt = Date.now();
    this.#steps.set(title, startedAt);
    try {
      const result = await work();
      this.#steps.delete(title);
      this.line(`${pc.green("✓")} ${title} ${pc.dim(`${secondsSince(startedAt)} ${detail(result)}`.trim())}`);
      return result;
    } catch (error) {
      this.#steps.delete(title);
      this.line(`${pc.red("✗")} ${title} ${pc.dim(secondsSince(startedAt))}`);
      throw error;
    }
  }

  /** Replaces the redrawn lines; an empty list removes them. */
  bars(lines: string[]): void {
    this.#bars = lines;
    this.#draw();
  }

  close(): void {
    this.#wipe();
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  #draw(): void {
    if (!this.#timer) return;
    this.#wipe();
    const frame = SPINNER[Math.floor(Date.now() / FRAME_MS) % SPINNER.length];
    const steps = [...this.#steps].map(
      ([title, startedAt]) => `${pc.cyan(frame)} ${title} ${pc.dim(secondsSince(startedAt))}`,
    );
    const lines = [...steps, ...this.#bars];
    // A line that wraps would take two rows, and one of them would not be erased.
    const width = (this.#output.columns ?? 80) - 1;
    this.#output.write(lines.map((line) => `${cut(line, width)}\n`).join(""));
    this.#drawn = lines.length;
  }

  #wipe(): void {
    if (this.#drawn > 0) this.#output.write(UP_AND_CLEAR.repeat(this.#drawn));
    this.#drawn = 0;
  }
}

/** Width of a label before what it labels. */
const LABEL = 13;

/** Puts parts behind a label, separated by three spaces; a part that no longer fits begins a line of its own. */
export function wrapParts(label: string, parts: readonly string[], columns: number): string[] {
  const lines: string[] = [];
  for (const part of parts.filter((text) => text !== "")) {
    const last = lines.at(-1);
    const longer = last === undefined ? "" : `${last}   ${part}`;
    if (last !== undefined && longer.length <= columns) lines[lines.length - 1] = longer;
    else lines.push(`${(last === undefined ? label : "").padEnd(LABEL)}${part}`);
  }
  return lines;
}

const secondsSince = (startedAt: number) => `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;

/** Cuts a line to `width` visible characters; colour codes have no width. */
function cut(line: string, width: number): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes start with the escape character
  const pieces = line.split(/(\x1b\[[0-9;]*m)/);
  let room = width;
  const kept = pieces.map((piece, index) => {
    if (index % 2 === 1) return piece;
    const text = [...piece].slice(0, Math.max(0, room)).join("");
    room -= [...piece].length;
    return text;
  });
  return kept.join("");
}

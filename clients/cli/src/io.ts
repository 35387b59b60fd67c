/** What a command sees of the process around it. A test gives it its own. */

export interface Output {
  /** Resolves when more may be written. */
  write(text: string | Uint8Array): Promise<void>;
  readonly isTTY: boolean;
  /** Columns of the terminal; undefined when it is not one. */
  readonly columns: number | undefined;
}

export interface Input {
  readonly isTTY: boolean;
  /** @throws Error when there are more than `maxBytes` */
  readAll(maxBytes: number): Promise<Uint8Array>;
  /** Asks on the terminal. @param hidden shows nothing of what is typed @returns null at Ctrl-C or the end */
  ask(question: string, hidden: boolean): Promise<string | null>;
}

export interface Io {
  env: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  cwd: string;
  /** Id of the user that runs the program; null where the system has none. */
  userId: number | null;
  input: Input;
  out: Output;
  err: Output;
  now(): number;
  sleep(ms: number): Promise<void>;
}

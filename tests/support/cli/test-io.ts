/** Runs the command line inside the test, with its own environment, terminal and folders. */
import type { Input, Io, Output } from "../../../clients/cli/src/io.ts";

export interface TestIo extends Io {
  /** What was written so far. */
  text(): { out: string; err: string };
}

export interface IoOptions {
  env?: Record<string, string>;
  /** The standard input; null: a terminal at which `answers` are typed. */
  stdin?: string | null;
  answers?: string[];
  /** Columns of the terminal; undefined: the output is a file. */
  columns?: number;
  cwd?: string;
  platform?: NodeJS.Platform;
}

export function testIo(options: IoOptions = {}): TestIo {
  const { env = {}, stdin = "", columns, cwd = "/", platform = process.platform } = options;
  const answers = [...(options.answers ?? [])];
  const written = { out: "", err: "" };
  const output = (name: "out" | "err"): Output => {
    const decoder = new TextDecoder();
    return {
      write: async (text) => {
        written[name] += typeof text === "string" ? text : decoder.decode(text, { stream: true });
      },
      isTTY: columns !== undefined,
      columns,
    };
  };
  const input: Input = {
    isTTY: stdin === null,
    readAll: async () => new TextEncoder().encode(stdin ?? ""),
    ask: async () => answers.shift() ?? null,
  };
  return {
    env,
    platform,
    cwd,
    userId: process.getuid?.() ?? null,
    input,
    out: output("out"),
    err: output("err"),
    now: Date.now,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    text: () => ({ ...written }),
  };
}

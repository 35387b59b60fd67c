/** Exit codes, as `--help` and docs/cli.md list them. */
export const EXIT = { ok: 0, failed: 1, usage: 2, refused: 3, notFound: 4, unreachable: 5 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The command cannot go on; its message is one sentence for people. */
export class CliError extends Error {
  readonly exit: ExitCode;
  readonly code: string;

  /** @param code stable name of the reason, for programs */
  constructor(exit: ExitCode, code: string, message: string) {
    super(message);
    this.name = "CliError";
    this.exit = exit;
    this.code = code;
  }
}

export const usageError = (message: string) => new CliError(EXIT.usage, "usage", message);
export const failedError = (code: string, message: string) => new CliError(EXIT.failed, code, message);

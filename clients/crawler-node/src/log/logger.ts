/** The node's log: JSON lines for programs, or lines that people can read; neither holds a secret. */
import { createLogger, type Logger } from "../../../../shared/log.ts";
import { prettyLine } from "./pretty.ts";

export interface NodeLoggerOptions {
  /** Lines for people. */
  pretty: boolean;
  /** Values that must never show, wherever they stand. */
  secrets: readonly string[];
  write(line: string): void;
}

export const createNodeLogger = ({ pretty, secrets, write }: NodeLoggerOptions): Logger =>
  createLogger({}, { secrets, write, format: pretty ? prettyLine : undefined });

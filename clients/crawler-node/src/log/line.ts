export type Level = "info" | "warn" | "error";

/** One line of the log, before it is written as JSON or for people. */
export type LogLine = { time: string; level: Level; message: string } & Record<string, unknown>;

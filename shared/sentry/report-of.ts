/** The reporter of a configuration; nothing is sent without SENTRY_DSN. */
import type { Config } from "../config.ts";
import { createReporter, newSentLately, type ReportError } from "./reporter.ts";

const isolateSent = newSentLately();

/** @param inBackground keeps the invocation alive until an event is sent; objects stay alive by themselves */
export function reportOf(
  { SENTRY_DSN: dsn, ENVIRONMENT: environment }: Pick<Config, "SENTRY_DSN" | "ENVIRONMENT">,
  inBackground: (work: Promise<unknown>) => void = () => {},
): ReportError | undefined {
  if (dsn === undefined) return undefined;
  const parts = {
    dsn,
    environment,
    fetch: (url: string, init: RequestInit) => fetch(url, init),
    now: () => Date.now(),
    newId: () => crypto.randomUUID(),
    inBackground,
  };
  return createReporter(parts, isolateSent) ?? undefined;
}

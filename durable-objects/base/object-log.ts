import { readConfig } from "../../shared/config.ts";
import { createLogger, type Logger, secretsOf } from "../../shared/log.ts";
import { reportOf } from "../../shared/sentry/report-of.ts";

/**
 * The logger of an object: its lines carry the object's name as `component`, and no secret of the configuration.
 * Errors go to Sentry too, where it is set.
 * @param component for example `node-fleet`
 */
export function objectLogger(env: Env, component: string): Logger {
  const config = readConfig(env);
  return createLogger({ component }, { secrets: secretsOf(config), report: reportOf(config) });
}

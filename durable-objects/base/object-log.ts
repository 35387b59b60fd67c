import { readConfig } from "../../shared/config.ts";
import { createLogger, type Logger, secretsOf } from "../../shared/log.ts";

/**
 * The logger of an object: its lines carry the object's name as `component`, and no secret of the configuration.
 * @param component for example `node-fleet`
 */
export const objectLogger = (env: Env, component: string): Logger =>
  createLogger({ component }, { secrets: secretsOf(readConfig(env)) });

/** Secrets of a local stack: made once, random, readable by their owner only. */
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { StartError } from "./errors.ts";

const Secrets = z.strictObject({
  ADMIN_TOKEN: z.string().min(32),
  CLICKHOUSE_PASSWORD: z.string().min(1),
  QCWY_SIGN_KEY: z.string().min(1),
});
export type Secrets = z.infer<typeof Secrets>;

/**
 * Reads `secrets.json` of the data folder, making it at the first start.
 * @throws StartError when the file was damaged; its values are never shown
 */
export function readSecrets(dataDir: string): Secrets {
  const path = join(dataDir, "secrets.json");
  if (!existsSync(path)) {
    const secret = () => randomBytes(24).toString("hex");
    const made: Secrets = {
      ADMIN_TOKEN: secret(),
      CLICKHOUSE_PASSWORD: secret(),
      QCWY_SIGN_KEY: secret(),
    };
    writeFileSync(path, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  }
  chmodSync(path, 0o600);
  try {
    return Secrets.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    const field = error instanceof z.ZodError ? ` (${error.issues[0]?.path.join(".")})` : "";
    throw new StartError(
      `${path}: is damaged${field}; delete it to have new secrets made, or start with --fresh`,
    );
  }
}

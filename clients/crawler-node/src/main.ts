/** Entry of the program. */
import { signKeyVariables } from "../../../shared/platforms/platforms.ts";
import { readCommandLine } from "./cli/command-line.ts";
import { readSettings } from "./cli/read-settings.ts";
import { type Settings, SettingsError, signKeyName } from "./cli/settings.ts";
import { runDoctor } from "./doctor/doctor.ts";
import { EXIT } from "./exit.ts";
import { createNodeLogger } from "./log/logger.ts";
import { readProxies } from "./routes/read-proxies.ts";
import { runNode } from "./run.ts";
import { listenForStop } from "./stop-signals.ts";

// Linux shows the command line to every user: this title overwrites a key that was given as a flag.
process.title = "jobdata-node";

const wanted = readCommandLine(process.argv.slice(2));
try {
  const settings = readSettings(wanted.flags, process.env, process.cwd());
  if (wanted.command === "doctor") process.exitCode = await runDoctor(settings, wanted.json);
  else await work(settings);
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`jobdata-node: ${error.message}\n`);
  process.exitCode = EXIT.settings;
}

async function work(settings: Settings): Promise<void> {
  const proxies = readProxies(settings.proxies).flatMap(({ password }) => password ?? []);
  const logger = createNodeLogger({
    pretty: settings.pretty,
    secrets: [settings.key, ...Object.values(settings.signKeys), ...proxies],
    write: (line) => process.stdout.write(`${line}\n`),
  });
  const keyFlags = ["key", ...signKeyVariables.map(([platform]) => signKeyName(platform))] as const;
  if (keyFlags.some((name) => wanted.flags[name] !== undefined)) {
    const variables = ["JOBDATA_KEY", ...signKeyVariables.map(([, variable]) => variable)].join(", ");
    logger.warn("node.key-on-command-line", {
      reason: `others on this machine may have seen it; use ${variables} or the config file`,
    });
  }
  const stop = listenForStop(() => process.exit(EXIT.atOnce));
  process.exitCode = await runNode(settings, logger, stop);
  // Connections that are kept alive must not delay the exit.
  process.exit();
}

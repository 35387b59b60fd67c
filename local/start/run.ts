/** The whole of `npm start`, from flags to exit code. */
import { statfsSync } from "node:fs";
import { PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import { messageOf } from "../../shared/errors/message-of.ts";
import type { Api } from "./api.ts";
import { crawl, loadKeywords, reportSkipped } from "./crawl.ts";
import { keepTicking } from "./cron.ts";
import { DataDir } from "./data-dir.ts";
import { StartError } from "./errors.ts";
import type { StartOptions } from "./options.ts";
import { describeHolder, isFree } from "./port-holder.ts";
import { PORT_NAMES, PORTS } from "./ports.ts";
import { collectResult, type Result, TABLE_NOTE, toTable } from "./result.ts";
import { Screen, wrapParts } from "./screen.ts";
import { type SignInHint, setUp } from "./set-up.ts";
import { emptyResults } from "./settled.ts";
import { Stack } from "./stack.ts";
import { listenForStop } from "./stop-signals.ts";

/** Exit code of a program that Ctrl-C ended: 128 + 2. */
const INTERRUPTED = 130;
/** With less space than this the databases of the stack fail. */
const MIN_FREE_BYTES = 4 * 1024 * 1024;
/** Exit code when everything is crawled but lines of the file of keywords were refused. */
const LINES_REFUSED = 3;

/** What figures are made of, in the order in which one needs another; job_facts then follow what the others found. */
const ANALYSES = [
  "export-coverage",
  "refresh-life",
  "link-companies",
  "match-jobs",
  "refresh-job-facts",
  "refresh-figures",
] as const;

/**
 * @param demoKeywords CSV that is loaded without `--keywords`
 * @returns the exit code
 * @throws StartError when it cannot start; nothing is left running
 */
export async function run(root: string, options: StartOptions, demoKeywords: string): Promise<number> {
  const startedAt = Date.now();
  const screen = new Screen(process.stdout);
  const dataDir = new DataDir(options.dataDir);
  await dataDir.take((what) => screen.line(`… ${what}`));
  if (options.fresh) dataDir.empty();
  dataDir.prepare();
  const stack = new Stack({ root, options, dataDir, screen, env: process.env });
  await requirePorts(options, stack.clickhouse.own);

  const stop = listenForStop(() => {
    stack.kill();
    process.exit(INTERRUPTED);
  });
  const stopped = new Promise<null>((resolve) =>
    stop.addEventListener("abort", () => {
      screen.line("Stopping …");
      resolve(null);
    }),
  );
  const keywords = options.keywords ?? demoKeywords;
  let result: Result | null = null;
  let exitCode = 0;
  try {
    const end = await Promise.race([
      stopped,
      stack.failed,
      (async () => {
        await stack.start();
        const hint = await setUp(stack.api, dataDir.path, stack.secrets.SETUP_TOKEN, options.resetAdmin);
        screen.line(`Sign in      ${signInLine(hint)}`);
        const imported = await loadKeywords(stack.api, keywords, screen);
        const crawled = await crawl(stack.api, stack.workerUrl, screen, stop);
        if (crawled) await analyse(stack.api, screen);
        return crawled && { ...crawled, hint, imported };
      })(),
    ]);
    if (end === null) return INTERRUPTED;
    result = await collectResult(end, stack.clickhouse);
    screen.line();
    for (const line of toTable(result)) screen.line(`  ${line}`);
    screen.line(`  ${TABLE_NOTE}`);
    screen.line();
    reportSkipped(keywords, end.imported);
    if (end.imported.rejected > 0) exitCode = LINES_REFUSED;
    for (const { where, reason } of [...end.obstacles, ...emptyResults(end.overview)]) {
      exitCode = 1;
      process.stderr.write(`${where}: ${reason}\n`);
    }
    if (!options.once) {
      exitCode = 0;
      for (const line of addresses(stack, options, end.hint)) screen.line(line);
      screen.line(
        `\nUp after ${((Date.now() - startedAt) / 1000).toFixed(0)} s, cron ticks every minute. Ctrl-C ends everything.`,
      );
      if (options.json) screen.line(JSON.stringify(result));
      const onError = (error: unknown) => screen.line(`cron: ${messageOf(error)}`);
      await Promise.race([stopped, stack.failed, keepTicking(stack.workerUrl, stop, onError)]);
    }
    return exitCode;
  } catch (error) {
    const full = whenFull(dataDir.path);
    if (error instanceof StartError && full === null) throw error;
    throw new StartError([messageOf(error), full].filter(Boolean).join("; "), error);
  } finally {
    screen.bars([]);
    await stack.stop();
    dataDir.release();
    screen.close();
    // Printed last, after everything that the shutdown may print.
    if (options.once && options.json && result) process.stdout.write(`${JSON.stringify(result)}\n`);
  }
}

/** The hour that the cron would need is long for somebody who is waiting to search and to see figures. */
async function analyse(api: Api, screen: Screen): Promise<void> {
  await screen.step("Search", () => api.runSchedule("refresh-job-facts"));
  // Whoever is here to crawl has what was crawled: the cron repeats what failed or took too long.
  const failures = await screen.step(
    "Figures",
    async () => {
      const failed: string[] = [];
      for (const job of ANALYSES)
        await api.runSchedule(job).catch((error: unknown) => failed.push(`${job}: ${messageOf(error)}`));
      return failed;
    },
    (failed) => (failed.length > 0 ? `${failed.length} left to the cron` : ""),
  );
  for (const failure of failures) process.stderr.write(`${failure}\n`);
}

async function requirePorts(options: StartOptions, ownClickHouse: boolean): Promise<void> {
  const wanted = PORT_NAMES.filter((name) => name !== "clickhouse" || ownClickHouse);
  for (const name of wanted) {
    const port = options.ports[name];
    if (await isFree(port)) continue;
    throw new StartError(
      `port ${port} for the ${PORTS[name].title} is in use by ${describeHolder(port)}; end it, or move all ports with --ports BASE`,
    );
  }
}

/** @returns a sentence when the disk of the folder is full, which is behind many other errors */
function whenFull(folder: string): string | null {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize < MIN_FREE_BYTES ? `the disk of ${folder} is full; logs are in ${folder}/logs` : null;
}

const signInLine = ({ username, password }: SignInHint) =>
  password
    ? `${username} / ${password}   (shown once; you choose your own at the first sign-in)`
    : `${username}, with your password (forgotten: npm start -- --reset-admin)`;

/** The addresses of the stack: a label and what belongs to it, each on one line where the terminal is wide enough. */
function addresses(stack: Stack, { ports, dataDir }: StartOptions, hint: SignInHint): string[] {
  const { clickhouse } = stack;
  const access = clickhouse.own ? "reading needs no password, writing that of secrets.json" : "";
  const lines: [string, string[]][] = [
    ["Dashboard", [stack.dashboardUrl, signInLine(hint)]],
    [
      "API",
      [
        `${stack.workerUrl}/api/v1`,
        `try it: ${stack.dashboardUrl}/api/docs`,
        `key for scripts: ${dataDir}/api-key`,
      ],
    ],
    ["ClickHouse", [clickhouse.url, `database ${clickhouse.database}, user ${clickhouse.user}`, access]],
    ["Job boards", PLATFORMS.map((platform) => `http://127.0.0.1:${ports[platform]}`)],
    ["Mail", [`127.0.0.1:${ports.mail}`, `caught in ${dataDir}/mail`]],
    ["Logs", [`${dataDir}/logs`, `secrets in ${dataDir}/secrets.json`]],
  ];
  return lines.flatMap(([label, parts]) => wrapParts(label, parts, process.stdout.columns ?? 80));
}

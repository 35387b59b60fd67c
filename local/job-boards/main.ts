/** The job boards as a program of their own: `node local/job-boards/main.ts --help`. */
import { Command, InvalidArgumentError, Option } from "commander";
import type { Platform } from "../../shared/contracts/platform.ts";
import { byPlatform, PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import { platforms } from "../../shared/platforms/platforms.ts";
import { describeCorpus } from "./corpus.ts";
import { startJobBoards } from "./start.ts";

function integer(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("is not a whole number");
  return Number(text);
}

const NAMES = PLATFORMS.join(",");

/** One port for each platform, in the order of `PLATFORMS`. */
function readPorts(text: string): Record<Platform, number> {
  const ports = text.split(",").map(integer);
  if (ports.length !== PLATFORMS.length)
    throw new InvalidArgumentError(`are ${PLATFORMS.length} port numbers: ${NAMES}`);
  if (ports.some((port) => port > 65_535)) throw new InvalidArgumentError("are at most 65535");
  return byPlatform((_platform, at) => ports[at] ?? 0);
}

const capOption = (platform: Platform) => `${platform}Cap`;

const program = new Command("job-boards")
  .description(
    `Stands in for ${PLATFORMS.map((platform) => platforms[platform].label.zh).join(", ")} on this machine, with their protocols.`,
  )
  .option(
    `--ports <${NAMES}>`,
    "ports on 127.0.0.1; 0 takes a free one",
    readPorts,
    byPlatform(() => 0),
  )
  .option("--corpus <file>", "CSV of postings; without it they are generated")
  .option("--seed <number>", "seed of the generated postings", integer)
  .option("--size <number>", "how many postings to generate", integer)
  .addOption(
    new Option(
      "--sign-key <key>",
      "key of 51job's sign header; better left to QCWY_SIGN_KEY, which no process list shows",
    )
      .env("QCWY_SIGN_KEY")
      .makeOptionMandatory(),
  )
  .option("--boss-open", "Boss answers its list to plain HTTP too", false);
for (const platform of PLATFORMS)
  program.option(
    `--${platform}-cap <rows>`,
    `rows one query of ${platforms[platform].label.en} can reach`,
    integer,
  );

const options = program.parse().opts();
try {
  const boards = await startJobBoards({
    corpus: { file: options.corpus, seed: options.seed, size: options.size },
    ports: options.ports,
    signKey: options.signKey,
    bossOpen: options.bossOpen,
    caps: Object.fromEntries(
      PLATFORMS.flatMap((platform) => {
        const cap = options[capOption(platform)];
        return cap === undefined ? [] : [[platform, cap]];
      }),
    ),
  });
  const urls = byPlatform((platform) => boards[platform].url);
  process.stdout.write(`job boards ready ${JSON.stringify(urls)} ${describeCorpus(boards.corpus)}\n`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void boards.close());
} catch (error) {
  process.stderr.write(`job boards: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}

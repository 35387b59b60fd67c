/** The three boards as a program of their own: `node local/job-boards/main.ts --help`. */
import { Command, InvalidArgumentError, Option } from "commander";
import { describeCorpus } from "./corpus.ts";
import { startJobBoards } from "./start.ts";

function integer(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("is not a whole number");
  return Number(text);
}

function readPorts(text: string): [number, number, number] {
  const [boss, qcwy, zhilian, ...rest] = text.split(",").map(integer);
  if (boss === undefined || qcwy === undefined || zhilian === undefined || rest.length)
    throw new InvalidArgumentError("are three port numbers: boss,qcwy,zhilian");
  if ([boss, qcwy, zhilian].some((port) => port > 65_535))
    throw new InvalidArgumentError("are at most 65535");
  return [boss, qcwy, zhilian];
}

const program = new Command("job-boards")
  .description("Stands for Boss直聘, 前程无忧 51job and 智联招聘 on this machine, speaking their protocols.")
  .option("--ports <boss,qcwy,zhilian>", "ports on 127.0.0.1; 0 takes a free one", readPorts, [0, 0, 0])
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
  .option("--boss-open", "Boss answers its list to plain HTTP too", false)
  .option("--zhilian-cap <rows>", "rows one Zhilian query can reach", integer);

const options = program.parse().opts();
try {
  const [boss, qcwy, zhilian] = options.ports;
  const boards = await startJobBoards({
    corpus: { file: options.corpus, seed: options.seed, size: options.size },
    ports: { boss, qcwy, zhilian },
    signKey: options.signKey,
    bossOpen: options.bossOpen,
    caps: options.zhilianCap === undefined ? {} : { zhilian: options.zhilianCap },
  });
  const urls = { boss: boards.boss.url, qcwy: boards.qcwy.url, zhilian: boards.zhilian.url };
  process.stdout.write(`job boards ready ${JSON.stringify(urls)} ${describeCorpus(boards.corpus)}\n`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void boards.close());
} catch (error) {
  process.stderr.write(`job boards: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}

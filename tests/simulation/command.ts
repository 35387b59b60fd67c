/** The command `npm run simulate`. */
import { Command, InvalidArgumentError } from "commander";
import { PARTS, type PartName } from "./build.ts";
import { FAULTS } from "./faults.ts";
import type { Fault } from "./replace.ts";
import { type History, type Outcome, RECOVERY_MS, runHistory } from "./run.ts";
import { fromRanges, SHORT, shrink, toRanges } from "./shrink.ts";

interface Flags {
  seed: number;
  steps: number;
  runs: number;
  parts: PartName[];
  keep?: number[];
  timeline: boolean;
  shrink: number;
  faults: boolean;
  only?: string;
  fault?: Fault;
}

const out = (text: string) => void process.stdout.write(`${text}\n`);
const minutes = (ms: number) => `${(ms / 60_000).toFixed(1)} min`;

const whole = (value: string): number => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError("is not a whole number");
  return number;
};
const partsOf = (value: string): PartName[] => {
  const unknown = value.split(",").find((name) => !(PARTS as readonly string[]).includes(name));
  if (unknown !== undefined) throw new InvalidArgumentError(`there are ${PARTS.join(", ")}`);
  return value.split(",") as PartName[];
};
const faultOf = (value: string): Fault => {
  const found = FAULTS.find(({ name }) => name.includes(value));
  if (!found) throw new InvalidArgumentError(`there are: ${FAULTS.map(({ name }) => name).join("; ")}`);
  return found;
};

function readFlags(argv: string[]): Flags {
  return new Command("npm run simulate --")
    .description(
      "Runs the real objects in virtual time, while everything round them fails, and checks what must hold after each step. The same seed gives the same history.",
    )
    .option("--seed <n>", "decides everything that happens", whole, 1)
    .option("--steps <n>", "length of the history", whole, 1_000_000)
    .option("--runs <n>", "so many histories, of this seed and the next ones", whole, 1)
    .option("--parts <names>", `run only these: ${PARTS.join(", ")}`, partsOf, [...PARTS])
    .option("--keep <ranges>", "play only these steps, as a failure prints them", fromRanges)
    .option("--timeline", "print all that happens", false)
    .option("--shrink <steps>", "steps to play for making a failure short; 0: not at all", whole, 300_000)
    .option("--faults", "test the simulation: put in each known fault, which must be found", false)
    .option("--only <text>", "with --faults: only those whose name contains this")
    .option("--fault <text>", "put in the known fault whose name contains this", faultOf)
    .addHelpText(
      "after",
      `
Examples:
  npm run simulate                                          a million steps
  npm run simulate -- --seed 7 --steps 100000               another history
  npm run simulate -- --parts tasks,machines                tasks alone, with evictions and crashes
  npm run simulate -- --seed 7 --keep 1,4-9 --timeline      a short history, told
  npm run simulate -- --fault receipt --steps 5000          what a failure looks like
  npm run simulate -- --faults --steps 100000               each known fault is found`,
    )
    .parse(argv)
    .opts<Flags>();
}

export async function main(argv: string[]): Promise<void> {
  const flags = readFlags(argv);
  // Objects log what fails, and here it fails by the thousand.
  for (const level of ["log", "info", "warn", "error", "debug"] as const) console[level] = () => {};
  process.exitCode = (flags.faults ? await findFaults(flags) : await simulateAll(flags)) ? 0 : 1;
}

const range = (steps: number): number[] => Array.from({ length: steps }, (_, step) => step);

async function simulateAll(flags: Flags): Promise<boolean> {
  for (let run = 0; run < flags.runs; run++)
    if (!(await simulate({ ...flags, seed: flags.seed + run }))) return false;
  return true;
}

/** @returns whether nothing was violated */
async function simulate(flags: Flags): Promise<boolean> {
  const { seed, parts, fault } = flags;
  const steps = flags.keep ?? range(flags.steps);
  const progress = (played: number, days: number) =>
    void process.stderr.write(`${played} steps, ${days.toFixed(1)} virtual days\n`);
  const history: History = {
    ...{ seed, steps, parts, fault, progress },
    ...{ isTold: flags.timeline, isMeasured: !flags.keep },
  };
  const begin = performance.now();
  const cpu = process.cpuUsage();
  const outcome = await runHistory(history);
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - begin) / 1000;
  const cpuSeconds = (user + system) / 1e6;
  if (flags.timeline) for (const line of outcome.timeline) out(line);
  out(`seed                 ${seed}`);
  out(
    `steps                ${outcome.played.length}, ${outcome.events} events, ${outcome.days.toFixed(1)} virtual days`,
  );
  out(`speed                ${Math.round(outcome.events / cpuSeconds)} events a second of one core`);
  out(`time                 ${seconds.toFixed(1)} s, of these ${cpuSeconds.toFixed(1)} s of CPU`);
  out(`state hash           ${outcome.hash}`);
  out(`longest recovery     ${minutes(outcome.longestRecoveryMs)}, at most ${minutes(RECOVERY_MS)}`);
  if (outcome.recovery !== null) out(`recovery ÷ baseline  ${outcome.recovery.toFixed(2)}`);
  const { violation } = outcome;
  out(`again                npm run simulate -- --seed ${seed} ${stepsOption(flags)}${moreOptions(flags)}`);
  if (!violation) return true;
  out(`VIOLATED             ${violation.message}`);
  if (flags.shrink > 0 && !flags.timeline) await tellShort({ ...history, outcome }, flags.shrink);
  return false;
}

async function tellShort(failed: History & { outcome: Outcome }, budget: number): Promise<void> {
  out("\nlooking for a short history …");
  const { steps, parts, outcome, runs } = await shrink(failed, budget);
  for (const line of outcome.timeline) out(line.slice(0, 160));
  out(`VIOLATED             ${outcome.violation?.message}`);
  out(
    `short history        ${steps.length} steps after ${runs} runs${steps.length > SHORT ? ", which is still long" : ""}`,
  );
  out(
    `again                npm run simulate -- --seed ${failed.seed} --keep ${toRanges(steps)}${moreOptions({ parts, fault: failed.fault })} --timeline`,
  );
}

const stepsOption = ({ keep, steps }: Flags) => (keep ? `--keep ${toRanges(keep)}` : `--steps ${steps}`);
const moreOptions = ({ parts, fault }: Pick<Flags, "parts" | "fault">) =>
  (parts.length === PARTS.length ? "" : ` --parts ${parts.join(",")}`) +
  (fault ? ` --fault "${fault.name}"` : "");

/** @returns whether each fault was found */
async function findFaults({ seed, steps, only = "" }: Flags): Promise<boolean> {
  let missed = 0;
  for (const fault of FAULTS.filter(({ name }) => name.includes(only))) {
    const before = process.cpuUsage();
    const { violation, played } = await runHistory({ seed, steps: range(steps), parts: fault.parts, fault });
    const { user, system } = process.cpuUsage(before);
    const seconds = ((user + system) / 1e6).toFixed(1);
    const isFound = violation?.rule === fault.breaks;
    if (!isFound) missed++;
    const found = isFound
      ? `step ${played.length}: ${violation?.rule}`
      : `NOT FOUND in ${played.length} steps${violation ? `, but: ${violation.message}` : ""}`;
    out(`${fault.name.padEnd(52)} ${found} (${seconds} s of CPU)`);
  }
  out(`${missed} not found`);
  return missed === 0;
}

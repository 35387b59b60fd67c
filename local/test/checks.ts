/** The steps of `npm test`. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

export interface Check {
  name: string;
  title: string;
  /** Arguments of `node` for each command; the commands run in sequence, and each counts as one check. */
  commands: string[][];
  /** Set for a Vitest project and those below it (`unit` and `unit:apart`), whose tests are counted from Vitest's report. */
  vitestProject?: string;
  /**
   * The test files run in this many parts of like length, so that the last part does not keep one core busy alone. Each
   * part reads the modules anew.
   */
  parts?: number;
  /**
   * `main`: it keeps one core busy for long, so it begins at once. `beside`: it runs as soon as a core is free.
   * `alone`: it needs the whole machine, after all others.
   */
  lane: "main" | "beside" | "alone";
}

/** `edge` runs one workerd, which uses one core; `system` runs ClickHouse, browsers and workerd, which use every core. */
const LANES: Readonly<Record<string, Check["lane"]>> = { edge: "main", system: "alone" };
const PARTS: Readonly<Record<string, number>> = { unit: 3 };

const TSCONFIGS = [
  "tsconfig.json",
  "tsconfig.node.json",
  "pages/tsconfig.json",
  "pages/tsconfig.functions.json",
];

const program = (...path: string[]) => join("node_modules", ...path);
const TSC = program("typescript", "bin", "tsc");
const BIOME = program("@biomejs", "biome", "bin", "biome");
const WRANGLER = program("wrangler", "bin", "wrangler.js");
const VITE = program("vite", "bin", "vite.js");
/** Absolute: Vite takes a relative folder as one below `pages`. */
const PAGES_BUILD = resolve(program(".cache", "jobdata", "pages"));
export const VITEST = program("vitest", "vitest.mjs");

/** Static checks come first: they are fast, and their messages are clearer than a failing test. */
export async function checks(root: string): Promise<Check[]> {
  const projects = await vitestProjects(root);
  return [
    {
      name: "types",
      title: "TypeScript, each part under its own settings",
      commands: TSCONFIGS.filter((file) => existsSync(join(root, file))).map((file) => [TSC, "-p", file]),
      lane: "beside",
    },
    {
      name: "lint",
      title: "Biome: lint, format, order of imports",
      commands: [[BIOME, "ci", "--colors=off"]],
      lane: "beside",
    },
    {
      name: "bindings",
      title: "worker-configuration.d.ts is what wrangler.toml says",
      commands: [[WRANGLER, "types", "--check"]],
      lane: "beside",
    },
    {
      name: "bundle",
      title: "Worker and dashboard build as for a deployment; the dashboard's pages are light enough",
      commands: [
        [WRANGLER, "deploy", "--dry-run", "--outdir", program(".cache", "jobdata", "bundle")],
        [
          VITE,
          "build",
          "pages",
          "--outDir",
          PAGES_BUILD,
          "--emptyOutDir",
          "--manifest",
          "--logLevel",
          "warn",
        ],
        [join("local", "test", "check-page-weight.ts"), PAGES_BUILD],
        [join("local", "test", "keep-dashboard.ts"), PAGES_BUILD],
      ],
      lane: "beside",
    },
    ...projects.map(
      (project): Check => ({
        name: project,
        title: `tests of the Vitest project ${project}`,
        commands: [],
        vitestProject: project,
        parts: PARTS[project],
        lane: LANES[project] ?? "beside",
      }),
    ),
  ];
}

/** Names of the projects of vitest.config.ts, without those below them. */
async function vitestProjects(root: string): Promise<string[]> {
  const { default: config } = (await import(pathToFileURL(join(root, "vitest.config.ts")).href)) as {
    default: { test: { projects: { test: { name: string } }[] } };
  };
  return config.test.projects.map(({ test }) => test.name).filter((name) => !name.includes(":"));
}

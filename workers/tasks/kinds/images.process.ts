/** Keeps small copies of company logos. What is there unchanged is skipped, so that a run costs only what is new. */
import { z } from "zod";
import { Platform } from "../../../shared/contracts/platform.ts";
import { cursorOf, defineTaskKind } from "../kind.ts";

/** Companies between two checkpoints: a task that was killed looks at them again, and downloads none twice. */
const PER_CHECKPOINT = 10;

const Input = z.strictObject({
  platform: Platform,
  again: z
    .boolean()
    .default(false)
    .describe("Also asks for logos that are there; a host that says it is unchanged sends nothing"),
  max: z.number().int().min(1).max(100_000).default(10_000).describe("Companies looked at"),
});

const Cursor = z.object({
  after: z.string(),
  total: z.number(),
  done: z.number(),
  kept: z.number(),
  unchanged: z.number(),
  refused: z.number(),
  failed: z.number(),
  /** The first few reasons. */
  problems: z.array(z.string()),
});
type Cursor = z.infer<typeof Cursor>;
const MAX_PROBLEMS = 10;

export const processImages = defineTaskKind<z.output<typeof Input>, Cursor>({
  name: "images.process",
  queue: "image_processing",
  needs: [{ route: "POST /api/v1/companies/{platform}/{company_key}/clean", scope: "keywords:write" }],
  title: { en: "Fetch logos of companies", zh: "获取公司图标" },
  input: Input,
  async run({ input, services, resumed, progress, checkpoint, check, later }) {
    const { platform, again, max } = input;
    const { images, clock } = services;
    let cursor: Cursor = resumed
      ? cursorOf(Cursor, resumed)
      : {
          ...{ after: "", total: Math.min(max, await images.count(platform)) },
          ...{ done: 0, kept: 0, unchanged: 0, refused: 0, failed: 0, problems: [] },
        };
    const permits = images.permits(platform, async () => check());
    try {
      while (cursor.done < max) {
        const rests = await images.restsUntil(platform);
        if (rests !== null) {
          await checkpoint(cursor);
          return later(rests);
        }
        const page = await images.logos(platform, cursor.after, Math.min(PER_CHECKPOINT, max - cursor.done));
        if (page.length === 0) break;
        for (const logo of page) {
          check();
          const result = await images.process(platform, logo, permits, again);
          if (result.kind === "wait") {
            await checkpoint(cursor);
            // At least a second ahead: the clock of the gate may be a little behind.
            return later(Math.max(result.until, clock.now() + 1000));
          }
          const problem = "problem" in result ? `${logo.company_key}: ${result.problem}`.slice(0, 200) : null;
          cursor = {
            ...cursor,
            after: logo.company_key,
            done: cursor.done + 1,
            [result.kind]: cursor[result.kind] + 1,
            problems:
              problem && cursor.problems.length < MAX_PROBLEMS
                ? [...cursor.problems, problem]
                : cursor.problems,
          };
          progress(cursor.done, Math.max(cursor.total, cursor.done), `${cursor.kept} kept`);
        }
        await checkpoint(cursor);
      }
    } finally {
      await permits.close();
    }
    const { done: companies, kept, unchanged, refused, failed, problems } = cursor;
    return { companies, kept, unchanged, refused, failed, problems };
  },
});

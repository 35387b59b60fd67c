/**
 * Imports rows of a platform from an uploaded file, in uploads of a thousand rows through the path of nodes' uploads: the
 * same checks, receipts, quarantine and duplicates. Bad rows are named by line and field, the rest is kept.
 */
import { z } from "zod";
import { Channel, DataType, Platform } from "../../../shared/contracts/platform.ts";
import { listProblems } from "../../../shared/domain/problem-groups.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { SECOND_MS } from "../../../shared/time.ts";
import { decodeText } from "../../api/http/decode-text.ts";
import { withUploadSlot } from "../../ingest/upload/admission.ts";
import { type ImportLine, type ImportProblem, readImport } from "../import-lines.ts";
import { cursorOf, defineTaskKind, type RunningTask, TaskFailure } from "../kind.ts";

/** Rows and bytes of one upload: one that is repeated after a crash is known by its id, and stores nothing twice. */
const ROWS_PER_UPLOAD = 1000;
const CHARS_PER_UPLOAD = 2_000_000;
/** Problems in the result; all of them stand in the file that the task leaves. */
const MAX_PROBLEMS = 50;
/** While ClickHouse stores the rows, the task looks at their receipts this often. */
const LOOK_AGAIN_MS = 5 * SECOND_MS;

const Input = z.strictObject({
  file: z
    .uuid()
    .meta({ description: "Id of the uploaded file, as POST /task-files answered it", control: "task-file" }),
  platform: Platform,
  data_type: DataType.default("job"),
  channel: Channel.default("web"),
  columns: z
    .record(z.string().max(100), z.string().min(1).max(100))
    .default({})
    .describe("For CSV: field of the platform's rows by column of the file, where the names differ"),
});
type Input = z.output<typeof Input>;

const Cursor = z.object({
  /** Uploads that are durable. */
  uploads: z.number(),
  rows: z.number(),
  total: z.number(),
});
type Cursor = z.infer<typeof Cursor>;
type Task = RunningTask<Input, Cursor>;

export const importRows = defineTaskKind<Input, Cursor>({
  name: "rows.import",
  queue: "batch_processing",
  needs: [{ route: "POST /api/v1/universal/data/batch-store-async", scope: "ingest:write" }],
  title: { en: "Import rows from a file", zh: "从文件导入数据" },
  input: Input,
  async run(task) {
    const { id, services, resumed, progress, checkpoint, later } = task;
    const { lines, problems: unread } = await read(task);
    const parts = cut(lines);
    let cursor = resumed ? cursorOf(Cursor, resumed) : { uploads: 0, rows: 0, total: lines.length };
    for (const part of parts.slice(cursor.uploads)) {
      await send(task, `${id}.${cursor.uploads}`, part);
      cursor = { uploads: cursor.uploads + 1, rows: cursor.rows + part.length, total: lines.length };
      progress(cursor.rows, cursor.total);
      await checkpoint(cursor);
    }
    const sums = { received: 0, inserted: 0, changed: 0, duplicates: 0, invalid: 0 };
    const states: Record<string, number> = {};
    const problems: ImportProblem[] = [...unread];
    for (const [number, part] of parts.entries()) {
      const receipt = await services.uploads.receipt(senderOf(task).name, `${id}.${number}`);
      if (!receipt)
        throw new TaskFailure("not-found", "receipt_gone", `the receipt of upload ${number} is gone`);
      if (receipt.state === "accepted") {
        progress(cursor.rows, cursor.total, "waits until the rows are stored");
        return later(services.clock.now() + LOOK_AGAIN_MS);
      }
      for (const found of receipt.parts) {
        for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += found[name];
        states[found.state] = (states[found.state] ?? 0) + found.received - found.invalid;
        for (const { index, field, reason } of listProblems(found.problems))
          problems.push({ line: part[found.offset + index]?.line ?? 0, field, reason });
      }
    }
    problems.sort((a, b) => a.line - b.line);
    const isLeft = problems.length > MAX_PROBLEMS;
    const notLeft = isLeft ? await leaveProblems(task, problems) : null;
    const { invalid, ...stored } = sums;
    return {
      ...stored,
      received: sums.received + unread.length,
      invalid: invalid + unread.length,
      quarantined: states.quarantined ?? 0,
      dead: states.dead ?? 0,
      problems: problems.slice(0, MAX_PROBLEMS),
      problems_file: isLeft && notLeft === null ? id : null,
      ...(notLeft !== null && { problems_file_left_out: notLeft }),
    };
  },
});

/** @returns why the file was not stored: rows are imported all the same by who has as many files as one may have */
async function leaveProblems(
  { id, owner, services }: Task,
  problems: ImportProblem[],
): Promise<string | null> {
  const file = { id, name: "problems.jsonl", format: "jsonl", ownerId: owner.ownerId ?? "" } as const;
  try {
    await services.files.add(file, problems.map((problem) => `${JSON.stringify(problem)}\n`).join(""));
    return null;
  } catch (error) {
    if (error instanceof ApiError && error.code === "conflict") return error.message;
    throw error;
  }
}

async function read({ input, services, owner }: Task) {
  const { file: fileId, columns } = input;
  const file = await services.files.find(fileId, owner.ownerId);
  const bytes = file && (await services.files.read(fileId));
  if (!file || !bytes)
    throw new TaskFailure("not-found", "no_file", `no file ${fileId}: files are kept for 30 days`);
  const found = readImport(decodeText(bytes.slice().buffer), file.format, columns);
  if (found.lines.length === 0) {
    const [first] = found.problems;
    const why = first ? `: line ${first.line}, ${first.field} ${first.reason}` : "";
    throw new TaskFailure("invalid-input", "no_rows", `the file holds no rows that can be imported${why}`);
  }
  return found;
}

/** The parts depend on the file alone: a task that goes on cuts it in the same way. */
function cut(lines: readonly ImportLine[]): ImportLine[][] {
  const parts: ImportLine[][] = [];
  let part: ImportLine[] = [];
  let chars = 0;
  for (const line of lines) {
    if (part.length > 0 && (part.length >= ROWS_PER_UPLOAD || chars + line.json.length > CHARS_PER_UPLOAD)) {
      parts.push(part);
      part = [];
      chars = 0;
    }
    part.push(line);
    chars += line.json.length;
  }
  if (part.length > 0) parts.push(part);
  return parts;
}

/** Receipts are found by the sender: each creator has uploads of its own. */
const senderOf = ({ owner, actor }: Pick<Task, "owner" | "actor">) => ({
  name: `import-${owner.ownerId ?? "system"}`,
  source: `user:${actor.slice(0, actor.lastIndexOf(":") >>> 0)}`,
  ip: "task",
});

async function send(task: Task, batchId: string, part: readonly ImportLine[]): Promise<void> {
  const { input, services, id } = task;
  const sender = senderOf(task);
  const body = new Blob([
    part.map(({ json }) => `${json}\n`).join(""),
  ]).stream() as ReadableStream<Uint8Array>;
  const request = {
    body,
    gzip: false,
    format: "ndjson" as const,
    query: {
      platform_type: input.platform,
      channel: input.channel,
      data_type: input.data_type,
      batch_id: batchId,
    },
    idempotencyKey: null,
    sender,
    requestId: id,
    urgent: false,
  };
  await withUploadSlot(sender.name, (slot) => services.uploads.receive(request, slot));
}

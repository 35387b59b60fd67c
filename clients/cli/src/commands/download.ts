/** Downloads the file of an export, whole and checked: it has its name only once its hash is right. */
import { createHash } from "node:crypto";
import { access, type FileHandle, open, rename, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { ApiFailure } from "../../../../pages/src/api/failure.ts";
import { EXPORT_FORMATS, EXPORT_SUBJECTS } from "../../../../shared/contracts/exports.ts";
import { SECOND_MS } from "../../../../shared/time.ts";
import { messageWithCause } from "../../../http/message-with-cause.ts";
import { type Api, dataOf, type ItemOf } from "../api/server.ts";
import type { Context } from "../context.ts";
import { failedError, usageError } from "../exit.ts";
import { fill } from "../words/words.ts";

type ExportView = ItemOf<Api["exports"]["$get"]>;
interface Destination {
  output?: string;
  force?: boolean;
}

/** A download may take hours, but not stand still for so long. */
const IDLE_MS = 60 * SECOND_MS;

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

/** @throws CliError when the file is there and may not be overwritten, or would go to a terminal */
export async function checkDestination(
  { io }: Context,
  output: string | undefined,
  force = false,
): Promise<void> {
  // What stands in a posting must not act on the terminal; a file cannot be made plain without changing it.
  if (output === "-" && io.out.isTTY)
    throw usageError(
      "--output - writes the file as it is, which a terminal may obey: send it to a program or a file",
    );
  if (output === undefined || output === "-" || force) return;
  if (await exists(resolve(io.cwd, output)))
    throw usageError(`${output} is there already: choose another name, or --force`);
}

/** The name does not come from the server: it must not lead to another folder. */
function usualName({ subject, format, created_at, id }: ExportView): string {
  const isKnown =
    EXPORT_SUBJECTS.includes(subject) && EXPORT_FORMATS.includes(format) && /^[0-9a-f-]{36}$/.test(id);
  if (!isKnown)
    throw new ApiFailure("bad_answer", 200, "the server describes the export in a way that is not known");
  return `${subject}-${new Date(created_at).toISOString().slice(0, 10)}-${id.slice(0, 8)}.${format}`;
}

/** @throws CliError when bytes or hash differ; ApiFailure when the connection breaks */
export async function download(context: Context, exported: ExportView, to: Destination): Promise<void> {
  const { io, words } = context;
  const api = await context.api();
  const param = { id: exported.id };
  const name = usualName(exported);
  const manifest = await dataOf(api.exports[":id"].manifest.$get({ param }));
  const isStdout = to.output === "-";
  const path = resolve(io.cwd, to.output ?? name);
  await checkDestination(context, isStdout ? "-" : path, to.force);
  const draft = `${path}.part`;
  // A draft of an earlier try is replaced; a link in its place is not followed.
  if (!isStdout) await rm(draft, { force: true });
  const file = isStdout
    ? null
    : await open(draft, "wx").catch((error: Error) => {
        throw usageError(`${path} cannot be written: ${error.message}`);
      });
  try {
    const got = await receive(context, exported.id, manifest.bytes, file);
    await file?.sync();
    await file?.close();
    if (got.bytes !== manifest.bytes || got.sha256 !== manifest.sha256)
      throw failedError(
        "hash_differs",
        `the file of export ${exported.id} is not what the manifest says: ${got.bytes} of ${manifest.bytes} bytes, SHA-256 ${got.sha256}`,
      );
    if (!isStdout) await rename(draft, path);
  } catch (error) {
    await file?.close().catch(() => {});
    if (!isStdout) await rm(draft, { force: true });
    throw error;
  }
  const { rows, bytes, sha256 } = manifest;
  if (isStdout) return;
  if (exported.masked) await context.note(words.text.masked);
  await context.say(fill(words.text.saved, { file: path, rows, bytes }));
  await context.value({ export: exported, file: path, rows, bytes, sha256 });
}

/** Writes the file while it comes. @returns what came */
async function receive(
  context: Context,
  id: string,
  total: number,
  file: FileHandle | null,
): Promise<{ bytes: number; sha256: string }> {
  const api = await context.api();
  const { io, bar, words } = context;
  const idle = new AbortController();
  let timer = setTimeout(() => idle.abort(), IDLE_MS);
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    const response = await api.exports[":id"].file.$get({ param: { id } }, { init: { signal: idle.signal } });
    if (response.status !== 200) await dataOf(Promise.resolve(response));
    for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
      clearTimeout(timer);
      timer = setTimeout(() => idle.abort(), IDLE_MS);
      bytes += part.length;
      // A server must not fill the disk with more than it announced.
      if (bytes > total) break;
      hash.update(part);
      // `write` may write a part only, which the hash would not find.
      if (file) await file.writeFile(part);
      else await io.out.write(part);
      await bar.show({ done: bytes, total, text: words.text.downloading });
    }
  } catch (error) {
    if (error instanceof ApiFailure) throw error;
    throw new ApiFailure("network", 0, `the download broke off: ${messageWithCause(error)}`);
  } finally {
    clearTimeout(timer);
    await bar.clear();
  }
  return { bytes, sha256: hash.digest("hex") };
}

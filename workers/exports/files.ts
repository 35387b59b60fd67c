/** The files of exports, and the keys that they have in the bucket. A file appears whole, when its last part is there. */
import type { UploadedPart } from "../db/export-schema.ts";

/** R2 wants all parts but the last to have the same size, 5 MiB or more. */
export const PART_BYTES = 5 * 1024 * 1024;

const PREFIX = "exports/";

export interface ExportFiles {
  /** Begins the upload of a file. @returns its id */
  begin(key: string, contentType: string): Promise<string>;
  /** The same part may be sent again; the last one counts. @param partNumber from 1 */
  putPart(key: string, uploadId: string, partNumber: number, bytes: Uint8Array): Promise<UploadedPart>;
  /** Ends the upload: the file is there. Without parts the file is empty. */
  complete(key: string, uploadId: string, parts: UploadedPart[]): Promise<void>;
  /** Ends an upload without a file; an upload that is no more is no error. */
  abort(key: string, uploadId: string): Promise<void>;
  /** Null when there is no such file. */
  read(key: string): Promise<{ body: ReadableStream<Uint8Array>; bytes: number } | null>;
  delete(key: string): Promise<void>;
}

export const fileKey = (id: string, format: string): string => `${PREFIX}${id}.${format}`;

/** The files of exports in R2. */
import type { ExportFiles } from "./files.ts";

export const exportFiles = (bucket: R2Bucket): ExportFiles => ({
  async begin(key, contentType) {
    const { uploadId } = await bucket.createMultipartUpload(key, { httpMetadata: { contentType } });
    return uploadId;
  },
  putPart: (key, uploadId, partNumber, bytes) =>
    bucket.resumeMultipartUpload(key, uploadId).uploadPart(partNumber, bytes),
  async complete(key, uploadId, parts) {
    const upload = bucket.resumeMultipartUpload(key, uploadId);
    if (parts.length > 0) return void (await upload.complete(parts));
    await upload.abort();
    await bucket.put(key, new Uint8Array(0));
  },
  async abort(key, uploadId) {
    await bucket
      .resumeMultipartUpload(key, uploadId)
      .abort()
      .catch(() => undefined);
  },
  async read(key) {
    const object = await bucket.get(key);
    return object && { body: object.body as ReadableStream<Uint8Array>, bytes: object.size };
  },
  delete: (key) => bucket.delete(key),
});

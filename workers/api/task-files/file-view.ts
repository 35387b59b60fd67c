/** Files of tasks, and what their owner has of them, as the API shows it. */
import { z } from "@hono/zod-openapi";
import { FILE_FORMATS } from "../../db/task-file-schema.ts";
import { type FileUse, MAX_OWN_BYTES, MAX_OWN_FILES } from "../../tasks/task-files.ts";
import { Instant } from "../http/answers.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";

export const FileView = z.object({
  id: z.string().describe("For the input of rows.import"),
  name: z.string(),
  format: z.enum(FILE_FORMATS),
  bytes: z.number().int(),
  created_at: Instant,
});

export const Use = z
  .object({
    files: z.number().int(),
    bytes: z.number().int(),
    max_files: z.number().int(),
    max_bytes: z.number().int(),
  })
  .describe("What the caller has, and may have; also files that imports left");

export const useView = ({ files, bytes }: FileUse): z.infer<typeof Use> => ({
  files,
  bytes,
  max_files: MAX_OWN_FILES,
  max_bytes: MAX_OWN_BYTES,
});

export const exampleFile = {
  id: "0b8e9f1c-5b8d-4a52-9a38-6f0c2f7f5a11",
  name: "rows.csv",
  format: "csv",
  bytes: 37,
  created_at: EXAMPLE_NOW,
} satisfies z.input<typeof FileView>;

export const exampleUse = useView({ files: 1, bytes: 37 });

/** Company images (B10): where the sizes of each logo lie, or why there is none. One row is read for each image shown. */
import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Platform } from "../../shared/contracts/platform.ts";
import { instant } from "./columns.ts";

/** A size that is kept: its content names it in the bucket. */
export interface ImageFile {
  /** Longest side that was asked for, pixels; a smaller image is not enlarged. */
  size: number;
  /** SHA-256 of the WebP, hex. */
  sha256: string;
  bytes: number;
}

export const companyImages = sqliteTable(
  "company_images",
  {
    platform: text("platform").$type<Platform>().notNull(),
    companyKey: text("company_key").notNull(),
    sourceUrl: text("source_url").notNull(),
    /** Why there is no image; null where there is one. */
    problem: text("problem"),
    /** ETag of the source, for the next look. */
    etag: text("etag"),
    /** SHA-256 of the downloaded bytes, hex; null where nothing was downloaded. */
    sourceSha256: text("source_sha256"),
    sourceBytes: integer("source_bytes").notNull().default(0),
    width: integer("width").notNull().default(0),
    height: integer("height").notNull().default(0),
    files: text("files", { mode: "json" }).$type<ImageFile[]>().notNull(),
    /** When the source was last asked. */
    fetchedAt: instant("fetched_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.platform, table.companyKey] })],
);

export type CompanyImage = typeof companyImages.$inferSelect;

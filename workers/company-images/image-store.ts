/** Company images in D1. */
import { and, asc, eq, inArray, ne, sql } from "drizzle-orm";
import type { Platform } from "../../shared/contracts/platform.ts";
import { type CompanyImage, companyImages } from "../db/company-image-schema.ts";
import type { Database } from "../db/run-batch.ts";

export type ImagePlace = Pick<CompanyImage, "platform" | "companyKey">;

export interface ImageStore {
  find(platform: Platform, companyKey: string): Promise<CompanyImage | null>;
  /** Rows of some companies of a platform, at most 90. */
  findMany(platform: Platform, companyKeys: readonly string[]): Promise<CompanyImage[]>;
  save(image: CompanyImage): Promise<void>;
  /** Rows with copies in the order of platform and key, strictly after one when given. */
  withFiles(limit: number, after?: ImagePlace): Promise<CompanyImage[]>;
  /** Lets the next run fetch a logo anew: its copies are gone. A row that was written since stays. */
  forget(image: Pick<CompanyImage, "platform" | "companyKey" | "fetchedAt">): Promise<void>;
}

export const createImageStore = (db: Database): ImageStore => ({
  async find(platform, companyKey) {
    const [image] = await db
      .select()
      .from(companyImages)
      .where(and(eq(companyImages.platform, platform), eq(companyImages.companyKey, companyKey)));
    return image ?? null;
  },
  async findMany(platform, companyKeys) {
    if (companyKeys.length === 0) return [];
    return db
      .select()
      .from(companyImages)
      .where(and(eq(companyImages.platform, platform), inArray(companyImages.companyKey, [...companyKeys])));
  },
  async save(image) {
    await db
      .insert(companyImages)
      .values(image)
      .onConflictDoUpdate({ target: [companyImages.platform, companyImages.companyKey], set: image });
  },
  withFiles: (limit, after) =>
    db
      .select()
      .from(companyImages)
      .where(
        and(
          ne(companyImages.files, []),
          after &&
            sql`(${companyImages.platform}, ${companyImages.companyKey}) > (${after.platform}, ${after.companyKey})`,
        ),
      )
      .orderBy(asc(companyImages.platform), asc(companyImages.companyKey))
      .limit(limit)
      .all(),
  async forget({ platform, companyKey, fetchedAt }) {
    await db
      .delete(companyImages)
      .where(
        and(
          eq(companyImages.platform, platform),
          eq(companyImages.companyKey, companyKey),
          eq(companyImages.fetchedAt, fetchedAt),
        ),
      )
      .run();
  },
});

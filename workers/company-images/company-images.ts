/**
 * Logos of companies (B10): downloads them from the platform's own image hosts within its pace, checks bytes and size before
 * anything decodes them, and keeps small WebP copies under their hashes.
 */
import type { ClickHouseClient } from "@clickhouse/client-web";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { z } from "zod";
import type { SleepingClock } from "../../shared/clock.ts";
import type { Config } from "../../shared/config.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { PlatformGateApi } from "../../shared/contracts/platform-gate.ts";
import { openPermits, type Permits } from "../../shared/crawl/permits.ts";
import { imageHeader } from "../../shared/domain/image-header.ts";
import { messageOf } from "../../shared/errors/message-of.ts";
import { platforms } from "../../shared/platforms/platforms.ts";
import { readRetryAfter } from "../../shared/retry-after.ts";
import type { BlobStore } from "../../shared/storage.ts";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "../../shared/time.ts";
import { askOf } from "../clickhouse/ask.ts";
import type { CompanyImage, ImageFile } from "../db/company-image-schema.ts";
import { OutgoingError } from "../outgoing/outgoing-error.ts";
import type { Resolver } from "../outgoing/resolver.ts";
import { type SafeAnswer, safeFetch } from "../outgoing/safe-fetch.ts";
import { imageKey } from "./image-key.ts";
import type { ImageStore } from "./image-store.ts";

/** Longest sides of the copies, pixels: a list, a list on a dense screen, a page. */
export const IMAGE_SIZES = [48, 96, 256] as const;
export type ImageSize = (typeof IMAGE_SIZES)[number];
const MAX_BYTES = 2 * 1024 * 1024;
/** Larger ones are refused before they are decoded. */
const MAX_SIDE = 4096;
const MAX_PIXELS = 8_000_000;
const TIMEOUT_MS = 15_000;
/** A logo that could not be had is asked for again after this. */
const ASK_AGAIN_MS = 30 * DAY_MS;
/** A longer wait for the gate gives the task back. */
const INLINE_WAIT_MS = 20 * SECOND_MS;

/** Makes a WebP of an image whose longest side is at most `size`. @throws when it cannot be decoded */
export type MakeWebp = (bytes: Uint8Array, size: number) => Promise<Uint8Array>;

export interface Logo {
  company_key: string;
  logo: string;
}

/**
 * `kept`: new or other copies; `unchanged`: nothing to do; `refused`: it may not be downloaded, or is no image that we take;
 * `failed`: it may be there another time; `wait`: the platform's pace allows no request before `until`, Unix ms.
 */
export type LogoResult =
  | { kind: "kept" | "unchanged" }
  | { kind: "refused" | "failed"; problem: string }
  | { kind: "wait"; until: number };

export interface CompanyImages {
  /** Companies of a platform with a logo, in the order of their keys. */
  logos(platform: Platform, after: string, limit: number): Promise<Logo[]>;
  count(platform: Platform): Promise<number>;
  /** Images of some companies, by their keys; those without copies are left out. */
  known(platform: Platform, companyKeys: readonly string[]): Promise<Map<string, CompanyImage>>;
  /** When the site may be asked again, Unix ms; null while its breaker is closed: a logo is no probe of the site. */
  restsUntil(platform: Platform): Promise<number | null>;
  /** Opens a burst of requests to the platform. Close it. */
  permits(platform: Platform, stillHeld: () => Promise<void>): Permits;
  /** @param again also asks for a logo whose copies are there */
  process(platform: Platform, logo: Logo, permits: Permits, again: boolean): Promise<LogoResult>;
  /** The copy of a size; null where there is none. */
  read(
    platform: Platform,
    companyKey: string,
    size: ImageSize,
  ): Promise<{ sha256: string; body: Uint8Array } | null>;
}

interface Parts {
  clickhouse: ClickHouseClient;
  images: ImageStore;
  store: BlobStore;
  makeWebp: MakeWebp;
  config: Config;
  gate(platform: Platform): Pick<PlatformGateApi, "exchange" | "giveBack" | "status">;
  resolver: Resolver;
  clock: SleepingClock;
  fetcher?: typeof fetch;
}

const hexOf = (bytes: Uint8Array): string => bytesToHex(sha256(bytes));

/** @returns why a logo may not be downloaded from there; null when it may */
export function logoProblem(platform: Platform, text: string): string | null {
  const url = URL.parse(text);
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) return "is not an address of the web";
  if (url.username || url.password) return "holds a user name or password";
  if (url.port !== "") return "has a port of its own";
  const isOwn = platforms[platform].imageDomains.some(
    (domain) => url.hostname === domain || url.hostname.endsWith(`.${domain}`),
  );
  return isOwn ? null : `lies on ${url.hostname.slice(0, 100)}, which is no host of the platform`;
}

/** @returns why the bytes are not taken; null when they are */
export function bytesProblem(bytes: Uint8Array): string | null {
  const header = imageHeader(bytes);
  if (!header) return "is no PNG, JPEG, GIF or WebP";
  const { width, height } = header;
  if (width < 1 || height < 1) return "has no size";
  if (width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS)
    return `has ${width} × ${height} pixels, which is too much`;
  return null;
}

/** What shows logos needs. */
export const imageReader = ({
  images,
  store,
}: Pick<Parts, "images" | "store">): Pick<CompanyImages, "known" | "read"> => ({
  async known(platform, companyKeys) {
    const found = await images.findMany(platform, companyKeys);
    return new Map(found.filter(({ files }) => files.length > 0).map((image) => [image.companyKey, image]));
  },
  async read(platform, companyKey, size) {
    const image = await images.find(platform, companyKey);
    const file = image?.files.find((one) => one.size === size);
    const body = file ? await store.getBytes(imageKey(file.sha256)) : null;
    return file && body ? { sha256: file.sha256, body } : null;
  },
});

export function createCompanyImages({
  clickhouse,
  images,
  store,
  makeWebp,
  config,
  gate,
  resolver,
  clock,
  fetcher,
}: Parts): CompanyImages {
  const ask = askOf(clickhouse);
  const LOGOS = "companies_full WHERE platform = {platform:String} AND logo IS NOT NULL AND logo != ''";

  async function copiesOf(bytes: Uint8Array): Promise<ImageFile[]> {
    const files: ImageFile[] = [];
    for (const size of IMAGE_SIZES) {
      const webp = await makeWebp(bytes, size);
      const hash = hexOf(webp);
      // Content names it: writing it again changes nothing.
      await store.put(imageKey(hash), webp);
      files.push({ size, sha256: hash, bytes: webp.length });
    }
    return files;
  }

  async function download(url: string, etag: string | null): Promise<SafeAnswer> {
    const headers = {
      accept: "image/webp,image/png,image/jpeg,image/gif",
      ...(etag && { "if-none-match": etag }),
    };
    // A redirect would lead to a host that nobody checked.
    const limits = { resolver, maxRedirects: 0, maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS };
    return safeFetch(url, { headers }, { ...limits, ...(fetcher && { fetcher }) });
  }

  return {
    ...imageReader({ images, store }),
    async logos(platform, after, limit) {
      const Row = z.object({ company_key: z.string(), logo: z.string() });
      return ask(
        `SELECT company_key, assumeNotNull(logo) AS logo FROM ${LOGOS} AND company_key > {after:String}
         ORDER BY company_key LIMIT {limit:UInt32}`,
        Row,
        { platform, after, limit },
      );
    },
    async count(platform) {
      const Row = z.object({ n: z.coerce.number() });
      return (await ask(`SELECT count() AS n FROM ${LOGOS}`, Row, { platform }))[0]?.n ?? 0;
    },
    async restsUntil(platform) {
      const { breaker, reopen_at } = await gate(platform).status();
      return breaker === "closed" ? null : Math.max(reopen_at ?? 0, clock.now()) + MINUTE_MS;
    },
    permits: (platform, stillHeld) =>
      openPermits(gate(platform), config.platforms[platform], INLINE_WAIT_MS, clock, stillHeld),

    async process(platform, { company_key: companyKey, logo: sourceUrl }, permits, again) {
      const now = clock.now();
      const before = await images.find(platform, companyKey);
      const isSame = before?.sourceUrl === sourceUrl;
      if (isSame && !again && (before.problem === null || before.fetchedAt > now - ASK_AGAIN_MS))
        return { kind: "unchanged" };
      const empty: CompanyImage = {
        ...{ platform, companyKey, sourceUrl, problem: null, etag: null, sourceSha256: null },
        ...{ sourceBytes: 0, width: 0, height: 0, files: [], fetchedAt: now },
      };
      const refuse = async (problem: string): Promise<LogoResult> => {
        await images.save({ ...empty, problem });
        return { kind: "refused", problem };
      };
      const foreign = logoProblem(platform, sourceUrl);
      if (foreign) return refuse(`the address ${foreign}`);
      const permission = await permits.acquire();
      if (!permission.granted)
        return { kind: "wait", until: now + Math.max(1, Math.ceil(permission.waitMs)) };
      let answer: SafeAnswer;
      try {
        answer = await download(sourceUrl, isSame ? before.etag : null);
      } catch (error) {
        if (!(error instanceof OutgoingError)) throw error;
        // An image host that is away says nothing of the site: the permit expires without a report.
        if (error.kind !== "network" && error.kind !== "timeout") return refuse(error.message);
        return { kind: "failed", problem: error.message };
      }
      const { status, headers, body } = answer;
      if (status === 429) {
        await permits.report("throttled", readRetryAfter(headers.get("retry-after"), now) ?? undefined);
        return { kind: "failed", problem: "the site asks for fewer requests" };
      }
      await permits.report("ok");
      if (status === 304 && before) {
        await images.save({ ...before, fetchedAt: now });
        return { kind: "unchanged" };
      }
      if (status >= 500) return { kind: "failed", problem: `the host answered ${status}` };
      if (status !== 200) return refuse(`the host answered ${status}`);
      const problem = bytesProblem(body);
      if (problem) return refuse(`the file ${problem}`);
      const header = imageHeader(body);
      const sourceSha256 = hexOf(body);
      const etag = headers.get("etag")?.slice(0, 200) ?? null;
      if (isSame && before.sourceSha256 === sourceSha256 && before.files.length === IMAGE_SIZES.length) {
        await images.save({ ...before, etag, fetchedAt: now });
        return { kind: "unchanged" };
      }
      let files: ImageFile[];
      try {
        files = await copiesOf(body);
      } catch (error) {
        // The binding may be away: nothing is kept of it, so that the next run asks again.
        return { kind: "failed", problem: `no copy could be made: ${messageOf(error)}` };
      }
      const { width = 0, height = 0 } = header ?? {};
      await images.save({ ...empty, etag, sourceSha256, sourceBytes: body.length, width, height, files });
      return { kind: "kept" };
    },
  };
}

/** How much of the market is held, per city and per group of keywords, counted in ClickHouse on demand. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import { z } from "zod";
import type { JobFilter } from "../../shared/contracts/job-filter.ts";
import { Platform } from "../../shared/contracts/platform.ts";
import { PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import { daysOf, type Period } from "../../shared/domain/china-day.ts";
import { WHOLE_COUNTRY } from "../../shared/domain/city.ts";
import { keywordGroups } from "../../shared/domain/keyword-groups.ts";
import { chainIndex, type IndexPoint } from "../../shared/domain/market-index.ts";
import { type RankedKeyword, rankKeywords, type SearchCost } from "../../shared/domain/next-keywords.ts";
import { type Ask, askSoon } from "../clickhouse/ask.ts";
import { jobFilterSql } from "../clickhouse/job-filter.ts";
import {
  COUNT_CAPTURES_BY_GROUP,
  captureCountsRow,
  countCapturesByCity,
  HELD_BY_GROUP,
  SEARCHED_KEYWORDS,
} from "../clickhouse/queries/capture-counts.ts";
import { type CoverageCell, coverageCellRow, coverageCells } from "../clickhouse/queries/coverage-cells.ts";
import { candidatePostings, keywordCandidates } from "../clickhouse/queries/keyword-candidates.ts";
import { marketIndexLinks, newestReading } from "../clickhouse/queries/market-index.ts";
import { type BoundParams, Count } from "../clickhouse/query.ts";
import { type CellFigures, cellFigures, modulusOf } from "./estimate-cells.ts";

/** Keywords that groups are made of at most, those that found most first. */
const MAX_KEYWORDS = 5000;
/** Postings whose words are read for the next keywords; of more, one in so many by the hash of its key. */
const MAX_READ_POSTINGS = 200_000;
/** Later ones are worth no click. */
const MAX_RANKED = 200;

/** A position in the order of `byCity`: held, platform, city, all descending. */
export type CellPosition = CoverageCell;

/** A position in the order of `byGroup`: keywords descending, platform, word. */
export interface GroupPosition {
  keywords: number;
  platform: Platform;
  word: string;
}

export interface CoverageQueries {
  /** @returns up to `limit` cities, those with most postings first; `cell` is empty for postings without a city */
  byCity(filter: JobFilter, period: Period, limit: number, after?: CellPosition): Promise<CellFigures[]>;
  /** @returns up to `limit` groups, those of most keywords first; `group_keywords` also counts keywords without a find */
  byGroup(
    platforms: readonly Platform[],
    period: Period,
    limit: number,
    after?: GroupPosition,
  ): Promise<(CellFigures & { group_keywords: number })[]>;
  /**
   * @param city to search; the whole country asks for words of all cities
   * @returns words that are no keyword there, the most worth searching first, up to `MAX_RANKED`
   */
  nextKeywords(platform: Platform, city: string, period: Period): Promise<RankedKeyword[]>;
  /** @returns the index of the platforms, all when none is named; `asOf`: its newest reading, Unix ms */
  marketIndex(
    platforms: readonly Platform[],
    period: Period,
  ): Promise<{ points: IndexPoint[]; asOf: number | null }>;
}

const keywordRow = z.object({ platform: Platform, word: z.string(), found: Count });

/**
 * @param costOf what a search of a platform costs and shows
 * @param ask has a limit of time when left out, because a person waits
 */
export function createCoverageQueries(
  client: ClickHouseClient,
  costOf: (platform: Platform) => SearchCost,
  ask: Ask = askSoon(client),
): CoverageQueries {
  async function figuresOf(sql: string, cells: CoverageCell[], params: BoundParams): Promise<CellFigures[]> {
    if (cells.length === 0) return [];
    const moduli = cells.map(({ held }) => modulusOf(held));
    const rows = await ask(sql, captureCountsRow, {
      ...params,
      cells: cells.map(nameOf),
      moduli,
      // Powers of two: who passes the test of a larger one passes this.
      min_modulus: Math.min(...moduli),
      sampled_held: cells.map(({ held }) => held / modulusOf(held)),
    });
    const byName = new Map(rows.map((row) => [nameOf(row), row]));
    return cells.map((cell) => cellFigures(cell, byName.get(nameOf(cell)) ?? null));
  }

  return {
    async byCity(filter, period, limit, after) {
      const { sql: condition, params } = jobFilterSql({ ...filter, ...period });
      const cells = await ask(coverageCells(condition), coverageCellRow, {
        ...params,
        limit,
        after_held: after?.held ?? null,
        after_platform: after?.platform ?? "",
        after_cell: after?.cell ?? "",
      });
      return figuresOf(countCapturesByCity(condition), cells, { ...params, ...period });
    },
    async byGroup(platforms, period, limit, after) {
      const asked = { platforms: platforms.length > 0 ? platforms : PLATFORMS, ...period };
      const keywords = await ask(SEARCHED_KEYWORDS, keywordRow, { ...asked, limit: MAX_KEYWORDS });
      const groups = asked.platforms
        .flatMap((platform) =>
          keywordGroups(keywords.filter((one) => one.platform === platform).map(({ word }) => word)).map(
            (group) => ({ platform, ...group }),
          ),
        )
        .sort(inOrder);
      const page = groups.filter((group) => !after || inOrder(after, group) < 0).slice(0, limit);
      if (page.length === 0) return [];
      const words = [...new Set(page.map(({ word }) => word))];
      const held = await ask(HELD_BY_GROUP, coverageCellRow, { ...asked, groups: words });
      const heldOf = new Map(held.map((cell) => [nameOf(cell), cell.held]));
      const cells = page.map(({ platform, word }) => ({
        platform,
        cell: word,
        held: heldOf.get(nameOf({ platform, cell: word })) ?? 0,
      }));
      const figures = await figuresOf(COUNT_CAPTURES_BY_GROUP, cells, { ...period, groups: words });
      return figures.map((cell, index) => ({ ...cell, group_keywords: page[index]?.keywords ?? 0 }));
    },
    async nextKeywords(platform, city, { from }) {
      const asked = { platform, city, whole_country: WHOLE_COUNTRY, from };
      const [postings] = await ask(candidatePostings.sql, candidatePostings.row, asked);
      const modulus = Math.max(1, Math.floor((postings?.held ?? 0) / MAX_READ_POSTINGS));
      const words = await ask(keywordCandidates.sql, keywordCandidates.row, { ...asked, modulus });
      const candidates = words.map(({ word, held, found_once: once, found_twice: twice }) => ({
        word,
        held: held * modulus,
        foundOnce: once * modulus,
        foundTwice: twice * modulus,
      }));
      return rankKeywords(candidates, costOf(platform)).slice(0, MAX_RANKED);
    },
    async marketIndex(platforms, period) {
      const asked = { platforms: platforms.length > 0 ? [...platforms] : [...PLATFORMS], ...period };
      const [links, [newest]] = await Promise.all([
        ask(marketIndexLinks.sql, marketIndexLinks.row, asked),
        ask(newestReading.sql, newestReading.row, { platforms: asked.platforms }),
      ]);
      return { points: chainIndex(daysOf(period), links), asOf: newest?.at ?? null };
    },
  };
}

/** `cells` has the same names in SQL. */
const nameOf = ({ platform, cell }: Pick<CoverageCell, "platform" | "cell">): string => `${platform}/${cell}`;

const inOrder = (a: GroupPosition, b: GroupPosition): number =>
  b.keywords - a.keywords || (a.platform + a.word < b.platform + b.word ? -1 : 1);

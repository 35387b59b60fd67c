/**
 * Counts how many keywords found each posting, over all keywords of a cell and over random halves of them, without
 * bringing a posting or a keyword to the Worker: the estimate itself is `shared/domain/capture-recapture.ts`.
 */
import { z } from "zod";
import { Platform } from "../../../shared/contracts/platform.ts";
import { HALF_SAMPLES, LARGE_KEYWORD_SHARE } from "../../../shared/domain/capture-recapture.ts";
import { LATIN_WORD } from "../../../shared/domain/keyword-groups.ts";
import { Count } from "../query.ts";

/** One bit of a UInt64 for each half; the last bit stands for all keywords. */
const BITS = HALF_SAMPLES + 1;
const LANE_BITS = 16;
/** The lowest bit of each of the four lanes. */
const LANE_MASK = "281479271743489";
/** Name of a cell in `cells`; platforms have no slash. */
const CELL = (cell: string) => `concat(platform, '/', ${cell})`;
/** One in so many postings of a cell is counted; 0 for a cell that was not asked for. */
const MODULUS = "transform(cell_name, {cells:Array(String)}, {moduli:Array(UInt32)}, toUInt32(0))";
const IS_SAMPLED = `${MODULUS} > 0 AND cityHash64(job_key) % greatest(${MODULUS}, 1) = 0`;
/** @param keywords alias of job_keywords with its dot */
const inPeriod = (keywords = "") => `
  ${keywords}last_seen >= toDateTime64({from:Date}, 3, 'Asia/Shanghai')
  AND ${keywords}first_seen < toDateTime64({to:Date} + 1, 3, 'Asia/Shanghai')`;
/** Java and java are one search of a site, and one keyword in several cities is one sample of a cell. */
const unitOf = (keyword: string) => `cityHash64(lowerUTF8(${keyword}))`;

/** Which keyword found which posting, by the city of the posting. @param condition over job_facts */
const capturesByCity = (condition: string) => `
  SELECT f.platform AS platform, f.cell AS cell, ${unitOf("k.keyword")} AS unit, f.job_key AS job_key
  FROM job_keywords AS k
  INNER JOIN
  (
    SELECT platform, ifNull(city, '') AS cell, job_key, ${CELL("cell")} AS cell_name
    FROM job_facts WHERE (${condition}) AND ${IS_SAMPLED}
  ) AS f ON f.platform = k.platform AND f.job_key = k.job_key
  WHERE cityHash64(k.job_key) % {min_modulus:UInt32} = 0 AND ${inPeriod("k.")}
  GROUP BY platform, cell, unit, job_key`;

/** Words of a keyword among those asked for. */
export const GROUPS_OF_KEYWORD = `
  arrayFilter(
    word -> if(match(word, '\\\\p{Han}'), position(lowerUTF8(keyword), word) > 0,
      has(extractAll(lowerUTF8(keyword), '${LATIN_WORD}'), word)),
    {groups:Array(String)})`;

const CAPTURES_BY_GROUP = `
  SELECT platform, cell, unit, job_key
  FROM
  (
    SELECT platform, ${unitOf("keyword")} AS unit, job_key, arrayJoin(${GROUPS_OF_KEYWORD}) AS cell, ${CELL("cell")} AS cell_name
    FROM job_keywords
    WHERE cityHash64(job_key) % {min_modulus:UInt32} = 0 AND ${inPeriod()}
  )
  WHERE ${IS_SAMPLED}
  GROUP BY platform, cell, unit, job_key`;

/** At least 1, 2, 3, 4 and 5 of the masks have the bit, for all bits at once. */
const AT_LEAST = `
  arrayFold(
    (found, mask) -> (
      bitOr(found.1, mask),
      bitOr(found.2, bitAnd(found.1, mask)),
      bitOr(found.3, bitAnd(found.2, mask)),
      bitOr(found.4, bitAnd(found.3, mask)),
      bitOr(found.5, bitAnd(found.4, mask))),
    masks,
    (toUInt64(0), toUInt64(0), toUInt64(0), toUInt64(0), toUInt64(0)))`;
/**
 * Counts rows for all bits at once: each sum adds four bits of every row in lanes of 16 bits, so that no row becomes an
 * array. `MAX_SAMPLED` keeps a lane below 65,536.
 */
const perBit = (bits: string) =>
  `[${Array.from({ length: LANE_BITS }, (_, shift) => `toString(sum(bitAnd(bitShiftRight(${bits}, ${shift}), ${LANE_MASK})))`).join(", ")}]`;

/**
 * `captures` are counted twice: the keywords first, so that the large ones and the halves are known, then the postings.
 * Half b of n keywords are the floor(n / 2) with the smallest hashes of (keyword, b), so the same keywords always give
 * the same halves. The setting stands inside, so that whoever asks can add those of the whole statement.
 */
const counting = (captures: string) => `
  SELECT * FROM (SELECT
    platform, cell, any(keywords) AS keywords, any(large_keywords) AS large_keywords,
    countIf(length(masks) > 1) AS recaptures,
    ${perBit("large")} AS certain,
    ${[1, 2, 3, 4, 5].map((n) => `${perBit(`bitAnd(found.${n}, bitNot(large))`)} AS found_${n}`).join(",\n    ")}
  FROM
  (
    SELECT
      platform, cell, keywords, large_keywords, large, masks,
      ${AT_LEAST} AS found
    FROM
    (
      SELECT
        platform, cell, job_key, any(u.keywords) AS keywords, any(u.large_keywords) AS large_keywords,
        groupBitOr(if(u.is_large, u.mask, 0)) AS large,
        groupArray(u.mask) AS masks
      FROM (${captures}) AS c
      INNER JOIN
      (
        SELECT
          platform, cell, keywords, large_keywords, entry.1 AS unit, entry.2 > large_size AS is_large,
          arraySum(arrayMap((limit, b) -> bitShiftLeft(toUInt64(cityHash64(unit, b) <= limit), b),
            limits, range(${HALF_SAMPLES}))) + bitShiftLeft(toUInt64(1), ${HALF_SAMPLES}) AS mask
        FROM
        (
          SELECT
            platform, cell, groupArray((unit, size)) AS entries, length(entries) AS keywords,
            ${LARGE_KEYWORD_SHARE} * transform(${CELL("cell")}, {cells:Array(String)}, {sampled_held:Array(Float64)}, 0.) AS large_size,
            arrayCount(e -> e.2 > large_size, entries) AS large_keywords,
            arrayMap(b -> arraySort(arrayMap(e -> cityHash64(e.1, b), entries))[intDiv(keywords, 2)],
              range(${HALF_SAMPLES})) AS limits
          FROM (SELECT platform, cell, unit, count() AS size FROM (${captures}) GROUP BY platform, cell, unit)
          GROUP BY platform, cell
        )
        ARRAY JOIN entries AS entry
      ) AS u ON u.platform = c.platform AND u.cell = c.cell AND u.unit = c.unit
      GROUP BY platform, cell, job_key
    )
  )
  GROUP BY platform, cell
  SETTINGS max_block_size = 16384)`;

/** Takes the lanes apart again: bit b is in lane b / 16 of sum b % 16. */
const perHalf = z
  .array(z.string())
  .length(LANE_BITS)
  .transform((sums) => {
    const whole = sums.map((sum) => BigInt(sum));
    return Array.from({ length: BITS }, (_, bit) => {
      const lane = (whole[bit % LANE_BITS] ?? 0n) >> BigInt(LANE_BITS * Math.floor(bit / LANE_BITS));
      return Number(BigInt.asUintN(LANE_BITS, lane));
    });
  });

export const captureCountsRow = z.object({
  platform: Platform,
  cell: z.string(),
  keywords: Count,
  large_keywords: Count,
  /** Postings that at least two keywords found. */
  recaptures: Count,
  /** For each half, and for all keywords last. */
  certain: perHalf,
  found_1: perHalf,
  found_2: perHalf,
  found_3: perHalf,
  found_4: perHalf,
  found_5: perHalf,
});
export type CaptureCountsRow = z.infer<typeof captureCountsRow>;

export const countCapturesByCity = (condition: string) => counting(capturesByCity(condition));
export const COUNT_CAPTURES_BY_GROUP = counting(CAPTURES_BY_GROUP);

export const HELD_BY_GROUP = `
  SELECT platform, cell, uniqExact(job_key) AS held
  FROM
  (
    SELECT platform, job_key, arrayJoin(${GROUPS_OF_KEYWORD}) AS cell FROM job_keywords
    WHERE platform IN {platforms:Array(String)} AND ${inPeriod()}
  )
  GROUP BY platform, cell`;

export const SEARCHED_KEYWORDS = `
  SELECT platform, lowerUTF8(keyword) AS word, count() AS found
  FROM job_keywords
  WHERE platform IN {platforms:Array(String)} AND ${inPeriod()}
  GROUP BY platform, word
  ORDER BY found DESC, word
  LIMIT {limit:UInt32}`;

/**
 * Measures the refresh of job_facts: 10,000 changed postings of many, without the dictionary of skills and links of
 * companies, with the links, and with both.
 */
import { basePublisher, FREE_LOCK, memoryStore, SILENT } from "../tests/support/clickhouse/make-facts.ts";
import { clickHouseClient } from "../workers/clickhouse/client.ts";
import { runCommand } from "../workers/clickhouse/command.ts";
import { refreshFacts } from "../workers/facts/refresh-facts.ts";
import type { SkillPublisher } from "../workers/skills/publish-dictionary.ts";
import { newDatabase } from "./database.ts";
import { loadFacts } from "./facts/load-facts.ts";
import type { Bench } from "./options.ts";
import type { Result } from "./result.ts";
import { PASSWORD, type Rig } from "./rig.ts";
import { median, spread, withSteal } from "./rounds.ts";

const DATABASE = "refresh";
/** Postings that changed at once. */
const CHANGED = 10_000;
/** Nobody classifies anything: a posting has the skills that its site lists. */
const NO_SKILLS: SkillPublisher = {
  isPublished: async () => true,
  publish: async () => false,
  classifyNew: async () => 0,
};
/** Every second company is joined to another one. */
const LINK_COMPANIES = `
  INSERT INTO company_links (platform, company_key, company_id, parent_id, how, evidence, decided_at)
  SELECT DISTINCT platform, assumeNotNull(company_key), concat('boss:', assumeNotNull(company_key)), '', 'name', '{}', now64(3)
  FROM jobs WHERE company_key IS NOT NULL AND cityHash64(company_key) % 2 = 0`;

export async function benchRefresh(
  rig: Rig,
  { postings, rounds, corpus, progress }: Bench,
): Promise<Result[]> {
  const url = await rig.clickhouse();
  await newDatabase(url, DATABASE);
  const load = { url, password: PASSWORD, database: DATABASE, rows: postings, corpus, alsoJobs: true };
  await loadFacts({ ...load, progress });
  const config = {
    CLICKHOUSE_URL: url,
    CLICKHOUSE_USER: "default",
    CLICKHOUSE_PASSWORD: PASSWORD,
    CLICKHOUSE_DATABASE: DATABASE,
  };
  const clickhouse = clickHouseClient(config);
  const store = memoryStore();
  const now = Date.now();
  await store.save({ through: now, startedAt: now, finishedAt: now, rows: postings });
  let at = 0;
  const refresh = async (skills: SkillPublisher) => {
    const from = (at++ * 7919 * 13) % Math.max(1, postings - CHANGED);
    await runCommand(clickhouse, "TRUNCATE TABLE job_changes");
    await runCommand(
      clickhouse,
      `INSERT INTO job_changes (platform, job_key) SELECT platform, job_key FROM job_facts
       WHERE toUInt64(substring(job_key, 2)) >= ${from} AND toUInt64(substring(job_key, 2)) < ${from + CHANGED}`,
    );
    const services = { clickhouse, store, lock: FREE_LOCK, skills, logger: SILENT };
    const report = await refreshFacts(
      { ...services, newestStored: async () => Date.now(), clock: { now: () => Date.now() } },
      "bench",
      true,
    );
    if (report.skipped !== null) throw new Error(`skipped: ${report.skipped}`);
    return { ms: report.ms, content: report.content };
  };
  const measure = async (what: string, skills: SkillPublisher): Promise<Result> => {
    const times: number[] = [];
    const steals: number[] = [];
    let content = 0;
    for (let round = 0; round <= rounds; round++) {
      const { value, steal } = await withSteal(() => refresh(skills));
      content = value.content;
      // The first one warms up, and publishes the dictionary.
      if (round === 0) continue;
      times.push(value.ms);
      steals.push(steal);
    }
    progress(`refresh ${what}: ${median(times).toFixed(0)} ms`);
    return {
      what: `refresh of job_facts: ${what}`,
      against: `${content.toLocaleString("en-US")} changed of ${postings.toLocaleString("en-US")} generated postings`,
      target: null,
      unit: "ms",
      ...spread(times),
      rounds,
      repeated: 0,
      steal: Math.max(...steals),
      notes: [],
    };
  };
  const bare = await measure("without dictionary and links", NO_SKILLS);
  await runCommand(clickhouse, LINK_COMPANIES);
  const linked = await measure("with links", NO_SKILLS);
  const publisher = basePublisher({ config });
  const both = await measure("with links and dictionary", {
    ...publisher,
    // The other postings keep what they have: their share of the time is not what is measured.
    publish: () => publisher.publish(async () => {}),
  });
  return [bare, linked, both];
}

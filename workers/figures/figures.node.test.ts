/** Every figure against an independent calculation over the rows of a market, by the real engine. */
import { afterAll, describe, expect, test } from "vitest";
import { FIGURE_DIMENSIONS } from "../../shared/contracts/figures.ts";
import { filterQuery, JobFilter } from "../../shared/contracts/job-filter.ts";
import { addDays } from "../../shared/domain/china-day.ts";
import { figureRig } from "../../tests/support/figures/figure-rig.ts";
import {
  belongs,
  cell,
  dayOf,
  groupsOf,
  isNegotiable,
  middle,
  near,
  type Plain,
  percentile,
  plain,
  share,
  small,
  tally,
  valuesOf,
} from "../../tests/support/figures/independent.ts";
import { MARKET_END, market } from "../../tests/support/figures/market.ts";
import { quantilesSql } from "./salary-cell.ts";

const { postings, source } = market();
const rows = postings.map(plain);
console.log(`figures over ${source}: ${rows.length} postings`);
const rig = await figureRig();
await rig.load(postings);
afterAll(() => rig.ch.remove());
// What the dictionary makes of a posting is held by workers/skills; here it is what figures count.
const named = (await rig.ch.ask("SELECT job_key, skills FROM job_facts FORMAT JSONCompactEachRow")).split(
  "\n",
);
const skillsByKey = new Map(named.map((line) => JSON.parse(line) as [string, string[]]));
for (const row of rows) row.skills = skillsByKey.get(row.key) ?? [];
const TO = dayOf(MARKET_END);
const FROM = addDays(TO, -29);
const commonest = (dimension: string, among: readonly Plain[] = rows) =>
  [...tally(among, dimension)].toSorted(([, one], [, other]) => other.length - one.length)[0]?.[0] as string;
const CITY = commonest("city");
const SKILL = commonest("skill");

/** No filter, one, two, several, and one that leaves nothing. */
const FILTERS: [string, JobFilter][] = [
  ["nothing", {}],
  ["a city", { city: [CITY] }],
  ["a keyword", { keyword: ["Java"] }],
  ["a skill", { skill: [SKILL.toUpperCase()] }],
  ["a salary band", { salary_band: ["10000-15000", "50000+"] }],
  ["a city and a degree", { city: [CITY], degree: ["bachelor"] }],
  [
    "a platform, an experience and a period",
    { platform: ["boss"], experience: ["3-5"], from: addDays(TO, -60), to: addDays(TO, -10) },
  ],
  ["pay and first day", { salary_from: 10_000, salary_to: 20_000, new_from: addDays(TO, -20) }],
  ["nobody", { city: ["没有这座城市"] }],
];
const dated = (filter: JobFilter) => {
  const to = filter.to ?? TO;
  return { ...filter, from: filter.from ?? addDays(to, -29), to };
};
const chosen = (filter: JobFilter) => rows.filter((row) => belongs(dated(filter), row));
/** What a link to the rows finds. */
const linked = (query: string) => {
  const parts = new URLSearchParams(query);
  const members = Object.fromEntries([...new Set(parts.keys())].map((name) => [name, parts.getAll(name)]));
  const one = ["salary_from", "salary_to", "from", "to", "new_from", "text", "duplicates"];
  const filter = JobFilter.parse(
    Object.fromEntries(
      Object.entries(members).map(([name, all]) => [name, one.includes(name) ? all[0] : all]),
    ),
  );
  return rows.filter((row) => belongs(filter, row));
};

describe.each(FILTERS)("with %s", (_, filter) => {
  const own = chosen(filter);

  test("the card says what the figure is made of", async () => {
    const { card } = await rig.compute("overview", filter, {});
    expect(card).toMatchObject({
      n: own.length,
      period: { from: dated(filter).from, to: dated(filter).to },
      platforms: [...new Set(own.map(({ platform }) => platform))].toSorted(),
      duplicates_removed: { value: 0, reason: null },
      method: { name: "overview", version: 2 },
      as_of: MARKET_END,
      rows_query: filterQuery({ ...dated(filter), duplicates: "exclude" }),
    });
    const unread = own.filter((row) => row.unread.length > 0).length;
    expect(card.unread_share).toEqual(own.length === 0 ? null : expect.closeTo(unread / own.length, 6));
    const negotiable = own.filter(isNegotiable).length;
    expect(card.negotiable_share).toEqual(
      own.length === 0 ? null : expect.closeTo(negotiable / own.length, 6),
    );
    expect(linked(card.rows_query)).toHaveLength(own.length);
  });

  test("totals in all and by platform", async () => {
    const { totals, platforms } = await rig.compute("overview", filter, {});
    const { from, to } = dated(filter);
    const expected = (some: Plain[]) => ({
      postings: some.length,
      new: some.filter(({ firstDay }) => firstDay >= from).length,
      open: some.filter(({ lastDay }) => lastDay >= addDays(to, -6)).length,
      companies: new Set(some.flatMap(({ company }) => company ?? [])).size,
    });
    expect(totals).toEqual(expected(own));
    expect(platforms.map(({ rows_query: __, ...one }) => one)).toEqual(
      [...tally(own, "platform")]
        .toSorted(([one], [other]) => (one < other ? -1 : 1))
        .map(([platform, some]) => ({ platform, ...expected(some) })),
    );
  });

  test("new and open postings of each day", async () => {
    const { days } = await rig.compute("trend", filter, {});
    const { from, to } = dated(filter);
    const expected = [];
    for (let day = from; day <= to; day = addDays(day, 1)) {
      expected.push({
        day,
        new: own.filter(({ firstDay }) => firstDay === day).length,
        open: own.filter(({ firstDay, lastDay }) => firstDay <= day && day <= lastDay).length,
        closed: null,
      });
    }
    expect(days).toEqual(expected);
  });

  test.each(FIGURE_DIMENSIONS)(
    "the distribution by %s, and what lies behind each value",
    async (dimension) => {
      const groups = groupsOf(own, dimension, filter);
      const { items, others, unknown, card } = await rig.compute(
        "distribution",
        filter,
        { dimension },
        { limit: 7 },
      );
      const nameOf = ({ value, within }: { value: string; within: string | null }) =>
        dimension === "district" ? `${within}/${value}` : dimension === "skill" ? small(value) : value;
      const sizes = [...groups.values()].map((group) => group.length).toSorted((one, other) => other - one);
      expect(items.map(({ n }) => n).toSorted((one, other) => other - one)).toEqual(sizes.slice(0, 7));
      for (const item of items) {
        expect(groups.get(nameOf(item))).toHaveLength(item.n);
        expect(item.share).toBeCloseTo(share(item.n, own.length), 5);
        expect(linked(item.rows_query)).toHaveLength(item.n);
      }
      const shown = items.reduce((sum, { n }) => sum + n, 0);
      const all = sizes.reduce((sum, n) => sum + n, 0);
      expect(others).toMatchObject({ values: groups.size - items.length, n: all - shown });
      expect(unknown.n).toBe(own.filter((row) => valuesOf(row, dimension).length === 0).length);
      expect(card.n).toBe(own.length);
    },
  );

  test.each(FIGURE_DIMENSIONS)("salaries in all and by %s", async (by) => {
    const { total, groups } = await rig.compute("salary", filter, { by, sort: "n" }, { limit: 9 });
    expect(total).toEqual(near(cell(own)));
    const expected = groupsOf(own, by, filter);
    for (const { value, within, company_id: _, rows_query: __, ...found } of groups) {
      const name = by === "district" ? `${within}/${value}` : by === "skill" ? small(value) : value;
      expect(found).toEqual(near(cell(expected.get(name) ?? [])));
    }
    expect(groups).toHaveLength(Math.min(9, expected.size));
  });

  test("the best paid cities come first, those with few postings last", async () => {
    const { groups } = await rig.compute("salary", filter, { by: "city", sort: "median" }, { limit: 50 });
    const expected = [...tally(own, "city")]
      .map(([city, some]) => ({ city, ...cell(some) }))
      .toSorted(
        (one, other) =>
          Number(one.few) - Number(other.few) ||
          (other.month.midpoint.p50 ?? -1) - (one.month.midpoint.p50 ?? -1),
      );
    expect(groups.map(({ few, month }) => [few, month.midpoint.p50])).toEqual(
      near(expected.slice(0, 50).map(({ few, month }) => [few, month.midpoint.p50])),
    );
  });

  test("salaries by experience, degree and city", async () => {
    const { cells, cities } = await rig.compute("salary_matrix", filter, {}, { limit: 3 });
    expect(cities).toHaveLength(Math.min(3, tally(own, "city").size));
    const pairs = new Set(
      own.flatMap(({ experience, degree }) => (experience && degree ? `${experience} ${degree}` : [])),
    );
    expect(
      new Set(cells.flatMap((one) => (one.city === null ? `${one.experience} ${one.degree}` : []))),
    ).toEqual(pairs);
    for (const { experience, degree, city, n, few, month, rows_query } of cells) {
      const some = own.filter(
        (row) =>
          row.experience === experience && row.degree === degree && (city === null || row.city === city),
      );
      expect(n).toBe(some.length);
      expect(linked(rows_query)).toHaveLength(n);
      const { midpoint } = cell(some).month;
      expect(month).toEqual(near(midpoint));
      expect(few).toBe(midpoint.n < 30);
    }
  });

  test("companies", async () => {
    const { items, others, unknown } = await rig.compute("companies", filter, {}, { limit: 5 });
    const groups = tally(own, "company");
    const sizes = [...groups.values()].map((group) => group.length).toSorted((one, other) => other - one);
    expect(items.map(({ n }) => n)).toEqual(sizes.slice(0, 5));
    expect(
      (await rig.compute("companies", filter, {}, { limit: 5, version: 1 })).items.map(({ n }) => n),
    ).toEqual(sizes.slice(0, 5));
    for (const item of items) {
      const some = groups.get(item.company) ?? [];
      expect(linked(item.rows_query)).toHaveLength(item.n);
      expect(item.month).toEqual(near(cell(some).month.midpoint));
      expect(item).toMatchObject({
        n: some.length,
        few: cell(some).month.midpoint.n < 30,
        new: some.filter(({ firstDay }) => firstDay >= dated(filter).from).length,
        cities: new Set(some.flatMap(({ city }) => city ?? [])).size,
        platforms: [...new Set(some.map(({ platform }) => platform))].toSorted(),
      });
    }
    expect(others.values).toBe(Math.max(0, groups.size - 5));
    expect(unknown.n).toBe(own.filter(({ company }) => company === null).length);
  });

  test.each(["keyword", "platform"] as const)("%ss side by side", async (by) => {
    const { items } = await rig.compute("comparison", filter, { by }, { limit: 4 });
    const wanted = filter[by];
    const groups = tally(own, by);
    expect(items).toHaveLength(wanted ? wanted.length : Math.min(4, groups.size));
    for (const item of items) {
      const some = groups.get(item.value) ?? [];
      expect(item.salary).toEqual(near(cell(some)));
      expect(item.n).toBe(some.length);
      expect(item.companies).toBe(new Set(some.flatMap(({ company }) => company ?? [])).size);
      const skills = [...tally(some, "skill").values()]
        .map((group) => group.length)
        .toSorted((one, other) => other - one);
      expect(item.skills.map(({ n }) => n)).toEqual(skills.slice(0, 10));
      for (const { value, n } of item.degrees) expect(tally(some, "degree").get(value)).toHaveLength(n);
      for (const { value, n } of item.experiences)
        expect(tally(some, "experience").get(value)).toHaveLength(n);
    }
  });
});

test("percentiles are exact over more values than a sample would keep", async () => {
  const values = Array.from({ length: 50_000 }, (_, n) => (n * n) % 49_999);
  const said = await rig.ch.ask(
    `SELECT ${quantilesSql("number * number % 49999")} FROM numbers(50000) FORMAT JSONCompactEachRow`,
  );
  const expected = [0.1, 0.25, 0.5, 0.75, 0.9].map((level) => percentile(values, level));
  expect(JSON.parse(said)[0]).toEqual(near(expected));
});

test("a cell with 30 salaries is not greyed", async () => {
  const days = Array.from({ length: 90 }, (_, at) => addDays(TO, -at));
  const filters = [...tally(rows, "city")].flatMap(([city, own]) =>
    days.flatMap((from): JobFilter[] => {
      const filter: JobFilter = { city: [city as string], from, to: TO };
      return cell(own.filter((row) => belongs(filter, row))).with_salary === 30 ? [filter] : [];
    }),
  );
  const { groups } = await rig.compute("salary", filters[0] ?? {}, { by: "city", sort: "n" }, { limit: 1 });
  expect(groups[0]).toMatchObject({ with_salary: 30, few: false });
});

describe("what a skill is worth", () => {
  const mids = (some: Plain[]) => some.flatMap((row) => middle(row) ?? []).filter((value) => value > 0);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = (values: number[]) =>
    values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1);

  test("is the difference at the same experience, weighted by the postings with the skill", async () => {
    const found = await rig.compute("skill_value", {}, { skill: SKILL.toUpperCase() });
    const own = chosen({});
    const has = (row: Plain) => row.skills.some((skill) => small(skill) === SKILL);
    expect(found.with).toEqual(near(cell(own.filter(has))));
    expect(found.without).toEqual(near(cell(own.filter((row) => !has(row)))));
    const levels = [...new Set(own.map(({ experience }) => experience))].map((experience) => {
      const same = own.filter((row) => row.experience === experience);
      return { experience, with: mids(same.filter(has)), without: mids(same.filter((row) => !has(row))) };
    });
    for (const { experience, with: more, without: less } of levels.filter(
      (one) => one.with.length + one.without.length > 0,
    )) {
      const stratum = found.strata.find((one) => one.experience === experience);
      expect(stratum).toMatchObject({
        with: { n: more.length },
        without: { n: less.length },
        few: more.length < 30 || less.length < 30,
      });
      if (more.length > 0) expect(stratum?.with.median).toBeCloseTo(percentile(more, 0.5) as number, 1);
      if (more.length > 0 && less.length > 0)
        expect(stratum?.difference).toBeCloseTo(mean(more) - mean(less), 1);
    }
    const enough = levels.filter((one) => one.with.length >= 5 && one.without.length >= 5);
    const weight = enough.reduce((sum, one) => sum + one.with.length, 0);
    let value = 0;
    let spread = 0;
    for (const one of enough) {
      const part = one.with.length / weight;
      value += part * (mean(one.with) - mean(one.without));
      spread +=
        part ** 2 * (variance(one.with) / one.with.length + variance(one.without) / one.without.length);
    }
    expect(enough.length).toBeGreaterThan(1);
    expect(found.standardised?.month.value).toBeCloseTo(value, 1);
    // Student's t is wider than the normal distribution, by at most a third here.
    const half = ((found.standardised?.month.high ?? 0) - (found.standardised?.month.low ?? 0)) / 2;
    expect(half).toBeGreaterThanOrEqual(1.9599 * Math.sqrt(spread));
    expect(half).toBeLessThan(1.34 * 1.96 * Math.sqrt(spread));
    let log = 0;
    for (const one of enough) {
      log += (one.with.length / weight) * (mean(one.with.map(Math.log)) - mean(one.without.map(Math.log)));
    }
    expect(found.standardised?.share.value).toBeCloseTo(Math.exp(log) - 1, 5);
    expect(found.strata.reduce((sum, one) => sum + one.weight, 0)).toBeCloseTo(1, 4);
    expect(found.card.method.version).toBe(3);
  });

  test("in the replaced method is the difference of all, and says its version", async () => {
    const found = await rig.compute("skill_value", {}, { skill: SKILL }, { version: 1 });
    const own = chosen({});
    const has = (row: Plain) => row.listed.some((skill) => small(skill) === SKILL);
    expect(found.strata).toHaveLength(1);
    expect(found.standardised?.month.value).toBeCloseTo(
      mean(mids(own.filter(has))) - mean(mids(own.filter((row) => !has(row)))),
      1,
    );
    expect(found.card.method).toEqual({ name: "skill_value", version: 1 });
    await expect(rig.compute("skill_value", {}, { skill: SKILL }, { version: 4 })).rejects.toThrow(
      /method_version/,
    );
  });

  test("is not said where nobody asks for it", async () => {
    const found = await rig.compute("skill_value", {}, { skill: "没有这种技能" });
    expect(found).toMatchObject({
      standardised: null,
      reason: "too_few",
      with: { n: 0, month: { midpoint: { p50: null } } },
    });
  });
});

describe("rising skills", () => {
  test.each(["rising", "falling"] as const)(
    "%s ones are tested against the days before",
    async (direction) => {
      const filter = { from: addDays(TO, -29), to: TO };
      const found = await rig.compute("rising_skills", filter, { direction });
      const before = addDays(FROM, -30);
      const now = rows.filter((row) => row.firstDay >= FROM && row.firstDay <= TO);
      const earlier = rows.filter((row) => row.firstDay >= before && row.firstDay < FROM);
      expect(found.now).toEqual({ from: FROM, to: TO, n: now.length });
      expect(found.before).toEqual({ from: before, to: addDays(FROM, -1), n: earlier.length });
      expect(found.card.n).toBe(now.length + earlier.length);
      const [ofNow, ofEarlier] = [tally(now, "skill"), tally(earlier, "skill")];
      let tested = 0;
      for (const skill of new Set([...ofNow.keys(), ...ofEarlier.keys()])) {
        const all = (ofNow.get(skill)?.length ?? 0) + (ofEarlier.get(skill)?.length ?? 0);
        const pooled = all / (now.length + earlier.length);
        if (Math.min(now.length, earlier.length) * Math.min(pooled, 1 - pooled) >= 5 && all >= 5) tested++;
      }
      expect(found.tested).toBe(tested);
      expect(found.items.length).toBeGreaterThan(0);
      for (const item of found.items) {
        const key = small(item.skill);
        expect(item.n_now).toBe(ofNow.get(key)?.length ?? 0);
        expect(item.n_before).toBe(ofEarlier.get(key)?.length ?? 0);
        expect(Math.sign(item.difference)).toBe(direction === "rising" ? 1 : -1);
        expect(item.q_value).toBeGreaterThanOrEqual(item.p_value);
        expect(item.significant).toBe(item.q_value <= 0.05);
        expect(linked(item.rows_query)).toHaveLength(item.n_now + item.n_before);
      }
    },
  );
});

test("working times per company are what the postings state, with the newest sentence", async () => {
  const lines = await rig.ch.ask(
    "SELECT job_key, company_name, working_time, working_time_said FROM job_facts FORMAT JSONCompactEachRow",
  );
  const stated = new Map(
    lines.split("\n").map((line) => {
      const [key, company, times, said] = JSON.parse(line) as [string, string | null, string[], string[]];
      return [key, { company, times, said }] as const;
    }),
  );
  const own = chosen({}).map((row) => ({ ...row, ...stated.get(row.key) }));
  const found = await rig.compute("working_time", {}, {}, { limit: 20 });
  expect(found.stated).toBe(own.filter(({ times }) => times?.length).length);
  expect(found.stated).toBeGreaterThan(50);
  for (const { time, n, share: part } of found.times) {
    expect(n).toBe(own.filter(({ times }) => times?.includes(time)).length);
    expect(n).toBeGreaterThan(0);
    expect(part).toBeCloseTo(n / found.stated, 5);
  }
  expect(found.companies).toHaveLength(20);
  for (const { company, n, stated: ofCompany, few, times } of found.companies) {
    const some = own.filter((row) => row.company === company);
    expect(n).toBe(some.length);
    expect(few).toBe(ofCompany < 30);
    expect(ofCompany).toBe(some.filter(({ times: all }) => all?.length).length);
    for (const { time, n: count, sentence, job_key } of times) {
      const having = some.filter(({ times: all }) => all?.includes(time));
      expect(count).toBe(having.length);
      const newest = having.toSorted((one, other) => other.firstSeen - one.firstSeen)[0];
      expect(job_key).toBe(newest?.key ?? null);
      expect(sentence).toBe(newest?.said?.[newest.times?.indexOf(time) ?? -1] ?? null);
    }
  }
});

test("reposts have their place, and say why they are empty", async () => {
  expect(await rig.compute("reposts", {}, {})).toMatchObject({
    items: null,
    reason: "not_determined_yet",
    card: { n: chosen({}).length },
  });
});

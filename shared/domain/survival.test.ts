/** Survival with open ones and interval ends, against closed forms, plain Kaplan–Meier and a market of known median. */
import { expect, test } from "vitest";
import { seededRandom } from "../../local/job-boards/corpus/generate.ts";
import { estimateSurvival, medianOf, type Observation } from "./survival.ts";

/** The remission times of 21 leukaemia patients under 6-MP (Freireich 1963), the example of Kalbfleisch and Prentice. */
const ENDED = [6, 6, 6, 7, 10, 13, 16, 22, 23];
const GOING = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
const patients: Observation[] = [
  ...ENDED.map((time) => ({ from: time, to: time, n: 1 })),
  ...GOING.map((time) => ({ from: time, to: null, n: 1 })),
];

test("is the Kaplan–Meier estimate where the ends are known, with Greenwood's variance", () => {
  const curve = estimateSurvival(patients);
  // The published values.
  for (const [time, share] of [
    [6, 0.857],
    [7, 0.807],
    [10, 0.753],
    [13, 0.69],
    [16, 0.627],
    [22, 0.538],
    [23, 0.448],
  ] as const) {
    expect(curve.at(time).share, `S(${time})`).toBeCloseTo(share, 3);
  }
  const at10 = curve.at(10);
  expect((at10.high - at10.share) / 1.96, "standard error at 10").toBeCloseTo(0.0963, 3);
  expect(curve.lastSeen).toBe(35);
});

interface Market {
  /** Crawls are this many days apart. */
  everyDays: number;
  /** True median, days. */
  median: number;
  /** The shape of the Weibull distribution: with 1 postings end at every age alike, below that many end at once and some stay long. */
  shape: number;
  /** The market is looked at for so many days, and postings begin throughout. */
  days: number;
}

/** Postings of a market of known median, with ends as intervals, a third of them still open. */
function simulated(count: number, seed: number, { everyDays, median, shape, days }: Market) {
  const random = seededRandom(seed);
  const observations: Observation[] = [];
  let open = 0;
  for (let at = 0; at < count; at++) {
    const lasts = (-Math.log(1 - random()) / Math.LN2) ** (1 / shape) * median;
    const seenFor = random() * days;
    const offset = random() * everyDays;
    const last = (time: number) => Math.max(0, Math.floor((time - offset) / everyDays) * everyDays + offset);
    if (lasts > last(seenFor)) {
      observations.push({ from: last(seenFor), to: null, n: 1 });
      open++;
    } else observations.push({ from: last(lasts), to: last(lasts) + everyDays, n: 1 });
  }
  return { observations, open };
}

test.each([
  ["a day", { everyDays: 1, median: 30, shape: 1, days: 130 }, 0.34],
  ["three days", { everyDays: 3, median: 30, shape: 1, days: 130 }, 0.34],
  ["a week", { everyDays: 7, median: 30, shape: 1, days: 130 }, 0.34],
  // 60 days of postings of which many end soon: those that ended are 43 % too low.
  ["a day", { everyDays: 1, median: 13, shape: 0.8, days: 60 }, 0.43],
])(
  "the median is within 5 %% of the truth with a third open and crawls %s apart: %o",
  (name, market, tooLow) => {
    const { median } = market;
    const { observations, open } = simulated(4000, 7, market);
    expect(open / observations.length).toBeGreaterThan(0.3);
    expect(open / observations.length).toBeLessThan(0.4);
    const { days: estimated, low, high } = estimateSurvival(observations).quantile(0.5);
    const naive = medianOf(observations.filter(({ to }) => to !== null)) ?? 0;
    const off = (value: number) => `${((value / median - 1) * 100).toFixed(1)} %`;
    console.log(
      `time online, crawls ${name} apart, ${((open / observations.length) * 100).toFixed(0)} % open: median ${median} days, estimated ${estimated?.toFixed(1)} (${off(estimated ?? 0)}), of the closed ones only ${naive.toFixed(1)} (${off(naive)})`,
    );
    expect(Math.abs((estimated ?? 0) / median - 1)).toBeLessThan(0.05);
    expect(Math.abs(1 - naive / median - tooLow), "how low the closed ones alone are").toBeLessThan(0.04);
    expect(low).toBeGreaterThan(median * 0.9);
    expect(low).toBeLessThan(median);
    expect(high).toBeGreaterThan(median);
    expect(high).toBeLessThan(median * 1.1);
  },
);

test("falls, stays between 0 and 1 and within its band, whatever it is given", () => {
  const random = seededRandom(3);
  for (let round = 0; round < 50; round++) {
    const observations = Array.from({ length: 1 + Math.floor(random() * 30) }, () => {
      const from = Math.floor(random() * 20);
      return {
        from,
        to: random() < 0.4 ? null : from + Math.floor(random() * 10),
        n: 1 + Math.floor(random() * 5),
      };
    });
    const curve = estimateSurvival(observations);
    let before = 1;
    for (let time = 0; time <= 32; time++) {
      const { share, low, high } = curve.at(time);
      expect(share).toBeLessThanOrEqual(before + 1e-9);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(low).toBeLessThanOrEqual(share + 1e-9);
      expect(high).toBeGreaterThanOrEqual(share - 1e-9);
      expect(high).toBeLessThanOrEqual(1);
      before = share;
    }
  }
});

test("whoever is counted only from an age on is at risk only from then: a stock gives the same median as a cohort", () => {
  const random = seededRandom(5);
  const observations: Observation[] = [];
  // Begins over 200 days, and is looked at on the days 100 to 140 only.
  for (let at = 0; at < 20_000; at++) {
    const begins = random() * 140;
    const lasts = (-Math.log(1 - random()) / Math.LN2) * 20;
    if (begins + lasts < 100) continue;
    const entered = Math.max(0, 100 - begins);
    const until = 140 - begins;
    observations.push({ entered, from: Math.min(lasts, until), to: lasts <= until ? lasts : null, n: 1 });
  }
  const { days } = estimateSurvival(observations).quantile(0.5);
  expect(Math.abs((days ?? 0) / 20 - 1)).toBeLessThan(0.05);
  const whole = observations.map(({ from, to, n }) => ({ from, to, n }));
  expect(estimateSurvival(whole).quantile(0.5).days).toBeGreaterThan(25);
});

test("says no median that the curve does not reach, and nothing of nobody", () => {
  expect(
    estimateSurvival([
      { from: 5, to: null, n: 9 },
      { from: 3, to: 4, n: 1 },
    ]).quantile(0.5).days,
  ).toBeNull();
  expect(estimateSurvival([]).quantile(0.5)).toEqual({ days: null, low: null, high: null });
  expect(medianOf([])).toBeNull();
});

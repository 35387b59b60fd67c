import { expect, test } from "vitest";
import { loadCorpus } from "../corpus.ts";
import { generatePostings } from "./generate.ts";
import { readSalary } from "./salary.ts";

const hashes = (seed: number, size: number) => generatePostings(seed, size).map(({ hash }) => hash);

test("the same seed gives the same postings, another seed others", () => {
  expect(hashes(7, 50)).toEqual(hashes(7, 50));
  expect(hashes(8, 50)).not.toEqual(hashes(7, 50));
});

test("the default corpus holds every kind of text and no posting twice", () => {
  const { postings } = loadCorpus({});
  expect(new Set(postings.map(({ hash }) => hash)).size).toBe(1500);
  const kinds = (of: (posting: (typeof postings)[number]) => string) => new Set(postings.map(of));
  expect(kinds(({ city }) => city).size).toBe(13);
  expect(kinds(({ work_year }) => work_year).size).toBe(8);
  expect(kinds(({ degree }) => degree).size).toBe(8);
  expect(kinds(({ company_size }) => company_size).size).toBe(8);
  expect(kinds(({ salary }) => salary.replace(/[\d.]+/g, "N"))).toEqual(
    new Set([
      "N-N万",
      "N-N万·N薪",
      "N千-N万",
      "N千-N万·N薪",
      "N-N千",
      "N-N千·N薪",
      "N-N万/年",
      "N元/天",
      "N千及以下",
      "",
    ]),
  );
});

test("every generated salary is readable and in order", () => {
  for (const { salary } of loadCorpus({}).postings) {
    if (salary === "") continue;
    const read = readSalary(salary);
    expect(read, salary).not.toBeNull();
    expect(read?.min, salary).toBeLessThanOrEqual(read?.max ?? 0);
  }
});

test("enough Java postings to be over Boss's cap", () => {
  const java = loadCorpus({}).postings.filter(({ title, tags }) =>
    `${title} ${tags}`.toLowerCase().includes("java"),
  );
  expect(java.length).toBeGreaterThan(300);
});

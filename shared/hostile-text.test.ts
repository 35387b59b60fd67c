/**
 * Text from outside is hostile: whoever posts a job, uploads a row or types a path writes it. The work that it makes must
 * grow with its length and no faster. Each work is compared with itself on a shorter text.
 */
import { describe, expect, test } from "vitest";
import { steepAt } from "../tests/support/hostile/growth.ts";
import { regexLiterals } from "../tests/support/hostile/regex-literals.ts";
import { maskContacts } from "./domain/mask-contacts.ts";
import { checkOutgoingUrl } from "./domain/outgoing-url.ts";
import { createRedactor } from "./log.ts";
import { maskAnswer, maskRecruiter } from "./platforms/recruiter-mask.ts";
import { adapters } from "./platforms/registry.ts";

const MAX_CHARS = 131_072;
const MAX_PATTERN_CHARS = 16_384;

/**
 * Patterns that may take longer, because their text is short or our own. A new entry needs a reason.
 */
const SHORT_OR_OWN: Readonly<Record<string, string>> = {
  "clients/crawler-node/src/cli/settings.ts": "settings of the machine's owner",
  "clients/crawler-node/src/doctor/check-machine.ts": "output of a program on the machine",
  "clients/crawler-node/src/fetch/chromium.ts": "output of a program on the machine",
  "clients/crawler-node/src/metrics/measure.ts": "files of the kernel",
  "shared/domain/city.ts": "a text over 60 characters is not read",
  "shared/contracts/settings.ts": "the operator's settings",
  "shared/domain/date.ts": "a text over 60 characters is not read",
  "shared/domain/company-size.ts": "a text over 30 characters is not read",
  "shared/domain/experience.ts": "a text over 30 characters is not read",
  "shared/domain/salary.ts": "a text over 40 characters is not read",
  "shared/domain/company-name/fold-company-name.ts": "a name is cut at 480 characters",
  "shared/domain/company-name/legal-form.ts": "a folded name has at most 120 characters",
  "shared/domain/skills/classify-tag.ts": "a tag over 40 characters is not read",
  "shared/domain/skills/rules.ts": "a tag over 40 characters is not read",
  "shared/domain/run-length.ts": "written by the ledger itself",
};

const repeat = (start: string, unit: string, end: string) => (length: number) =>
  start + unit.repeat(Math.ceil(length / unit.length)) + end;

/** Classes of a pattern, each with a character that it accepts. */
const SAMPLES: readonly (readonly [RegExp, string])[] = [
  [/\\s/, " "],
  [/\\d|0-9/, "1"],
  [/\\w|a-z|A-Z|\[\^/, "a"],
  [/\\p\{L/, "张"],
  [/\\D|\\S|\.[*+{]/, "-"],
];

/** Words and characters that a pattern names, and characters that its classes accept: what an attacker would try. */
function unitsOf(pattern: string): string[] {
  const plain = pattern.replace(/\(\?[:=!<]+|\\[a-zA-Z](\{[^}]*\})?|\{[\d,]+\}|[[\](){}|?*+^$]/g, "\u0000");
  const words = plain.split("\u0000").map((word) => word.replaceAll("\\", ""));
  const named = words.filter((word) => word !== "" && word.length <= 12);
  const classes = SAMPLES.filter(([of]) => of.test(pattern)).map(([, sample]) => sample);
  return [...new Set([...classes, ...named])].slice(0, 12);
}

const literals = regexLiterals(process.cwd());

describe("regular expressions of product code", () => {
  test("are found", () => {
    expect(literals.length).toBeGreaterThan(150);
    expect(literals.map(({ file }) => file)).toContain("shared/platforms/recruiter-mask.ts");
  });

  test.each([
    ["four adjacent quantifiers, as masking once had", "微信\\s*(?:id)?\\s*(?:x)?\\s*(?:是|\\s)\\s*[a-z]{4}"],
    ["a scheme that begins at each letter, as redaction once had", "\\b([a-z][a-z0-9+.-]*:\\/\\/)@"],
    ["digits before a word that never comes", "(\\d+)\\.html"],
  ])("would be caught: %s", (_, pattern) => {
    expect(steepPump(pattern, "g")).not.toBeNull();
  });

  test.each(literals.filter(({ file }) => !(file in SHORT_OR_OWN)))("$file /$pattern/$flags", (literal) => {
    expect(steepPump(literal.pattern, literal.flags)).toBeNull();
  });
});

/**
 * @returns the first text on which the search grows too steeply, because a steep search on each other one would take
 * minutes; null when there is none
 */
function steepPump(pattern: string, flags: string): string | null {
  const regex = new RegExp(pattern, flags);
  const search = (text: string) => text.replace(regex, "");
  const units = unitsOf(pattern);
  const starts = ["", ...units.filter((unit) => /[^\s\d]/u.test(unit)).slice(0, 6)];
  for (const start of starts) {
    for (const unit of units) {
      if (steepAt(search, repeat(start, unit, "\u0001"), MAX_PATTERN_CHARS) !== null)
        return `${start} ${unit}`;
      if (start !== "" && start !== unit) {
        if (steepAt(search, repeat("", start + unit, "\u0001"), MAX_PATTERN_CHARS) !== null)
          return `(${start}${unit})`;
      }
    }
  }
  return null;
}

const UNITS = [
  ..." 1a.-_@:/<>{[(\"'\\%&#=，：微①１\u200b\n",
  ...["加微信 ", "微信 id (a) ： ", "wx", "vx", "q q", "a.a", "a@", "a@a.a ", "1-", "86", "0755-", "400 "],
  ...["零", "①", "王一", "138 ", "a@点", "微信群号"],
  ...["联系人：", "联系人 ", "电话 ", "://", "a://", "Bearer ", "jd_", "-jd_a", "Basic a"],
  ...[
    "<div>",
    "</div>",
    "<a><b>",
    "<!--",
    "<script>",
    "<br>",
    "<p>",
    "<div a='",
    "&lt;",
    '{"a":',
    "[[",
    "%e5",
  ],
];

describe("work on 100,000 characters", () => {
  const redact = createRedactor(["a-secret-value"]);
  const WORKS: Readonly<Record<string, (text: string) => unknown>> = {
    "masking a text": (text) => maskContacts(text, "***"),
    "masking after a name": (text) => maskContacts(`加微信${text}！`, "***"),
    "masking a raw row": (text) =>
      maskRecruiter("boss", { [text]: text, url: text, jobId: text, bossInfo: text }),
    "masking an answer": (text) => maskAnswer({ items: [{ title: text, url: text, next_cursor: text }] }),
    "redacting a log line": redact,
    "checking a URL": (text) => checkOutgoingUrl(`https://${text}`),
    ...Object.fromEntries(
      Object.values(adapters).flatMap((adapter) => [
        [
          `${adapter.platform}: reading a detail`,
          (text: string) => adapter.readDetail({ status: 200, headers: {}, body: pageWith(text) }),
        ],
        [
          `${adapter.platform}: reading a company`,
          (text: string) => adapter.readCompany({ status: 200, headers: {}, body: pageWith(text) }, "k"),
        ],
        [`${adapter.platform}: parsing a posting`, (text: string) => adapter.parseJob(rowWith(text))],
      ]),
    ),
  };

  /** These mask several texts each; one text is held at its full length. */
  const OF_SEVERAL = new Set(["masking a raw row", "masking an answer"]);

  test.each(Object.entries(WORKS))("%s", (name, work) => {
    const maxChars = OF_SEVERAL.has(name) ? MAX_CHARS / 4 : MAX_CHARS;
    const steep = UNITS.filter((unit) => steepAt(work, repeat("", unit, ""), maxChars) !== null);
    expect(steep).toEqual([]);
  });
});

/** A page of 51job with the text in the places that are read. */
function pageWith(text: string): string {
  return `<html><head><link rel="canonical" href="${text}.html"></head><body><div class="cn"><h1>${text}</h1>
    <p class="ltype" title="${text}"></p></div><div class="job_msg">${text}</div>
    <script>window.__INITIAL_STATE__ = ${text}</script></body></html>`;
}

/** A row with the text in the fields that are read, of all sites. */
function rowWith(text: string): object {
  const named = Object.fromEntries(
    [
      ...["jobName", "jobDescribe", "jobHref", "provideSalaryString", "jobAreaString", "workYearString"],
      ...[
        "degreeString",
        "companySizeString",
        "issueDateString",
        "fullCompanyName",
        "companyHref",
        "termStr",
      ],
      ...[
        "salaryDesc",
        "cityName",
        "jobExperience",
        "jobDegree",
        "brandName",
        "brandScaleName",
        "postDescription",
      ],
      ...[
        "name",
        "salary60",
        "workCity",
        "workingExp",
        "education",
        "companyName",
        "companySize",
        "publishTime",
      ],
    ].map((name) => [name, text]),
  );
  return { ...named, jobId: "1", encryptJobId: "1", number: "1", jobTags: [text], skills: [text] };
}

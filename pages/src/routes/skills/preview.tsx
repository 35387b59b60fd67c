/** What an edit would do: the terms, the number of postings, and some of them before and after. */
import type { EditPreview } from "../../../../shared/contracts/skills.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { Entries } from "./history.tsx";
import { texts } from "./texts.ts";

const LISTS = ["skills", "welfare", "requirements"] as const;

export function Preview({ preview }: { preview: EditPreview }) {
  const { t, language } = useTexts(texts);
  const count = formatCount(preview.postings, language);
  return (
    <section aria-label={t("skills.preview")} data-testid="edit-preview">
      <p className="strong" role="status">
        {preview.exact ? t("skills.wouldChange", { count }) : t("skills.wouldChangeAbout", { count })}
      </p>
      <Entries entries={preview.entries} />
      {preview.examples.map(({ platform, job_key: key, title, before, after }) => (
        <div key={`${platform} ${key}`} className="small">
          <span className="strong">{title ?? key}</span>
          <ul>
            {LISTS.filter((name) => before[name].join() !== after[name].join()).map((name) => (
              <li key={name}>
                {t("skills.pair", {
                  name: t(`skills.lists.${name}`),
                  value: changesOf(before[name], after[name]),
                })}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

/** What a list loses and gains: −MySQL +PostgreSQL. */
const changesOf = (before: readonly string[], after: readonly string[]): string =>
  [
    ...before.filter((one) => !after.includes(one)).map((one) => `−${one}`),
    ...after.filter((one) => !before.includes(one)).map((one) => `+${one}`),
  ].join(" ");

/** The pages of one run in the timeline: one line of totals, and a table of the pages on demand. */
import type { KeywordEvent } from "../../../../../shared/contracts/keyword.ts";
import { OUTCOMES } from "../../../../../shared/contracts/vocabulary.ts";
import { formatCount } from "../../../format/numbers.ts";
import { formatClock, formatDateTime } from "../../../format/times.ts";
import { useTexts } from "../../../i18n/texts.ts";
import { readOneOf } from "../../search-values.ts";
import { pagesTotal } from "./fold-events.ts";
import { texts } from "./texts.ts";

/** @param pages newest first */
export function PagesEntry({ pages }: { pages: KeywordEvent[] }) {
  const { t, language } = useTexts(texts);
  const total = pagesTotal(pages);
  const count = (value: number) => formatCount(value, language);
  const newest = pages[0];
  return (
    <div data-testid="event" data-type="pages">
      <strong>{t("keyword-detail.pagesSaved", { number: count(total.pages) })}</strong>{" "}
      {newest && (
        <time className="small muted" dateTime={new Date(newest.at).toISOString()}>
          {formatDateTime(newest.at, language)}
        </time>
      )}
      <div className="small muted">
        {[
          t("keyword-detail.pagesRows", { number: count(total.rows) }),
          total.fresh !== null && t("keyword-detail.pagesNew", { number: count(total.fresh) }),
          total.invalid > 0 && t("keyword-detail.pagesInvalid", { number: count(total.invalid) }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </div>
      <details className="small">
        <summary data-testid="show-pages">{t("keyword-detail.eachPage")}</summary>
        <PagesTable pages={pages} />
      </details>
    </div>
  );
}

/** Columns that are the same on every page, as `part` 0 of an undivided search, are left out. */
function PagesTable({ pages }: { pages: KeywordEvent[] }) {
  const { t, language } = useTexts(texts);
  const has = (name: string, usual: unknown) =>
    pages.some(({ detail }) => detail[name] !== undefined && detail[name] !== null && detail[name] !== usual);
  const columns = (
    [
      ["part", has("part", 0)],
      ["page", true],
      ["rows", true],
      ["fresh", has("fresh", undefined)],
      ["changed", has("changed", 0)],
      ["invalid", has("invalid", 0)],
      ["outcome", has("outcome", "ok")],
    ] as const
  ).flatMap(([name, isShown]) => (isShown ? [name] : []));
  const text = (value: unknown) => {
    if (typeof value === "number") return formatCount(value, language);
    const outcome = readOneOf(value, OUTCOMES);
    return outcome ? t(`outcome.${outcome}`) : typeof value === "string" ? value : t("app.none");
  };
  return (
    <table className="pages-table">
      <thead>
        <tr>
          <th scope="col">{t("keyword-detail.at")}</th>
          {columns.map((name) => (
            <th scope="col" key={name}>
              {t(`keyword-detail.fact.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {pages.map(({ seq, at, detail }) => (
          <tr key={seq}>
            <td title={formatDateTime(at, language)}>{formatClock(at, language)}</td>
            {columns.map((name) => (
              <td key={name}>{text(detail[name])}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

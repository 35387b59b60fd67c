/** The corrections of a posting by re-cleans: who, when, which run, and each value before and after. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import { jobCorrections } from "../../api/recleans.ts";
import { formatDateTime } from "../../format/times.ts";
import { useTexts } from "../../i18n/texts.ts";
import { texts } from "../recleans/texts.ts";
import { ChangedValues } from "../recleans/values.tsx";

/** Shows nothing for a posting that no run corrected. */
export function Corrections({ platform, jobKey }: { platform: Platform; jobKey: string }) {
  const { t, language } = useTexts(texts);
  const { data } = useQuery(jobCorrections(platform, jobKey));
  if (!data || data.corrections.length === 0) return null;
  return (
    <section data-testid="corrections">
      <h2 className="section-title">{t("recleans.corrected")}</h2>
      <ul className="plain">
        {data.corrections.map((row) => (
          <li key={`${row.run_id} ${row.target} ${row.content_hash}`}>
            <Link to="/recleans" search={{ id: row.run_id }}>
              {t("recleans.correctedBy", {
                who: row.corrected_by,
                time: formatDateTime(row.corrected_at, language),
                from: row.parser_before,
                to: row.parser_after,
              })}
            </Link>
            {row.undone_at !== null && (
              <span className="muted">
                {" "}
                {t("recleans.correctionUndone", { time: formatDateTime(row.undone_at, language) })}
              </span>
            )}
            <ChangedValues row={row} />
          </li>
        ))}
      </ul>
    </section>
  );
}

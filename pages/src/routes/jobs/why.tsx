/** Shows why a posting is there: the searches that found it, its last sightings, and its stored versions. */
import { Link } from "@tanstack/react-router";
import { Flex } from "antd";
import type { JobDetailView } from "../../api/types.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ExactTime, ShortTime } from "../../ui/time.tsx";
import { texts } from "./drawer-texts.ts";

export function Why({ why }: { why: JobDetailView["why"] }) {
  const { t } = useTexts(texts);
  return (
    <Flex vertical gap={12} data-testid="job-why">
      <div>
        <h3 className="small strong">{t("job.foundBy")}</h3>
        {why.found_by.length === 0 && <p className="muted">{t("job.foundNone")}</p>}
        <ul className="plain">
          {why.found_by.map(({ keyword, search_city, first_seen, last_seen }) => (
            <li key={`${keyword} ${search_city}`}>
              <Link to="/jobs" search={{ keyword: [keyword] }}>
                {search_city === "" ? keyword : t("job.foundIn", { keyword, city: search_city })}
              </Link>{" "}
              <span className="small muted">
                <ShortTime at={first_seen} /> – <ShortTime at={last_seen} />
              </span>
            </li>
          ))}
        </ul>
      </div>
      <div>
        <h3 className="small strong">{t("job.sightings")}</h3>
        {why.sightings.length === 0 && <p className="muted">{t("job.noSightings")}</p>}
        <ul className="plain">
          {why.sightings.map((seen) => (
            <li key={`${seen.seen_at} ${seen.upload_id} ${seen.part} ${seen.verdict}`}>
              <ExactTime at={seen.seen_at} /> · {t(`job.verdict.${seen.verdict}`)}
              {seen.keyword !== null && ` · ${seen.keyword}`}
              <div className="small muted wrap">
                {t("job.upload")} {seen.upload_id} ({seen.part})
                {seen.run_id !== null && ` · ${t("job.run")} ${seen.run_id}`}
                {seen.batch_id !== null && ` · ${t("job.batch")} ${seen.batch_id}`}
              </div>
            </li>
          ))}
        </ul>
      </div>
      <div>
        <h3 className="small strong">{t("job.versions")}</h3>
        <ul className="plain">
          {why.versions.map((version) => (
            <li key={`${version.kind} ${version.content_hash}`}>
              <ExactTime at={version.collected_at} /> · {t(`job.kind.${version.kind}`)} · {version.source}
              <div className="small muted wrap">
                <code>{version.content_hash}</code> · {t("job.upload")} {version.upload_id} ({version.part})
              </div>
            </li>
          ))}
        </ul>
      </div>
    </Flex>
  );
}

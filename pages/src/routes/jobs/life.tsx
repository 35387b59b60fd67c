/** The life of a posting as a timeline: what it said before and after, when it was closed, and the chain of its reposts. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Flex, Tag, Timeline } from "antd";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import { jobLife } from "../../api/jobs.ts";
import type { JobLifeView } from "../../api/types.ts";
import { useTexts } from "../../i18n/texts.ts";
import { Loaded } from "../../ui/side-drawer.tsx";
import { ExactTime } from "../../ui/time.tsx";
import { texts } from "./life-texts.ts";

interface LifeProps {
  platform: Platform;
  jobKey: string;
}

export function Life({ platform, jobKey }: LifeProps) {
  const query = useQuery(jobLife(platform, jobKey));
  return (
    <Loaded query={query}>
      {(life) => <LifeTimeline platform={platform} jobKey={jobKey} life={life} />}
    </Loaded>
  );
}

function LifeTimeline({ platform, jobKey, life }: LifeProps & { life: JobLifeView }) {
  const { t } = useTexts(texts);
  const { state, first_seen, last_seen, born_after, events, chain } = life;
  const later = events.filter(({ kind }) => kind !== "seen_first");
  return (
    <Flex vertical gap={12} data-testid="job-life">
      <div>
        <Tag color={state === "closed" ? "default" : "green"}>{t(`life.state.${state}`)}</Tag>
        <span className="small muted">
          {t("life.seen")} <ExactTime at={first_seen} /> – <ExactTime at={last_seen} />
        </span>
      </div>
      <Timeline
        items={[
          {
            key: "first",
            content: (
              <>
                {t("life.kind.seen_first")} · <ExactTime at={first_seen} />
                <div className="small muted">
                  {born_after === null ? (
                    t("life.maybeOlder")
                  ) : (
                    <>
                      {t("life.bornAfter")} <ExactTime at={born_after} />
                    </>
                  )}
                </div>
              </>
            ),
          },
          ...later.map((event) => ({
            key: `${event.at} ${event.kind} ${event.content_hash ?? ""}`,
            content: <EventLine event={event} />,
          })),
          ...(state === "open"
            ? [
                {
                  key: "last",
                  content: (
                    <>
                      {t("life.lastSeen")} · <ExactTime at={last_seen} />
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
      {chain && (
        <div>
          <h3 className="small strong">
            {t("life.chain", { days: chain.days, postings: chain.postings.length })}
          </h3>
          <ul className="plain">
            {chain.postings.map((one) => (
              <li key={one.job_key}>
                {one.job_key === jobKey ? (
                  <strong>{one.job_key}</strong>
                ) : (
                  <Link to="/jobs" search={{ platform: [platform], open: `${platform}:${one.job_key}` }}>
                    {one.job_key}
                  </Link>
                )}{" "}
                · {one.salary_text ?? t("app.none")} · {t(`life.state.${one.state}`)}
                <div className="small muted">
                  <ExactTime at={one.first_seen} /> – {one.last_seen_day}
                </div>
              </li>
            ))}
          </ul>
        </div>
      )}
      <p className="small muted">
        {life.as_of === null ? (
          t("life.never")
        ) : (
          <>
            {t("life.asOf")} <ExactTime at={life.as_of} />
          </>
        )}
      </p>
    </Flex>
  );
}

function EventLine({ event }: { event: JobLifeView["events"][number] }) {
  const { t } = useTexts(texts);
  const { kind, at, since, before, after, removed, added, keyword, search_city, run_id } = event;
  return (
    <>
      {t(`life.kind.${kind}`)} · <ExactTime at={at} />
      {before !== null && after !== null && (
        <div>
          <del className="muted">{before}</del> → <ins>{after}</ins>
        </div>
      )}
      {removed.map((sentence) => (
        <div key={`- ${sentence}`} className="small wrap">
          <del className="muted">{sentence}</del>
        </div>
      ))}
      {added.map((sentence) => (
        <div key={`+ ${sentence}`} className="small wrap">
          <ins>{sentence}</ins>
        </div>
      ))}
      {kind === "closed" && since !== null && (
        <div className="small muted">
          {t("life.closedAfter")} <ExactTime at={since} />
        </div>
      )}
      {keyword !== null && (
        <div className="small muted wrap">
          {t("life.evidence", { keyword, city: search_city ?? "" })} <code>{run_id}</code>
        </div>
      )}
    </>
  );
}

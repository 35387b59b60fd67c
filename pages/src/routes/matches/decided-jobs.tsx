/** What people decided about postings, newest first, each with a button that undoes it. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Tag } from "antd";
import { jobDecisions } from "../../api/job-matches.ts";
import { loadedItems } from "../../api/keyset.ts";
import type { JobDecisionView } from "../../api/types.ts";
import { useTexts } from "../../i18n/texts.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { texts } from "./job-texts.ts";
import { useJobDecisions } from "./use-job-decisions.ts";

export function DecidedJobs() {
  const { t } = useTexts(texts);
  const list = useInfiniteQuery(jobDecisions);
  const items = loadedItems(list.data);
  const { undo } = useJobDecisions();
  const empty = (
    <EmptyState title={t("job-matches.noDecisionsTitle")} hint={t("job-matches.noDecisionsHint")} />
  );
  return (
    <>
      <ListStatus list={list} empty={items.length === 0 && empty} />
      {items.length > 0 && (
        <>
          <DataTable<JobDecisionView>
            label={t("job-matches.decided")}
            testId="job-decisions"
            columns={[
              {
                title: t("job-matches.verdictLabel"),
                key: "verdict",
                width: 110,
                render: (_, { verdict }) => <Tag>{t(`job-matches.verdict.${verdict}`)}</Tag>,
              },
              {
                title: t("job-matches.postings"),
                key: "postings",
                render: (_, { pairs, evidence, reason }) => (
                  <>
                    {[...refsOf(pairs)].map(([id, platform]) => {
                      const was = evidence.jobs.find((job) => `${job.platform}:${job.job_key}` === id);
                      return (
                        <div key={id} className="wrap">
                          <Link to="/jobs" search={{ open: id }}>
                            {typeof was?.title === "string" ? was.title : id}
                          </Link>{" "}
                          <span className="small muted">{t(`platform.${platform}`)}</span>
                        </div>
                      );
                    })}
                    {reason && <div className="small muted wrap">{reason}</div>}
                  </>
                ),
              },
              { title: t("job-matches.by"), dataIndex: "decided_by", width: 140 },
              {
                title: t("job-matches.at"),
                key: "at",
                width: 130,
                render: (_, { decided_at }) => <RelativeTime at={decided_at} />,
              },
              {
                title: "",
                key: "undo",
                width: 150,
                render: (_, { id, undone_by }) =>
                  undone_by === null ? (
                    <PermissionButton
                      size="small"
                      route="POST /api/v1/job-decisions/{id}/undo"
                      onClick={() => undo(id)}
                      data-testid="undo-job-decision"
                    >
                      {t("app.undo")}
                    </PermissionButton>
                  ) : (
                    <span className="small muted">{t("job-matches.undoneBy", { name: undone_by })}</span>
                  ),
              },
            ]}
            dataSource={items}
          />
          <LoadMore shown={items.length} list={list} />
        </>
      )}
    </>
  );
}

/** Each posting of a decision once, by `platform:job_key`. */
const refsOf = (pairs: JobDecisionView["pairs"]) =>
  new Map(
    pairs.flatMap(({ one, other }) =>
      [one, other].map(({ platform, job_key }) => [`${platform}:${job_key}`, platform] as const),
    ),
  );

/** The overview: what each platform is doing now, and what waits to be written to ClickHouse. */
import { useQuery } from "@tanstack/react-query";
import { Alert, Badge, Col, Row, Skeleton } from "antd";
import { PLATFORMS } from "../../../../shared/contracts/vocabulary.ts";
import { LIVE_EVERY_MS, livePlatforms } from "../../api/platforms.ts";
import { formatClock } from "../../format/times.ts";
import { useTexts } from "../../i18n/texts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { Panel } from "../../ui/panel.tsx";
import { IngestStrip } from "../ingest/ingest-strip.tsx";
import { PlatformCard } from "./platform-card.tsx";
import { texts } from "./texts.ts";
import "./overview.css";

export function OverviewPage() {
  const { t, language } = useTexts(texts);
  const { data, error, dataUpdatedAt, refetch } = useQuery(livePlatforms);

  if (!data && error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  const noKeywords = data?.items.every(({ states }) => Object.values(states).every((count) => count === 0));

  return (
    <PageFrame
      title={t("nav.overview")}
      testId="overview"
      actions={
        <Badge
          status={error ? "error" : "processing"}
          text={error ? t("overview.stopped") : t("overview.live", { seconds: LIVE_EVERY_MS / 1000 })}
        />
      }
    >
      {error && (
        <Alert
          type="warning"
          showIcon
          role="status"
          title={t("errors.stale", { time: formatClock(dataUpdatedAt, language) })}
        />
      )}
      {noKeywords && (
        <Panel>
          <EmptyState title={t("overview.emptyTitle")} hint={t("overview.emptyHint")}>
            <LinkButton color="primary" variant="solid" to="/keywords" data-testid="overview-add">
              {t("overview.emptyAction")}
            </LinkButton>
          </EmptyState>
        </Panel>
      )}
      <Row gutter={[16, 16]}>
        {data
          ? data.items.map((item) => (
              <Col key={item.platform} xs={24} md={12} xl={8}>
                <PlatformCard view={item} rates={data.rates[item.platform] ?? []} />
              </Col>
            ))
          : PLATFORMS.map((platform) => (
              <Col key={platform} xs={24} md={12} xl={8}>
                <Panel aria-busy>
                  <Skeleton active paragraph={{ rows: 8 }} />
                </Panel>
              </Col>
            ))}
      </Row>
      {data && <IngestStrip view={data.ingest} />}
    </PageFrame>
  );
}

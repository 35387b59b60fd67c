/** The quality page: how well each field of each platform is filled, beside the days before, and the daily report. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Flex, Input, Segmented } from "antd";
import { lazy, Suspense } from "react";
import type { DataType } from "../../../../shared/contracts/platform.ts";
import { chinaDayOf } from "../../../../shared/domain/china-day.ts";
import { type QualityCell, qualityDay, qualityReport } from "../../api/quality.ts";
import { useCan } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { FieldTable } from "./field-table.tsx";
import { DailyReport } from "./report.tsx";
import { type QualitySearch, type QualityView, ROW_KINDS, readQualitySearch, VIEWS } from "./search.ts";
import { texts } from "./texts.ts";

// It is loaded when a field is first opened.
const FieldDrawer = lazy(async () => ({ default: (await import("./field-drawer.tsx")).FieldDrawer }));

const route = getRouteApi("/guarded/quality");

export function QualityPage() {
  const { t } = useTexts(texts);
  const can = useCan();
  const { view, day, type, open } = readQualitySearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const today = chinaDayOf(Date.now());
  const report = useQuery({ ...qualityReport(day), enabled: view === "report" });
  // Without a day the API answers for today or for the newest report; the field says which day that is.
  const shownDay = day ?? (view === "report" ? (report.data?.days[0] ?? "") : today);
  const go = (part: Partial<QualitySearch>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), resetScroll: false });
  const look = ({ platform, channel, field }: Pick<QualityCell, "platform" | "channel" | "field">) =>
    go({ open: `${platform}:${channel}:${field}` });
  return (
    <PageFrame
      title={t("nav.quality")}
      testId="quality"
      actions={
        can("GET /api/v1/quarantine") && (
          <Link to="/quarantine" search={{}}>
            {t("nav.quarantine")}
          </Link>
        )
      }
    >
      <Flex vertical gap={16}>
        <p className="muted">{t("quality.intro")}</p>
        <Flex gap={8} wrap>
          <Segmented<QualityView>
            value={view}
            options={VIEWS.map((value) => ({ value, label: t(`quality.view.${value}`) }))}
            onChange={(chosen) => go({ view: chosen === "fields" ? undefined : chosen, day: undefined })}
            aria-label={t("quality.views")}
            data-testid="quality-views"
          />
          <Input
            type="date"
            className="quality-day"
            value={shownDay}
            max={today}
            onChange={({ target }) => go({ day: target.value || undefined })}
            aria-label={t("quality.day")}
            data-testid="quality-day"
          />
          {view === "fields" && (
            <Segmented<DataType>
              value={type}
              options={ROW_KINDS.map((value) => ({ value, label: t(`quality.type.${value}`) }))}
              onChange={(chosen) => go({ type: chosen === "job" ? undefined : chosen, open: undefined })}
              aria-label={t("quality.types")}
              data-testid="quality-types"
            />
          )}
        </Flex>
        {view === "fields" ? (
          <Fields day={day} type={type} onOpen={look} />
        ) : (
          <DailyReport
            day={day}
            onOpen={(cell) =>
              go({
                view: undefined,
                type: cell.data_type === "job" ? undefined : cell.data_type,
                day: cell.day,
                open: `${cell.platform}:${cell.channel}:${cell.field}`,
              })
            }
          />
        )}
      </Flex>
      {open && (
        <Suspense>
          <FieldDrawer field={{ ...open, data_type: type }} onClose={() => go({ open: undefined })} />
        </Suspense>
      )}
    </PageFrame>
  );
}

interface FieldsProps {
  day: string | undefined;
  type: DataType;
  onOpen: (cell: QualityCell) => void;
}

function Fields({ day, type, onOpen }: FieldsProps) {
  const { t } = useTexts(texts);
  const list = useQuery(qualityDay(day, type));
  const { data } = list;
  return (
    <>
      <ListStatus
        list={list}
        empty={
          data?.fields.length === 0 && (
            <EmptyState title={t("quality.emptyTitle")} hint={t("quality.emptyHint", { day: data.day })} />
          )
        }
      />
      {data && data.fields.length > 0 && (
        <>
          <p className="small muted">
            {t("quality.dayOf", { day: data.day })} · {t("quality.measured")}{" "}
            {data.measured_at === null ? t("app.never") : <RelativeTime at={data.measured_at} />}
          </p>
          <FieldTable cells={data.fields} onOpen={onOpen} />
        </>
      )}
    </>
  );
}

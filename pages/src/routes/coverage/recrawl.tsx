/** Adaptive recrawl per platform: its mode, and what it saves against the fixed interval. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Segmented, type TableColumnsType, Tooltip } from "antd";
import type { RecrawlMode } from "../../../../shared/contracts/recrawl.ts";
import { RECRAWL_MODES } from "../../../../shared/contracts/vocabulary.ts";
import { HOUR_MS } from "../../../../shared/time.ts";
import { type PlatformRecrawl, recrawlList, updateRecrawl } from "../../api/recrawl.ts";
import { useCan } from "../../auth/me.ts";
import { formatCount, formatDecimal, formatShare } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { useWide } from "../../ui/use-wide.ts";
import { texts } from "./texts.ts";

export function RecrawlTable() {
  const { t, language } = useTexts(texts);
  const wide = useWide();
  const list = useQuery(recrawlList);
  const may = useCan()("PATCH /api/v1/recrawl/{platform}");
  const client = useQueryClient();
  const notifyFailure = useFailureNotice();
  const set = useMutation({
    mutationFn: ({ platform, mode }: Pick<PlatformRecrawl, "platform" | "mode">) =>
      updateRecrawl(platform, mode),
    onError: notifyFailure,
    onSettled: () => client.invalidateQueries({ queryKey: recrawlList.queryKey }),
  });
  const count = (value: number) => formatCount(value, language);

  const columns: TableColumnsType<PlatformRecrawl> = [
    {
      title: t("fields.platform"),
      key: "platform",
      width: wide ? 160 : 90,
      render: (_, { platform }) => <span className="strong">{t(`platform.${platform}`)}</span>,
    },
    {
      title: t("coveragePage.mode"),
      key: "mode",
      width: wide ? 240 : undefined,
      render: (_, { platform, mode }) => (
        <Tooltip title={may ? undefined : t("app.notPermitted")} trigger={["hover", "focus", "click"]}>
          <span>
            <Segmented<RecrawlMode>
              value={mode}
              size="small"
              disabled={!may || set.isPending}
              options={RECRAWL_MODES.map((value) => ({ value, label: t(`coveragePage.modes.${value}`) }))}
              onChange={(chosen) => set.mutate({ platform, mode: chosen })}
              aria-label={t("coveragePage.modeOf", { platform: t(`platform.${platform}`) })}
              data-testid={`recrawl-${platform}`}
            />
          </span>
        </Tooltip>
      ),
    },
    {
      title: t("coveragePage.savings"),
      key: "savings",
      hidden: !wide,
      render: (_, row) => <Savings row={row} />,
    },
    {
      title: t("coveragePage.knownKeywords"),
      key: "keywords",
      width: 150,
      align: "right",
      hidden: !wide,
      render: (_, { keywords }) => <span className="number">{count(keywords)}</span>,
    },
  ];
  return (
    <>
      <ListStatus list={list} />
      {list.data && (
        <DataTable<PlatformRecrawl>
          label={t("coveragePage.view.recrawl")}
          testId="recrawl-table"
          rowKey="platform"
          columns={columns}
          dataSource={list.data.items}
          expandable={
            wide
              ? undefined
              : {
                  defaultExpandAllRows: true,
                  showExpandColumn: false,
                  expandedRowRender: (row) => <Savings row={row} />,
                }
          }
        />
      )}
    </>
  );
}

function Savings({ row }: { row: PlatformRecrawl }) {
  const { t, language } = useTexts(texts);
  const { fixed_ms: fixedMs, keywords, adaptive_delay_ms: delayMs, mode } = row;
  if (fixedMs === null) return <span className="muted">{t("coveragePage.neverAgain")}</span>;
  if (keywords === 0) return <span className="muted">{t("coveragePage.nothingKnown")}</span>;
  const hours = (ms: number) => formatDecimal(ms / HOUR_MS, language);
  const share = 1 - delayMs / (fixedMs / 2);
  return (
    <div data-testid="recrawl-savings">
      <div>
        {t(mode === "on" ? "coveragePage.saves" : "coveragePage.wouldSave", {
          before: hours(fixedMs / 2),
          after: hours(delayMs),
          share: formatShare(Math.max(0, share), language),
        })}
      </div>
      <div className="small muted">
        {t("coveragePage.sameRequests", {
          fixed: formatCount(row.fixed_requests_per_day, language),
          adaptive: formatCount(row.adaptive_requests_per_day, language),
        })}
      </div>
    </div>
  );
}

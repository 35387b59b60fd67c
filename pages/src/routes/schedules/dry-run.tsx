/** What the clean-up would delete now, kind by kind. */
import { useMutation } from "@tanstack/react-query";
import { Flex, type TableColumnsType } from "antd";
import { dryRunSchedule } from "../../api/schedules.ts";
import type { DryRunLineView } from "../../api/types.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { texts } from "./texts.ts";

const KINDS = [
  "deleted_schedules",
  "slots",
  "backfills",
  "batches",
  "failed_pages",
  "audit_lines",
  "upload_findings",
  "task_files",
  "company_images",
  "bulk_actions",
  "webhook_deliveries",
  "subscription_matches",
  "alerts",
  "sessions",
  "verifications",
  "sign_in_failures",
  "api_keys",
  "export_files",
  "export_records",
] as const;

/** The jobs of the platform that delete. */
const DRY_RUNS: readonly string[] = ["clean-up"];

export const hasDryRun = ({ name, target }: { name: string; target: string }): boolean =>
  target === "job" && DRY_RUNS.includes(name);

export function DryRun({ name }: { name: string }) {
  const { t, language } = useTexts(texts);
  const dry = useMutation({ mutationFn: () => dryRunSchedule(name) });
  const columns: TableColumnsType<DryRunLineView> = [
    {
      title: t("schedules.dryRunKind"),
      key: "kind",
      render: (_, { kind }) => {
        const known = KINDS.find((one) => one === kind);
        return known ? t(`schedules.dryRunOf.${known}`) : kind;
      },
    },
    {
      title: t("schedules.kept"),
      key: "kept",
      render: (_, { kept_days: days }) =>
        days === null ? t("schedules.keptItself") : t("schedules.keptDays", { days }),
    },
    {
      title: t("schedules.wouldGo"),
      key: "count",
      align: "right",
      render: (_, { count }) => formatCount(count, language),
    },
  ];
  return (
    <Flex vertical gap={12}>
      <p className="muted">{t("schedules.dryRunHint")}</p>
      <div>
        <PermissionButton
          route="POST /api/v1/schedules/{name}/dry-run"
          loading={dry.isPending}
          onClick={() => dry.mutate()}
          data-testid="dry-run"
        >
          {t("schedules.dryRun")}
        </PermissionButton>
      </div>
      {dry.error !== null && <ErrorPanel error={dry.error} title={t("errors.action")} />}
      {dry.data && (
        <DataTable<DryRunLineView>
          label={t("schedules.dryRun")}
          testId="dry-run-table"
          rowKey="kind"
          columns={columns}
          dataSource={dry.data.items}
        />
      )}
    </Flex>
  );
}

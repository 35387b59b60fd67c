/** Alerts as a table. */
import { Button, Flex, type TableColumnsType } from "antd";
import type { AlertView } from "../../api/alerts.ts";
import { useTexts } from "../../i18n/texts.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { useWide } from "../../ui/use-wide.ts";
import { AlertStateTag, SeverityTag } from "./state-tags.tsx";
import { texts } from "./texts.ts";
import { useAlertWords } from "./words.ts";

interface AlertTableProps {
  alerts: AlertView[];
  chosen: string[];
  /** Undefined for a person who may not acknowledge. */
  onChoose: ((ids: string[]) => void) | undefined;
  isChoosable: (alert: AlertView) => boolean;
  onOpen: (id: string) => void;
}

export function AlertTable({ alerts, chosen, onChoose, isChoosable, onOpen }: AlertTableProps) {
  const { t } = useTexts(texts);
  const words = useAlertWords();
  const wide = useWide();
  const columns: TableColumnsType<AlertView> = [
    {
      title: t("alerts.alert"),
      key: "alert",
      render: (_, { id, rule, labels, state, severity }) => (
        <>
          <Button type="link" className="cell-link" onClick={() => onOpen(id)} data-testid="alert-open">
            {words.nameOf(rule)}
          </Button>
          <div className="small muted wrap">{words.labels(labels)}</div>
          {!wide && (
            <Flex gap={4} wrap>
              <AlertStateTag state={state} />
              <SeverityTag severity={severity} />
            </Flex>
          )}
        </>
      ),
    },
    {
      title: t("fields.state"),
      key: "state",
      width: 190,
      hidden: !wide,
      render: (_, { state, severity }) => (
        <Flex gap={4} wrap>
          <AlertStateTag state={state} />
          <SeverityTag severity={severity} />
        </Flex>
      ),
    },
    {
      title: t("alerts.value"),
      key: "value",
      width: 170,
      hidden: !wide,
      render: (_, { rule, value, threshold }) => (
        <>
          {value === null ? t("app.none") : words.value(rule.metric, value)}{" "}
          <span className="small muted">({words.condition(rule.metric, rule.comparison, threshold)})</span>
        </>
      ),
    },
    {
      title: t("alerts.started"),
      key: "started",
      width: 130,
      render: (_, { started_at: at }) => <RelativeTime at={at} />,
    },
    {
      title: t("alerts.who"),
      key: "who",
      width: 130,
      hidden: !wide,
      render: (_, { acknowledged_by: by }) => by ?? <span className="muted">{t("app.none")}</span>,
    },
  ];
  return (
    <DataTable<AlertView>
      label={t("alerts.tab.alerts")}
      testId="alert-table"
      columns={columns}
      dataSource={alerts}
      onOpen={({ id }) => onOpen(id)}
      {...(onChoose && {
        rowSelection: {
          selectedRowKeys: chosen,
          onChange: (keys) => onChoose(keys.map(String)),
          getCheckboxProps: (alert) => ({
            disabled: !isChoosable(alert),
            "aria-label": t("alerts.choose", { name: words.nameOf(alert.rule) }),
          }),
        },
      })}
    />
  );
}

/** The rules: what each looks at, whether it is on or muted, and whom it tells. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { App, Button, Flex, Switch, type TableColumnsType, Tag } from "antd";
import {
  ALERTS_KEY,
  type AlertRuleView,
  deleteRule,
  type RuleChange,
  resetRule,
  restoreRule,
  ruleList,
  updateRule,
} from "../../api/alerts.ts";
import { useCan } from "../../auth/me.ts";
import { formatCount } from "../../format/numbers.ts";
import { formatDuration } from "../../format/times.ts";
import { useTexts } from "../../i18n/texts.ts";
import { actionsColumn, DataTable } from "../../ui/data-table.tsx";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { LiveActions } from "../../ui/record-actions.tsx";
import { Loaded } from "../../ui/side-drawer.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { useDeletion } from "../../ui/use-deletion.ts";
import { useNow } from "../../ui/use-now.ts";
import { useWide } from "../../ui/use-wide.ts";
import { OpenForm } from "./open-form.tsx";
import { RuleForm } from "./rule-form.tsx";
import { SeverityTag } from "./state-tags.tsx";
import { texts } from "./texts.ts";
import { useAlertSearch } from "./use-alert-search.ts";
import { useAlertWords } from "./words.ts";

const MUTES = [1, 8, 24, 168] as const;
const HOUR_MS = 3_600_000;

export function RulesTab() {
  const query = useQuery(ruleList);
  const { change } = useAlertSearch();
  return (
    <Loaded query={query}>
      {({ items }) => (
        <>
          <RuleTable rules={items} onEdit={(edit) => change({ edit })} />
          <OpenForm items={items}>{(rule, onClose) => <RuleForm rule={rule} onClose={onClose} />}</OpenForm>
        </>
      )}
    </Loaded>
  );
}

function RuleTable({ rules, onEdit }: { rules: AlertRuleView[]; onEdit: (id: string) => void }) {
  const { t, language } = useTexts(texts);
  const words = useAlertWords();
  const wide = useWide();
  const now = useNow();
  const can = useCan();
  const { message } = App.useApp();
  const client = useQueryClient();
  const onError = useFailureNotice();
  const onSettled = () => client.invalidateQueries({ queryKey: ALERTS_KEY });
  const update = useMutation({
    mutationFn: ({ id, ...json }: RuleChange & { id: string }) => updateRule(id, json),
    onError,
    onSettled,
  });
  const reset = useMutation({
    mutationFn: resetRule,
    onSuccess: (rule) => void message.success(t("app.saved", { name: words.nameOf(rule) })),
    onError,
    onSettled,
  });
  const { remove } = useDeletion<AlertRuleView>({
    idOf: ({ id }) => id,
    nameOf: ({ name }) => name,
    remove: deleteRule,
    restore: restoreRule,
    onSettled,
  });
  const mayWrite = can("PATCH /api/v1/alert-rules/{id}");
  const isMuted = ({ muted_until: until }: AlertRuleView) => until !== null && until > now;
  const columns: TableColumnsType<AlertRuleView> = [
    {
      title: t("alerts.rule"),
      key: "rule",
      render: (_, rule) => (
        <>
          {mayWrite ? (
            <Button type="link" className="cell-link" onClick={() => onEdit(rule.id)} data-testid="rule-open">
              {words.nameOf(rule)}
            </Button>
          ) : (
            words.nameOf(rule)
          )}
          <Flex gap={4} wrap>
            {rule.built_in !== null && <Tag>{t("table.builtIn")}</Tag>}
            {rule.edited && <Tag color="blue">{t("alerts.edited")}</Tag>}
            {isMuted(rule) && (
              <Tag color="purple">
                {t("alerts.muted")} <RelativeTime at={rule.muted_until ?? 0} />
              </Tag>
            )}
          </Flex>
          <div className="small muted wrap">
            {words.metric(rule.metric)}
            {Object.keys(rule.labels).length > 0 && ` · ${words.labels(rule.labels)}`}
          </div>
        </>
      ),
    },
    {
      title: t("alerts.conditionLabel"),
      key: "condition",
      width: 180,
      hidden: !wide,
      render: (_, { metric, comparison, threshold, window_s: windowS }) => (
        <>
          {words.condition(metric, comparison, threshold)}
          {windowS > 0 && (
            <div className="small muted">
              {t("alerts.for", { time: formatDuration(windowS * 1000, language) })}
            </div>
          )}
        </>
      ),
    },
    {
      title: t("alerts.severityLabel"),
      key: "severity",
      width: 100,
      hidden: !wide,
      render: (_, { severity }) => <SeverityTag severity={severity} />,
    },
    {
      title: t("alerts.openAlerts"),
      key: "open",
      width: 100,
      align: "right",
      render: (_, { id, open_alerts: open, dropped }) => (
        <>
          {open === 0 ? (
            "0"
          ) : (
            <Link to="/alerts" search={{ rule: id }}>
              {formatCount(open, language)}
            </Link>
          )}
          {dropped > 0 && <div className="small danger">+{formatCount(dropped, language)}</div>}
        </>
      ),
    },
    {
      title: t("alerts.receivers"),
      key: "receivers",
      width: 110,
      hidden: !wide,
      render: (_, { user_ids: users, channel_ids: channels, receivers_lost: lost }) => (
        <>
          {lost || users.length + channels.length === 0
            ? t("alerts.defaultReceivers")
            : formatCount(users.length + channels.length, language)}
          {lost && (
            <div className="small danger" data-testid="rule-receivers-lost">
              {t("alerts.receiversLost")}
            </div>
          )}
        </>
      ),
    },
    {
      title: t("alerts.on"),
      key: "on",
      width: 80,
      render: (_, rule) => (
        <Switch
          size="small"
          checked={rule.enabled}
          disabled={!mayWrite}
          aria-label={t("alerts.switch", { name: words.nameOf(rule) })}
          onChange={(enabled) => update.mutate({ id: rule.id, enabled })}
          data-testid="rule-switch"
        />
      ),
    },
    actionsColumn({
      width: 110,
      hidden: !mayWrite,
      render: (rule) => (
        <LiveActions
          name={words.nameOf(rule)}
          edit={{ onClick: () => onEdit(rule.id) }}
          actions={[
            ...MUTES.map((hours) => ({
              key: `mute-${hours}`,
              label: t("alerts.mute", { time: formatDuration(hours * HOUR_MS, language) }),
              onClick: () => update.mutate({ id: rule.id, muted_until: Date.now() + hours * HOUR_MS }),
            })),
            isMuted(rule) && {
              key: "unmute",
              label: t("alerts.unmute"),
              onClick: () => update.mutate({ id: rule.id, muted_until: null }),
            },
            rule.edited && {
              key: "reset",
              label: t("alerts.reset"),
              onClick: () => reset.mutate(rule.id),
            },
            rule.built_in === null && {
              key: "delete",
              label: t("app.delete"),
              danger: true,
              onClick: () => remove(rule),
            },
          ]}
        />
      ),
    }),
  ];
  return (
    <DataTable<AlertRuleView>
      label={t("alerts.tab.rules")}
      testId="rule-table"
      columns={columns}
      dataSource={rules}
    />
  );
}

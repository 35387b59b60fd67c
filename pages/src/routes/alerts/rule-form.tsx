/** The form of a rule, which says how many series would fire now. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Flex, Form, Input, InputNumber, Select } from "antd";
import { useState } from "react";
import {
  ALERT_SEVERITIES,
  type AlertSeverity,
  COMPARISON_SIGNS,
  COMPARISONS,
  type Comparison,
  MAX_RECEIVERS,
  MAX_WINDOW_S,
  NO_DATA_POLICIES,
  type NoDataPolicy,
} from "../../../../shared/contracts/alert.ts";
import { METRIC_NAMES, type MetricName, metricOf } from "../../../../shared/contracts/metrics.ts";
import { PLATFORMS, TASK_QUEUES } from "../../../../shared/contracts/vocabulary.ts";
import {
  ALERTS_KEY,
  type AlertRuleView,
  alertPeople,
  channelList,
  createRule,
  updateRule,
} from "../../api/alerts.ts";
import { useCan } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { useFormMutation } from "../../ui/use-form-mutation.ts";
import { PreviewBox } from "./preview-box.tsx";
import { texts } from "./texts.ts";
import { useAlertWords } from "./words.ts";

interface Values {
  name: string;
  metric: MetricName;
  labels: Record<string, string | undefined>;
  comparison: Comparison;
  threshold: number;
  /** Minutes; the API has seconds. */
  window_min: number;
  severity: AlertSeverity;
  no_data: NoDataPolicy;
  user_ids: string[];
  channel_ids: string[];
}

const FIRST: Values = {
  name: "",
  metric: "jobdata_request_error_ratio",
  labels: {},
  comparison: "gt",
  threshold: 0.5,
  window_min: 10,
  severity: "warning",
  no_data: "keep",
  user_ids: [],
  channel_ids: [],
};

const FIELDS = [
  "name",
  "metric",
  "labels",
  "comparison",
  "threshold",
  "severity",
  "no_data",
  "user_ids",
  "channel_ids",
];

/** Values that a label is known to have; others can be typed. */
const KNOWN_LABELS: Record<string, readonly string[]> = {
  platform: PLATFORMS,
  queue: TASK_QUEUES,
  stat: ["mean", "p95"],
};

const isSet = (entry: [string, string | undefined]): entry is [string, string] =>
  entry[1] !== undefined && entry[1].trim() !== "";

/** @returns the form's values as the API takes them */
export function ruleOf({ window_min: minutes, labels, ...values }: Values) {
  const known = metricOf(values.metric).labels as readonly string[];
  const wanted = Object.entries(labels ?? {})
    .filter(isSet)
    .filter(([name]) => known.includes(name));
  return { ...values, labels: Object.fromEntries(wanted), window_s: Math.round((minutes ?? 0) * 60) };
}

const valuesOf = (rule: AlertRuleView | null, name: string): Values =>
  rule === null ? FIRST : { ...rule, name, window_min: rule.window_s / 60 };

export function RuleForm({ rule, onClose }: { rule: AlertRuleView | null; onClose: () => void }) {
  const { t } = useTexts(texts);
  const words = useAlertWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const metric = Form.useWatch("metric", form) ?? rule?.metric ?? FIRST.metric;
  const shownName = rule === null ? "" : words.nameOf(rule);
  const save = useFormMutation({
    form,
    fields: FIELDS,
    mutationFn: (values: Values) => {
      const { name, ...body } = ruleOf(values);
      if (rule === null) return createRule({ name, ...body });
      // A built-in rule whose name was not changed keeps the one that is shown in both languages.
      return updateRule(rule.id, name === shownName ? body : { name, ...body });
    },
    onSuccess: (saved) => {
      void message.success(t("app.saved", { name: words.nameOf(saved) }));
      onClose();
      return client.invalidateQueries({ queryKey: ALERTS_KEY });
    },
  });
  const required = [{ required: true, message: t("app.required") }];
  return (
    <FormDialog<Values>
      form={form}
      open
      title={t(rule === null ? "alerts.addRule" : "alerts.editRule")}
      okText={t("app.save")}
      submitTestId="rule-submit"
      initialValues={valuesOf(rule, shownName)}
      mutation={save}
      onSubmit={save.mutate}
      onClose={onClose}
    >
      <Form.Item name="name" label={t("fields.name")} rules={[...required, { whitespace: true }]}>
        <Input maxLength={100} autoComplete="off" data-testid="rule-name" />
      </Form.Item>
      <Form.Item name="metric" label={t("alerts.metric")} rules={required}>
        <Select
          showSearch={{ optionFilterProp: "label" }}
          options={METRIC_NAMES.map((value) => ({ value, label: `${words.metric(value)} (${value})` }))}
          data-testid="rule-metric"
        />
      </Form.Item>
      {metricOf(metric).labels.map((label) => (
        <Form.Item key={label} name={["labels", label]} label={t(`alerts.label.${label}`)}>
          {KNOWN_LABELS[label] ? (
            <Select
              allowClear
              placeholder={t("alerts.any")}
              options={KNOWN_LABELS[label].map((value) => ({ value, label: value }))}
            />
          ) : (
            <Input placeholder={t("alerts.any")} maxLength={200} autoComplete="off" />
          )}
        </Form.Item>
      ))}
      <Flex gap={12} wrap>
        <Form.Item name="comparison" label={t("alerts.conditionLabel")} rules={required}>
          <Select options={COMPARISONS.map((value) => ({ value, label: COMPARISON_SIGNS[value] }))} />
        </Form.Item>
        <Form.Item
          name="threshold"
          label={t("alerts.threshold")}
          extra={t(`alerts.unit.${metricOf(metric).unit}`)}
          rules={required}
        >
          <InputNumber data-testid="rule-threshold" />
        </Form.Item>
        <Form.Item
          name="window_min"
          label={t("alerts.window")}
          extra={t("alerts.windowHint")}
          rules={required}
        >
          <InputNumber min={0} max={MAX_WINDOW_S / 60} />
        </Form.Item>
      </Flex>
      <PreviewBox form={form} testOf={ruleOf} />
      <Form.Item name="severity" label={t("alerts.severityLabel")} rules={required}>
        <Select
          options={ALERT_SEVERITIES.map((value) => ({ value, label: t(`alerts.severity.${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="no_data" label={t("alerts.noData")} rules={required}>
        <Select
          options={NO_DATA_POLICIES.map((value) => ({ value, label: t(`alerts.noDataOf.${value}`) }))}
        />
      </Form.Item>
      <Receivers userIds={rule?.user_ids ?? []} />
    </FormDialog>
  );
}

function Receivers({ userIds }: { userIds: string[] }) {
  const { t } = useTexts(texts);
  const can = useCan();
  const [search, setSearch] = useState("");
  const { data: found = [] } = useQuery(alertPeople(search === "" ? {} : { search }));
  const { data: known = [] } = useQuery({
    ...alertPeople({ ids: userIds.join(",") }),
    enabled: userIds.length > 0,
  });
  const people = [...known, ...found.filter(({ id }) => !userIds.includes(id))];
  const { data: channels } = useQuery({ ...channelList, enabled: can("GET /api/v1/alert-channels") });
  return (
    <>
      <Form.Item name="user_ids" label={t("alerts.people")} extra={t("alerts.receiversHint")}>
        <Select
          mode="multiple"
          maxCount={MAX_RECEIVERS}
          showSearch={{ filterOption: false, onSearch: setSearch }}
          options={people.map(({ id, name }) => ({ value: id, label: name }))}
          data-testid="rule-people"
        />
      </Form.Item>
      <Form.Item name="channel_ids" label={t("alerts.tab.channels")}>
        <Select
          mode="multiple"
          maxCount={MAX_RECEIVERS}
          options={(channels?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
    </>
  );
}

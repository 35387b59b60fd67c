/** The form of what a new task may say besides its input; what most tasks do without is folded. */
import { Form, Input, InputNumber, type InputNumberProps, Select } from "antd";
import { useState } from "react";
import { TASK_PRIORITIES } from "../../../../shared/contracts/vocabulary.ts";
import type { TaskView } from "../../api/tasks.ts";
import { useTexts } from "../../i18n/texts.ts";
import { priorityKey } from "./table.tsx";
import { MORE, type OptionField, type TaskOptions } from "./task-options.ts";
import { texts } from "./texts.ts";

/** Wide enough for the number beside its unit. */
const FromOne = (props: InputNumberProps<number>) => (
  <InputNumber<number> min={1} precision={0} style={{ width: 160 }} {...props} />
);

export function OptionFields({
  options,
  problems,
  onChange,
}: {
  options: TaskOptions;
  /** Reasons by the field that `optionField` names. */
  problems: ReadonlyMap<string, string>;
  onChange: (change: Partial<TaskOptions>) => void;
}) {
  const { t } = useTexts(texts);
  const problem = (field: OptionField) => {
    const help = problems.get(field);
    return help !== undefined && { validateStatus: "error" as const, help };
  };
  const [isOpen, setOpen] = useState(false);
  const hasWrongMore = MORE.some((field) => problems.has(field));
  return (
    <>
      <Form.Item label={t("tasks.priority")} htmlFor="task-priority" {...problem("priority")}>
        <Select<TaskView["priority"]>
          id="task-priority"
          value={options.priority}
          onChange={(priority) => onChange({ priority })}
          options={TASK_PRIORITIES.map((value) => ({ value, label: t(priorityKey(value)) }))}
        />
      </Form.Item>
      <Form.Item label={t("tasks.key")} htmlFor="task-key" extra={t("tasks.keyHint")} {...problem("key")}>
        <Input
          id="task-key"
          value={options.key}
          maxLength={200}
          onChange={({ target }) => onChange({ key: target.value })}
        />
      </Form.Item>
      <Form.Item
        label={t("tasks.waitsFor")}
        htmlFor="task-waits-for"
        extra={t("tasks.waitsForHint")}
        {...problem("depends_on")}
      >
        <Select
          id="task-waits-for"
          mode="tags"
          open={false}
          suffixIcon={null}
          tokenSeparators={[",", " ", "\n"]}
          value={options.waitsFor}
          onChange={(ids: string[]) => onChange({ waitsFor: ids.map((id) => id.trim()).filter(Boolean) })}
        />
      </Form.Item>
      {/* A problem opens it, and it stays open when the problem is gone. */}
      <details
        open={isOpen || hasWrongMore}
        onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
        data-testid="task-more"
      >
        <summary style={{ marginBottom: 8 }}>{t("tasks.more")}</summary>
        <Form.Item
          label={t("tasks.startAt")}
          htmlFor="task-start-at"
          extra={t("tasks.startAtHint")}
          {...problem("run_at")}
        >
          <Input
            id="task-start-at"
            type="datetime-local"
            value={options.startAt}
            onChange={({ target }) => onChange({ startAt: target.value })}
          />
        </Form.Item>
        <Form.Item
          label={t("tasks.orderKey")}
          htmlFor="task-order-key"
          extra={t("tasks.orderKeyHint")}
          {...problem("order_key")}
        >
          <Input
            id="task-order-key"
            value={options.orderKey}
            maxLength={200}
            onChange={({ target }) => onChange({ orderKey: target.value })}
          />
        </Form.Item>
        <Form.Item
          label={t("tasks.timeout")}
          htmlFor="task-timeout"
          extra={t("tasks.timeoutHint")}
          {...problem("timeout_s")}
        >
          <FromOne
            id="task-timeout"
            max={1440}
            placeholder="60"
            suffix={t("tasks.minutes")}
            value={options.timeoutMinutes}
            onChange={(timeoutMinutes) => onChange({ timeoutMinutes })}
          />
        </Form.Item>
        <Form.Item
          label={t("tasks.maxAttempts")}
          htmlFor="task-max-attempts"
          extra={t("tasks.maxAttemptsHint")}
          {...problem("max_attempts")}
        >
          <FromOne
            id="task-max-attempts"
            max={20}
            placeholder="5"
            value={options.maxAttempts}
            onChange={(maxAttempts) => onChange({ maxAttempts })}
          />
        </Form.Item>
      </details>
    </>
  );
}

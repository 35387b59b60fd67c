/** The form of new keywords: platforms × cities × lines of words, with their number before they are sent. */
import { useQueryClient } from "@tanstack/react-query";
import { Alert, App, Form, Input, Segmented } from "antd";
import { useState } from "react";
import { createKeywords, refreshKeywords } from "../../api/keywords.ts";
import type { AcceptedKeywords } from "../../api/types.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { CitySelect } from "../../ui/city-select.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { PlatformChoice } from "../../ui/platform-select.tsx";
import { useFormMutation } from "../../ui/use-form-mutation.ts";
import { type BatchPlan, type BatchValues, MAX_BATCH, planBatch } from "./batch.ts";
import { RejectedRows } from "./rejected-rows.tsx";
import { texts } from "./texts.ts";

interface AddKeywordsProps {
  open: boolean;
  onClose: () => void;
}

/** The priorities that a person chooses from (B1). */
const PRIORITIES = [
  [0, "priorityLow"],
  [5, "priorityNormal"],
  [8, "priorityHigh"],
  [10, "priorityUrgent"],
] as const;

const EMPTY: BatchValues = { platforms: [], cities: [], lines: "", priority: 5 };

export function AddKeywords({ open, onClose }: AddKeywordsProps) {
  const { t, language } = useTexts(texts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<BatchValues>();
  const typed = Form.useWatch([], form);
  const plan = planBatch({ ...EMPTY, ...typed });
  const [rejected, setRejected] = useState<AcceptedKeywords["problems"]>([]);

  const add = useFormMutation({
    form,
    fields: ["platforms", "lines", "cities", "priority"],
    mutationFn: ({ items }: BatchPlan) => createKeywords(items),
    onSuccess: (accepted) => {
      const exists = accepted.exists + accepted.exists_in_other_department;
      const counts = { created: accepted.created, exists, restored: accepted.restored };
      void message[accepted.created + accepted.restored > 0 ? "success" : "info"](
        t("keywords.addedCounts", counts),
      );
      setRejected(accepted.problems);
      if (accepted.problems.length === 0) onClose();
      void refreshKeywords(client);
    },
  });
  const count = (value: number) => formatCount(value, language);

  return (
    <FormDialog<BatchValues>
      form={form}
      open={open}
      title={t("keywords.addTitle")}
      okText={
        plan.items.length > 1
          ? t("keywords.saveMany", { number: count(plan.items.length) })
          : t("keywords.save")
      }
      submitTestId="add-submit"
      hint={t("keywords.addHint")}
      initialValues={EMPTY}
      mutation={add}
      onSubmit={(values) => add.mutate(planBatch(values))}
      onClose={onClose}
    >
      <Form.Item
        name="lines"
        label={t("keywords.words")}
        extra={t("keywords.wordsHint")}
        required
        rules={[
          {
            validator: (_, lines: string | undefined) => {
              const { words, problem } = planBatch({ ...EMPTY, lines: lines ?? "" });
              if (words.length === 0) return Promise.reject(new Error(t("keywords.textProblem.empty")));
              if (problem === null) return Promise.resolve();
              const reason = t(`keywords.textProblem.${problem.problem}`);
              return Promise.reject(new Error(t("keywords.lineProblem", { line: problem.line, reason })));
            },
          },
        ]}
      >
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} data-testid="add-keyword-text" />
      </Form.Item>
      <Form.Item
        name="platforms"
        label={t("fields.platform")}
        rules={[{ required: true, message: t("keywords.platformMissing") }]}
      >
        <PlatformChoice />
      </Form.Item>
      <Form.Item
        name="cities"
        label={t("fields.city")}
        extra={t("keywords.cityHint")}
        rules={[{ required: true, message: t("keywords.cityMissing") }]}
      >
        <CitySelect
          mode="multiple"
          platform={typed?.platforms?.length === 1 ? typed.platforms[0] : undefined}
          data-testid="add-city"
        />
      </Form.Item>
      <Form.Item
        name="priority"
        label={t("keywords.priority")}
        extra={t("keywords.priorityHint")}
        required
        rules={[
          {
            validator: () =>
              plan.items.length > MAX_BATCH
                ? Promise.reject(new Error(t("keywords.tooMany", { max: count(MAX_BATCH) })))
                : Promise.resolve(),
          },
        ]}
      >
        <Segmented options={PRIORITIES.map(([value, name]) => ({ value, label: t(`keywords.${name}`) }))} />
      </Form.Item>
      <Alert
        type={plan.items.length > MAX_BATCH ? "error" : "info"}
        role="status"
        data-testid="add-preview"
        title={t("keywords.preview", {
          platforms: count(typed?.platforms?.length ?? 0),
          cities: count(typed?.cities?.length ?? 0),
          words: count(plan.words.length),
          number: count(plan.items.length),
        })}
        description={plan.repeated > 0 ? t("keywords.repeated", { number: count(plan.repeated) }) : undefined}
      />
      {rejected.length > 0 && (
        <RejectedRows
          problems={rejected}
          placeTitle={t("keywords.keyword")}
          placeOf={({ index }) => describe(add.variables?.items[index ?? -1])}
        />
      )}
    </FormDialog>
  );

  function describe(item: BatchPlan["items"][number] | undefined): string {
    return item ? [item.keyword, t(`platform.${item.platform}`), item.city].join(" · ") : t("app.none");
  }
}

/** Creates or changes a schedule. The times explain themselves in words, with the next five slots. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Form, Input, InputNumber, Segmented, Select, Switch } from "antd";
import {
  CATCH_UPS,
  type CatchUp,
  SCHEDULE_KINDS,
  type ScheduleKind,
} from "../../../../shared/contracts/schedule.ts";
import { cronProblem, parseCron } from "../../../../shared/domain/schedule/cron.ts";
import { codeOf } from "../../../../shared/errors/reasons.ts";
import { HOUR_MS } from "../../../../shared/time.ts";
import { ApiFailure } from "../../api/failure.ts";
import {
  createSchedule,
  SCHEDULES_KEY,
  type ScheduleChange,
  schedulePreview,
  type UnsavedTimes,
  updateSchedule,
} from "../../api/schedules.ts";
import type { ScheduleView } from "../../api/types.ts";
import { readJsonObject } from "../../format/json-object.ts";
import { localMinute, readLocalMinute } from "../../format/local-minute.ts";
import { formatZonedTime } from "../../format/times.ts";
import { useTexts } from "../../i18n/texts.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { reasonText } from "../../ui/reason-text.ts";
import { useFormMutation } from "../../ui/use-form-mutation.ts";
import { texts } from "./texts.ts";
import { TimesText } from "./times.tsx";

interface Values {
  name: string;
  title: string;
  kind: ScheduleKind;
  cron: string;
  every_minutes: number;
  start_at: string;
  time_zone: string;
  enabled: boolean;
  catch_up: CatchUp;
  catch_up_max: number | null;
  max_lateness_minutes: number | null;
  rerun: boolean;
  task_kind: string;
  task_input: string;
}

const FIELDS = [
  ...["name", "title", "kind", "cron", "every_s", "start_at", "time_zone", "enabled", "catch_up"],
  ...["catch_up_max", "max_lateness_s", "rerun", "task"],
];
/** The form shows the problems of these fields at inputs with another unit or name. */
const SHOWN_AT: Record<string, keyof Values> = {
  every_s: "every_minutes",
  max_lateness_s: "max_lateness_minutes",
  task: "task_input",
};

const valuesOf = (schedule: ScheduleView | null): Values => ({
  name: schedule?.name ?? "",
  title: schedule?.title ?? "",
  kind: schedule?.kind ?? "cron",
  cron: schedule?.cron ?? "0 7 * * MON-FRI",
  every_minutes: (schedule?.every_s ?? 3600) / 60,
  start_at: localMinute(schedule?.start_at ?? Date.now() + HOUR_MS),
  time_zone: schedule?.time_zone ?? "Asia/Shanghai",
  enabled: schedule?.enabled ?? true,
  catch_up: schedule?.catch_up ?? "once",
  catch_up_max: schedule?.catch_up_max ?? null,
  max_lateness_minutes: schedule?.max_lateness_s ? schedule.max_lateness_s / 60 : null,
  rerun: schedule?.rerun ?? false,
  task_kind: schedule?.task?.kind ?? "keywords.crawl",
  task_input: JSON.stringify(schedule?.task?.input ?? {}, null, 2),
});

function changeOf(values: Values): ScheduleChange {
  const { kind, catch_up, max_lateness_minutes: lateness } = values;
  return {
    title: values.title.trim() || null,
    kind,
    time_zone: values.time_zone,
    ...(kind === "cron" && { cron: values.cron }),
    ...(kind === "interval" && { every_s: values.every_minutes * 60 }),
    ...(kind === "once" && { start_at: readLocalMinute(values.start_at) }),
    enabled: values.enabled,
    catch_up,
    catch_up_max: catch_up === "all" ? values.catch_up_max : null,
    max_lateness_s: catch_up === "skip" || lateness === null ? null : lateness * 60,
    rerun: values.rerun,
  };
}

/** Lists all zones that the browser knows, those of the platform's users first. */
const ZONES = ["Asia/Shanghai", "UTC", ...Intl.supportedValuesOf("timeZone")]
  .filter((zone, at, all) => all.indexOf(zone) === at)
  .map((value) => ({ value }));

interface EditDialogProps {
  /** Null: a new one. */
  schedule: ScheduleView | null;
  onClose: () => void;
}

export function EditDialog({ schedule, onClose }: EditDialogProps) {
  const { t } = useTexts(texts);
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const isTask = schedule === null || schedule.target === "task";
  const setFields: typeof form.setFields = (problems) =>
    form.setFields(
      problems.map((problem) => ({ ...problem, name: SHOWN_AT[String(problem.name)] ?? problem.name })),
    );
  const save = useFormMutation<unknown, Values>({
    form: { setFields: setFields as never },
    fields: FIELDS,
    mutationFn(values) {
      const task = { kind: values.task_kind, input: isTask ? (readJsonObject(values.task_input) ?? {}) : {} };
      const change = { ...changeOf(values), ...(isTask && { task }) };
      return schedule === null
        ? createSchedule({ ...change, name: values.name, task })
        : updateSchedule(schedule.name, change);
    },
    onSuccess: () => {
      onClose();
      return client.invalidateQueries({ queryKey: SCHEDULES_KEY });
    },
  });
  const kind = Form.useWatch("kind", form) ?? schedule?.kind ?? "cron";
  const catchUp = Form.useWatch("catch_up", form) ?? schedule?.catch_up ?? "once";
  return (
    <FormDialog<Values>
      form={form}
      open
      title={schedule === null ? t("schedules.addTitle") : t("schedules.editTitle", { name: schedule.name })}
      okText={t("app.save")}
      submitTestId="save-schedule"
      hint={schedule?.default ? t("schedules.editJobHint") : undefined}
      initialValues={valuesOf(schedule)}
      mutation={save}
      onSubmit={(values) => save.mutate(values)}
      onClose={onClose}
    >
      {schedule === null && (
        <Form.Item<Values>
          name="name"
          label={t("schedules.nameField")}
          extra={t("schedules.nameHint")}
          required
        >
          <Input maxLength={60} autoComplete="off" data-testid="schedule-name" />
        </Form.Item>
      )}
      <Form.Item<Values> name="title" label={t("schedules.titleField")}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item<Values> required name="kind" label={t("schedules.kind")}>
        <Segmented
          options={SCHEDULE_KINDS.map((value) => ({ value, label: t(`schedules.kindOf.${value}`) }))}
        />
      </Form.Item>
      {kind === "cron" && (
        <Form.Item<Values> required name="cron" label={t("schedules.cron")} extra={t("schedules.cronHint")}>
          <Input
            className="mono-input"
            autoComplete="off"
            spellCheck={false}
            maxLength={400}
            data-testid="cron"
          />
        </Form.Item>
      )}
      {kind === "interval" && (
        <Form.Item<Values> required name="every_minutes" label={t("schedules.every")}>
          <InputNumber min={1} max={527_040} precision={0} suffix={t("schedules.minutes")} />
        </Form.Item>
      )}
      {kind === "once" && (
        <Form.Item<Values> required name="start_at" label={t("schedules.at")} extra={t("schedules.ownClock")}>
          <Input type="datetime-local" />
        </Form.Item>
      )}
      {kind === "cron" && (
        <Form.Item<Values> required name="time_zone" label={t("schedules.timeZone")}>
          <Select showSearch options={ZONES} />
        </Form.Item>
      )}
      <Preview form={form} />
      <Form.Item<Values>
        required
        name="catch_up"
        label={t("schedules.catchUp")}
        extra={t(`schedules.catchUpHint.${catchUp}`)}
      >
        <Select
          options={CATCH_UPS.filter((value) => value !== "all" || kind !== "once").map((value) => ({
            value,
            label: t(`schedules.catchUpName.${value}`),
          }))}
          data-testid="catch-up"
        />
      </Form.Item>
      {catchUp === "all" && (
        <Form.Item<Values> required name="catch_up_max" label={t("schedules.catchUpMax")}>
          <InputNumber min={2} max={100} precision={0} />
        </Form.Item>
      )}
      {catchUp !== "skip" && (
        <Form.Item<Values>
          name="max_lateness_minutes"
          label={t("schedules.maxLateness")}
          extra={t("schedules.maxLatenessHint")}
        >
          <InputNumber min={2} precision={0} suffix={t("schedules.minutes")} />
        </Form.Item>
      )}
      <Form.Item<Values>
        name="rerun"
        label={t("schedules.rerun")}
        extra={t("schedules.rerunHint")}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
      <Form.Item<Values> name="enabled" label={t("schedules.enabled")} valuePropName="checked">
        <Switch />
      </Form.Item>
      {isTask && (
        <>
          <Form.Item<Values>
            required
            name="task_kind"
            label={t("schedules.taskKind")}
            extra={t("schedules.taskKindHint")}
          >
            <Input className="mono-input" autoComplete="off" maxLength={60} data-testid="task-kind" />
          </Form.Item>
          <Form.Item<Values>
            required
            name="task_input"
            label={t("schedules.taskInput")}
            rules={[
              {
                validator: (_, text: string) =>
                  readJsonObject(text) !== null
                    ? Promise.resolve()
                    : Promise.reject(new Error(t("schedules.notJson"))),
              },
            ]}
          >
            <Input.TextArea
              className="mono-input"
              autoSize={{ minRows: 2, maxRows: 10 }}
              spellCheck={false}
            />
          </Form.Item>
        </>
      )}
    </FormDialog>
  );
}

/** Explains the times as they are typed: in words, with the next five slots, or with what is wrong. */
function Preview({ form }: { form: ReturnType<typeof Form.useForm<Values>>[0] }) {
  const { t, language } = useTexts(texts);
  const values = Form.useWatch([], form);
  const kind = values?.kind ?? "cron";
  const cron = (values?.cron ?? "").trim();
  const problem = kind === "cron" ? cronProblem(cron) : null;
  const startAt = readLocalMinute(values?.start_at ?? "");
  const times: UnsavedTimes = {
    kind,
    time_zone: values?.time_zone ?? "Asia/Shanghai",
    ...(kind === "cron" && { cron }),
    ...(kind === "interval" && { every_s: String((values?.every_minutes ?? 0) * 60) }),
    ...(kind === "once" && startAt !== null && { start_at: String(startAt) }),
  };
  const isTyped = values !== undefined && problem === null && (kind !== "once" || startAt !== null);
  const preview = useQuery({ ...schedulePreview(times), enabled: isTyped });
  if (problem !== null) {
    const field = problem.field === null ? "" : `${t(`schedules.field.${problem.field}`)}: `;
    return (
      <p className="error-text" role="status" data-testid="cron-problem">
        {field}
        {reasonText({ ...codeOf(problem.reason), reason: problem.reason }, t)}
      </p>
    );
  }
  const failure = preview.error instanceof ApiFailure ? preview.error.problems[0] : undefined;
  return (
    <div className="schedule-preview" role="status" data-testid="preview">
      <strong>
        <TimesText
          times={{
            kind,
            cron: kind === "cron" ? cron : null,
            every_s: (values?.every_minutes ?? 0) * 60,
            start_at: startAt,
            time_zone: times.time_zone ?? "",
          }}
        />
      </strong>
      {kind === "cron" && parseCron(cron).eitherDay && (
        <p className="small muted">{t("schedules.eitherDay")}</p>
      )}
      {failure && <p className="error-text">{reasonText(failure, t)}</p>}
      {preview.data && (
        <ol className="small">
          {preview.data.next.map((at) => (
            <li key={at}>{formatZonedTime(at, language, times.time_zone)}</li>
          ))}
        </ol>
      )}
    </div>
  );
}

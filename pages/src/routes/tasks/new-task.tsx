/** The dialog of a new task: its kind, a form made from the schema of its input, its priority, its key, and what it waits for. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Form, Input, Modal, Select } from "antd";
import { useMemo, useState } from "react";
import { TASK_PRIORITIES } from "../../../../shared/contracts/vocabulary.ts";
import { ApiFailure } from "../../api/failure.ts";
import { createTask, TASKS_KEY, type TaskView, taskKinds } from "../../api/tasks.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { reasonText } from "../../ui/reason-text.ts";
import { type Entered, fieldsOf, nameOf, readInput } from "./input-fields.ts";
import { InputForm } from "./input-form.tsx";
import { texts as inputTexts } from "./input-texts.ts";
import { priorityKey } from "./table.tsx";
import { texts } from "./texts.ts";

/** The list of the tasks that it waits for, or one of them. */
const WAITS_FOR = /^depends_on(\.|$)/;

export function NewTaskDialog({ onClose }: { onClose: () => void }) {
  const { t, language } = useTexts(texts, inputTexts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const { data } = useQuery(taskKinds);
  const kinds = data?.items.filter(({ allowed }) => allowed) ?? [];
  const [kind, setKind] = useState<string>();
  const [entered, setEntered] = useState<Entered>({});
  const [isTried, setTried] = useState(false);
  const [priority, setPriority] = useState<TaskView["priority"]>(5);
  const [key, setKey] = useState("");
  const [waitsFor, setWaitsFor] = useState<string[]>([]);
  const known = kinds.find(({ name }) => name === kind);
  const fields = useMemo(() => (known ? fieldsOf(known.input) : []), [known]);
  const { input, wrong, missing } = readInput(fields, entered);
  const create = useMutation({
    mutationFn: () =>
      createTask({
        kind: kind ?? "",
        input,
        priority,
        ...(key.trim() && { key: key.trim() }),
        ...(waitsFor.length > 0 && { depends_on: waitsFor }),
      }),
    onSuccess: ({ created }) => {
      void message.success(t(created ? "tasks.createdNow" : "tasks.existed"));
      onClose();
      return client.invalidateQueries({ queryKey: TASKS_KEY });
    },
  });
  const { error } = create;
  const names = new Set(fields.map(nameOf));
  /** Problems of the API that stand at a field of the form. */
  const fieldOf = ({ field }: { field: string }): string | null => {
    if (WAITS_FOR.test(field)) return field;
    const name = field.replace(/^input\./, "");
    return names.has(name) ? name : null;
  };
  const problems = new Map<string, string>(
    error instanceof ApiFailure
      ? error.problems.flatMap((problem) => {
          const name = fieldOf(problem);
          return name === null ? [] : [[name, reasonText(problem, t)] as const];
        })
      : [],
  );
  for (const name of wrong) problems.set(name, t("taskInput.wrong"));
  if (isTried) for (const name of missing) problems.set(name, t("taskInput.missing"));
  const rest = error instanceof ApiFailure ? error.without((problem) => fieldOf(problem) !== null) : error;
  const wrongWaits = [...problems].find(([name]) => WAITS_FOR.test(name))?.[1];
  return (
    <Modal
      open
      title={t("tasks.addTitle")}
      okText={t("tasks.add")}
      onOk={() => {
        setTried(true);
        if (missing.length === 0) create.mutate();
      }}
      okButtonProps={{
        disabled: kind === undefined || wrong.length > 0,
        loading: create.isPending,
        "data-testid": "create-task",
      }}
      onCancel={onClose}
    >
      {rest !== null && <ErrorPanel error={rest} title={t("errors.action")} />}
      <Form layout="vertical" component="div">
        <Form.Item label={t("tasks.kind")} htmlFor="task-kind">
          <Select
            id="task-kind"
            value={kind}
            onChange={(name) => {
              setKind(name);
              setEntered({});
              setTried(false);
              create.reset();
            }}
            options={kinds.map(({ name, title }) => ({
              value: name,
              label: `${name} – ${language === "zh-CN" ? title.zh : title.en}`,
            }))}
            data-testid="task-kind"
          />
        </Form.Item>
        <InputForm
          key={kind}
          fields={fields}
          entered={entered}
          problems={problems}
          onEnter={(name, value) => {
            setEntered((before) => ({ ...before, [name]: value }));
            if (create.isError) create.reset();
          }}
        />
        <Form.Item label={t("tasks.priority")} htmlFor="task-priority">
          <Select<TaskView["priority"]>
            id="task-priority"
            value={priority}
            onChange={setPriority}
            options={TASK_PRIORITIES.map((value) => ({ value, label: t(priorityKey(value)) }))}
          />
        </Form.Item>
        <Form.Item label={t("tasks.key")} htmlFor="task-key" extra={t("tasks.keyHint")}>
          <Input id="task-key" value={key} maxLength={200} onChange={({ target }) => setKey(target.value)} />
        </Form.Item>
        <Form.Item
          label={t("tasks.waitsFor")}
          htmlFor="task-waits-for"
          extra={t("tasks.waitsForHint")}
          {...(wrongWaits !== undefined && { validateStatus: "error", help: wrongWaits })}
        >
          <Select
            id="task-waits-for"
            mode="tags"
            open={false}
            suffixIcon={null}
            tokenSeparators={[",", " ", "\n"]}
            value={waitsFor}
            onChange={(ids: string[]) => {
              setWaitsFor(ids.map((id) => id.trim()).filter(Boolean));
              if (create.isError) create.reset();
            }}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}

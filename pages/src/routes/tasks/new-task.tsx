/** The dialog of a new task: its kind, a form made from the schema of its input, and its options. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Form, Modal, Select } from "antd";
import { useMemo, useState } from "react";
import { ApiFailure } from "../../api/failure.ts";
import { createTask, TASKS_KEY, taskKinds } from "../../api/tasks.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { reasonText } from "../../ui/reason-text.ts";
import { type Entered, fieldsOf, nameOf, readInput } from "./input-fields.ts";
import { InputForm } from "./input-form.tsx";
import { texts as inputTexts } from "./input-texts.ts";
import { OptionFields } from "./option-fields.tsx";
import { NO_OPTIONS, optionField, sentOptions } from "./task-options.ts";
import { texts } from "./texts.ts";

export function NewTaskDialog({ onClose }: { onClose: () => void }) {
  const { t, language } = useTexts(texts, inputTexts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const { data } = useQuery(taskKinds);
  const kinds = data?.items.filter(({ allowed }) => allowed) ?? [];
  const [kind, setKind] = useState<string>();
  const [entered, setEntered] = useState<Entered>({});
  const [isTried, setTried] = useState(false);
  const [options, setOptions] = useState(NO_OPTIONS);
  const known = kinds.find(({ name }) => name === kind);
  const fields = useMemo(() => (known ? fieldsOf(known.input) : []), [known]);
  const { input, wrong, missing } = readInput(fields, entered);
  const create = useMutation({
    mutationFn: () => createTask({ kind: kind ?? "", input, ...sentOptions(options) }),
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
    const option = optionField(field);
    if (option !== null) return option;
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
        <OptionFields
          options={options}
          problems={problems}
          onChange={(change) => {
            setOptions((before) => ({ ...before, ...change }));
            if (create.isError) create.reset();
          }}
        />
      </Form>
    </Modal>
  );
}

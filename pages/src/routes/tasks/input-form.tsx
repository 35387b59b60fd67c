/** The fields of a kind's input. */
import { useMutation } from "@tanstack/react-query";
import { Form, Input, Select, Switch } from "antd";
import { useId } from "react";
import { uploadTaskFile } from "../../api/tasks.ts";
import { hasText, useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { type Entered, type InputField, nameOf } from "./input-fields.ts";
import { texts } from "./input-texts.ts";

interface InputFormProps {
  fields: readonly InputField[];
  entered: Entered;
  /** Names of fields with what is wrong with them. */
  problems: ReadonlyMap<string, string>;
  onEnter: (name: string, value: string) => void;
}

export function InputForm({ fields, entered, problems, onEnter }: InputFormProps) {
  const { t, language } = useTexts(texts);
  const id = useId();
  const labelOf = (field: InputField): string => {
    const name = field.path.at(-1) ?? "";
    return hasText(texts.en.taskInput.field, name) ? t(`taskInput.field.${name}`) : nameOf(field);
  };
  const hintOf = (field: InputField): string | null => {
    const name = field.path.at(-1) ?? "";
    if (hasText(texts.en.taskInput.hint, name)) return t(`taskInput.hint.${name}`);
    return language === "zh-CN" ? null : field.description;
  };
  return fields.map((field) => {
    const name = nameOf(field);
    const problem = problems.get(name);
    return (
      <Form.Item
        key={name}
        label={labelOf(field)}
        htmlFor={`${id}${name}`}
        required={field.required}
        extra={hintOf(field)}
        validateStatus={problem === undefined ? undefined : "error"}
        help={problem}
      >
        <Control
          id={`${id}${name}`}
          field={field}
          value={entered[name] ?? field.initial}
          onEnter={(value) => onEnter(name, value)}
        />
      </Form.Item>
    );
  });
}

interface ControlProps {
  id: string;
  field: InputField;
  value: string;
  onEnter: (value: string) => void;
}

function Control({ id, field, value, onEnter }: ControlProps) {
  const { t } = useTexts(texts);
  const testId = `input-${nameOf(field)}`;
  switch (field.control) {
    case "choice":
      return (
        <Select
          id={id}
          value={value || undefined}
          onChange={(chosen: string | undefined) => onEnter(chosen ?? "")}
          allowClear={!field.required}
          options={field.choices.map((choice) => ({
            value: choice,
            label: field.path.at(-1) === "platform" ? t(`platform.${choice as "boss"}`) : choice,
          }))}
          data-testid={testId}
        />
      );
    case "flag":
      return (
        <Switch
          id={id}
          checked={value === "true"}
          onChange={(on) => onEnter(String(on))}
          checkedChildren={t("taskInput.yes")}
          unCheckedChildren={t("taskInput.no")}
          data-testid={testId}
        />
      );
    case "file":
      return <FileControl id={id} testId={testId} value={value} onEnter={onEnter} />;
    case "filter":
    case "json":
    case "long-text":
      return (
        <Input.TextArea
          id={id}
          value={value}
          onChange={({ target }) => onEnter(target.value)}
          autoSize={{ minRows: 1, maxRows: 8 }}
          data-testid={testId}
        />
      );
    default:
      return (
        <Input
          id={id}
          type={field.control === "date" ? "date" : "text"}
          inputMode={field.control === "number" ? "decimal" : undefined}
          value={value}
          onChange={({ target }) => onEnter(target.value)}
          data-testid={testId}
        />
      );
  }
}

/** A file is uploaded as soon as it is chosen; its id is the value. */
function FileControl({ id, testId, value, onEnter }: Omit<ControlProps, "field"> & { testId: string }) {
  const { t } = useTexts(texts);
  const upload = useMutation({ mutationFn: uploadTaskFile, onSuccess: (file) => onEnter(file.id) });
  return (
    <>
      <input
        id={id}
        type="file"
        accept=".csv,.jsonl,.ndjson,text/csv,application/x-ndjson"
        aria-label={t("taskInput.choose")}
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file) upload.mutate(file);
        }}
        data-testid={testId}
      />
      <div className="small muted" aria-live="polite">
        {upload.isPending ? t("taskInput.uploading") : value && upload.data?.name}
      </div>
      {upload.error !== null && <ErrorPanel error={upload.error} title={t("errors.action")} />}
    </>
  );
}

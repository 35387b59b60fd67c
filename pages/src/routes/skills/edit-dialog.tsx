/** One edit of the dictionary: what is to change, what that would do to postings, and only then the button. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Flex, Form, Input, Modal, Select } from "antd";
import { useState } from "react";
import type { SkillEditInput } from "../../../../shared/contracts/skills.ts";
import {
  IN_TEXT,
  MAX_NOTE_CHARS,
  MAX_TERM_CHARS,
  TAG_KINDS,
  type TagKind,
} from "../../../../shared/domain/skills/term.ts";
import { createEdit, previewEdit, SKILLS_KEY } from "../../api/skills.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { renderOption } from "../../ui/render-option.tsx";
import { Preview } from "./preview.tsx";
import { texts } from "./texts.ts";

export type EditSubject =
  | { action: "set"; text: string; kind: TagKind; skill: string | null; in_text: (typeof IN_TEXT)[number] }
  | { action: "rename"; skill: string }
  | { action: "remove"; text: string };

interface Values {
  text: string;
  kind: TagKind;
  skill?: string;
  in_text: (typeof IN_TEXT)[number];
  to: string;
  note?: string;
}

const initial = (subject: EditSubject): Partial<Values> =>
  subject.action === "set"
    ? { ...subject, skill: subject.skill ?? "" }
    : subject.action === "rename"
      ? { to: subject.skill }
      : {};

function toInput(subject: EditSubject, values: Values): SkillEditInput {
  const note = values.note?.trim() ?? "";
  if (subject.action === "rename") return { action: "rename", skill: subject.skill, to: values.to, note };
  if (subject.action === "remove") return { action: "remove", terms: [subject.text], note };
  const isSkill = values.kind === "skill";
  const term = {
    text: values.text,
    kind: values.kind,
    skill: isSkill ? values.skill?.trim() || values.text : null,
    in_text: isSkill ? values.in_text : ("no" as const),
  };
  return { action: "set", terms: [term], note };
}

interface EditDialogProps {
  subject: EditSubject;
  open: boolean;
  onClose: () => void;
}

export function EditDialog({ subject, open, onClose }: EditDialogProps) {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const kind = Form.useWatch("kind", form);
  /** The edit that was previewed; a change of the form takes it away, so that it is previewed again. */
  const [previewed, setPreviewed] = useState<SkillEditInput | null>(null);
  const preview = useMutation({ mutationFn: previewEdit, onSuccess: (_, edit) => setPreviewed(edit) });
  const apply = useMutation({
    mutationFn: createEdit,
    onSuccess: ({ number }) => {
      void message.success(t("skills.saved", { number }));
      onClose();
      return client.invalidateQueries({ queryKey: SKILLS_KEY });
    },
  });
  const failure = preview.error ?? apply.error;
  return (
    <Modal
      open={open}
      title={t(`skills.dialog.${subject.action}`)}
      onCancel={onClose}
      footer={
        <Flex justify="end" gap={8} wrap>
          <Button onClick={form.submit} loading={preview.isPending} data-testid="preview-edit">
            {t("skills.preview")}
          </Button>
          <Button
            type="primary"
            disabled={previewed === null}
            loading={apply.isPending}
            onClick={() => previewed && apply.mutate(previewed)}
            data-testid="apply-edit"
          >
            {t("skills.apply")}
          </Button>
        </Flex>
      }
    >
      {failure && <ErrorPanel error={failure} title={t("errors.action")} />}
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark="optional"
        initialValues={initial(subject)}
        onValuesChange={() => setPreviewed(null)}
        onFinish={(values) => preview.mutate(toInput(subject, values))}
      >
        {subject.action === "remove" && <p>{t("skills.removeHint", { text: subject.text })}</p>}
        {subject.action === "rename" && (
          <Form.Item
            name="to"
            label={t("skills.newName", { skill: subject.skill })}
            extra={t("skills.renameHint")}
            rules={[{ required: true, whitespace: true, message: t("app.required") }]}
          >
            <Input maxLength={MAX_TERM_CHARS} autoComplete="off" data-testid="rename-to" />
          </Form.Item>
        )}
        {subject.action === "set" && (
          <>
            <Form.Item
              name="text"
              label={t("skills.spelling")}
              rules={[{ required: true, whitespace: true, message: t("app.required") }]}
            >
              <Input maxLength={MAX_TERM_CHARS} autoComplete="off" data-testid="term-text" />
            </Form.Item>
            <Form.Item name="kind" label={t("skills.kind")} required>
              <Select
                optionRender={renderOption}
                options={TAG_KINDS.map((value) => ({ value, label: t(`skills.kinds.${value}`) }))}
                data-testid="term-kind"
              />
            </Form.Item>
            {kind === "skill" && (
              <>
                <Form.Item name="skill" label={t("skills.skill")} extra={t("skills.skillHint")}>
                  <Input maxLength={MAX_TERM_CHARS} autoComplete="off" data-testid="term-skill" />
                </Form.Item>
                <Form.Item
                  name="in_text"
                  label={t("skills.inTextLabel")}
                  extra={t("skills.inTextHint")}
                  required
                >
                  <Select
                    optionRender={renderOption}
                    options={IN_TEXT.map((value) => ({ value, label: t(`skills.inText.${value}`) }))}
                    data-testid="term-in-text"
                  />
                </Form.Item>
              </>
            )}
          </>
        )}
        <Form.Item name="note" label={t("skills.note")}>
          <Input maxLength={MAX_NOTE_CHARS} autoComplete="off" data-testid="edit-note" />
        </Form.Item>
      </Form>
      {previewed !== null && preview.data && <Preview preview={preview.data} />}
    </Modal>
  );
}

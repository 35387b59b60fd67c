/** The form that changes a keyword's priority and city. Channels other than the web are not crawled, so none can be chosen. */
import { useQueryClient } from "@tanstack/react-query";
import { App, Form, InputNumber } from "antd";
import type { Keyword, KeywordChange } from "../../../../shared/contracts/keyword.ts";
import { refreshKeywords, updateKeyword } from "../../api/keywords.ts";
import { useTexts } from "../../i18n/texts.ts";
import { CitySelect } from "../../ui/city-select.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { useFormMutation } from "../../ui/use-form-mutation.ts";
import { changedFields } from "./changed-fields.ts";
import { texts } from "./texts.ts";

interface EditKeywordProps {
  keyword: Keyword;
  open: boolean;
  onClose: () => void;
}

type Values = Required<Pick<KeywordChange, "priority" | "city">>;

export function EditKeyword({ keyword, open, onClose }: EditKeywordProps) {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const before: Values = { priority: keyword.priority, city: keyword.city };
  const save = useFormMutation({
    form,
    fields: ["priority", "city"],
    mutationFn: async (values: Values) => {
      const change = changedFields(before, values);
      if (change !== null) await updateKeyword(keyword.id, change);
    },
    onSuccess: () => {
      void message.success(t("keywords.edited", { keyword: keyword.keyword }));
      onClose();
      void refreshKeywords(client);
    },
  });
  return (
    <FormDialog<Values>
      form={form}
      open={open}
      title={t("keywords.editTitle", { keyword: keyword.keyword })}
      okText={t("app.save")}
      submitTestId="edit-submit"
      hint={t("keywords.editHint")}
      initialValues={before}
      mutation={save}
      onSubmit={save.mutate}
      onClose={onClose}
    >
      <Form.Item
        name="priority"
        label={t("keywords.priority")}
        extra={t("keywords.priorityRange")}
        rules={[{ required: true, message: t("app.required") }]}
      >
        <InputNumber min={0} max={10} precision={0} data-testid="edit-priority" />
      </Form.Item>
      <Form.Item
        name="city"
        label={t("fields.city")}
        rules={[{ required: true, message: t("keywords.cityMissing") }]}
      >
        <CitySelect platform={keyword.platform} data-testid="edit-city" />
      </Form.Item>
    </FormDialog>
  );
}

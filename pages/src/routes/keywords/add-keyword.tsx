/** The form of a new keyword. The text is checked before it is sent, everything else by the API. */
import { useQueryClient } from "@tanstack/react-query";
import { App, Form, Input, Segmented, Select } from "antd";
import type { NewKeyword } from "../../../../shared/contracts/keyword.ts";
import { platforms } from "../../../../shared/platforms/platforms.ts";
import { createKeyword, KEYWORDS_KEY } from "../../api/keywords.ts";
import { livePlatforms } from "../../api/platforms.ts";
import { useTexts } from "../../i18n/texts.ts";
import { CitySelect } from "../../ui/city-select.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { PlatformSelect } from "../../ui/platform-select.tsx";
import { useFormMutation } from "../../ui/use-form-mutation.ts";
import { textProblem } from "./keyword-text.ts";
import { texts } from "./texts.ts";

interface AddKeywordProps {
  open: boolean;
  onClose: () => void;
}

export function AddKeyword({ open, onClose }: AddKeywordProps) {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<NewKeyword>();
  const platform = Form.useWatch("platform", form);

  const channels = platform ? platforms[platform].crawlChannels : [];

  const add = useFormMutation({
    form,
    fields: ["platform", "keyword", "city", "channel", "priority"],
    mutationFn: createKeyword,
    onSuccess: ({ result }, { keyword }) => {
      void message[result === "exists" ? "info" : "success"](t(`keywords.${result}`, { keyword }));
      onClose();
      void client.invalidateQueries({ queryKey: KEYWORDS_KEY });
      void client.invalidateQueries({ queryKey: livePlatforms.queryKey });
    },
  });

  const priorities = [
    { value: 0, label: t("keywords.priorityLow") },
    { value: 5, label: t("keywords.priorityNormal") },
    { value: 8, label: t("keywords.priorityHigh") },
    { value: 10, label: t("keywords.priorityUrgent") },
  ];

  return (
    <FormDialog<NewKeyword>
      form={form}
      open={open}
      title={t("keywords.addTitle")}
      okText={t("keywords.save")}
      submitTestId="add-submit"
      hint={t("keywords.addHint")}
      initialValues={{ city: "全国", channel: "web", priority: 5 }}
      mutation={add}
      onSubmit={(values) => add.mutate({ ...values, keyword: values.keyword.trim() })}
      onClose={onClose}
    >
      <Form.Item
        name="platform"
        label={t("fields.platform")}
        rules={[{ required: true, message: t("keywords.platformMissing") }]}
      >
        <PlatformSelect data-testid="add-platform" />
      </Form.Item>
      <Form.Item
        name="keyword"
        label={t("keywords.keyword")}
        required
        rules={[
          {
            validator: (_, text: string | undefined) => {
              const problem = textProblem(text ?? "");
              return problem
                ? Promise.reject(new Error(t(`keywords.textProblem.${problem}`)))
                : Promise.resolve();
            },
          },
        ]}
      >
        <Input autoComplete="off" data-testid="add-keyword-text" />
      </Form.Item>
      <Form.Item
        name="city"
        label={t("fields.city")}
        extra={t("keywords.cityHint")}
        rules={[{ required: true, message: t("keywords.cityMissing") }]}
      >
        <CitySelect platform={platform} data-testid="add-city" />
      </Form.Item>
      {/* A choice of one is none: the channel is sent all the same. */}
      <Form.Item name="channel" label={t("keywords.channel")} hidden={channels.length < 2} required>
        <Select options={channels.map((value) => ({ value, label: t(`channel.${value}`) }))} />
      </Form.Item>
      <Form.Item name="priority" label={t("keywords.priority")} required>
        <Segmented options={priorities} />
      </Form.Item>
    </FormDialog>
  );
}

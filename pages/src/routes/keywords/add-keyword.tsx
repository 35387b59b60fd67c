/** Adds one keyword. The text is checked by the contract before it is sent, the rest by the API. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Form, Input, Modal, Segmented, Select } from "antd";
import type { NewKeyword } from "../../../../shared/contracts/keyword.ts";
import { CHANNELS } from "../../../../shared/contracts/platform.ts";
import { createKeyword, KEYWORDS_KEY } from "../../api/keywords.ts";
import { livePlatforms } from "../../api/platforms.ts";
import { useTexts } from "../../i18n/texts.ts";
import { CitySelect } from "../../ui/city-select.tsx";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { showProblems } from "../../ui/form-problems.ts";
import { PlatformSelect } from "../../ui/platform-select.tsx";
import { textProblem } from "./keyword-text.ts";
import { texts } from "./texts.ts";

interface DialogProps {
  open: boolean;
  onClose: () => void;
}

const FIELDS = ["platform", "keyword", "city", "channel", "priority"] as const;

export function AddKeyword({ open, onClose }: DialogProps) {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<NewKeyword>();
  const platform = Form.useWatch("platform", form);

  const add = useMutation({
    mutationFn: createKeyword,
    onSuccess: ({ result }, { keyword }) => {
      void message[result === "exists" ? "info" : "success"](t(`keywords.${result}`, { keyword }));
      onClose();
      void client.invalidateQueries({ queryKey: KEYWORDS_KEY });
      void client.invalidateQueries({ queryKey: livePlatforms.queryKey });
    },
    onError: (error) => showProblems(form, error, FIELDS),
  });

  const priorities = [
    { value: 0, label: t("keywords.priorityLow") },
    { value: 5, label: t("keywords.priorityNormal") },
    { value: 8, label: t("keywords.priorityHigh") },
    { value: 10, label: t("keywords.priorityUrgent") },
  ];

  return (
    <Modal
      open={open}
      title={t("keywords.addTitle")}
      okText={t("keywords.save")}
      onOk={form.submit}
      okButtonProps={{ loading: add.isPending, "data-testid": "add-submit" }}
      onCancel={onClose}
      afterClose={() => {
        form.resetFields();
        add.reset();
      }}
      forceRender
    >
      <p className="muted">{t("keywords.addHint")}</p>
      {add.error && <ErrorPanel error={add.error} title={t("errors.action")} />}
      <Form<NewKeyword>
        form={form}
        layout="vertical"
        requiredMark="optional"
        initialValues={{ city: "全国", channel: "web", priority: 5 }}
        onFinish={(values) => add.mutate({ ...values, keyword: values.keyword.trim() })}
        data-testid="add-form"
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
        <Form.Item name="channel" label={t("keywords.channel")} required>
          <Select options={CHANNELS.map((value) => ({ value, label: t(`channel.${value}`) }))} />
        </Form.Item>
        <Form.Item name="priority" label={t("keywords.priority")} required>
          <Segmented options={priorities} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

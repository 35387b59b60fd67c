/** The form of a dry run. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Form, Input, Modal, Select, Slider } from "antd";
import { useState } from "react";
import { DATA_TYPES, type DataType } from "../../../../shared/contracts/platform.ts";
import { chinaDayOf } from "../../../../shared/domain/china-day.ts";
import { createReclean, type NewReclean, RECLEANS_KEY } from "../../api/recleans.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { PlatformSelect } from "../../ui/platform-select.tsx";
import { texts } from "./texts.ts";

export function NewRecleanDialog({ onClose }: { onClose: (id?: string) => void }) {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const [wanted, setWanted] = useState<Required<NewReclean>>(() => {
    const today = chinaDayOf(Date.now());
    return { platform: "qcwy", data_type: "job", first_day: today, last_day: today, sample: 100 };
  });
  const set = (part: Partial<NewReclean>) => setWanted((before) => ({ ...before, ...part }));
  const create = useMutation({
    mutationFn: () => createReclean(wanted),
    onSuccess: ({ id }) => {
      void message.success(t("recleans.begun"));
      onClose(id);
      return client.invalidateQueries({ queryKey: RECLEANS_KEY });
    },
  });
  return (
    <Modal
      open
      title={t("recleans.add")}
      onCancel={() => onClose()}
      onOk={() => create.mutate()}
      okText={t("recleans.add")}
      okButtonProps={{ loading: create.isPending, disabled: wanted.first_day > wanted.last_day }}
    >
      {create.error !== null && <ErrorPanel error={create.error} title={t("errors.action")} />}
      <Form layout="vertical" component="div">
        <Form.Item label={t("recleans.platform")} htmlFor="reclean-platform">
          <PlatformSelect
            id="reclean-platform"
            value={wanted.platform}
            onChange={(platform) => set({ platform })}
          />
        </Form.Item>
        <Form.Item label={t("recleans.dataType")} htmlFor="reclean-type">
          <Select<DataType>
            id="reclean-type"
            value={wanted.data_type}
            onChange={(type) => set({ data_type: type })}
            options={DATA_TYPES.map((value) => ({ value, label: t(`recleans.type.${value}`) }))}
          />
        </Form.Item>
        <Form.Item label={t("recleans.days")} htmlFor="reclean-first" extra={t("recleans.daysHint")}>
          <Input
            id="reclean-first"
            type="date"
            value={wanted.first_day}
            onChange={({ target }) => set({ first_day: target.value })}
          />
          <Input
            aria-label={t("recleans.days")}
            type="date"
            value={wanted.last_day}
            onChange={({ target }) => set({ last_day: target.value })}
          />
        </Form.Item>
        <Form.Item
          label={`${t("recleans.sample")}: ${wanted.sample < 100 ? t("recleans.percent", { percent: wanted.sample }) : t("recleans.all")}`}
          extra={t("recleans.sampleHint")}
        >
          <Slider min={1} max={100} value={wanted.sample} onChange={(sample: number) => set({ sample })} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

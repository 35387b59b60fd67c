/** A keyword's state as a tag with text, colour and icon. */
import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  DeleteOutlined,
  HourglassOutlined,
  PauseCircleOutlined,
  PieChartOutlined,
  StopOutlined,
  SyncOutlined,
} from "@ant-design/icons";
import { Tag } from "antd";
import type { ReactNode } from "react";
import type { KeywordState } from "../../../shared/contracts/platform.ts";
import { useTexts } from "../i18n/texts.ts";

type Shown = KeywordState | "deleted";

const LOOKS: Record<Shown, { color: string; icon: ReactNode }> = {
  pending: { color: "default", icon: <ClockCircleOutlined /> },
  queued: { color: "cyan", icon: <HourglassOutlined /> },
  running: { color: "processing", icon: <SyncOutlined /> },
  partial: { color: "gold", icon: <PieChartOutlined /> },
  done: { color: "success", icon: <CheckCircleOutlined /> },
  failed: { color: "error", icon: <CloseCircleOutlined /> },
  blocked: { color: "volcano", icon: <StopOutlined /> },
  paused: { color: "purple", icon: <PauseCircleOutlined /> },
  deleted: { color: "default", icon: <DeleteOutlined /> },
};

export function StateTag({ state }: { state: Shown }) {
  const { t } = useTexts();
  const { color, icon } = LOOKS[state];
  return (
    <Tag color={color} icon={icon} data-testid="state" data-state={state}>
      <span className="tag-text">{t(`state.${state}`)}</span>
    </Tag>
  );
}

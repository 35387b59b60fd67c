/** The state of a company in the cleaning queue as a tag with text, colour and icon. */
import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  DisconnectOutlined,
  HourglassOutlined,
  StopOutlined,
  SyncOutlined,
} from "@ant-design/icons";
import { Tag } from "antd";
import type { ReactNode } from "react";
import type { CompanyState } from "../../../../shared/contracts/company-ledger.ts";
import { useTexts } from "../../i18n/texts.ts";
import { texts } from "./texts.ts";

const LOOKS: Record<CompanyState, { color: string; icon: ReactNode }> = {
  pending: { color: "default", icon: <ClockCircleOutlined /> },
  queued: { color: "cyan", icon: <HourglassOutlined /> },
  running: { color: "processing", icon: <SyncOutlined /> },
  done: { color: "success", icon: <CheckCircleOutlined /> },
  failed: { color: "error", icon: <CloseCircleOutlined /> },
  blocked: { color: "volcano", icon: <StopOutlined /> },
  gone: { color: "default", icon: <DisconnectOutlined /> },
};

export function CompanyStateTag({ state }: { state: CompanyState }) {
  const { t } = useTexts(texts);
  const { color, icon } = LOOKS[state];
  return (
    <Tag color={color} icon={icon} data-testid="company-state" data-state={state}>
      <span className="tag-text">{t(`company-work.state.${state}`)}</span>
    </Tag>
  );
}

/** State and severity of an alert as tags with text, so that colour alone says nothing. */
import { Tag } from "antd";
import type { AlertSeverity, AlertState } from "../../../../shared/contracts/alert.ts";
import { useTexts } from "../../i18n/texts.ts";
import { texts } from "./texts.ts";

const STATES: Record<AlertState, string> = {
  firing: "error",
  no_data: "purple",
  error: "volcano",
  acknowledged: "processing",
  resolved: "success",
};
const SEVERITIES: Record<AlertSeverity, string> = { critical: "error", warning: "warning", info: "default" };

export function AlertStateTag({ state }: { state: AlertState }) {
  const { t } = useTexts(texts);
  return (
    <Tag color={STATES[state]} data-testid="alert-state" data-state={state}>
      {t(`alerts.state.${state}`)}
    </Tag>
  );
}

export function SeverityTag({ severity }: { severity: AlertSeverity }) {
  const { t } = useTexts(texts);
  return <Tag color={SEVERITIES[severity]}>{t(`alerts.severity.${severity}`)}</Tag>;
}

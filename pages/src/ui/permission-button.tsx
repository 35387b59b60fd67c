/** Buttons that call a route: without the permission they are disabled and say why. */
import { PlusOutlined } from "@ant-design/icons";
import { Button, type ButtonProps, Tooltip } from "antd";
import type { ApiRoute } from "../../../workers/api/client-type.ts";
import { useCan } from "../auth/me.ts";
import { useTexts } from "../i18n/texts.ts";

interface PermissionButtonProps extends ButtonProps {
  /** The route that the button calls. */
  route: ApiRoute;
}

export function PermissionButton({ route, ...props }: PermissionButtonProps) {
  const { t } = useTexts();
  if (useCan()(route)) return <Button {...props} />;
  return (
    // A button with `disabled` fires no events and takes no focus: touch and keyboard could not reach the reason.
    <Tooltip title={t("app.notPermitted")} trigger={["hover", "focus", "click"]}>
      <Button {...props} className="ant-btn-disabled" aria-disabled disabled={false} onClick={undefined} />
    </Tooltip>
  );
}

/** The main button of a list: creates a record. */
export const AddButton = (props: PermissionButtonProps) => (
  <PermissionButton type="primary" icon={<PlusOutlined />} {...props} />
);

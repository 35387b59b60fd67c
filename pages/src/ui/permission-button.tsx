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
    // A disabled button fires no events and takes no focus: touch and keyboard reach the element round it.
    <Tooltip title={t("app.notPermitted")} trigger={["hover", "focus", "click"]}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the reason must be reachable without a mouse */}
      <span className="not-permitted" tabIndex={0}>
        <Button {...props} disabled />
      </span>
    </Tooltip>
  );
}

/** The main button of a list: creates a record. */
export const AddButton = (props: PermissionButtonProps) => (
  <PermissionButton type="primary" icon={<PlusOutlined />} {...props} />
);

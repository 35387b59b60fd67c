/** A button for what not everybody may do: without the permission it is there, disabled, and says why. */
import { Button, type ButtonProps, Tooltip } from "antd";
import type { ApiRoute } from "../../../workers/api/client-type.ts";
import { useMay } from "../auth/me.ts";
import { useTexts } from "../i18n/texts.ts";

interface MayButtonProps extends ButtonProps {
  /** The route that it calls. */
  route: ApiRoute;
}

export function MayButton({ route, ...props }: MayButtonProps) {
  const { t } = useTexts();
  if (useMay()(route)) return <Button {...props} />;
  return (
    <Tooltip title={t("app.notPermitted", { route })}>
      {/* A disabled button gives no events: the name and the reason stand on what surrounds it. */}
      <span className="may-not">
        <Button {...props} disabled />
      </span>
    </Tooltip>
  );
}

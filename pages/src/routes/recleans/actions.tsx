/** The buttons of a run. */
import { Flex } from "antd";
import type { RecleanView } from "../../api/types.ts";
import { useTexts } from "../../i18n/texts.ts";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { texts } from "./texts.ts";
import { useRecleanActions } from "./use-reclean-actions.ts";

export function RunActions({ run }: { run: RecleanView }) {
  const { t } = useTexts(texts);
  const actions = useRecleanActions();
  // A dry run of all rows that found nothing has nothing to write.
  const isIdle = run.sample === 100 && run.counts.changed + run.counts.history === 0;
  return (
    <Flex gap={8} justify="end" wrap>
      {run.can.start && !isIdle && (
        <PermissionButton
          size="small"
          type="primary"
          route="POST /api/v1/recleans/{id}/start"
          onClick={() => actions.start(run)}
          data-testid="reclean-start"
        >
          {t("recleans.start")}
        </PermissionButton>
      )}
      {run.can.cancel && (
        <PermissionButton
          size="small"
          route="POST /api/v1/recleans/{id}/cancel"
          onClick={() => actions.cancel(run)}
          data-testid="reclean-cancel"
        >
          {t("recleans.cancel")}
        </PermissionButton>
      )}
      {run.can.undo && (
        <PermissionButton
          size="small"
          route="POST /api/v1/recleans/{id}/undo"
          onClick={() => actions.undo(run)}
          data-testid="reclean-undo"
        >
          {t("recleans.undo")}
        </PermissionButton>
      )}
    </Flex>
  );
}

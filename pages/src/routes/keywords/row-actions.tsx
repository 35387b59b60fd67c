/** The actions on one keyword: the likely one as a button, all of them in a menu. */
import { Button, Flex } from "antd";
import type { Keyword, KeywordAction } from "../../../../shared/contracts/keyword.ts";
import { useCan } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { MoreMenu } from "../../ui/more-menu.tsx";
import { actionsOf, isDestructive, likelyAction, routeOf } from "./actions.ts";
import { texts } from "./texts.ts";

interface RowActionsProps {
  keyword: Keyword;
  /** Shows the menu only. */
  compact?: boolean;
  onAct: (action: KeywordAction, keywords: Keyword[]) => void;
  onEdit: (keyword: Keyword) => void;
}

export function RowActions({ keyword, compact, onAct, onEdit }: RowActionsProps) {
  const { t } = useTexts(texts);
  const can = useCan();
  const actions = actionsOf(keyword).filter((action) => can(routeOf(action)));
  const likely = compact ? null : likelyAction(actions);
  return (
    <Flex gap={4} justify="flex-end">
      {likely && (
        <Button size="small" onClick={() => onAct(likely, [keyword])} data-testid={`quick-${likely}`}>
          {t(`keywords.action.${likely}`)}
        </Button>
      )}
      <MoreMenu
        label={t("table.actionsOf", { name: keyword.keyword })}
        actions={[
          keyword.deleted_at === null &&
            can("PATCH /api/v1/keywords/{id}") && {
              key: "edit",
              label: t("app.edit"),
              onClick: () => onEdit(keyword),
            },
          ...actions.map((action) => ({
            key: action,
            label: t(`keywords.action.${action}`),
            hint: t(`keywords.actionHint.${action}`),
            danger: isDestructive(action),
            onClick: () => onAct(action, [keyword]),
          })),
        ]}
      />
    </Flex>
  );
}

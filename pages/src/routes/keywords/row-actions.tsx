/** Actions on one keyword: the likely one as a button, all of them in a menu. */
import { EllipsisOutlined } from "@ant-design/icons";
import { Button, Dropdown, Flex } from "antd";
import type { Keyword, KeywordAction } from "../../../../shared/contracts/keyword.ts";
import { useMay } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { actionsOf, isDestructive, likelyAction, routeOf } from "./actions.ts";
import { texts } from "./texts.ts";

interface RowActionsProps {
  keyword: Keyword;
  /** Show the menu only. */
  compact?: boolean;
  onAct: (action: KeywordAction, keywords: Keyword[]) => void;
}

export function RowActions({ keyword, compact, onAct }: RowActionsProps) {
  const { t } = useTexts(texts);
  const may = useMay();
  const actions = actionsOf(keyword).filter((action) => may(routeOf(action)));
  const likely = compact ? null : likelyAction(actions);
  const items = actions.map((action) => ({
    key: action,
    danger: isDestructive(action),
    label: (
      <span title={t(`keywords.actionHint.${action}`)} data-testid={`action-${action}`}>
        {t(`keywords.action.${action}`)}
      </span>
    ),
    onClick: () => onAct(action, [keyword]),
  }));
  if (items.length === 0) return null;
  return (
    <Flex gap={4} justify="flex-end">
      {likely && (
        <Button size="small" onClick={() => onAct(likely, [keyword])} data-testid={`quick-${likely}`}>
          {t(`keywords.action.${likely}`)}
        </Button>
      )}
      <Dropdown menu={{ items }} trigger={["click"]} placement="bottomRight" destroyOnHidden>
        <Button
          size="small"
          type="text"
          icon={<EllipsisOutlined />}
          aria-label={t("table.actionsOf", { keyword: keyword.keyword })}
          data-testid="row-actions"
        />
      </Dropdown>
    </Flex>
  );
}

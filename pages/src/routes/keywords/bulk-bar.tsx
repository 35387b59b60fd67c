/** The actions on the selected keywords: each that at least one of them allows. */
import { Alert, Button, Flex } from "antd";
import type { Keyword, KeywordAction } from "../../../../shared/contracts/keyword.ts";
import { BULK_ACTIONS, KEYWORD_ACTIONS } from "../../../../shared/contracts/vocabulary.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { BulkOpener } from "../../ui/bulk/bulk-opener.tsx";
import { actionsOf, isDestructive } from "./actions.ts";
import { texts } from "./texts.ts";

interface BulkBarProps {
  chosen: Keyword[];
  pending: boolean;
  onAct: (action: KeywordAction, keywords: Keyword[]) => void;
  onClear: () => void;
  /** A bulk action has changed the list. */
  onChanged: () => void;
}

export function BulkBar({ chosen, pending, onAct, onClear, onChanged }: BulkBarProps) {
  const { t, language } = useTexts(texts);
  const possible = new Set(chosen.flatMap(actionsOf));
  return (
    <Alert
      type="info"
      className="bulk-bar"
      data-testid="bulk-bar"
      title={
        <Flex gap={8} wrap align="center">
          <strong role="status">
            {t("keywords.selected", { number: formatCount(chosen.length, language) })}
          </strong>
          {KEYWORD_ACTIONS.filter((action) => possible.has(action)).map((action) => (
            <Button
              key={action}
              size="small"
              danger={isDestructive(action)}
              disabled={pending}
              title={t(`keywords.actionHint.${action}`)}
              onClick={() => onAct(action, chosen)}
              data-testid={`bulk-${action}`}
            >
              {t(`keywords.action.${action}`)}
            </Button>
          ))}
          <BulkOpener
            route="POST /api/v1/keywords/bulk"
            size="small"
            subject={() => ({
              noun: "keywords",
              actions: BULK_ACTIONS.keywords,
              ids: chosen.map(({ id }) => id),
            })}
            onChanged={onChanged}
            data-testid="bulk-selected"
          >
            {t("keywords.bulk")}
          </BulkOpener>
          <Button size="small" type="link" onClick={onClear}>
            {t("keywords.clearSelection")}
          </Button>
        </Flex>
      }
    />
  );
}

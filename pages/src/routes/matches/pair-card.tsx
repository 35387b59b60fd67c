/** Two records side by side, row by row; what differs is marked. Keys decide while the card has the focus. */
import { Flex } from "antd";
import type { ReactNode } from "react";
import { useTexts } from "../../i18n/texts.ts";
import type { QueuePlace } from "./pair-queue.tsx";
import { texts } from "./texts.ts";

interface PairRow<Side> {
  field: string;
  label: string;
  differs: boolean;
  shown: (side: Side) => ReactNode;
}

interface PairCardProps<Side> {
  place: QueuePlace;
  label: string;
  /** What each key does. */
  keys: Readonly<Record<string, () => void>>;
  /** Stands above the sides: why the pair waits, and how much alike they are. */
  facts: ReactNode;
  sides: readonly [one: Side, other: Side];
  sideKey: (side: Side) => string;
  head: (side: Side) => ReactNode;
  rows: readonly PairRow<Side>[];
  /** The buttons that decide about the pair. */
  children: ReactNode;
  "data-testid": string;
}

export function PairCard<Side>({
  place: { isCurrent, itemRef, onFocus },
  label,
  keys,
  facts,
  sides,
  sideKey,
  head,
  rows,
  children,
  "data-testid": testId,
}: PairCardProps<Side>) {
  const { t } = useTexts(texts);
  return (
    <li
      ref={itemRef}
      className={isCurrent ? "match is-current" : "match"}
      tabIndex={isCurrent ? 0 : -1}
      onFocus={onFocus}
      onKeyDown={({ key, target, currentTarget, ctrlKey, metaKey, altKey }) => {
        if (target !== currentTarget || ctrlKey || metaKey || altKey) return;
        keys[key]?.();
      }}
      aria-label={label}
      data-testid={testId}
    >
      <Flex gap={8} wrap align="center">
        {facts}
      </Flex>
      <table className="match-sides">
        <thead>
          <tr>
            <td />
            {sides.map((side, at) => (
              <th key={sideKey(side)} scope="col" className="small">
                {head(side)}
                <span className="visually-hidden">{t(at === 0 ? "matches.one" : "matches.other")}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.field}>
              <th scope="row" className="small">
                {row.label}
                {row.differs && <span className="visually-hidden"> ({t("matches.differs")})</span>}
              </th>
              {sides.map((side) => (
                <td key={sideKey(side)}>
                  <span className={row.differs ? "is-different wrap" : "wrap"}>{row.shown(side)}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Flex gap={8} wrap>
        {children}
      </Flex>
    </li>
  );
}

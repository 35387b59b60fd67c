/** The pairs that wait, one below the other: j and k move between them, and a decision leads to the next one. */
import { Fragment, type ReactNode, type Ref, useRef, useState } from "react";
import { type KeysetList, loadedItems } from "../../api/keyset.ts";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { afterDecision, positionOf } from "./queue-position.ts";

/** The place of a pair in the queue. */
export interface QueuePlace {
  isCurrent: boolean;
  itemRef: Ref<HTMLLIElement>;
  onFocus: () => void;
}

export interface QueueItem<Choice> extends QueuePlace {
  isDeciding: boolean;
  onDecide: (choice: Choice) => void;
}

interface PairQueueProps<Pair, Choice> {
  label: string;
  /** Says which keys can be used. */
  keysHint: string;
  list: KeysetList<Pair>;
  keyOf: (pair: Pair) => string;
  empty: ReactNode;
  decisions: { decide: (choice: Choice) => void; isDeciding: boolean };
  children: (pair: Pair, item: QueueItem<Choice>) => ReactNode;
}

export function PairQueue<Pair, Choice>(props: PairQueueProps<Pair, Choice>) {
  const { label, keysHint, list, keyOf, empty, decisions, children } = props;
  const { decide, isDeciding } = decisions;
  const [focused, setFocused] = useState<string>();
  const items = useRef(new Map<string, HTMLLIElement>());
  const pairs = loadedItems(list.data);
  const keys = pairs.map(keyOf);
  const current = positionOf(keys, focused);
  const focus = (index: number) => items.current.get(keys[index] ?? "")?.focus();
  return (
    <>
      <ListStatus list={list} empty={pairs.length === 0 && empty} />
      {pairs.length > 0 && (
        <>
          <p className="small muted">{keysHint}</p>
          <ul
            className="match-list"
            aria-label={label}
            onKeyDown={({ key, target, ctrlKey, metaKey, altKey }) => {
              // A key that is pressed in a button belongs to the button, one with a modifier to the browser.
              if (!(target instanceof HTMLLIElement) || ctrlKey || metaKey || altKey) return;
              if (key === "j") focus(current + 1);
              if (key === "k") focus(current - 1);
            }}
          >
            {pairs.map((pair, index) => {
              const key = keyOf(pair);
              return (
                <Fragment key={key}>
                  {children(pair, {
                    isCurrent: index === current,
                    isDeciding,
                    itemRef: (item) => {
                      if (item) items.current.set(key, item);
                      else items.current.delete(key);
                    },
                    onFocus: () => setFocused(key),
                    onDecide: (choice) => {
                      if (isDeciding) return;
                      focus(afterDecision(pairs.length, index));
                      decide(choice);
                    },
                  })}
                </Fragment>
              );
            })}
          </ul>
          <LoadMore shown={pairs.length} list={list} />
        </>
      )}
    </>
  );
}

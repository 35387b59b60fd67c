/** The number of a platform's keywords in each state; each number links to the filtered list. */
import { Link } from "@tanstack/react-router";
import type { KeywordState, Platform } from "../../../../shared/contracts/platform.ts";
import { formatCount, formatShortCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { texts } from "./texts.ts";

/** The order in which a keyword usually passes through its states. */
const SHOWN: readonly KeywordState[] = [
  "running",
  "queued",
  "pending",
  "partial",
  "done",
  "failed",
  "blocked",
  "paused",
];

interface StateCountsProps {
  platform: Platform;
  states: Record<KeywordState, number>;
}

export function StateCounts({ platform, states }: StateCountsProps) {
  const { t, language } = useTexts(texts);
  return (
    <ul className="state-counts">
      {SHOWN.map((state) => {
        const count = formatCount(states[state], language);
        const shown = formatShortCount(states[state], language);
        const name = t(`state.${state}`);
        return (
          <li key={state}>
            <Link
              to="/keywords"
              search={{ platform, state }}
              className={`state-count state-count-${states[state] > 0 ? state : "zero"}`}
              aria-label={t("overview.showKeywords", {
                platform: t(`platform.${platform}`),
                state: name,
                // Speech control needs the label to say the number as it is shown.
                number: shown,
              })}
            >
              <span
                className="state-count-value number"
                title={count}
                data-testid={`count-${platform}-${state}`}
              >
                {shown}
              </span>{" "}
              <span className="small">{name}</span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

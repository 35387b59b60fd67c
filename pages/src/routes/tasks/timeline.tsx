/** What happened to a task, newest first, in the reader's words. */
import { Timeline } from "antd";
import type { ReactNode } from "react";
import type { TaskEvent } from "../../../../shared/contracts/task.ts";
import { RECOVERY_STRATEGIES, TASK_STATES } from "../../../../shared/contracts/vocabulary.ts";
import { actorName } from "../../format/actors.ts";
import { hasText, useTexts } from "../../i18n/texts.ts";
import { ServerText } from "../../ui/server-text.tsx";
import { ExactTime } from "../../ui/time.tsx";
import { readOneOf } from "../search-values.ts";
import { texts as taskTexts } from "./texts.ts";
import { texts } from "./timeline-texts.ts";

const words = texts.en.taskEvent;

export function TaskTimeline({ events }: { events: readonly TaskEvent[] }) {
  const { t } = useTexts(texts);
  return (
    <Timeline
      items={events.map(({ at, type, detail }) => ({
        key: `${at} ${type}`,
        content: (
          <>
            <strong>{hasText(words.type, type) ? t(`taskEvent.type.${type}`) : type}</strong>{" "}
            <span className="small muted">
              <ExactTime at={at} />
            </span>
            {Object.entries(detail)
              .filter(([, value]) => value !== null && value !== undefined && value !== false)
              .map(([name, value]) => (
                <div key={name} className="small muted wrap">
                  {hasText(words.fact, name) ? t(`taskEvent.fact.${name}`) : name}
                  {": "}
                  <Fact name={name} value={value} />
                </div>
              ))}
          </>
        ),
      }))}
    />
  );
}

/** Times are in Unix ms. */
function Fact({ name, value }: { name: string; value: unknown }): ReactNode {
  const { t } = useTexts(texts, taskTexts);
  if (typeof value === "boolean") return t("taskEvent.yes");
  if (typeof value === "number")
    return name === "due_at" || name === "until" ? <ExactTime at={value} /> : String(value);
  const text = String(value);
  switch (name) {
    case "actor":
      return actorName(text);
    case "error":
      return <ServerText text={text} />;
    case "strategy": {
      const strategy = readOneOf(text, RECOVERY_STRATEGIES);
      return strategy ? t(`tasks.strategy.${strategy}`) : text;
    }
    case "from": {
      const state = readOneOf(text, TASK_STATES);
      return state ? t(`tasks.state.${state}`) : text;
    }
    case "problem":
      return hasText(taskTexts.en.tasks.problem, text) ? t(`tasks.problem.${text}`) : text;
    default:
      return text;
  }
}

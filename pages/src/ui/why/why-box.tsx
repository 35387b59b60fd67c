/** Why a task or keyword does not run, in the reader's words, with what it waits for and until when. */
import { Alert, Flex } from "antd";
import type { Why } from "../../../../shared/contracts/task.ts";
import { queueOfTask } from "../../../../shared/domain/task-id.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ExactTime, RelativeTime } from "../time.tsx";
import { TaskLinks } from "./task-links.tsx";
import { texts } from "./texts.ts";

const NEEDS_SOMEBODY: ReadonlySet<Why["blocker"]> = new Set([
  "needs-person",
  "dependency-failed",
  "breaker",
  "no-node",
]);

export function WhyBox({ why }: { why: Why }) {
  const { t, language } = useTexts(texts);
  if (why.blocker === "ended" || why.blocker === "running") return null;
  const { out_of_reach: outOfReach = 0, not_reached: notReached = [] } = why;
  const isOfTasks = why.waits_for.length > 0 && why.waits_for.every((id) => queueOfTask(id) !== null);
  // They may be many, and have links below: the sentence tells how many there are.
  const waits =
    why.blocker === "dependency"
      ? formatCount(why.waits_for.length + outOfReach, language)
      : why.blocker === "dependency-failed"
        ? formatCount(why.waits_for.length, language)
        : why.waits_for.join(", ") || t("why.wait.hidden");
  return (
    <Alert
      type={NEEDS_SOMEBODY.has(why.blocker) ? "warning" : "info"}
      data-testid="why"
      title={t(`why.blocker.${why.blocker}`, {
        position: formatCount(why.position ?? 0, language),
        waits,
      })}
      description={
        <Flex vertical>
          {isOfTasks && <TaskLinks ids={why.waits_for} />}
          {outOfReach > 0 && (
            <span>{t("why.wait.outOfReach", { count: formatCount(outOfReach, language) })}</span>
          )}
          {notReached.length > 0 && (
            <span>{t("why.wait.notReached", { waits: formatCount(notReached.length, language) })}</span>
          )}
          {why.until !== null && (
            <span>
              {t("why.until")} <ExactTime at={why.until} />
            </span>
          )}
          {why.starts_at !== null && (
            <span>
              {t("why.startsAbout")} <RelativeTime at={why.starts_at} />
            </span>
          )}
        </Flex>
      }
    />
  );
}

/** Why a task or keyword does not run, in the reader's words, with what it waits for and until when. */
import { Alert, Flex } from "antd";
import type { Why } from "../../../../shared/contracts/task.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ExactTime, RelativeTime } from "../time.tsx";
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
  return (
    <Alert
      type={NEEDS_SOMEBODY.has(why.blocker) ? "warning" : "info"}
      data-testid="why"
      title={t(`why.blocker.${why.blocker}`, {
        position: formatCount(why.position ?? 0, language),
        waits: why.waits_for.join(", "),
      })}
      description={
        <Flex vertical>
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

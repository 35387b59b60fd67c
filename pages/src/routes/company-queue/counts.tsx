/** How many companies of each platform are where, and what the schedule does. */
import { Flex } from "antd";
import type { QueueStatsView } from "../../api/types.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { texts } from "./texts.ts";

export function QueueCounts({ stats }: { stats: QueueStatsView }) {
  const { t, language } = useTexts(texts);
  const count = (value: number) => formatCount(value, language);
  const { every_minutes: minutes, collect, process } = stats;
  return (
    <section data-testid="queue-counts">
      <p className="muted">{t("company-queue.hint", { minutes, collect, process })}</p>
      <Flex gap="4px 24px" wrap>
        {stats.platforms.map(({ platform, states, waiting, active, is_crawled: isCrawled }) => (
          <div key={platform}>
            <strong>{t(`platform.${platform}`)}</strong>{" "}
            <span className="small muted">
              {isCrawled
                ? t("company-queue.counts", {
                    waiting: count(waiting),
                    active: count(active),
                    done: count(states.done),
                  })
                : t("company-queue.notCrawled")}
            </span>
            {states.blocked + states.failed > 0 && (
              <div className="small danger">
                {t("company-queue.stuck", { blocked: count(states.blocked), failed: count(states.failed) })}
              </div>
            )}
          </div>
        ))}
      </Flex>
    </section>
  );
}

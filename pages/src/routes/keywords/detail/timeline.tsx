/** The history of a keyword (X15), newest event first. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Skeleton, Timeline } from "antd";
import type { KeywordEvent } from "../../../../../shared/contracts/keyword.ts";
import { KEYWORD_ACTIONS } from "../../../../../shared/contracts/vocabulary.ts";
import type { KeysetList } from "../../../api/keyset.ts";
import { keywordEvents } from "../../../api/keywords.ts";
import { formatDateTime } from "../../../format/times.ts";
import { useTexts } from "../../../i18n/texts.ts";
import { ErrorPanel } from "../../../ui/error-panel.tsx";
import { readOneOf } from "../../search-values.ts";
import { texts as pageTexts } from "../texts.ts";
import { eventFacts } from "./event-facts.ts";
import { actorName } from "./event-words.ts";
import { foldEvents, type RunEvents } from "./fold-events.ts";
import { KeptPageLink } from "./kept-page-link.tsx";
import { PagesEntry } from "./pages-entry.tsx";
import { texts } from "./texts.ts";
import "../keywords.css";

type KnownEvent = keyof (typeof texts.en)["keyword-detail"]["event"];

const COLORS: Record<KnownEvent, "blue" | "red" | "green" | "gray"> = {
  created: "gray",
  dispatched: "gray",
  "wake-lost": "red",
  "wake-failed": "red",
  claimed: "blue",
  page: "blue",
  details: "blue",
  "page-kept": "red",
  split: "blue",
  yielded: "gray",
  "lease-expired": "red",
  retry: "red",
  done: "green",
  failed: "red",
  blocked: "red",
  seen: "gray",
  asked: "blue",
  stale: "gray",
  gone: "gray",
  remove: "gray",
};

const isKnown = (type: string): type is KnownEvent => Object.hasOwn(COLORS, type);

export const EventTimeline = ({ id }: { id: string }) => (
  <Events events={useInfiniteQuery(keywordEvents(id))} />
);

/** The events of any work that the ledgers lease. */
export function Events({ events }: { events: KeysetList<KeywordEvent> }) {
  const { t } = useTexts(texts);
  if (events.isLoading) return <Skeleton active paragraph={{ rows: 5 }} />;
  if (!events.data) return <ErrorPanel error={events.error} onRetry={() => void events.refetch()} />;

  const items = events.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <p className="muted">{t("keyword-detail.noEvents")}</p>;
  return (
    <div data-testid="timeline">
      {foldEvents(items).map((run) => (
        <RunTimeline key={run.runId ?? "none"} run={run} />
      ))}
      {events.hasNextPage && (
        <Button loading={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>
          {t("keyword-detail.older")}
        </Button>
      )}
    </div>
  );
}

/** The events of one run under the time of its first one. */
function RunTimeline({ run: { runId, entries } }: { run: RunEvents }) {
  const { t, language } = useTexts(texts);
  const oldest = entries.at(-1);
  const since = oldest?.kind === "event" ? oldest.event.at : oldest?.pages.at(-1)?.at;
  return (
    <section className="run-events">
      <h3 className="small muted">
        {runId === null || since === undefined
          ? t("keyword-detail.outsideRun")
          : t("keyword-detail.runOf", { time: formatDateTime(since, language) })}
      </h3>
      <Timeline
        items={entries.map((entry) =>
          entry.kind === "pages"
            ? { key: "pages", color: "blue", content: <PagesEntry pages={entry.pages} /> }
            : {
                key: entry.event.seq,
                color: isKnown(entry.event.type) ? COLORS[entry.event.type] : "gray",
                content: <EventLine event={entry.event} />,
              },
        )}
      />
    </section>
  );
}

function EventLine({ event }: { event: KeywordEvent }) {
  const { t, language } = useTexts(texts, pageTexts);
  const { actor, ...detail } = event.detail;
  const action = readOneOf(event.type, KEYWORD_ACTIONS);
  // A retry by a person and one by the ledger have the same type; only the first has an actor.
  const byPerson = action !== undefined && typeof actor === "string";
  const name = isKnown(event.type) ? t(`keyword-detail.event.${event.type}`) : event.type;
  const facts = eventFacts(byPerson ? detail : event.detail, t, language);
  return (
    <div data-testid="event" data-type={event.type}>
      <div>
        <strong>
          {byPerson
            ? t("keyword-detail.byPerson", {
                action: t(`keywords.action.${action}`),
                actor: actorName(actor),
              })
            : name}
        </strong>{" "}
        <span className="small muted">
          <time dateTime={new Date(event.at).toISOString()}>{formatDateTime(event.at, language)}</time>
        </span>
      </div>
      {facts.length > 0 && (
        <dl className="timeline-facts small">
          {facts.map((fact) => (
            <div key={fact.name}>
              <dt>{fact.name}</dt>
              <dd>{fact.keptPage === undefined ? fact.value : <KeptPageLink pageKey={fact.keptPage} />}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

/** A tab of the matches page: it shows either the pairs that wait or what was decided. */
import { getRouteApi } from "@tanstack/react-router";
import { Segmented } from "antd";
import type { ReactNode } from "react";
import { useTexts } from "../../i18n/texts.ts";
import { texts } from "./texts.ts";
import { useMatchSearch } from "./use-match-search.ts";

interface MatchTabProps {
  hint: string;
  waiting: ReactNode;
  decided: ReactNode;
  "data-testid": string;
}

const route = getRouteApi("/guarded/matches");

export function MatchTab({ hint, waiting, decided, "data-testid": testId }: MatchTabProps) {
  const { t } = useTexts(texts);
  const { view = "waiting" } = useMatchSearch().search;
  const navigate = route.useNavigate();
  return (
    <>
      <p className="muted">{hint}</p>
      <Segmented<"waiting" | "decided">
        aria-label={t("matches.views")}
        value={view}
        onChange={(next) =>
          void navigate({
            search: ({ tab }) => ({ tab, view: next === "decided" ? next : undefined }),
          })
        }
        options={[
          { value: "waiting", label: t("matches.waiting") },
          { value: "decided", label: t("matches.decided") },
        ]}
        data-testid={testId}
      />
      {view === "decided" ? decided : waiting}
    </>
  );
}

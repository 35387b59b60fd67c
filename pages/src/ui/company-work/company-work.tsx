/** How far the work on a company is, live, and the buttons that start and stop it. */
import { useQuery } from "@tanstack/react-query";
import { Flex } from "antd";
import type { QueuedCompany } from "../../../../shared/contracts/company-ledger.ts";
import { COMPANY_ROUTES, type CompanyId, isPulled, queuedCompany } from "../../api/company-queue.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { PermissionButton } from "../permission-button.tsx";
import { StateTag } from "../state-tag.tsx";
import { RelativeTime } from "../time.tsx";
import { CompanyStateTag } from "./company-state.tsx";
import { texts } from "./texts.ts";
import { useCompanyActions } from "./use-company-actions.ts";

interface CompanyWorkProps {
  company: CompanyId;
  name: string;
}

export function CompanyWork({ company, name }: CompanyWorkProps) {
  const { t } = useTexts(texts);
  const { data: queued } = useQuery(queuedCompany(company));
  const { act, isPending } = useCompanyActions();
  const pull = queued?.pull;
  return (
    <Flex vertical gap={8} data-testid="company-work">
      <Flex gap={8} wrap>
        <PermissionButton
          route={COMPANY_ROUTES.clean}
          loading={isPending}
          disabled={queued?.state === "running"}
          onClick={() => act("clean", company, name)}
          data-testid="clean-now"
        >
          {t("company-work.action.clean")}
        </PermissionButton>
        {isPulled(queued) ? (
          <PermissionButton
            danger
            route={COMPANY_ROUTES.stop}
            loading={isPending}
            onClick={() => act("stop", company, name)}
            data-testid="stop-pull"
          >
            {t("company-work.action.stop")}
          </PermissionButton>
        ) : (
          <PermissionButton
            route={COMPANY_ROUTES.pull}
            loading={isPending}
            onClick={() => act("pull", company, name)}
            data-testid="pull-jobs"
          >
            {t("company-work.action.pull")}
          </PermissionButton>
        )}
      </Flex>
      {queued ? (
        <CleaningLine queued={queued} />
      ) : (
        queued === null && <span className="small muted">{t("company-work.notQueued")}</span>
      )}
      {pull && <PullLine pull={pull} />}
    </Flex>
  );
}

export function CleaningLine({ queued }: { queued: QueuedCompany }) {
  const { state, due_at: dueAt, last_error: error, cleaned_at: cleanedAt } = queued;
  return (
    <div>
      <CompanyStateTag state={state} />{" "}
      {state === "done" && cleanedAt !== null && (
        <span className="small muted">
          <RelativeTime at={cleanedAt} />
        </span>
      )}
      {error !== null && <span className="small danger wrap">{error}</span>}{" "}
      {dueAt !== null && state === "failed" && (
        <span className="small muted">
          <RelativeTime at={dueAt} />
        </span>
      )}
    </div>
  );
}

function PullLine({ pull }: { pull: NonNullable<QueuedCompany["pull"]> }) {
  const { t, language } = useTexts(texts);
  const count = (value: number) => formatCount(value, language);
  const { state, own, run, search, last_error: error } = pull;
  return (
    <div data-testid="pull-progress">
      <span>{t("company-work.pullState")}</span> <StateTag state={state} />
      <div className="small muted">
        {t("company-work.pullProgress", {
          own: count(own),
          rows: count(run?.rows ?? 0),
          pages: count(run?.pages ?? 0),
        })}{" "}
        · {t("company-work.pullSearch", { search })}
      </div>
      {error !== null && <div className="small danger wrap">{error}</div>}
    </div>
  );
}

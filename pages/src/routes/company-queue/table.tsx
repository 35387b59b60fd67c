/** The companies of the queue, with why they are where they are and what can be done. */
import { Link } from "@tanstack/react-router";
import type { TableColumnsType } from "antd";
import type { QueuedCompany } from "../../../../shared/contracts/company-ledger.ts";
import { COMPANY_ROUTES, type CompanyAction } from "../../api/company-queue.ts";
import { useCan } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { CleaningLine } from "../../ui/company-work/company-work.tsx";
import { texts as workTexts } from "../../ui/company-work/texts.ts";
import { useCompanyActions } from "../../ui/company-work/use-company-actions.ts";
import { actionsColumn, DataTable } from "../../ui/data-table.tsx";
import { MoreMenu } from "../../ui/more-menu.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { useWide } from "../../ui/use-wide.ts";
import { texts } from "./texts.ts";

const RETRIED: ReadonlySet<string> = new Set(["failed", "blocked", "gone"]);

const rowKey = ({ platform, company_key: key }: QueuedCompany): string => `${platform}:${key}`;
const nameOf = ({ name, company_key: key }: QueuedCompany): string => name ?? key;

export function QueueTable({ companies }: { companies: QueuedCompany[] }) {
  const { t } = useTexts(texts, workTexts);
  const wide = useWide();
  const can = useCan();
  const { act } = useCompanyActions();
  const none = <span className="muted">{t("app.none")}</span>;
  const actionsOf = ({ state }: QueuedCompany): CompanyAction[] => [
    RETRIED.has(state) ? "retry" : "clean",
    "pull",
    "remove",
  ];
  const columns: TableColumnsType<QueuedCompany> = [
    {
      title: t("company-queue.company"),
      key: "company",
      render: (_, queued) => (
        <div className="cell">
          <Link to="/companies" search={{ open: rowKey(queued) }} data-testid="queued-company">
            <span className="wrap">{nameOf(queued)}</span>
          </Link>
          <div className="small muted">{t(`platform.${queued.platform}`)}</div>
          {!wide && <CleaningLine queued={queued} />}
        </div>
      ),
    },
    {
      title: t("fields.state"),
      key: "state",
      width: "40%",
      hidden: !wide,
      render: (_, queued) => <CleaningLine queued={queued} />,
    },
    {
      title: t("company-queue.cleaned"),
      key: "cleaned",
      width: 130,
      hidden: !wide,
      render: (_, { cleaned_at: at }) => (at === null ? none : <RelativeTime at={at} />),
    },
    {
      title: t("company-queue.changed"),
      key: "changed",
      width: 130,
      hidden: !wide,
      render: (_, { changed_at: at }) => <RelativeTime at={at} />,
    },
    actionsColumn({
      width: 70,
      render: (queued) => {
        const name = nameOf(queued);
        return (
          <MoreMenu
            label={t("table.actionsOf", { name })}
            actions={actionsOf(queued)
              .filter((action) => can(COMPANY_ROUTES[action]))
              .map((action) => ({
                key: action,
                label: t(`company-work.action.${action}`),
                danger: action === "remove",
                onClick: () => act(action, queued, name),
              }))}
          />
        );
      },
    }),
  ];
  return (
    <DataTable<QueuedCompany>
      label={t("company-queue.table")}
      testId="queue-table"
      hasStickyHead
      rowKey={rowKey}
      columns={columns}
      dataSource={companies}
    />
  );
}

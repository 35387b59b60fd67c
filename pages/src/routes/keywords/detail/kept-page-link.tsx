/** Downloads the page that was kept when a crawl failed. */
import { DownloadOutlined } from "@ant-design/icons";
import { useCan, useMe } from "../../../auth/me.ts";
import { useTexts } from "../../../i18n/texts.ts";
import { keptPageHref } from "./kept-page.ts";
import { texts } from "./texts.ts";

/** @param pageKey key in the object store */
export function KeptPageLink({ pageKey }: { pageKey: string }) {
  const { t } = useTexts(texts);
  const can = useCan();
  const { sees_recruiters } = useMe();
  // The page is stored as the site sent it and cannot be masked.
  if (!sees_recruiters || !can("GET /api/v1/failed-pages/{key}")) {
    return <span className="muted">{t("keyword-detail.keptPageForbidden")}</span>;
  }
  return (
    <a href={keptPageHref(pageKey)} download title={pageKey} data-testid="kept-page">
      <DownloadOutlined aria-hidden /> {t("keyword-detail.keptPage")}
    </a>
  );
}

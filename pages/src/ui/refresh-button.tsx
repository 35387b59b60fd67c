/** Fetches a list again. */
import { ReloadOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTexts } from "../i18n/texts.ts";

interface RefreshButtonProps {
  list: { isRefetching: boolean; refetch: () => unknown };
  "data-testid": string;
}

export function RefreshButton({ list, "data-testid": testId }: RefreshButtonProps) {
  const { t } = useTexts();
  return (
    <Button
      icon={<ReloadOutlined />}
      loading={list.isRefetching}
      onClick={() => void list.refetch()}
      data-testid={testId}
    >
      {t("app.refresh")}
    </Button>
  );
}

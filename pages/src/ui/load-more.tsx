/** The end of a keyset list: how much is shown, and the way to more. */
import { Button, Flex, Typography } from "antd";
import { formatCount } from "../format/numbers.ts";
import { useTexts } from "../i18n/texts.ts";

interface LoadMoreProps {
  shown: number;
  hasMore: boolean;
  loading: boolean;
  onMore: () => void;
}

export function LoadMore({ shown, hasMore, loading, onMore }: LoadMoreProps) {
  const { t, language } = useTexts();
  const count = formatCount(shown, language);
  return (
    <Flex vertical align="center" gap={8} className="load-more">
      {hasMore && (
        <Button onClick={onMore} loading={loading} data-testid="load-more">
          {t("app.loadMore")}
        </Button>
      )}
      <Typography.Text type="secondary" className="small" role="status" data-testid="shown">
        {hasMore ? t("app.shown", { shown: count }) : t("app.allShown", { shown: count })}
      </Typography.Text>
    </Flex>
  );
}

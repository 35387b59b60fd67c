/** The end of a keyset list: how many rows are shown, and a button for more. */
import { Button, Flex } from "antd";
import { formatCount } from "../format/numbers.ts";
import { useTexts } from "../i18n/texts.ts";

interface LoadMoreProps {
  shown: number;
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}

export function LoadMore({ shown, list }: LoadMoreProps) {
  const { t, language } = useTexts();
  const count = formatCount(shown, language);
  return (
    <Flex vertical align="center" gap={8} className="load-more">
      {list.hasNextPage && (
        <Button
          onClick={() => void list.fetchNextPage()}
          loading={list.isFetchingNextPage}
          data-testid="load-more"
        >
          {t("app.loadMore")}
        </Button>
      )}
      <span className="small muted" role="status" data-testid="shown">
        {list.hasNextPage ? t("app.shown", { shown: count }) : t("app.allShown", { shown: count })}
      </span>
    </Flex>
  );
}

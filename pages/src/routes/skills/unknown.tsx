/** Tags of the last 30 days that the dictionary does not hold: one click says what each is. */
import { useQuery } from "@tanstack/react-query";
import { Button, Flex, type TableColumnsType, Tag } from "antd";
import type { UnknownTag } from "../../../../shared/contracts/skills.ts";
import { TAG_KINDS } from "../../../../shared/domain/skills/term.ts";
import { unknownTags } from "../../api/skills.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { LoadingCard } from "../../ui/loading-card.tsx";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { useWide } from "../../ui/use-wide.ts";
import type { EditSubject } from "./edit-dialog.tsx";
import { texts } from "./texts.ts";

export function UnknownTags({ onEdit }: { onEdit: (subject: EditSubject) => void }) {
  const { t, language } = useTexts(texts);
  const wide = useWide();
  const { data, error, refetch } = useQuery(unknownTags);
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingCard />;
  if (data.items.length === 0)
    return <EmptyState title={t("skills.noUnknownTitle")} hint={t("skills.noUnknownHint")} />;
  const columns: TableColumnsType<UnknownTag> = [
    {
      title: t("skills.tag"),
      key: "tag",
      render: (_, { tag, kind, examples }) => (
        <div className="cell">
          <span className="strong">{tag}</span>{" "}
          <Tag>{t("skills.guess", { kind: t(`skills.kinds.${kind}`) })}</Tag>
          <div className="small muted">{examples.join(" · ")}</div>
        </div>
      ),
    },
    {
      title: t("skills.postings"),
      key: "postings",
      width: 110,
      align: "right",
      hidden: !wide,
      render: (_, { postings }) => formatCount(postings, language),
    },
    {
      title: t("skills.classify"),
      key: "classify",
      width: wide ? 420 : 170,
      render: (_, { tag }) => (
        <Flex gap={4} wrap>
          {TAG_KINDS.map((kind) => (
            <PermissionButton
              key={kind}
              route="POST /api/v1/skills/edits"
              size="small"
              onClick={() =>
                onEdit({
                  action: "set",
                  text: tag,
                  kind,
                  skill: kind === "skill" ? tag : null,
                  in_text: "no",
                })
              }
              data-testid={`classify-${kind}`}
            >
              {t(`skills.kinds.${kind}`)}
            </PermissionButton>
          ))}
        </Flex>
      ),
    },
  ];
  return (
    <>
      <Flex justify="space-between" align="center" gap={8} wrap>
        <p className="muted">{t("skills.unknownHint")}</p>
        <Button onClick={() => void refetch()}>{t("skills.refresh")}</Button>
      </Flex>
      <DataTable<UnknownTag>
        rowKey="tag"
        label={t("skills.view.unknown")}
        testId="unknown-table"
        columns={columns}
        dataSource={data.items}
        hasStickyHead
      />
    </>
  );
}

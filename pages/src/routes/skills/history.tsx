/** Who changed what in the dictionary, and the way back. */
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { App, type TableColumnsType, Tag } from "antd";
import type { EntryState, SkillEdit } from "../../../../shared/contracts/skills.ts";
import { loadedItems } from "../../api/keyset.ts";
import { SKILLS_KEY, skillEdits, undoEdit } from "../../api/skills.ts";
import { useTexts } from "../../i18n/texts.ts";
import { actionsColumn, DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { useConfirm } from "../../ui/use-confirm.ts";
import { texts } from "./texts.ts";

/** The list shows at most this many terms of an edit. */
const MAX_SHOWN = 5;

export function EditHistory() {
  const { t } = useTexts(texts);
  const list = useInfiniteQuery(skillEdits);
  const edits = loadedItems(list.data);
  const columns: TableColumnsType<SkillEdit> = [
    {
      title: t("skills.edit"),
      key: "entries",
      render: (_, edit) => (
        <div className="cell">
          <span className="strong">
            {edit.number} · {t(`skills.actions.${edit.action}`)}
          </span>{" "}
          {edit.undoes !== null && <Tag>{t("skills.undoes", { number: edit.undoes })}</Tag>}
          {edit.undone_by !== null && <Tag>{t("skills.undoneBy", { number: edit.undone_by })}</Tag>}
          <div className="small muted">
            <RelativeTime at={edit.at} /> · {edit.by} {edit.note && `· ${edit.note}`}
          </div>
          <Entries entries={edit.entries} />
        </div>
      ),
    },
    actionsColumn({ width: 110, render: (edit) => <Undo edit={edit} /> }),
  ];
  return (
    <>
      <ListStatus
        list={list}
        empty={
          edits.length === 0 && (
            <EmptyState title={t("skills.noHistoryTitle")} hint={t("skills.noHistoryHint")} />
          )
        }
      />
      {edits.length > 0 && (
        <>
          <DataTable<SkillEdit>
            rowKey="number"
            label={t("skills.view.history")}
            testId="edit-table"
            columns={columns}
            dataSource={edits}
          />
          <LoadMore shown={edits.length} list={list} />
        </>
      )}
    </>
  );
}

/** Shows what each term was and what it is now. */
export function Entries({ entries }: { entries: SkillEdit["entries"] }) {
  const { t } = useTexts(texts);
  const say = (state: EntryState) =>
    state === null
      ? t("skills.absent")
      : state.skill === null
        ? t(`skills.kinds.${state.kind}`)
        : state.in_text === "no"
          ? state.skill
          : t("skills.skillWithin", { skill: state.skill, inText: t(`skills.inText.${state.in_text}`) });
  return (
    <ul className="small">
      {entries.slice(0, MAX_SHOWN).map(({ key, before, after }) => (
        <li key={key}>
          {t("skills.pair", {
            name: after?.text ?? before?.text ?? key,
            value: `${say(before)} → ${say(after)}`,
          })}
        </li>
      ))}
      {entries.length > MAX_SHOWN && <li>{t("skills.more", { count: entries.length - MAX_SHOWN })}</li>}
    </ul>
  );
}

function Undo({ edit }: { edit: SkillEdit }) {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const confirm = useConfirm();
  const client = useQueryClient();
  const undo = useMutation({
    mutationFn: () => undoEdit(edit.number),
    onSuccess: () => {
      void message.success(t("skills.undone", { number: edit.number }));
      return client.invalidateQueries({ queryKey: SKILLS_KEY });
    },
    onError: useFailureNotice(),
  });
  if (edit.undone_by !== null) return null;
  return (
    <PermissionButton
      route="POST /api/v1/skills/edits/{number}/undo"
      size="small"
      loading={undo.isPending}
      onClick={() =>
        confirm({
          title: t("skills.undoTitle", { number: edit.number }),
          content: t("skills.undoHint", { count: edit.entries.length }),
          okText: t("app.undo"),
          danger: false,
          onOk: () => undo.mutate(),
        })
      }
      data-testid="undo-edit"
    >
      {t("app.undo")}
    </PermissionButton>
  );
}

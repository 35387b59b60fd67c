/** The skills page: the dictionary of skills, tags that it does not know, and the history of its edits. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Segmented, Tag } from "antd";
import { skillState } from "../../api/skills.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { PageFrame } from "../../ui/page-frame.tsx";
import { AddButton } from "../../ui/permission-button.tsx";
import { useDialog } from "../../ui/use-dialog.ts";
import { EditDialog, type EditSubject } from "./edit-dialog.tsx";
import { EditHistory } from "./history.tsx";
import { readSkillSearch, type SkillSearch, type SkillView, VIEWS } from "./search.ts";
import { TermList } from "./terms.tsx";
import { texts } from "./texts.ts";
import { UnknownTags } from "./unknown.tsx";

const route = getRouteApi("/guarded/skills");

export function SkillsPage() {
  const { t, language } = useTexts(texts);
  const count = (value: number) => formatCount(value, language);
  const { view = "terms", pages, ...filter } = readSkillSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const change = (part: Partial<SkillSearch>, replace = false) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace, resetScroll: false });
  const { data: state } = useQuery(skillState);
  const dialog = useDialog<EditSubject>();
  return (
    <PageFrame
      title={t("nav.skills")}
      testId="skills"
      actions={
        <AddButton
          route="POST /api/v1/skills/edits"
          onClick={() => dialog.open({ action: "set", text: "", kind: "skill", skill: null, in_text: "no" })}
          data-testid="add-term"
        >
          {t("skills.add")}
        </AddButton>
      }
    >
      <p className="muted">{t("skills.intro")}</p>
      {state && (
        <p className="small muted" role="status" data-testid="skill-version">
          {t("skills.version", {
            version: state.version,
            terms: count(state.terms),
            changed: count(state.changed_terms),
          })}{" "}
          <Tag color={state.is_current ? "success" : "processing"}>
            {state.is_current ? t("skills.inForce") : t("skills.notYetInForce")}
          </Tag>
        </p>
      )}
      <Segmented<SkillView>
        value={view}
        options={VIEWS.map((value) => ({ value, label: t(`skills.view.${value}`) }))}
        onChange={(chosen) => change({ view: chosen === "terms" ? undefined : chosen, pages: undefined })}
        aria-label={t("skills.views")}
        data-testid="skill-views"
      />
      {view === "terms" && <TermList filter={filter} pages={pages} onChange={change} onEdit={dialog.open} />}
      {view === "unknown" && <UnknownTags onEdit={dialog.open} />}
      {view === "history" && <EditHistory />}
      {dialog.subject && (
        <EditDialog
          key={`edit ${dialog.turn}`}
          subject={dialog.subject}
          open={dialog.isOpen}
          onClose={dialog.close}
        />
      )}
    </PageFrame>
  );
}

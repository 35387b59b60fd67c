/** What a posting asks for and offers, by the dictionary of skills: skills, benefits, requirements and titles apart. */
import { Tag } from "antd";
import type { JobDetailView } from "../../api/types.ts";
import { useTexts } from "../../i18n/texts.ts";
import { texts } from "./drawer-texts.ts";

const KINDS = ["skills", "requirements", "welfare", "titles"] as const;
type Kind = (typeof KINDS)[number];

export function JobClasses({ classes }: { classes: JobDetailView["classes"] }) {
  const { t } = useTexts(texts);
  const said = KINDS.filter((kind) => classes[kind].length > 0);
  if (said.length === 0) return <p className="muted">{t("job.noClasses")}</p>;
  return (
    <dl className="fields" data-testid="job-classes">
      {said.map((kind: Kind) => (
        <div key={kind} className="field">
          <dt>{t(`job.classOf.${kind}`)}</dt>
          <dd>
            {classes[kind].map((name) => (
              <Tag key={name} data-testid={`job-${kind}`}>
                {name}
              </Tag>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

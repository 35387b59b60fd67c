/** Shows the facts about a figure: how many postings, when, where, what is not in it, and by which method. */
import { Tooltip } from "antd";
import type { FigureCard } from "../../../../shared/contracts/figures.ts";
import { useTexts } from "../../i18n/texts.ts";
import type { About } from "./card-facts.ts";
import { RowsLink } from "./rows-link.tsx";
import { texts } from "./texts.ts";
import { useFigureMethods } from "./use-figure-methods.ts";

export function FigureAbout({ facts, method, rowsQuery }: About) {
  const { t } = useTexts(texts);
  return (
    <footer className="figure-card small" data-testid="figure-card">
      <dl>
        {facts.map(({ name, value }) => (
          <div key={name}>
            <dt>{t(`figure.card.${name}`)}</dt>
            <dd className="number" data-testid={`card-${name}`}>
              {name === "method" && method ? <Method {...method} text={value} /> : value}
            </dd>
          </div>
        ))}
      </dl>
      {rowsQuery !== undefined && <RowsLink query={rowsQuery}>{t("figure.rows")}</RowsLink>}
    </footer>
  );
}

/** The name of the method. Pointer and focus show its description; a touch sets the focus too. */
function Method({ name, version, text }: FigureCard["method"] & { text: string }) {
  const { language } = useTexts();
  const method = useFigureMethods(name).find((other) => other.version === version);
  if (!method) return text;
  return (
    <Tooltip title={method[language === "zh-CN" ? "zh" : "en"]} trigger={["hover", "focus"]}>
      <button type="button" className="explained">
        {text}
      </button>
    </Tooltip>
  );
}

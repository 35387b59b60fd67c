/** Says under the form of a rule how many series would fire now. */
import { useQuery } from "@tanstack/react-query";
import { Alert, Form, type FormInstance } from "antd";
import { useDeferredValue } from "react";
import { rulePreview } from "../../api/alerts.ts";
import { useTexts } from "../../i18n/texts.ts";
import { texts } from "./texts.ts";
import { useAlertWords } from "./words.ts";

/** Series that are named. */
const MAX_NAMED = 5;

type Test = Parameters<typeof rulePreview>[0];

interface PreviewBoxProps<Values> {
  form: FormInstance<Values>;
  testOf: (values: Values) => Test;
}

export function PreviewBox<Values>({ form, testOf }: PreviewBoxProps<Values>) {
  const values = Form.useWatch([], form) as Values | undefined;
  // Typing stays quick: the preview follows when there is time.
  const later = useDeferredValue(values);
  const test = later === undefined ? null : testOf(later);
  // A threshold that is being typed is no number for a moment.
  if (test === null || !test.metric || typeof test.threshold !== "number") return null;
  const { metric, labels, comparison, threshold } = test;
  return <Shown test={{ metric, labels, comparison, threshold }} />;
}

function Shown({ test }: { test: Test }) {
  const { t } = useTexts(texts);
  const words = useAlertWords();
  const { data, error } = useQuery(rulePreview(test));
  if (error !== null) return <Alert type="error" title={t("alerts.previewFailed")} />;
  if (!data) return null;
  const firing = data.items.filter((item) => item.firing).slice(0, MAX_NAMED);
  return (
    <Alert
      type={data.firing > 0 ? "warning" : "info"}
      showIcon
      title={t("alerts.preview", { firing: data.firing, series: data.series })}
      description={firing.map(({ labels, value }) => (
        <div key={words.labels(labels)}>
          {words.labels(labels)} {words.value(test.metric, value)}
        </div>
      ))}
      data-testid="rule-preview"
    />
  );
}

/** One action on many records: choose it, see how many it is about, begin, follow it, abort it, download the results. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox, Flex, Form, Input, InputNumber, type InputNumberProps, Modal, Select } from "antd";
import { useEffect, useEffectEvent, useState } from "react";
import type { BulkNoun } from "../../../../shared/contracts/bulk.ts";
import { TASK_PRIORITIES } from "../../../../shared/contracts/vocabulary.ts";
import { BULK_KEY, type BulkWish, bulkPreview, hasBulkEnded, startBulk } from "../../api/bulk-actions.ts";
import { useCan } from "../../auth/me.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../error-panel.tsx";
import { LinkButton } from "../link-button.tsx";
import { BulkButtons } from "./bulk-buttons.tsx";
import { BulkState } from "./bulk-state.tsx";
import { texts } from "./texts.ts";
import { useBulkAction } from "./use-bulk-action.ts";

/** The names of all actions, which have a text each. */
export type BulkActionName =
  | "retry"
  | "resume"
  | "restart"
  | "recover"
  | "skip"
  | "cancel"
  | "set_priority"
  | "pause"
  | "run"
  | "delete"
  | "restore"
  | "replay"
  | "discard"
  | "same"
  | "different";

export interface BulkSubject {
  noun: BulkNoun;
  actions: readonly BulkActionName[];
  /** The records; a filter without them. */
  ids?: readonly unknown[];
  filter?: object;
}

interface BulkDialogProps {
  subject: BulkSubject;
  open: boolean;
  onClose: () => void;
  /** The list has changed. */
  onChanged: () => void;
}

const HINTED = ["discard", "delete", "restart", "cancel", "same", "different"] as const;
const DANGEROUS: readonly BulkActionName[] = ["discard", "delete", "cancel", "skip", "restart"];
/** A score that few pairs of different jobs reach. */
const MIN_SCORE_PERCENT = 95;

export function BulkDialog({ subject, open, onClose, onChanged }: BulkDialogProps) {
  const { t } = useTexts(texts);
  const [begun, setBegun] = useState<string>();
  return (
    <Modal
      open={open}
      title={`${t("bulk.title")} · ${t(`bulk.noun.${subject.noun}`)}`}
      onCancel={onClose}
      footer={null}
      data-testid="bulk-dialog"
    >
      {begun === undefined ? (
        <Choice subject={subject} onBegun={setBegun} />
      ) : (
        <Running id={begun} onClose={onClose} onChanged={onChanged} />
      )}
    </Modal>
  );
}

function Choice({ subject, onBegun }: { subject: BulkSubject; onBegun: (id: string) => void }) {
  const { t, language } = useTexts(texts);
  const client = useQueryClient();
  const { noun, actions, ids, filter } = subject;
  const [action, setAction] = useState(actions[0] ?? "retry");
  const [priority, setPriority] = useState(5);
  const [minScore, setMinScore] = useState(MIN_SCORE_PERCENT);
  const [reason, setReason] = useState("");
  const [isPaced, setPaced] = useState(false);
  const [first, setFirst] = useState(100);
  const [perMinute, setPerMinute] = useState(100);
  const isPairs = noun === "job-pairs" || noun === "company-pairs";
  const scored = isPairs && !ids;
  const wish: BulkWish = {
    action,
    ...(ids ? { ids } : { filter: { ...filter, ...(scored && { min_score: minScore / 100 }) } }),
    ...(action === "set_priority" && { priority }),
    ...(isPairs && reason.trim() !== "" && { reason: reason.trim() }),
    ...(isPaced && { rate: { first, per_minute: perMinute } }),
  };
  const preview = useQuery(bulkPreview(noun, wish));
  const begin = useMutation({
    mutationFn: () => startBulk(noun, wish),
    onSuccess: ({ id }) => {
      onBegun(id);
      return client.invalidateQueries({ queryKey: [...BULK_KEY, "list"] });
    },
  });
  const count = preview.data;
  const hint = HINTED.find((name) => name === action);
  return (
    <>
      {begin.error !== null && <ErrorPanel error={begin.error} title={t("errors.action")} />}
      {preview.error !== null && <ErrorPanel error={preview.error} />}
      <Form layout="vertical" component="div">
        <Form.Item
          label={t("bulk.chosenAction")}
          htmlFor="bulk-action"
          extra={hint && t(`bulk.actionHint.${hint}`)}
        >
          <Select<BulkActionName>
            id="bulk-action"
            value={action}
            onChange={setAction}
            options={actions.map((value) => ({ value, label: t(`bulk.action.${value}`) }))}
            data-testid="bulk-action"
          />
        </Form.Item>
        {action === "set_priority" && (
          <Form.Item label={t("bulk.priority")} htmlFor="bulk-priority">
            {noun === "tasks" ? (
              <Select<number>
                id="bulk-priority"
                value={priority}
                onChange={setPriority}
                options={TASK_PRIORITIES.map((value) => ({ value, label: String(value) }))}
              />
            ) : (
              <WholeNumber
                id="bulk-priority"
                min={0}
                max={10}
                standard={5}
                value={priority}
                onChange={setPriority}
              />
            )}
          </Form.Item>
        )}
        {scored && (
          <Form.Item label={t("bulk.minScore")} htmlFor="bulk-score">
            <WholeNumber
              id="bulk-score"
              min={0}
              max={100}
              standard={MIN_SCORE_PERCENT}
              value={minScore}
              onChange={setMinScore}
            />
          </Form.Item>
        )}
        {isPairs && (
          <Form.Item label={t("bulk.reason")} htmlFor="bulk-reason">
            <Input
              id="bulk-reason"
              maxLength={100}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          </Form.Item>
        )}
        <Form.Item>
          <Checkbox
            checked={isPaced}
            onChange={({ target }) => setPaced(target.checked)}
            data-testid="bulk-paced"
          >
            {t("bulk.paced")}
          </Checkbox>
          {isPaced && (
            <Flex gap={8} wrap align="center" className="small">
              <label htmlFor="bulk-first">{t("bulk.first")}</label>
              <WholeNumber id="bulk-first" min={1} standard={100} value={first} onChange={setFirst} />
              <label htmlFor="bulk-per-minute">{t("bulk.perMinute")}</label>
              <WholeNumber
                id="bulk-per-minute"
                min={1}
                standard={100}
                value={perMinute}
                onChange={setPerMinute}
              />
            </Flex>
          )}
        </Form.Item>
      </Form>
      <p role="status" data-testid="bulk-count">
        {count === undefined
          ? preview.isFetching && t("bulk.counting")
          : count === 0
            ? t("bulk.nothing")
            : t("bulk.count", { shown: formatCount(count, language) })}
      </p>
      <p className="small muted">{t("bulk.countHint")}</p>
      <Flex justify="end">
        <Button
          type="primary"
          danger={DANGEROUS.includes(action)}
          disabled={!count}
          loading={begin.isPending}
          onClick={() => begin.mutate()}
          data-testid="bulk-begin"
        >
          {t("bulk.begin", { shown: formatCount(count ?? 0, language) })}
        </Button>
      </Flex>
    </>
  );
}

interface WholeNumberProps extends Pick<InputNumberProps<number>, "id" | "min" | "max"> {
  value: number;
  onChange: (value: number) => void;
  /** What an empty field means. */
  standard: number;
}

const WholeNumber = ({ onChange, standard, ...props }: WholeNumberProps) => (
  <InputNumber<number> precision={0} onChange={(value) => onChange(value ?? standard)} {...props} />
);

function Running({ id, onClose, onChanged }: { id: string; onClose: () => void; onChanged: () => void }) {
  const { t } = useTexts(texts);
  const can = useCan();
  const query = useBulkAction(id);
  const action = query.data;
  const ended = action !== undefined && hasBulkEnded(action.state);
  const tell = useEffectEvent(onChanged);
  useEffect(() => {
    if (ended) tell();
  }, [ended]);
  return (
    <Flex vertical gap={12}>
      {query.error !== null && <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />}
      <div>{action && <BulkState action={action} />}</div>
      {!ended && <p className="small muted">{t("bulk.background")}</p>}
      <Flex gap={8} justify="end" wrap>
        {action && <BulkButtons action={action} />}
        {can("GET /api/v1/bulk-actions") && (
          <LinkButton size="small" to="/bulk-actions" search={{ id }} data-testid="bulk-open">
            {t("bulk.open")}
          </LinkButton>
        )}
        <Button size="small" onClick={onClose} data-testid="bulk-close">
          {t("bulk.close")}
        </Button>
      </Flex>
    </Flex>
  );
}

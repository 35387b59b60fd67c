/** Subscribes to a saved search, or changes a subscription. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Checkbox, Form, Segmented, Select } from "antd";
import {
  FREQUENCIES,
  type Frequency,
  MATCH_KINDS,
  type MatchKind,
  SUBSCRIPTION_CHANNELS,
  SUBSCRIPTION_LANGUAGES,
  type SubscriptionChannel,
  type SubscriptionLanguage,
} from "../../../../shared/contracts/subscription.ts";
import { savedSearches } from "../../api/saved-searches.ts";
import { createSubscription, SUBSCRIPTIONS_KEY, updateSubscription } from "../../api/subscriptions.ts";
import type { SubscriptionView } from "../../api/types.ts";
import { endpointList } from "../../api/webhooks.ts";
import { useCan } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { useFormMutation } from "../../ui/use-form-mutation.ts";
import { texts } from "./texts.ts";
import type { FeedLinks } from "./use-subscription-actions.ts";

interface Values {
  search_id: string;
  channel: SubscriptionChannel;
  kinds: MatchKind[];
  frequency: Frequency;
  hour: number;
  weekday: number;
  time_zone: string;
  language: SubscriptionLanguage;
  endpoint_id: string | undefined;
}

const FIELDS = [
  ...["search_id", "channel", "kinds", "frequency", "hour", "weekday", "time_zone", "language"],
  "endpoint_id",
];
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const HOURS = Array.from({ length: 24 }, (_, hour) => ({ value: hour, label: `${hour}:00` }));
const ZONES = ["Asia/Shanghai", "UTC", ...Intl.supportedValuesOf("timeZone")]
  .filter((zone, at, all) => all.indexOf(zone) === at)
  .map((value) => ({ value }));

interface SubscriptionDialogProps {
  /** Null: a new one. */
  subscription: SubscriptionView | null;
  /** The saved search of a new one, if it is known. */
  searchId: string | undefined;
  onLinks: (links: FeedLinks) => void;
  onClose: () => void;
}

/** What the API takes of the chosen channel and frequency. */
const timesOf = ({ channel, frequency, hour, weekday }: Values) =>
  channel === "mail"
    ? { frequency, ...(frequency !== "hourly" && { hour }), ...(frequency === "weekly" && { weekday }) }
    : {};

export function SubscriptionDialog({ subscription, searchId, onLinks, onClose }: SubscriptionDialogProps) {
  const { t, language } = useTexts(texts);
  const client = useQueryClient();
  const can = useCan();
  const mayUseWebhooks = can("POST /api/v1/webhook-endpoints");
  const [form] = Form.useForm<Values>();
  // A subscription keeps its search.
  const enabled = subscription === null;
  const own = useQuery({ ...savedSearches("jobs", "me"), enabled });
  const others = useQuery({ ...savedSearches("jobs", "others"), enabled });
  const searches = [...(own.data?.items ?? []), ...(others.data?.items ?? [])];
  const save = useFormMutation<FeedLinks | null, Values>({
    form,
    fields: FIELDS,
    async mutationFn(values) {
      const { kinds, time_zone, language: words, channel, endpoint_id } = values;
      const shared = {
        ...{ kinds, time_zone, language: words },
        ...timesOf(values),
        ...(channel === "webhook" && endpoint_id !== undefined && { endpoint_id }),
      };
      if (subscription === null)
        return (await createSubscription({ ...shared, search_id: values.search_id, channel })).feed;
      await updateSubscription(subscription.id, shared);
      return null;
    },
    onSuccess: (links) => {
      onClose();
      if (links !== null) onLinks(links);
      return client.invalidateQueries({ queryKey: SUBSCRIPTIONS_KEY });
    },
  });
  const initial: Partial<Values> = {
    ...(searchId !== undefined && { search_id: searchId }),
    channel: subscription?.channel ?? "mail",
    kinds: subscription?.kinds ?? [...MATCH_KINDS],
    frequency: subscription?.frequency ?? "daily",
    hour: subscription?.hour ?? 8,
    weekday: subscription?.weekday ?? 1,
    time_zone: subscription?.time_zone ?? "Asia/Shanghai",
    language: subscription?.language ?? (language === "zh-CN" ? "zh" : "en"),
    endpoint_id: subscription?.endpoint_id ?? undefined,
  };
  const channel = Form.useWatch("channel", form) ?? initial.channel;
  const frequency = Form.useWatch("frequency", form) ?? initial.frequency;
  const endpoints = useQuery({ ...endpointList, enabled: mayUseWebhooks && channel === "webhook" });
  const channels = SUBSCRIPTION_CHANNELS.filter((value) => value !== "webhook" || mayUseWebhooks);
  return (
    <FormDialog<Values>
      form={form}
      open
      title={
        subscription === null
          ? t("subscriptions.addTitle")
          : t("subscriptions.editTitle", { name: subscription.search.name })
      }
      okText={t(subscription === null ? "subscriptions.add" : "app.save")}
      submitTestId="save-subscription"
      initialValues={initial}
      mutation={save}
      onSubmit={(values) => save.mutate(values)}
      onClose={onClose}
    >
      {subscription === null && (
        <Form.Item<Values> name="search_id" label={t("subscriptions.search")} required>
          <Select
            options={searches.map(({ id, name }) => ({ value: id, label: name }))}
            notFoundContent={t("subscriptions.noSearches")}
            data-testid="subscription-search"
          />
        </Form.Item>
      )}
      <Form.Item<Values> name="channel" label={t("subscriptions.channel")} hidden={subscription !== null}>
        <Segmented
          options={channels.map((value) => ({ value, label: t(`subscriptions.channelOf.${value}`) }))}
        />
      </Form.Item>
      <Form.Item<Values> name="kinds" label={t("subscriptions.kinds")} required>
        <Checkbox.Group
          options={MATCH_KINDS.map((value) => ({ value, label: t(`subscriptions.kind.${value}`) }))}
        />
      </Form.Item>
      {channel === "webhook" && (
        <Form.Item<Values>
          name="endpoint_id"
          label={t("subscriptions.endpoint")}
          extra={t("subscriptions.endpointHint")}
          required
        >
          <Select
            options={(endpoints.data?.items ?? [])
              .filter(({ own: isOwn, events }) => isOwn && events.includes("search.matched"))
              .map(({ id, description }) => ({ value: id, label: description }))}
          />
        </Form.Item>
      )}
      {channel === "mail" && (
        <>
          <Form.Item<Values> name="frequency" label={t("subscriptions.frequency")}>
            <Segmented
              options={FREQUENCIES.map((value) => ({
                value,
                label: t(`subscriptions.frequencyOf.${value}`),
              }))}
            />
          </Form.Item>
          {frequency === "weekly" && (
            <Form.Item<Values> name="weekday" label={t("subscriptions.weekday")}>
              <Select
                options={WEEKDAYS.map((value) => ({ value, label: t(`subscriptions.weekdayOf.d${value}`) }))}
              />
            </Form.Item>
          )}
          {frequency !== "hourly" && (
            <Form.Item<Values> name="hour" label={t("subscriptions.hour")}>
              <Select options={HOURS} />
            </Form.Item>
          )}
          <Form.Item<Values> name="time_zone" label={t("subscriptions.timeZone")}>
            <Select showSearch options={ZONES} />
          </Form.Item>
        </>
      )}
      {channel !== "webhook" && (
        <Form.Item<Values> name="language" label={t("subscriptions.language")}>
          <Select
            options={SUBSCRIPTION_LANGUAGES.map((value) => ({
              value,
              label: t(`subscriptions.languageOf.${value}`),
            }))}
          />
        </Form.Item>
      )}
    </FormDialog>
  );
}

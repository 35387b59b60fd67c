/** The actions on dictionaries. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { CITIES_KEY } from "../../api/cities.ts";
import {
  activateVersion,
  DICTIONARIES_KEY,
  type DictionaryName,
  loadDictionaries,
  rejectVersion,
  type VersionView,
} from "../../api/dictionaries.ts";
import { useTexts } from "../../i18n/texts.ts";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { useConfirm } from "../../ui/use-confirm.ts";
import { texts } from "./texts.ts";

interface VersionOf {
  name: DictionaryName;
  version: number;
}

export type DictionaryActions = ReturnType<typeof useDictionaryActions>;

export function useDictionaryActions() {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const confirm = useConfirm();
  const onError = useFailureNotice();
  const client = useQueryClient();
  const onSettled = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: DICTIONARIES_KEY }),
      client.invalidateQueries({ queryKey: CITIES_KEY }),
    ]);

  const common = { onError, onSettled };

  const load = useMutation({
    mutationFn: () => loadDictionaries(),
    onSuccess: () => void message.success(t("dictionaries.loading")),
    ...common,
  });
  const activate = useMutation({
    mutationFn: ({ name, version }: VersionOf) => activateVersion(name, version),
    onSuccess: ({ version }) => void message.success(t("dictionaries.activated", { version })),
    ...common,
  });
  const reject = useMutation({
    mutationFn: ({ name, version }: VersionOf) => rejectVersion(name, version),
    onSuccess: ({ version }) => void message.success(t("dictionaries.rejected", { version })),
    ...common,
  });
  return {
    isLoading: load.isPending,
    load: () => load.mutate(),
    /** @param changes against the active version, in words */
    activate: (name: DictionaryName, { version }: Pick<VersionView, "version">, changes: string) =>
      confirm({
        title: t("dictionaries.activateTitle", { version }),
        content: t("dictionaries.activateHint", { changes }),
        okText: t("dictionaries.activate"),
        danger: false,
        onOk: () => activate.mutate({ name, version }),
      }),
    reject: (name: DictionaryName, { version }: Pick<VersionView, "version">) =>
      confirm({
        title: t("dictionaries.rejectTitle", { version }),
        content: t("dictionaries.rejectHint"),
        okText: t("dictionaries.reject"),
        onOk: () => reject.mutate({ name, version }),
      }),
  };
}

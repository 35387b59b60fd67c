/** Sends a form: what the API rejects is shown beside the fields that it names. */
import { type UseMutationOptions, useMutation } from "@tanstack/react-query";
import type { FormInstance } from "antd";
import { useTexts } from "../i18n/texts.ts";
import { failureBeyond, showProblems } from "./form-problems.ts";

interface FormMutation<Saved, Values> extends Omit<UseMutationOptions<Saved, Error, Values>, "onError"> {
  form: Pick<FormInstance, "setFields">;
  /** Names of the form's fields, as the API calls them. */
  fields: readonly string[];
}

/** @returns the mutation; its `error` is null when every problem stands at its field */
export function useFormMutation<Saved, Values>({ form, fields, ...options }: FormMutation<Saved, Values>) {
  const { t } = useTexts();
  const mutation = useMutation<Saved, Error, Values>({
    ...options,
    onError: (error) => showProblems(form, error, fields, t),
  });
  return { ...mutation, error: failureBeyond(mutation.error, fields) };
}

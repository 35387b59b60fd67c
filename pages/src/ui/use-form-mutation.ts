/** Sends a form: what the API rejects is shown beside the fields that it names. */
import { type UseMutationOptions, useMutation } from "@tanstack/react-query";
import type { FormInstance } from "antd";
import { showProblems } from "./form-problems.ts";

interface FormMutation<Saved, Values> extends Omit<UseMutationOptions<Saved, Error, Values>, "onError"> {
  form: Pick<FormInstance, "setFields">;
  /** Names of the form's fields, as the API calls them. */
  fields: readonly string[];
}

export const useFormMutation = <Saved, Values>({ form, fields, ...options }: FormMutation<Saved, Values>) =>
  useMutation<Saved, Error, Values>({
    ...options,
    onError: (error) => void showProblems(form, error, fields),
  });

/** Sends what a person does with a company: asks first, reports the result, offers to undo a removal. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import {
  actOnCompany,
  type CompanyAction,
  type CompanyId,
  refreshCompanies,
} from "../../api/company-queue.ts";
import { useTexts } from "../../i18n/texts.ts";
import { useFailureNotice } from "../failure-notice.tsx";
import { useUndoNotice } from "../undo-notice.tsx";
import { useConfirm } from "../use-confirm.ts";
import { texts } from "./texts.ts";

interface ActionRequest {
  action: CompanyAction;
  company: CompanyId;
  name: string;
}

export function useCompanyActions() {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const confirm = useConfirm();
  const notifyFailure = useFailureNotice();
  const offerUndo = useUndoNotice();
  const client = useQueryClient();
  const mutation = useMutation({
    mutationFn: ({ action, company }: ActionRequest) => actOnCompany(company, action),
    onSuccess: (_, request) => {
      const { action, company, name } = request;
      const said = t(`company-work.done.${action}`, { name });
      if (action !== "remove") void message.success(said);
      else
        offerUndo(`undo-${company.platform}-${company.company_key}`, said, () =>
          mutation.mutate({ ...request, action: "clean" }),
        );
    },
    onError: notifyFailure,
    onSettled: () => refreshCompanies(client),
  });

  function act(action: CompanyAction, company: CompanyId, name: string) {
    const request = { action, company, name };
    if (action === "retry") return mutation.mutate(request);
    confirm({
      title: t(`company-work.confirm.${action}`, { name }),
      content: t(`company-work.hint.${action}`),
      okText: t(`company-work.action.${action}`),
      danger: action === "remove" || action === "stop",
      onOk: () => mutation.mutate(request),
    });
  }
  return { act, isPending: mutation.isPending };
}

/** A form in a dialog: the failure of the last attempt above, the fields below. */
import { Form, type FormInstance, Modal } from "antd";
import { type ReactNode, useRef } from "react";
import { useTexts } from "../i18n/texts.ts";
import { ErrorPanel } from "./error-panel.tsx";
import { focusFirstField } from "./focus-first-field.ts";

interface FormDialogProps<Values> {
  form: FormInstance<Values>;
  open: boolean;
  title: string;
  okText: string;
  /** Test id of the button that sends the form. */
  submitTestId: string;
  /** A sentence above the fields. */
  hint?: string;
  initialValues?: Partial<Values>;
  mutation: { error: unknown; isPending: boolean };
  onSubmit: (values: Values) => void;
  onClose: () => void;
  /** Form items. */
  children: ReactNode;
}

export function FormDialog<Values>(props: FormDialogProps<Values>) {
  const { t } = useTexts();
  const { form, mutation } = props;
  const fields = useRef<HTMLDivElement>(null);
  return (
    <Modal
      open={props.open}
      title={props.title}
      okText={props.okText}
      onOk={form.submit}
      okButtonProps={{ loading: mutation.isPending, "data-testid": props.submitTestId }}
      onCancel={props.onClose}
      afterOpenChange={(isOpen) => isOpen && focusFirstField(fields.current)}
    >
      {props.hint && <p className="muted">{props.hint}</p>}
      {mutation.error !== null && <ErrorPanel error={mutation.error} title={t("errors.action")} />}
      <div ref={fields}>
        <Form<Values>
          form={form}
          layout="vertical"
          requiredMark="optional"
          initialValues={props.initialValues}
          onFinish={props.onSubmit}
        >
          {props.children}
        </Form>
      </div>
    </Modal>
  );
}

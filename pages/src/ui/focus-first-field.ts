/** Moves the focus of a dialog that opened to its first field, where the typing begins. */
export function focusFirstField(form: HTMLElement | null): void {
  form?.querySelector<HTMLElement>("input:not(:disabled, [type=hidden]), textarea:not(:disabled)")?.focus();
}

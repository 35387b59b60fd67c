/** The mail that says that the platform switched a webhook endpoint off, in both languages of the dashboard. */
import type { Mail } from "../notify/mail.ts";

export function disabledMail(
  to: { name: string; email: string },
  endpoint: { description: string; url: string; reason: string; publicUrl: string },
): Mail {
  const { description, url, reason, publicUrl } = endpoint;
  const link = `${publicUrl}/webhooks`;
  return {
    to: to.email,
    subject: "JobData: Webhook 已停用 / a webhook endpoint was switched off",
    text: [
      `${to.name}，您好：`,
      `您创建的 Webhook 端点“${description}”（${url}）已被停用：${reason}。`,
      "停用期间的事件不会保留；未送达的投递可以在重新启用后重放：",
      link,
      "",
      `Hello ${to.name},`,
      `your webhook endpoint "${description}" (${url}) was switched off: ${reason}.`,
      "Events that happen meanwhile are not kept for it; deliveries that failed can be replayed once it is on again:",
      link,
      "",
    ].join("\n"),
  };
}

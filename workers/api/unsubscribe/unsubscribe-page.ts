/** The page behind the link in a digest, for people and for the one-click request of their mail program (RFC 8058). */
import { html } from "hono/html";

export const UNSUBSCRIBE_PATH = "/api/v1/unsubscribe";

const page = (body: ReturnType<typeof html>) => html`<!doctype html>
<html lang="zh">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>JobData</title>
  </head>
  <body>
    <h1>JobData</h1>
    ${body}
  </body>
</html>
`;

/** Only a POST ends the mails: programs that look at links in mails open them with GET. */
export const askPage = (search: string, token: string) =>
  page(html`<p>不再接收搜索“${search}”的邮件？ / No more mails of the search “${search}”?</p>
    <form method="post" action="${`${UNSUBSCRIBE_PATH}?token=${token}`}">
      <button type="submit">退订 / Unsubscribe</button>
    </form>`);

export const donePage = page(html`<p>已退订。 / You will get no more of these mails.</p>`);

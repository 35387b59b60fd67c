/** `npm run simulate`: see `npm run simulate -- --help`. */
import "./platform/register-hooks.ts";
import "./platform/sockets.ts";

const { main } = await import("./command.ts");
await main(process.argv);

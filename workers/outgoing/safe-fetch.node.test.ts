/** Runs against real servers on loopback, which are trusted origins here; all other checks are those of production. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { WEBHOOK_RULES } from "../../shared/domain/outgoing-url.ts";
import { answeredText, openPortBy } from "./connection-failure.ts";
import { OutgoingError } from "./outgoing-error.ts";
import { dnsOverHttps, type Resolver } from "./resolver.ts";
import { type SafeFetchOptions, type SafeRequest, safeFetch } from "./safe-fetch.ts";

interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(answer: (request: Seen, response: ServerResponse) => void) {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const it = { method: request.method ?? "", url: request.url ?? "", headers: request.headers, body };
    seen.push(it);
    answer(it, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

const redirectTo =
  (location: string, status = 302) =>
  (_: Seen, response: ServerResponse) =>
    response.writeHead(status, { location }).end();

/** Resolves these names; all others have no address. */
const names = (table: Record<string, string[]>): Resolver & { asked: string[] } => {
  const asked: string[] = [];
  return {
    asked,
    resolve: async (name) => {
      asked.push(name);
      return table[name] ?? [];
    },
  };
};

/** Opens ports of this machine, as a Worker opens those of a host. */
function ports() {
  const tried: number[] = [];
  const openPort = openPortBy(({ hostname, port }) => {
    tried.push(port);
    const socket = connect(port, hostname);
    const opened = new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    const close = async () => socket.destroy();
    return { readable: new ReadableStream(), writable: new WritableStream(), opened, close };
  });
  return { openPort, tried };
}

const nobody = names({});
const trusting = (...origins: string[]): SafeFetchOptions => ({
  resolver: nobody,
  rules: { ...WEBHOOK_RULES, trustedOrigins: origins },
});

const failureOf = async (url: string, request: SafeRequest, options: SafeFetchOptions) => {
  const error = await safeFetch(url, request, options).catch((it: unknown) => it);
  expect(error).toBeInstanceOf(OutgoingError);
  return error as OutgoingError;
};

/** Fails the test when it is called. */
const never: typeof fetch = async (url) => {
  throw new Error(`called ${url}`);
};

describe("what is called", () => {
  test("answers with status, headers and body", async () => {
    const { origin, seen } = await serve((_, response) => response.writeHead(201, { "x-a": "1" }).end("好"));
    const request = { method: "POST", body: "{}", headers: { "x-signature": "s" } } as const;
    const answer = await safeFetch(`${origin}/hook`, request, trusting(origin));
    expect(answer).toMatchObject({ status: 201, url: `${origin}/hook` });
    expect(new TextDecoder().decode(answer.body)).toBe("好");
    expect(answer.headers.get("x-a")).toBe("1");
    expect(seen).toMatchObject([{ method: "POST", body: "{}", headers: { "x-signature": "s" } }]);
  });

  test("is never a URL that leads inside", async () => {
    for (const url of ["http://127.0.0.1/", "http://[fd00:ec2::254]/", "file:///etc/passwd"])
      expect(await failureOf(url, {}, { resolver: nobody, fetcher: never })).toMatchObject({
        kind: "refused",
      });
  });

  test.each([
    [["10.0.0.1"]],
    [["169.254.169.254"]],
    [["93.184.216.34", "127.0.0.1"]],
    [["2606:2800:220:1::1", "fd00:ec2::254"]],
    [["::ffff:127.0.0.1"]],
    [["not an address"]],
  ])("is never a name that means %j", async (addresses) => {
    const resolver = names({ "rebind.example.com": addresses });
    const error = await failureOf("https://rebind.example.com/", {}, { resolver, fetcher: never });
    expect(error).toMatchObject({ kind: "refused" });
    expect(resolver.asked).toEqual(["rebind.example.com"]);
  });

  test("is never a name without an address", async () => {
    const error = await failureOf("https://gone.example.com/", {}, { resolver: nobody, fetcher: never });
    expect(error).toMatchObject({ kind: "network", message: "gone.example.com has no address" });
  });

  test("may be a name that means public addresses only", async () => {
    const resolver = names({ "hooks.example.com": ["93.184.216.34", "2606:2800:220:1::1"] });
    const fetcher: typeof fetch = async () => new Response("ok");
    const answer = await safeFetch("https://hooks.example.com/", {}, { resolver, fetcher });
    expect(answer.status).toBe(200);
  });
});

describe("a redirect", () => {
  test.each([
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/",
    "//localhost/",
    "file:///etc/passwd",
    "http://[::ffff:7f00:1]/",
  ])("to %s is refused", async (location) => {
    const { origin } = await serve(redirectTo(location));
    expect(await failureOf(origin, {}, trusting(origin))).toMatchObject({ kind: "refused" });
  });

  test("to a name that means an inner address is refused", async () => {
    const { origin } = await serve(redirectTo("http://inner.example.com/"));
    const resolver = names({ "inner.example.com": ["192.168.0.1"] });
    const error = await failureOf(origin, {}, { ...trusting(origin), resolver });
    expect(error).toMatchObject({ kind: "refused" });
  });

  test("from https to http is refused", async () => {
    const resolver = names({ "a.example.com": ["8.8.8.8"] });
    const fetcher: typeof fetch = async () =>
      new Response(null, { status: 302, headers: { location: "http://a.example.com/" } });
    const error = await failureOf("https://a.example.com/", {}, { resolver, fetcher });
    expect(error.message).toContain("https to http");
  });

  test("without end is cut", async () => {
    const { origin, seen } = await serve(redirectTo("/again"));
    const error = await failureOf(origin, {}, { ...trusting(origin), maxRedirects: 2 });
    expect(error).toMatchObject({ kind: "redirects" });
    expect(seen).toHaveLength(3);
  });

  const secrets = {
    authorization: "Bearer t",
    cookie: "a=b",
    "x-api-key": "k",
    "x-signature": "s",
    accept: "application/json",
  };

  test("to another origin takes no credentials along", async () => {
    const target = await serve((_, response) => response.end("there"));
    const { origin } = await serve(redirectTo(`${target.origin}/there`, 307));
    const request = { method: "POST", body: "{}", headers: secrets } as const;
    const answer = await safeFetch(origin, request, trusting(origin, target.origin));
    expect(answer.url).toBe(`${target.origin}/there`);
    const [arrived] = target.seen;
    expect(arrived).toMatchObject({ method: "POST", body: "{}", headers: { accept: "application/json" } });
    for (const name of ["authorization", "cookie", "x-api-key", "x-signature"])
      expect(arrived?.headers).not.toHaveProperty(name);
  });

  test("within the origin keeps them", async () => {
    const { origin, seen } = await serve((request, response) =>
      request.url === "/" ? redirectTo("/there", 308)(request, response) : response.end(),
    );
    await safeFetch(`${origin}/`, { method: "POST", body: "{}", headers: secrets }, trusting(origin));
    expect(seen[1]).toMatchObject({ method: "POST", body: "{}", headers: { authorization: "Bearer t" } });
  });

  test.each([
    [302, "GET", ""],
    [303, "GET", ""],
    [307, "PUT", "{}"],
  ] as const)("%i goes on with %s", async (status, method, body) => {
    const { origin, seen } = await serve((request, response) =>
      request.url === "/" ? redirectTo("/there", status)(request, response) : response.end(),
    );
    const sent = status === 307 ? "PUT" : "POST";
    await safeFetch(`${origin}/`, { method: sent, body: "{}" }, trusting(origin));
    expect(seen[1]).toMatchObject({ method, body });
  });
});

describe("limits", () => {
  test("a body over the limit ends the call, announced or not", async () => {
    const announced = await serve((_, response) => response.end("x".repeat(101)));
    const endless = await serve((_, response) => {
      const more = () => {
        while (response.write("x".repeat(1000)));
        response.once("drain", more);
      };
      more();
    });
    for (const { origin } of [announced, endless]) {
      const error = await failureOf(origin, {}, { ...trusting(origin), maxBytes: 100 });
      expect(error).toMatchObject({ kind: "too-large", message: "answer is over 100 bytes" });
    }
  });

  test("a body at the limit is whole", async () => {
    const { origin } = await serve((_, response) => response.end("x".repeat(100)));
    expect((await safeFetch(origin, {}, { ...trusting(origin), maxBytes: 100 })).body).toHaveLength(100);
  });

  test("time counts over answer and body", async () => {
    const silent = await serve(() => {});
    const dripping = await serve((_, response) => response.write("x"));
    for (const { origin } of [silent, dripping]) {
      const error = await failureOf(origin, {}, { ...trusting(origin), timeoutMs: 150 });
      expect(error).toMatchObject({ kind: "timeout", message: "no whole answer within 150 ms" });
    }
  });

  test("a target that does not answer is a network error, which says what became of the connection", async () => {
    const { origin } = await serve((_, response) => response.destroy());
    const { host } = new URL(origin);
    const { openPort } = ports();
    expect(await failureOf(`${origin}/secret`, {}, trusting(origin))).toMatchObject({
      ...{ kind: "network", message: `no connection to ${host}` },
    });
    expect(await failureOf(`${origin}/secret`, {}, { ...trusting(origin), openPort })).toMatchObject({
      ...{ kind: "network", message: `${host} closed the connection before its answer was complete` },
    });
    const [server] = servers.splice(0);
    await new Promise((resolve) => server?.close(resolve));
    const refused = await failureOf(`${origin}/secret`, {}, { ...trusting(origin), openPort });
    expect(refused).toMatchObject({ kind: "network", message: `nothing accepts connections at ${host}` });
  });

  test("where the port opens and the runtime names no cause, TLS has failed", async () => {
    const { origin } = await serve(() => {});
    const { openPort, tried } = ports();
    const fetcher = async () => {
      throw new Error("internal error; reference = se9buhjjd4l8cdrks0i2i17a");
    };
    const secure = origin.replace("http:", "https:");
    const error = await failureOf(secure, {}, { ...trusting(secure), fetcher, openPort });
    expect(error.message).toBe(
      `no TLS connection to ${new URL(origin).host}: its certificate is not valid for this name, or it speaks no TLS`,
    );
    expect(tried).toEqual([Number(new URL(origin).port)]);
  });

  test("an answer costs no second connection, and a port that does not open in time is not open", async () => {
    const { origin } = await serve((_, response) => response.end());
    const { openPort, tried } = ports();
    await safeFetch(origin, {}, { ...trusting(origin), openPort });
    expect(tried).toEqual([]);
    const closed: string[] = [];
    const never = openPortBy(() => ({
      readable: new ReadableStream(),
      writable: new WritableStream(),
      opened: new Promise(() => {}),
      close: async () => closed.push("closed"),
    }));
    const address = { hostname: "a.example.com", port: 443 };
    await expect(never(address, AbortSignal.timeout(5))).rejects.toMatchObject({ name: "TimeoutError" });
    expect(closed).toEqual(["closed"]);
  });

  test.each([
    [502, "answered 502"],
    [521, "answered 521: nothing accepts connections there"],
    [530, "answered 530: the name was not found"],
  ])("%i is told as %s", (status, told) => expect(answeredText(status)).toBe(told));
});

describe("DNS over HTTPS", () => {
  // One that counts time would end while other tests run.
  const { signal } = new AbortController();
  const records: Record<string, unknown> = {
    A: {
      Status: 0,
      Answer: [
        { type: 5, data: "alias.example.com." },
        { type: 1, data: "8.8.8.8" },
      ],
    },
    AAAA: { Status: 0, Answer: [{ type: 28, data: "2001:4860:4860::8888" }] },
  };
  const dns = (answer: (type: string) => unknown, status = 200) =>
    serve(({ url }, response) => {
      const type = new URL(url, "http://x").searchParams.get("type") ?? "";
      response
        .writeHead(status, { "content-type": "application/dns-json" })
        .end(JSON.stringify(answer(type)));
    });

  test("gives the addresses of both kinds, not the aliases", async () => {
    const { origin, seen } = await dns((type) => records[type]);
    const found = await dnsOverHttps(`${origin}/dns-query`).resolve("a b.example.com", signal);
    expect(found).toEqual(["8.8.8.8", "2001:4860:4860::8888"]);
    expect(seen[0]).toMatchObject({ headers: { accept: "application/dns-json" } });
    expect(seen.map(({ url }) => url).toSorted()).toEqual([
      "/dns-query?name=a%20b.example.com&type=A",
      "/dns-query?name=a%20b.example.com&type=AAAA",
    ]);
  });

  test("gives none for a name that does not exist", async () => {
    const { origin } = await dns(() => ({ Status: 3 }));
    expect(await dnsOverHttps(origin).resolve("no.example.com", signal)).toEqual([]);
  });

  test("an error of the resolver is no answer", async () => {
    const away = dnsOverHttps("http://127.0.0.1:1/dns-query");
    await expect(away.resolve("x.example.com", signal)).rejects.toThrow("the DNS resolver does not answer");
    const failing = await dns(() => ({ Status: 2 }));
    await expect(dnsOverHttps(failing.origin).resolve("x.example.com", signal)).rejects.toThrow("error 2");
    const down = await dns(() => ({}), 502);
    await expect(dnsOverHttps(down.origin).resolve("x.example.com", signal)).rejects.toThrow("502");
  });
});

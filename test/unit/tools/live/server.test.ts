import { request } from "node:http";
import { text } from "node:stream/consumers";
import type { Answer } from "../../../../tools/live/drive/driver";
import { OneTimeToken } from "../../../../tools/live/server/one-time-token";
import { PageServer } from "../../../../tools/live/server/server";

const asked: unknown[] = [];
const token = new OneTimeToken();
const answers: Answer[] = [];
const bundle = { html: "<!doctype html>", js: "1", css: "" };
const controls = { load: (rate: number) => asked.push(rate), burst: () => asked.push("burst") };
const server = new PageServer(bundle, controls, {
  token,
  go(way) {
    asked.push(way);
    return answers.shift() ?? { stage: "canary" };
  },
});
let port = 0;
beforeAll(async () => {
  port = Number(new URL(await server.listen(0)).port);
});
afterAll(() => server.close());

function ask(method: string, path: string, headers: Record<string, string> = {}, body = "") {
  return new Promise<{ status: number; body: string; csp: string }>((resolve, reject) => {
    const outgoing = request({ port, host: "127.0.0.1", method, path, headers }, (response) => {
      const csp = String(response.headers["content-security-policy"]);
      void text(response).then((body) => resolve({ status: response.statusCode ?? 0, body, csp }));
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

const own = () => ({ origin: `http://localhost:${port}`, "content-type": "application/json" });

test("the page is there, and may load nothing from elsewhere", async () => {
  const { status, csp } = await ask("GET", "/", { host: `localhost:${port}` });
  expect(status).toBe(200);
  expect(csp).toContain("default-src 'self'");
});

test("another host's name that leads here is refused", async () => {
  expect((await ask("GET", "/", { host: `attacker.example:${port}` })).status).toBe(403);
  expect((await ask("GET", "/events", { host: "attacker.example" })).status).toBe(403);
});

test("another page's requests are refused, and those that say nothing of their page", async () => {
  expect((await ask("POST", "/burst", { origin: "http://attacker.example" })).status).toBe(403);
  expect((await ask("POST", "/burst")).status).toBe(403);
  expect(asked).toEqual([]);
});

test("the page's own are done", async () => {
  expect((await ask("POST", "/burst", own())).status).toBe(204);
  expect((await ask("POST", "/load", own(), '{"rate":50}')).status).toBe(204);
  expect(asked.splice(0)).toEqual(["burst", 50]);
});

test.each(["101", "-1", '"30"', "null", "{"])("a rate of %s is refused with what is allowed", async (rate) => {
  const { status, body } = await ask("POST", "/load", own(), `{"rate":${rate}}`);
  expect([status, body]).toEqual([400, "rate is a number of requests a second from 0 to 100\n"]);
  expect(asked).toEqual([]);
});

test("no path of a proxy's leads on", async () => {
  for (const path of ["/clusters", "/config_dump", "/quitquitquit", "/stats"]) {
    expect((await ask("GET", path)).status).toBe(404);
  }
});

const drive = (way: unknown, headers: Record<string, string>) =>
  ask("POST", "/drive", { ...own(), ...headers }, JSON.stringify({ way }));
const bearer = (text: string) => ({ authorization: `Bearer ${text}` });

test("the address that is printed bears the token where no server sees it", async () => {
  const other = new PageServer(bundle, controls, { token, go: () => ({ stage: "canary" }) });
  const url = new URL(await other.listen(0));
  other.close();
  expect([url.hash, url.search, url.pathname]).toEqual([`#drive=${token.text}`, "", "/"]);
  expect(token.text).toMatch(/^[\w-]{32}$/);
});

test("who bears it drives, in both ways", async () => {
  expect(await drive("next", bearer(token.text))).toMatchObject({ status: 202, body: '{"stage":"canary"}' });
  expect((await drive("previous", bearer(token.text))).status).toBe(202);
  expect(asked.splice(0)).toEqual(["next", "previous"]);
});

test.each([
  ["nothing", {}],
  ["another token", bearer("x".repeat(32))],
  ["one of another start", bearer(new OneTimeToken().text)],
  ["its beginning", bearer(token.text.slice(0, 31))],
  ["more than it", bearer(`${token.text}=`)],
  ["it in another scheme", { authorization: `Basic ${token.text}` }],
])("who bears %s does not", async (_, headers) => {
  expect((await drive("next", headers)).status).toBe(401);
  expect(asked).toEqual([]);
});

test("another page does not drive, not even with the token", async () => {
  const other = { ...bearer(token.text), origin: "http://attacker.example" };
  expect((await drive("next", other)).status).toBe(403);
  const renamed = { ...bearer(token.text), host: `attacker.example:${port}` };
  expect((await drive("next", renamed)).status).toBe(403);
  expect((await ask("GET", "/drive", bearer(token.text))).status).toBe(404);
  expect(asked).toEqual([]);
});

test.each(["canary", "", 1, null])("%j is no way", async (way) => {
  expect(await drive(way, bearer(token.text))).toMatchObject({ status: 400, body: "way is next or previous\n" });
  expect(asked).toEqual([]);
});

test("what the driver refuses is refused with its words", async () => {
  answers.push({ refused: "canary is being deployed: one at a time" });
  expect(await drive("next", bearer(token.text))).toMatchObject({
    ...{ status: 409, body: "canary is being deployed: one at a time\n" },
  });
  expect(asked.splice(0)).toEqual(["next"]);
});

test("a page that deploys nothing says how one that does is had", async () => {
  const other = new PageServer(bundle, controls, undefined);
  const url = await other.listen(0);
  try {
    const headers = { origin: url, ...bearer(token.text) };
    const response = await fetch(`${url}/drive`, { method: "POST", headers, body: '{"way":"next"}' });
    expect([response.status, await response.text()]).toEqual([
      409,
      "this page deploys nothing: npm run live -- --drive\n",
    ]);
    expect(new URL(url).hash).toBe("");
  } finally {
    other.close();
  }
});

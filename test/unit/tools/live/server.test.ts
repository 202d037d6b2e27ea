import { request } from "node:http";
import { text } from "node:stream/consumers";
import { PageServer } from "../../../../tools/live/server/server";

const asked: unknown[] = [];
const server = new PageServer(
  { html: "<!doctype html>", js: "1", css: "" },
  { load: (rate) => asked.push(rate), burst: () => asked.push("burst") },
  undefined,
);
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

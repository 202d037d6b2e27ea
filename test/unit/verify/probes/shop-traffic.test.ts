import http from "node:http";
import type { AddressInfo } from "node:net";
import { longest, sendTraffic, withStatus } from "../../../../verify/probes/shop-traffic";

/** A shop on this machine for the length of one test. */
async function withShop(handler: http.RequestListener, test: (url: URL) => Promise<void>): Promise<void> {
  const server = http.createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await test(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const never = new AbortController().signal;

test("counts every answer by its status, over no more connections than allowed", async () => {
  const sockets = new Set();
  let number = 0;
  await withShop(
    (request, response) => {
      sockets.add(request.socket);
      number += 1;
      response.writeHead(number % 4 === 0 ? 503 : 200).end("socks");
    },
    async (url) => {
      const told: number[] = [];
      const traffic = { path: "/", requests: 40, concurrency: 3, bodies: true };
      const answers = await sendTraffic(url, traffic, never, (done) => told.push(done));
      expect([answers.sent, withStatus(answers, 200), withStatus(answers, 503)]).toEqual([40, 30, 10]);
      expect(answers.failures).toEqual(new Map());
      expect(answers.answers.every(({ body }) => body === "socks")).toBe(true);
      expect(sockets.size).toBeLessThanOrEqual(3);
      expect(told).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    },
  );
});

test("sends the headers that it is given, and no user agent of its own", async () => {
  const seen: http.IncomingHttpHeaders[] = [];
  await withShop(
    (request, response) => {
      seen.push(request.headers);
      response.end();
    },
    async (url) => {
      await sendTraffic(url, { path: "/", requests: 1 }, never);
      await sendTraffic(url, { path: "/", requests: 1, headers: { "user-agent": "curl/8.5.0" } }, never);
    },
  );
  expect(seen.map((headers) => headers["user-agent"])).toEqual([undefined, "curl/8.5.0"]);
});

test("a connection that breaks is a failure, and there is no second try", async () => {
  let arrived = 0;
  await withShop(
    (request, response) => {
      arrived += 1;
      if (arrived === 2) request.socket.destroy();
      else response.end();
    },
    async (url) => {
      const answers = await sendTraffic(url, { path: "/", requests: 5, concurrency: 1 }, never);
      expect(answers.failures).toEqual(new Map([["ECONNRESET", 1]]));
      expect(answers.answers).toHaveLength(4);
    },
  );
  expect(arrived).toBe(5);
});

test("an answer that does not end in time is a failure", async () => {
  await withShop(
    (_, response) => {
      response.write("first part");
    },
    async (url) => {
      const answers = await sendTraffic(url, { path: "/", requests: 1, timeout: 100 }, never);
      expect(answers.failures).toEqual(new Map([["no answer in 0.1 s", 1]]));
    },
  );
});

test("times an answer to its last byte", async () => {
  await withShop(
    (_, response) => {
      response.write("first part");
      setTimeout(() => response.end(), 120);
    },
    async (url) => {
      expect(longest(await sendTraffic(url, { path: "/", requests: 1 }, never))).toBeGreaterThanOrEqual(0.11);
    },
  );
});

test("an abort ends it and is thrown", async () => {
  const controller = new AbortController();
  const reason = new Error("stopped");
  await withShop(
    () => controller.abort(reason),
    async (url) => {
      await expect(sendTraffic(url, { path: "/", requests: 1000 }, controller.signal)).rejects.toBe(reason);
    },
  );
});

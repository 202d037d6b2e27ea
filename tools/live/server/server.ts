import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { type Answer, type DriveShown } from "../drive/driver.ts";
import { isWay, type Way } from "../drive/neighbour.ts";
import type { Picture } from "../picture/picture.ts";
import type { Visit } from "../seen/lines.ts";
import type { Bundle } from "./bundle.ts";
import type { OneTimeToken } from "./one-time-token.ts";

/** What the page may ask for. */
export interface Controls {
  /** @param rate requests a second */
  load(rate: number): void;
  burst(): void;
}

/** The way to deploy from the page, for who bears its token. */
export interface Drive {
  readonly token: OneTimeToken;
  go(way: Way): Answer;
}

type Sink = (event: string, data: string) => void;

const securityHeaders = {
  "content-security-policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};

/** The page and what it is told, on the loopback alone. */
export class PageServer {
  private readonly sinks = new Set<Sink>();
  private latest: Picture | undefined;
  private driven: DriveShown | undefined;
  private readonly app = new Hono();
  private readonly server: ReturnType<typeof createAdaptorServer>;

  /**
   * @param controls undefined where nothing can be asked for, as of a recording
   * @param drive undefined where the page deploys nothing
   */
  constructor(
    bundle: Bundle,
    controls: Controls | undefined,
    private readonly drive: Drive | undefined,
  ) {
    const { app } = this;
    app.use(async (context, next) => {
      // Any website can make a browser ask the loopback, also by a name of its own that leads here.
      const host = context.req.header("host") ?? "";
      if (!this.hosts().includes(host)) return context.text(`host ${host} is not this page's\n`, 403);
      const origin = context.req.header("origin");
      const own = this.hosts().map((one) => `http://${one}`);
      if (context.req.method !== "GET" && (origin === undefined || !own.includes(origin))) {
        return context.text("another page's request\n", 403);
      }
      await next();
      for (const [name, value] of Object.entries(securityHeaders)) context.res.headers.set(name, value);
      return;
    });
    app.get("/", (context) => context.html(bundle.html));
    app.get("/page.js", (context) =>
      context.body(bundle.js, 200, { "content-type": "text/javascript; charset=utf-8" }),
    );
    app.get("/page.css", (context) => context.body(bundle.css, 200, { "content-type": "text/css; charset=utf-8" }));
    // Browsers ask for it by themselves and would show an error.
    app.get("/favicon.ico", (context) => context.body(null, 204));
    app.get("/events", (context) =>
      streamSSE(context, async (stream) => {
        const sink: Sink = (event, data) => void stream.writeSSE({ event, data });
        this.sinks.add(sink);
        if (this.latest) sink("picture", JSON.stringify(this.latest));
        if (this.driven) sink("drive", JSON.stringify(this.driven));
        await new Promise<void>((left) => stream.onAbort(left));
        this.sinks.delete(sink);
      }),
    );
    app.post("/load", async (context) => {
      if (controls === undefined) return context.text("this is a recording\n", 409);
      const { rate } = (await context.req.json().catch(() => ({}))) as { rate?: unknown };
      if (typeof rate !== "number" || !(rate >= 0 && rate <= 100)) {
        return context.text("rate is a number of requests a second from 0 to 100\n", 400);
      }
      controls.load(rate);
      return context.body(null, 204);
    });
    app.post("/burst", (context) => {
      if (controls === undefined) return context.text("this is a recording\n", 409);
      controls.burst();
      return context.body(null, 204);
    });
    app.post("/drive", async (context) => {
      if (drive === undefined) return context.text("this page deploys nothing: npm run live -- --drive\n", 409);
      if (!drive.token.borneBy(context.req.header("authorization"))) {
        return context.text("open the address that npm run live has printed: it bears the token\n", 401);
      }
      const { way } = (await context.req.json().catch(() => ({}))) as { way?: unknown };
      if (!isWay(way)) return context.text("way is next or previous\n", 400);
      const answer = drive.go(way);
      return "refused" in answer ? context.text(`${answer.refused}\n`, 409) : context.json(answer, 202);
    });
    this.server = createAdaptorServer({ fetch: app.fetch });
  }

  /** How many pages are open. */
  get pages(): number {
    return this.sinks.size;
  }

  /** @returns the page's address, with the token of who may drive; an error with code EADDRINUSE where the port is taken */
  async listen(port: number): Promise<string> {
    this.server.listen(port, "127.0.0.1");
    await once(this.server, "listening");
    const address = `http://localhost:${this.port()}`;
    // After the hash a browser keeps it to itself, and the page takes it out of the address.
    return this.drive === undefined ? address : `${address}/#drive=${this.drive.token.text}`;
  }

  show(picture: Picture): void {
    this.latest = picture;
    this.tell("picture", picture);
  }

  visits(visits: readonly Visit[]): void {
    if (visits.length > 0) this.tell("visits", visits);
  }

  showDrive(shown: DriveShown): void {
    this.driven = shown;
    this.tell("drive", shown);
  }

  close(): void {
    this.server.close();
    if ("closeAllConnections" in this.server) this.server.closeAllConnections();
  }

  private tell(event: string, value: unknown): void {
    const data = JSON.stringify(value);
    for (const sink of this.sinks) sink(event, data);
  }

  private port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  private hosts(): string[] {
    return ["localhost", "127.0.0.1"].map((name) => `${name}:${this.port()}`);
  }
}

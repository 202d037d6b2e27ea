import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { createInterface } from "node:readline";
import type { Picture } from "../../tools/live/picture/picture";
import type { Visit } from "../../tools/live/seen/lines";
import { projectDir } from "./lab";

/** A port of the loopback that nobody has. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** `npm run live` as a program of its own. */
export class LivePage implements AsyncDisposable {
  private constructor(
    private readonly program: ChildProcess,
    readonly address: string,
  ) {}

  /** @returns once it has said its address */
  static start(...options: readonly string[]): Promise<LivePage> {
    return LivePage.startAs("tools/live/main.ts", ...options);
  }

  /** As typed in the lab's shell. */
  static startInShell(...options: readonly string[]): Promise<LivePage> {
    return LivePage.startAs("lab/main.ts", "exec", "--", "npm", "run", "live", "--", ...options);
  }

  private static async startAs(...command: readonly string[]): Promise<LivePage> {
    const args = ["--import", "tsx", ...command];
    const program = spawn(process.execPath, args, {
      cwd: projectDir,
      stdio: ["ignore", "pipe", "inherit"],
      detached: true,
    });
    for await (const line of createInterface({ input: program.stdout })) {
      const [, address] = /^The page: (.+)$/.exec(line) ?? [];
      if (address !== undefined) return new LivePage(program, address);
    }
    throw new Error("npm run live said no address");
  }

  /** As from its own page. */
  async ask(path: "load" | "burst", body?: object): Promise<void> {
    const headers = { origin: this.address, "content-type": "application/json" };
    const response = await fetch(`${this.address}/${path}`, {
      ...{ method: "POST", headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  }

  /** Sends a signal to what watches the cluster, a process of its own. */
  signalObserver(signal: NodeJS.Signals): void {
    const rows = execFileSync("ps", ["-eo", "pid=,pgid=,args="], { encoding: "utf8" }).split("\n");
    const watching = rows
      .map((row) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row))
      .filter((row) => Number(row?.[2]) === this.program.pid && row?.[3]?.includes("tools/live/observe.ts"));
    if (watching.length === 0) throw new Error("nothing watches the cluster");
    for (const row of watching) process.kill(Number(row?.[1]), signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.program, "close");
    process.kill(-(this.program.pid ?? 0), "SIGKILL");
    await ended;
  }
}

/** What a page is told, as it comes. */
export class Told implements AsyncDisposable {
  readonly visits: Visit[] = [];
  picture: Picture | undefined;
  private wake = (): void => undefined;
  private readonly ended = new AbortController();
  private readonly reading: Promise<void>;

  constructor(address: string) {
    this.reading = this.read(address).catch((error: unknown) => {
      if (!this.ended.signal.aborted) throw error;
    });
  }

  /** Settles with the first picture of which that is true. */
  async until(what: string, isSo: (picture: Picture, visits: readonly Visit[]) => boolean): Promise<Picture> {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const { picture } = this;
      if (picture && isSo(picture, this.visits)) return picture;
      if (Date.now() > deadline) throw new Error(`${what}: not within 30 s; ${JSON.stringify(picture)}`);
      await new Promise<void>((wake) => (this.wake = wake));
    }
  }

  private async read(address: string): Promise<void> {
    const { body } = await fetch(`${address}/events`, { signal: this.ended.signal });
    const decoder = new TextDecoder();
    let event = "";
    let rest = "";
    for await (const chunk of body as ReadableStream<Uint8Array>) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (line.startsWith("event: ")) event = line.slice(7);
        if (!line.startsWith("data: ")) continue;
        if (event === "picture") this.picture = JSON.parse(line.slice(6)) as Picture;
        if (event === "visits") this.visits.push(...(JSON.parse(line.slice(6)) as Visit[]));
        this.wake();
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.ended.abort();
    await this.reading;
  }
}

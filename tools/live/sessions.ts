import { join } from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";
import { exitCodes } from "../../command-line/exit-codes.ts";
import { Mistake } from "../../command-line/mistake.ts";
import { withTypeScript } from "../../command-line/with-typescript.ts";
import { labEnvironment, shopPorts } from "../../lab/environment.ts";
import { LabError } from "../../lab/lab-error.ts";
import { projectDir } from "../../lab/paths.ts";
import { labStarted } from "../../lab/started.ts";
import { stages } from "../../stages/index.ts";
import { BackOff } from "./back-off.ts";
import { deedsAt } from "./drive/deeds.ts";
import { type Deeds, Driver } from "./drive/driver.ts";
import { expectSameShop } from "./drive/same-cluster.ts";
import { Pictures } from "./pictures.ts";
import { environmentAt, inLab, type Place, reaching } from "./place.ts";
import { type Line, readLine } from "./seen/lines.ts";
import { readRecording, Recorder, replay } from "./seen/recording.ts";
import { bundlePage } from "./server/bundle.ts";
import { OneTimeToken } from "./server/one-time-token.ts";
import { type Controls, type Drive, PageServer } from "./server/server.ts";
import { StackConfig } from "./stack-config.ts";
import { gather } from "./visitors/belongings.ts";
import { Outfitter } from "./visitors/outfitter.ts";
import { Visitors } from "./visitors/visitors.ts";

interface Page {
  readonly port: number;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const burstSize = 8;
/** After the last page was closed. */
const loadEndsMs = 10 * 60 * 1000;

export interface Live extends Place, Page {
  readonly load: number;
  readonly record?: string;
  readonly drive?: boolean;
}

/** Shows what happens, until it is interrupted. */
export async function showLive({ port, load, record, drive, ...place }: Live, signal: AbortSignal): Promise<void> {
  const url = new URL(place.url ?? (await labUrl()));
  const env = { ...process.env, ...(await environmentAt(place)) };
  if (drive) expectSameShop(await StackConfig.read(env, signal), place);
  const recorder = record === undefined ? undefined : new Recorder(record);
  await recorder?.opened(record ?? "");
  let deployed: readonly string[] | undefined;
  const driver = drive
    ? new Driver({
        order: Object.keys(stages),
        deeds: withoutVisitors(deedsAt(place), () => visitors),
        signal,
        deployed: () => deployed,
        tell: (shown) => server.showDrive(shown),
      })
    : undefined;
  const controls: Controls = {
    load: (rate) => (visitors.rate = rate),
    burst: () => visitors.burst(burstSize),
  };
  const server = await open(port, controls, driver && { token: new OneTimeToken(), go: (way) => driver.go(way) });
  if (driver) server.showDrive(driver.now);
  const see = (line: Line) => {
    recorder?.write(line);
    pictures.see(line);
    if (line.kind === "changed") visitors.objectChanged(line.object);
    if (line.kind === "visits") server.visits(line.visits);
    if (line.kind !== "recorded") return;
    deployed = line.stage.split(",").filter(Boolean);
    outfitter.recorded(line);
  };
  const visitors = new Visitors(url, load, (rate, visits) => see({ at: Date.now(), kind: "visits", rate, visits }));
  const from = { env, url, tlsUrl: await tlsUrlAt(place) };
  const outfitter = new Outfitter(
    visitors,
    (names, over) => gather(names, from, over),
    (what) => {
      if (what !== "") say(what);
      see({ at: Date.now(), kind: "lacking", what });
    },
  );
  let seen = Date.now();
  const pictures = new Pictures((picture) => {
    if (server.pages > 0) seen = Date.now();
    if (Date.now() - seen > loadEndsMs) visitors.rate = 0;
    server.show(picture);
  });
  try {
    await observe(place, see, signal);
  } finally {
    pictures.stop();
    outfitter.stop();
    visitors.stop();
    await driver?.ended();
    server.close();
    await recorder?.close();
  }
}

/** A claim counts its own requests, so nobody else sends any meanwhile. */
function withoutVisitors(deeds: Deeds, visitors: () => Visitors): Deeds {
  return {
    ...deeds,
    async prove(command, told, signal) {
      try {
        await visitors().hold(signal);
        return await deeds.prove(command, told, signal);
      } finally {
        visitors().letGo();
      }
    },
  };
}

/** Shows a recording to its end; the page stays as it then is until it is interrupted. */
export async function showRecording(
  file: string,
  { port, speed }: Page & { readonly speed: number },
  signal: AbortSignal,
): Promise<void> {
  const lines = await readRecording(file);
  const server = await open(port, undefined, undefined);
  const pictures = new Pictures((picture) => server.show(picture));
  const see = (line: Line) => {
    pictures.see(line);
    if (line.kind === "visits") server.visits(line.visits);
  };
  try {
    await replay(lines, see, signal, speed);
    pictures.last();
    say("The recording is at its end; the page stays. Ctrl-C ends it.");
    await new Promise((_, stopped) => {
      signal.addEventListener("abort", () => stopped(signal.reason as Error), { once: true });
    });
  } finally {
    pictures.stop();
    server.close();
  }
}

async function open(port: number, controls: Controls | undefined, drive: Drive | undefined): Promise<PageServer> {
  const server = new PageServer(await bundlePage(), controls, drive);
  try {
    say(`The page: ${await server.listen(port)}`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new Mistake(`port ${port} of this machine is taken`, `npm run live -- --port ${port + 1}`);
  }
  return server;
}

async function labUrl(): Promise<string> {
  if (!labStarted()) {
    throw new LabError("no lab is running", "npm run lab -- start, or give --context NAME --url URL of your cluster");
  }
  const { SHOP_URL = "" } = await labEnvironment();
  return SHOP_URL;
}

/** Where the lab answers over TLS; elsewhere what was given. */
async function tlsUrlAt(place: Place): Promise<URL | undefined> {
  if (place.tlsUrl !== undefined) return new URL(place.tlsUrl);
  return inLab(place) ? new URL(`https://localhost:${(await shopPorts()).tlsPort}`) : undefined;
}

/**
 * Runs the observer in a process of its own, in the lab in the lab's network, and again when it ends; what it says of
 * what is wrong is said here.
 */
async function observe(place: Place, see: (line: Line) => void, signal: AbortSignal): Promise<void> {
  const options = [
    ...(place.context === undefined ? [] : ["--context", place.context]),
    ...["--namespace", place.namespace, "--gateway-selector", place.gatewaySelector],
    ...(place.gatewayNamespace === "" ? [] : ["--gateway-namespace", place.gatewayNamespace]),
  ];
  const [command, ...args] = reaching(place, [
    // Each answer of a proxy is large and soon done with: with room for many of them Node keeps 38 MB more.
    ...[process.execPath, "--max-semi-space-size=4"],
    ...withTypeScript,
    join(projectDir, "tools/live/observe.ts"),
    ...options,
  ]);
  const env = await environmentAt(place);
  const backOff = new BackOff();
  for (;;) {
    const observer = execa(command, args, {
      ...{ cwd: projectDir, env, reject: false, buffer: false },
      ...({ stdin: "ignore", stdout: "pipe", stderr: "inherit" } as const),
      cancelSignal: signal,
    });
    for await (const text of createInterface({ input: observer.stdout })) {
      see(readLine(text));
      backOff.reset();
    }
    const { exitCode } = await observer;
    signal.throwIfAborted();
    // It has said what is wrong with what it was given, and would say so again.
    if (exitCode === exitCodes.notDone) throw new Mistake("what watches the cluster has ended; why, it says above");
    await backOff.wait(signal);
    signal.throwIfAborted();
  }
}

import { join, relative } from "node:path";
import { Mistake } from "../../command-line/mistake.ts";
import { projectDir } from "../../lab/paths.ts";
import { asOf } from "../live/picture/as-of.ts";
import { chaptersOf } from "../live/seen/chapters.ts";
import { readRecording, replay } from "../live/seen/recording.ts";
import { bundlePage } from "../live/server/bundle.ts";
import { PageServer } from "../live/server/server.ts";
import { openBrowser } from "../browser/open-browser.ts";
import { docsDir } from "./measured.ts";

/** A picture of the page for the audience. It has the name of its file. */
export interface LivePage {
  /** What one sees, in a sentence for `--list`. */
  readonly shows: string;
  readonly stage: string;
}

export const livePages: Readonly<Record<string, LivePage>> = {
  "live-canary": { stage: "canary", shows: "the page for the audience: a fifth of the requests on v2" },
  "live-circuit-breaking": { stage: "circuit-breaking", shows: "the page for the audience: what a breaker refuses" },
};

/** The whole talk, as `npm run live -- --record` kept it in the lab. */
export const talkFile = join(docsDir, "data/talk.jsonl.gz");

/** How long the dots of the last requests need to be on their way, in milliseconds. */
const dotsMs = 2500;

/** Takes the page as it was at the end of a stage of the recorded talk into docs/. Needs no lab. */
export async function takeLivePage(name: string, { stage }: LivePage, size = { width: 1920, height: 1080 }) {
  const lines = await readRecording(talkFile);
  const chapter = chaptersOf(lines).find((one) => one.stage === stage);
  if (chapter === undefined) throw new Mistake(`${relative(projectDir, talkFile)} has no stage ${stage}`);
  const until = lines.slice(0, chapter.end);
  const last = until.findIndex(({ at }) => at >= (until.at(-1)?.at ?? 0) - dotsMs);

  const server = new PageServer(await bundlePage(), undefined, undefined);
  const browser = await openBrowser();
  try {
    const address = await server.listen(0);
    server.show(asOf(until).picture(until.at(-1)?.at ?? 0));
    const page = await browser.newPage({ viewport: size });
    const told = page.waitForResponse(`${address}/events`);
    await page.goto(address);
    await told;
    await page.getByRole("heading", { level: 1, name: stage }).waitFor();
    const visits = until.slice(last).filter((line) => line.kind === "visits");
    await replay(visits, (line) => line.kind === "visits" && server.visits(line.visits), new AbortController().signal);
    await page.screenshot({ path: join(docsDir, `${name}.png`) });
  } finally {
    await browser.close();
    server.close();
  }
}

/**
 * The page with a driver whose deeds are told on the standard input, a word a line: `up` and `claim` bring what is under way
 * to its end, `fail` fails it. Prints the page's address, then each deed.
 */
import { once } from "node:events";
import { createInterface } from "node:readline";
import { Driver } from "../../../tools/live/drive/driver.ts";
import { Show } from "../../../tools/live/picture/show.ts";
import { bundlePage } from "../../../tools/live/server/bundle.ts";
import { OneTimeToken } from "../../../tools/live/server/one-time-token.ts";
import { PageServer } from "../../../tools/live/server/server.ts";

const words = createInterface({ input: process.stdin });
const say = (line: string) => void process.stdout.write(`${line}\n`);
const told = async (): Promise<void> => {
  const [word] = (await once(words, "line")) as [string];
  if (word === "fail") throw new Error("the gateway's pods are not there: no pod has the label istio=ingressgateway");
};

let deployed: readonly string[] | undefined = ["baseline"];
const driver = new Driver({
  order: ["baseline", "canary", "cors"],
  deployed: () => deployed,
  deeds: {
    async deploy(stage, progress) {
      say(`deploy ${stage}`);
      progress({ done: 61, changed: 4, now: "14 of 16 proxies serve what was deployed" });
      await told();
      return `npm run verify -- ${stage}`;
    },
    async prove(command, says) {
      say(command);
      says("canary: 2000 pages");
      await told();
      return { proven: true, because: "canary holds" };
    },
  },
  tell: (shown) => server.showDrive(shown),
  signal: new AbortController().signal,
});
const controls = { load: () => undefined, burst: () => undefined };
const server = new PageServer(await bundlePage(), controls, {
  token: new OneTimeToken(),
  go: (way) => driver.go(way),
});
server.showDrive(driver.now);
const show = new Show();
words.on("line", (word: string) => {
  if (word === "unseen") {
    deployed = undefined;
    say("nothing is seen");
  }
  if (word !== "seen") return;
  deployed = ["baseline"];
  show.see({ at: Date.now(), kind: "recorded", stage: "baseline", shows: "the whole shop at v1" });
});
setInterval(() => server.show(show.picture(Date.now())), 500);
say(await server.listen(0));

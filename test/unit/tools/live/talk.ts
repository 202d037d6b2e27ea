import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { type Line, readLine } from "../../../../tools/live/seen/lines";

/** The whole talk, as `npm run live -- --record` kept it in the lab. */
export const talk = (): Line[] =>
  gunzipSync(readFileSync("docs/data/talk.jsonl.gz")).toString().trimEnd().split("\n").map(readLine);

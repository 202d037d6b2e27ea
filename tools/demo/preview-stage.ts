import { Progress } from "../../verify/progress.ts";
import { stages } from "../../stages/index.ts";
import { preview } from "../preview/preview.ts";
import { asText } from "../preview/report.ts";

const [first = ""] = Object.keys(stages);

const nothingElse = { diff: false, yaml: undefined, config: [], configFile: undefined, json: false };

/** What the stage changes against the talk's first one, for who waits for the lab; that one itself, in a line. */
export async function previewStage(stage: string, signal: AbortSignal): Promise<string> {
  const progress = new Progress(process.stderr);
  const from = stage === first ? undefined : first;
  const report = await preview({ stage, from, ...nothingElse }, progress, signal);
  if (from !== undefined) return asText(report, false);
  return `${stage}: ${report.shows}\n\n${report.steps.length} objects; to see them: npm run preview -- ${stage}\n`;
}

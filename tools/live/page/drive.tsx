import type { DriveShown } from "../drive/driver.ts";
import { drive, refusal } from "./state.ts";

/** How far the deployment is that a key began, and what its claim says. */
export function Drive() {
  const shown = drive.value;
  if (shown === undefined) return null;
  const { says, wrong } = standing(shown);
  return (
    <>
      <section class="drive" aria-label="Driving">
        <p class={wrong ? "wrong" : ""}>{says}</p>
        {refusal.value !== "" && <p class="wrong">{refusal.value}</p>}
      </section>
      <p class="heard" role="status">
        {refusal.value || heard(shown, says)}
      </p>
    </>
  );
}

/** For a screen reader: what begins and how it ends, without each second between. */
function heard(shown: DriveShown, says: string): string {
  if (shown.state === "deploying") return `Deploying ${shown.stage}.`;
  if (shown.state === "proving") return `${shown.stage} is deployed; its claim runs.`;
  return shown.state === "ready" ? "" : says;
}

function standing(shown: DriveShown): { says: string; wrong: boolean } {
  switch (shown.state) {
    case "ready":
      return { says: "→ deploys the next stage, ← the one before", wrong: false };
    case "deploying": {
      const { done, changed, now } = shown.progress;
      const counted = `${done} ${done === 1 ? "resource" : "resources"} done, ${changed} changed`;
      return { says: `→ ${shown.stage}: up, ${shown.seconds} s, ${counted}${now && ` · ${now}`}`, wrong: false };
    }
    case "proving":
      return { says: `${shown.stage}: its claim, ${shown.seconds} s, visitors wait · ${shown.says}`, wrong: false };
    case "judged":
      return {
        says: `${shown.proven ? "✓ proven" : "✕ not proven"}: ${shown.because}; deployed ${shown.upSeconds.toFixed(1)} s after the key`,
        wrong: !shown.proven,
      };
    case "failed":
      return {
        says: `✕ ${shown.stage}: ${shown.what === "up" ? "up" : "its claim"} failed: ${shown.why}`,
        wrong: true,
      };
  }
}

import type { Picture } from "../picture/picture.ts";
import { connected } from "./state.ts";

/** The stage, what it shows, and who serves it. */
export function Strip({ picture }: { readonly picture: Picture }) {
  const { stage, shows, switching } = picture;
  const state = standing(picture, connected.value);
  const last = picture.switches.findLast(({ done }) => done !== undefined);
  return (
    <header>
      <h1>{stage === "" ? "no stage yet" : stage}</h1>
      <p class="shows">{shows}</p>
      <p class={state.wrong ? "standing wrong" : "standing"}>
        {switching && <strong>switching … </strong>}
        {state.says}
      </p>
      <p class="heard" aria-live="polite">
        {last && `Switched to ${stage}: ${shows}.`}
      </p>
    </header>
  );
}

function standing({ stale, proxies, apiAnswers }: Picture, heard: boolean): { says: string; wrong: boolean } {
  const { serving, of, silent } = proxies;
  if (!heard) return { says: "stale: npm run live is not heard", wrong: true };
  if (stale !== undefined) return { says: `stale: nothing seen for ${stale} s`, wrong: true };
  if (!apiAnswers) return { says: "the cluster's API does not answer", wrong: true };
  if (silent.length > 0)
    return { says: `${silent.length} ${silent.length === 1 ? "proxy" : "proxies"} silent`, wrong: true };
  if (of === 0) return { says: "who serves it is not known", wrong: false };
  return { says: `served by ${serving} of ${of} proxies`, wrong: serving < of };
}

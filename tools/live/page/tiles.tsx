import type { OutcomeShown, Picture } from "../picture/picture.ts";
import { duration, percent } from "./numbers.ts";

/** Three numbers, each with who counted it. */
export function Tiles({ picture }: { readonly picture: Picture }) {
  const { requests, times, answers } = picture;
  const recent = answers.filter((one) => one.recent > 0);
  return (
    <section class="tiles" aria-label="Numbers">
      <div class="tile">
        <p class="number">{requests.counted.toFixed(1)}</p>
        <p>
          requests/s <span class="wide">to front-end, counted </span>at the gateway
        </p>
      </div>
      <div class="tile">
        <p class="number">{duration(times.p50)}</p>
        <p>
          median, <strong>{duration(times.p99)}</strong> p99: visitors, 5 s
        </p>
      </div>
      <div class="tile">
        <div class="answers" role="img" aria-label={recent.map(inWords).join(", ") || "no answers"}>
          {recent.map(({ outcome, share }) => (
            <span key={outcome} class={`answer ${kindOf(outcome)}`} style={{ flexGrow: share }} />
          ))}
        </div>
        <p class="codes">
          {recent.slice(0, 4).map(({ outcome, share }) => (
            <span key={outcome} class={kindOf(outcome)}>
              {kindOf(outcome) === "bad" ? "✕ " : ""}
              {outcome} {percent(share)}
            </span>
          ))}
        </p>
        <p>
          answers<span class="wide"> to visitors</span>, 5 s
        </p>
      </div>
    </section>
  );
}

const kindOf = (outcome: string): string => (/^[123]\d\d$/.test(outcome) ? "good" : "bad");

const inWords = ({ outcome, share }: OutcomeShown): string => `${outcome}: ${percent(share)}`;

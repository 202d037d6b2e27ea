import type { Picture } from "../picture/picture.ts";
import { keys } from "./keys.ts";
import { askBurst, askLoad, help, pause, paused } from "./state.ts";

export function Foot({ picture }: { readonly picture: Picture }) {
  const { asked } = picture.requests;
  return (
    <footer>
      <label>
        load{" "}
        <input
          type="range"
          min="0"
          max="100"
          step="1"
          value={asked}
          onInput={({ currentTarget }) => askLoad(Number(currentTarget.value))}
        />{" "}
        {asked}/s
      </label>
      <button type="button" onClick={askBurst}>
        burst of 8
      </button>
      <button type="button" aria-pressed={paused.value} onClick={pause}>
        {paused.value ? "paused" : "pause"}
      </button>
      <span class="keys">
        {help.value
          ? Object.values(keys.value)
              .map(({ says }) => says)
              .join(" · ")
          : "?: keys"}
      </span>
    </footer>
  );
}

import { computed } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { askDrive, askLoad, dotsAlone, drive, help, light, pause, picture } from "./state.ts";

const step = 10;

interface Key {
  readonly says: string;
  /** @param held whether it is held down since, which makes it come again and again */
  press(held: boolean): void;
}

const always: Readonly<Record<string, Key>> = {
  " ": { says: "space: pause", press: pause },
  ArrowUp: { says: "↑ more load", press: () => load(step) },
  ArrowDown: { says: "↓ less load", press: () => load(-step) },
  d: { says: "d: dots alone", press: () => (dotsAlone.value = !dotsAlone.value) },
  t: { says: "t: light or dark", press: () => (light.value = !light.value) },
  f: { says: "f: full screen", press: () => void fullScreen() },
  "?": { says: "?: these keys", press: () => (help.value = !help.value) },
};

const driving: Readonly<Record<string, Key>> = {
  ArrowRight: { says: "→ next stage", press: (held) => held || void askDrive("next") },
  ArrowLeft: { says: "← previous stage", press: (held) => held || void askDrive("previous") },
};

/** What each key does, in words and in deed. */
export const keys = computed(() => (drive.value === undefined ? always : { ...always, ...driving }));

const load = (more: number): void => askLoad((picture.value?.requests.asked ?? 0) + more);

const fullScreen = (): Promise<void> =>
  document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();

export function useKeys(): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      // Buttons and the slider have keys of their own.
      const within = event.target instanceof HTMLElement && event.target.matches("button, input");
      const key = keys.value[event.key];
      if (key === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      if (within && [" ", "ArrowUp", "ArrowDown", "ArrowRight", "ArrowLeft"].includes(event.key)) return;
      event.preventDefault();
      key.press(event.repeat);
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}

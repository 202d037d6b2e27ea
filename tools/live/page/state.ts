import { computed, signal } from "@preact/signals";
import type { DriveShown } from "../drive/driver.ts";
import type { Way } from "../drive/neighbour.ts";
import type { Picture } from "../picture/picture.ts";
import type { Visit } from "../seen/lines.ts";

/** What the server last said; undefined before it has said anything. */
const latest = signal<Picture | undefined>(undefined);
/** What stands still while the page is paused. */
const frozen = signal<Picture | undefined>(undefined);

export const paused = signal(false);
export const light = signal(false);
export const dotsAlone = signal(false);
export const help = signal(false);
/** How the driving stands; undefined where this page deploys nothing. */
export const drive = signal<DriveShown | undefined>(undefined);
/** Why the last wish to drive was not followed; empty where it was, and once what was in its way is over. */
export const refusal = signal("");
/** Whether the server is heard: a browser that lost it goes on trying by itself. */
export const connected = signal(false);

export const picture = computed(() => (paused.value ? frozen.value : latest.value));

/** Called with visits as they come, to be drawn as dots. */
type Watcher = (visits: readonly Visit[]) => void;
const watchers = new Set<Watcher>();

export function watchVisits(watcher: Watcher): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Longer than this the server never says nothing, in milliseconds. */
const silenceMs = 3000;

export function listen(): void {
  const source = new EventSource("/events");
  let silence: number | undefined;
  const heard = () => {
    connected.value = true;
    window.clearTimeout(silence);
    silence = window.setTimeout(() => (connected.value = false), silenceMs);
  };
  source.addEventListener("picture", ({ data }: MessageEvent<string>) => {
    heard();
    const shown = JSON.parse(data) as Picture;
    if (shown.stage !== latest.value?.stage) refusal.value = "";
    latest.value = shown;
  });
  source.addEventListener("visits", ({ data }: MessageEvent<string>) => {
    heard();
    if (paused.value || document.hidden) return;
    for (const watcher of watchers) watcher(JSON.parse(data) as Visit[]);
  });
  source.addEventListener("drive", ({ data }: MessageEvent<string>) => {
    heard();
    const shown = JSON.parse(data) as DriveShown;
    if (shown.state !== drive.value?.state) refusal.value = "";
    drive.value = shown;
  });
  source.addEventListener("error", () => (connected.value = false));
}

export function pause(): void {
  frozen.value = latest.value;
  paused.value = !paused.value;
}

const post = (path: string, body?: unknown): void =>
  void fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch(() => (connected.value = false));

/** @param rate requests a second */
export const askLoad = (rate: number): void => post("/load", { rate: Math.min(100, Math.max(0, rate)) });
export const askBurst = (): void => post("/burst");

const kept = "drive";

/** The token that the printed address bears, kept for this tab and taken out of what the audience may read. */
function takeToken(): string {
  const [, token] = /^#drive=(\S+)$/.exec(location.hash) ?? [];
  if (token !== undefined) {
    sessionStorage.setItem(kept, token);
    history.replaceState(null, "", location.pathname);
  }
  return sessionStorage.getItem(kept) ?? "";
}

const token = takeToken();

/** Deploys the stage beside the deployed one, where this page may. */
export async function askDrive(way: Way): Promise<void> {
  if (drive.value === undefined) return;
  try {
    const response = await fetch("/drive", {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ way }),
    });
    refusal.value = response.ok ? "" : (await response.text()).trim();
  } catch {
    connected.value = false;
  }
}

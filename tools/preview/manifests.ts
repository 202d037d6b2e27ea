import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { parse } from "yaml";
import { Mistake } from "../../command-line/mistake.ts";
import type { Manifests } from "./report.ts";
import { hidden, type KubernetesObject, type Step } from "../engine-events/steps.ts";

/** Refuses a folder in which something is: manifests of two stages in one would be applied together. */
export async function expectEmpty(folder: string, typed: string): Promise<void> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" && existsSync(dirname(folder))) return [];
    throw new Mistake(`--yaml ${typed}: ${reasons[error.code ?? ""] ?? error.message}`);
  });
  if (entries.length > 0) {
    throw new Mistake(`--yaml ${typed}: the folder is not empty; name one that is not there, or is empty`);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "the folder in which it would be made is not there",
  ENOTDIR: "this is a file; name a folder that is not there, or is empty",
};

/** Whether an object's manifest would show a secret. */
export function holdsSecret(object: KubernetesObject): boolean {
  const contains = (node: unknown): boolean =>
    typeof node === "object" && node !== null ? Object.values(node).some(contains) : node === hidden;
  return object.kind === "Secret" || contains(object);
}

/** `kubectl apply -f` takes a folder's files by their names: what others need goes first. */
export function manifestName(kind: string, providersName: string): string {
  const rank = ["CustomResourceDefinition", "Namespace"].indexOf(kind);
  return `${rank < 0 ? 2 : rank}-${providersName}`;
}

/**
 * Copies what the provider has rendered, except objects with secrets, to where `kubectl apply -f` takes it.
 * @param typed the folder as the user named it
 */
export async function writeManifests(
  rendered: string,
  steps: readonly Step[],
  folder: string,
  typed: string,
): Promise<Manifests> {
  const secrets = steps.filter(({ change, object }) => change !== "deleted" && holdsSecret(object));
  const leftOut = secrets.map(({ object }) => keyOf(object));
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw new Mistake(`--yaml ${typed}: ${error.message}`);
  });
  const files: string[] = [];
  for (const entry of await readdir(rendered, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const text = await readFile(join(entry.parentPath, entry.name), "utf8");
    const object = parse(text) as KubernetesObject;
    if (leftOut.includes(keyOf(object))) continue;
    const name = manifestName(object.kind, basename(entry.name));
    await writeFile(join(folder, name), text);
    files.push(name);
  }
  return { folder: typed, files: files.sort(), leftOut: leftOut.sort() };
}

const keyOf = ({ kind, metadata: { namespace, name } }: KubernetesObject): string =>
  [kind, namespace, name].filter(Boolean).join("/");

import { parse } from "yaml";
import { Mistake } from "../../command-line/mistake.ts";

type Config = Readonly<Record<string, unknown>>;

const project = "sock-shop";

/**
 * The program's own config in a stack's file. The provider's is left: it names a cluster, and none is asked.
 * A Mistake where a value is encrypted: only its own stack can read it.
 */
export function readStackConfig(file: string, text: string): Config {
  const config: unknown = readYaml(file, text)?.config ?? {};
  if (typeof config !== "object" || config === null || Array.isArray(config)) {
    throw new Mistake(`--config-file ${file}: its config is no mapping of keys to values`);
  }
  const own = Object.entries(config).filter(([key]) => key.startsWith(`${project}:`));
  for (const [key, value] of own) {
    if (/"secure":/.test(JSON.stringify(value))) {
      throw new Mistake(`--config-file ${file}: ${key} is encrypted, which only its own stack can read; take it out`);
    }
  }
  return Object.fromEntries(own);
}

function readYaml(file: string, text: string): { config?: unknown } | null {
  try {
    return parse(text) as { config?: unknown } | null;
  } catch (error) {
    const [line = ""] = (error as Error).message.split("\n");
    throw new Mistake(`--config-file ${file}: ${line}`);
  }
}

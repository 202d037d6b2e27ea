import { Agent, get } from "node:http";
import { shop } from "../lab/visitor";

/** What a visitor got: a status, or why there was none. */
function page(agent: Agent, path: string): Promise<string> {
  return new Promise((resolve) => {
    const request = get(new URL(path, shop), { agent, timeout: 5000 }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.complete ? String(response.statusCode) : "cut short"));
      response.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    });
    request.on("timeout", () => request.destroy(new Error("no answer in 5 s")));
    request.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

/** Asks the shop for 50 pages a second on kept connections and 50 on new ones while something happens. @returns how many ended how */
export async function pagesDuring(happens: Promise<unknown>, path = "/"): Promise<Record<string, number>> {
  const agents = [true, false].map((keepAlive) => new Agent({ keepAlive }));
  const pages: Promise<string>[] = [];
  const timer = setInterval(() => pages.push(...agents.map((agent) => page(agent, path))), 20);
  await happens.finally(() => clearInterval(timer));
  const counts: Record<string, number> = {};
  for (const outcome of await Promise.all(pages)) counts[outcome] = (counts[outcome] ?? 0) + 1;
  agents.forEach((agent) => agent.destroy());
  return counts;
}

/** Only pages, and enough of them to mean something. */
export function expectAllAnswered(counts: Record<string, number>): void {
  expect(Object.keys(counts)).toEqual(["200"]);
  expect(counts["200"]).toBeGreaterThan(50);
}

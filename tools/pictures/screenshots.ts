import { execa } from "execa";
import { Mistake } from "../../command-line/mistake.ts";
import { projectDir } from "../../lab/paths.ts";

/** The pages as a browser shows them: taken by the lab's test in which one buys a sock. */
export const screenshots = {
  name: "screenshots",
  shows: "v1.png, v2.png, delay-fault.png: the shop in a browser that buys a sock",
  async take(): Promise<void> {
    const env = { PICTURES: "write" };
    const args = ["jest", "--selectProjects", "lab", "--testNamePattern", "visitor"];
    const { exitCode } = await execa("npx", args, { cwd: projectDir, env, stdio: "inherit", reject: false });
    if (exitCode !== 0) throw new Mistake("the browser's visit failed; its words are above");
  },
};

/** Brings the browser that pictures of pages are taken with, unless it is there. */
export async function bringBrowser(): Promise<void> {
  const options = { cwd: projectDir, stdio: "inherit", reject: false } as const;
  const { exitCode } = await execa("npm", ["run", "--silent", "browser"], options);
  if (exitCode !== 0) throw new Mistake("there is no browser to take pictures with");
}

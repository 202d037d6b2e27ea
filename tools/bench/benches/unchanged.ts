import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { Lab } from "../lab.ts";
import { programsDir } from "../pulumi-costs.ts";
import { inRounds } from "../rounds.ts";
import { ratios } from "../statistics.ts";

const floorStack = "bench-floor";

export const unchanged: Bench = {
  title: "preview and up of the deployed shop with nothing to change, against an empty program; on the lab",
  needs: "lab",
  rounds: 7,
  async run(ground) {
    const lab = await Lab.find(ground.folder, ground.signal);
    ground.say("deploying the shop");
    await lab.up();
    // In a folder of its own, as `stack init` writes a config file.
    const project = join(ground.folder, "floor");
    await mkdir(project);
    await copyFile(join(programsDir, "empty", "Pulumi.yaml"), join(project, "Pulumi.yaml"));
    await lab.run("pulumi", "--cwd", project, "stack", "init", "--no-select", floorStack);
    const options = ["--stack", floorStack, "--config-file", join(project, "floor.yaml"), "--non-interactive"];
    const floor = (...command: string[]) =>
      lab.time("pulumi", "--cwd", join(programsDir, "empty"), ...command, ...options);
    try {
      const seconds = await inRounds(ground, {
        "floor, preview": () => floor("preview"),
        "floor, up": () => floor("up", "--yes", "--skip-preview"),
        "shop, preview": () => lab.pulumi("preview"),
        "shop, up": () => lab.up(),
      });
      return [
        {
          what: "preview / floor",
          unit: "times",
          values: ratios(seconds["shop, preview"], seconds["floor, preview"]),
          aim: 1.5,
        },
        { what: "up / floor", unit: "times", values: ratios(seconds["shop, up"], seconds["floor, up"]), aim: 1.5 },
        { what: "floor: preview of an empty program", unit: "seconds", values: seconds["floor, preview"] },
        { what: "preview of the shop", unit: "seconds", values: seconds["shop, preview"] },
        { what: "up of the shop, all proxies asked", unit: "seconds", values: seconds["shop, up"] },
      ];
    } finally {
      await lab.run("pulumi", "--cwd", project, "stack", "rm", "--yes", "--force", floorStack);
    }
  },
};

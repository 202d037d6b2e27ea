/** Makes a stack of each project named, in the folder named first. Prints the commands that then run on them, as JSON. */
import { basename, resolve } from "node:path";
import { OfflinePulumi, savedAtTheEnd, type Command } from "../../tools/offline-pulumi/offline-pulumi.ts";
import { labsPulumi } from "../../tools/offline-pulumi/pulumi-program.ts";

const [, , folder = "", ...projects] = process.argv;
const pulumi = await OfflinePulumi.start(folder, labsPulumi);
const commands: Record<string, Command & { configFile: string; rendered: string }> = {};
for (const project of projects) {
  const stack = { name: basename(resolve(project)), project: resolve(project), env: savedAtTheEnd };
  await pulumi.makeStack(stack);
  const [configFile, rendered] = [pulumi.configFile(stack), pulumi.rendered(stack)];
  commands[project] = { ...pulumi.command(stack, []), configFile, rendered };
}
process.stdout.write(JSON.stringify(commands));

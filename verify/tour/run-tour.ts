import { claims, stageNames } from "../claims";
import { ClusterGround, readStageConfigMap } from "../cluster/cluster-ground";
import type { Connection } from "../cluster/connect";
import { findEntrance } from "../cluster/gateway";
import { Temporary } from "../cluster/temporary";
import { readMeshObjects } from "../cluster/mesh-objects";
import type { TourOptions } from "../options";
import { proveTrials, type Place } from "../prove-trials";
import { Deployer, expectStackIn } from "./deploy";
import { planStops, proveEverything } from "./everything";
import { everythingExitCode, everythingTables } from "./everything-report";
import { ResultsFile } from "./results-file";
import { everySwitch, onceAround } from "./route";
import { nothingDropped, switchJson, switchTable } from "./switch-report";
import { makeSwitches } from "./switches";

/** Deploys stages one after the other and proves what was asked for. Ends at the stage it began with. */
export async function runTour(
  options: TourOptions,
  connection: Connection,
  signal: AbortSignal,
  say: Place["say"],
): Promise<[text: string, exitCode: number]> {
  const deployer = new Deployer(options.configFile, signal);
  expectStackIn(connection.namespace, await deployer.namespace());
  const deploy = (stage: string) => deployer.deploy(stage);
  const before = (await readStageConfigMap(connection))?.["stage"];
  if (before === undefined && options.url === undefined) {
    // What the address is read off comes with the shop.
    say(`deploying ${stageNames[0]}`);
    await deploy(stageNames[0] as string);
  }
  const url = options.url ?? (await findEntrance(connection));
  const place: Place = { connection, url, fortioImage: options.fortioImage, signal, say };
  const result = options.what === "all" ? await all(options, place, deploy) : await switches(options, place, deploy);
  if (before !== undefined) {
    say(`back to ${before}`);
    await deploy(before);
  }
  return result;
}

type Deploy = (stage: string) => Promise<number>;

async function all({ json }: TourOptions, place: Place, deploy: Deploy): Promise<[string, number]> {
  const trials = stageNames.map((stage) => claims[stage].expecting(new Map()));
  const told = (stage: string) => {
    place.say(`deploying ${stage}`);
    return deploy(stage);
  };
  const reports = await proveEverything(planStops(trials), told, (deployed, trials, control) =>
    proveTrials(place, deployed, trials, control),
  );
  const code = everythingExitCode(reports);
  return [json ? `${JSON.stringify({ proven: code === 0, reports }, null, 2)}\n` : everythingTables(reports), code];
}

async function switches(options: TourOptions, place: Place, deploy: Deploy): Promise<[string, number]> {
  const { connection, url, fortioImage, signal, say } = place;
  const kept = options.results === undefined ? undefined : new ResultsFile(options.results);
  const earlier = kept?.read() ?? [];
  const route = options.what === "tour" ? onceAround(stageNames) : everySwitch(stageNames);
  const left = route.filter((one) => !earlier.some(({ from, to }) => from === one.from && to === one.to));
  const [first] = left;
  if (first !== undefined) {
    say(`deploying ${first.from}`);
    await deploy(first.from);
  }
  const made = await makeSwitches(left, {
    ground: new ClusterGround(connection, new Temporary(connection, fortioImage, signal), url, signal, say),
    deploy,
    meshObjects: () => readMeshObjects(connection),
    done: async (outcome) => kept?.add(outcome),
  });
  const outcomes = [...earlier, ...made];
  return [options.json ? `${switchJson(outcomes)}\n` : switchTable(outcomes), nothingDropped(outcomes) ? 0 : 1];
}

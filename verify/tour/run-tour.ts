import { afterwards } from "../afterwards";
import { readCertificateAuthority } from "../certificate-authority";
import { readSigningKey } from "../signing-key";
import { visitorHeaders } from "../visitor";
import { claims, stageNames } from "../claims";
import { ClusterGround, readStageConfigMap } from "../cluster/cluster-ground";
import type { Connection } from "../cluster/connect";
import { findEntrance } from "../cluster/gateway";
import { Temporary } from "../cluster/temporary";
import { readMeshObjects } from "../cluster/mesh-objects";
import type { TourOptions } from "../options";
import { proveTrials, type TestBed } from "../prove-trials";
import type { Report } from "../report";
import { Deployer, expectStackIn } from "./deploy";
import { planStops, proveStop } from "./everything";
import { everythingExitCode, everythingTables } from "./everything-report";
import { everyPair, pairsProven, provePairs, type Pair, type PairOutcome } from "./pairs";
import { pairsJson, pairsTables } from "./pairs-report";
import { ResultsFile } from "./results-file";
import { everySwitch, onceAround, type Switch } from "./route";
import { nothingDropped, switchJson, switchTable } from "./switch-report";
import { makeSwitches, type SwitchOutcome, type Tour } from "./switches";

/** Deploys stages one after the other and proves what was asked for. Ends at the stage it began with. */
export async function runTour(
  options: TourOptions,
  connection: Connection,
  signal: AbortSignal,
  say: TestBed["say"],
): Promise<[text: string, exitCode: number]> {
  const deployer = new Deployer(options.configFile, signal);
  expectStackIn(connection.namespace, await deployer.namespace());
  const before = (await readStageConfigMap(connection))?.["stage"];
  if (before === undefined && options.url === undefined) {
    // What the address is read off comes with the shop.
    say(`deploying ${stageNames[0]}`);
    await deployer.deploy(stageNames[0] as string);
  }
  const url = options.url ?? (await findEntrance(connection));
  const temporary = new Temporary(connection, options.fortioImage, signal);
  const signingKey = () => readSigningKey(options.signingKey, signal);
  const certificateAuthority = () => readCertificateAuthority(options.ca, signal);
  const testBed: TestBed = { connection, temporary, url, signingKey, certificateAuthority, signal, say };
  const toured = tours[options.what](options, testBed, deployer);
  const result = await afterwards(toured, () => temporary.gone(say), say);
  if (before !== undefined) {
    say(`back to ${before}`);
    await deployer.deploy(before);
  }
  return result;
}

const tours: Readonly<
  Record<
    TourOptions["what"],
    (options: TourOptions, testBed: TestBed, deployer: Deployer) => Promise<[text: string, exitCode: number]>
  >
> = { all, pairs, switches, tour: switches };

/** The tour, and at each stage on the way its claim and the controls that belong to it. */
async function all({ json }: TourOptions, testBed: TestBed, deployer: Deployer): Promise<[string, number]> {
  const stops = planStops(stageNames.map((stage) => claims[stage].expecting(new Map())));
  const reports: Report[] = [];
  const switches = await makeSwitches(onceAround(stageNames), {
    ...underLoad(testBed, deployer),
    done: () => Promise.resolve(),
    stop: async (stage) => {
      const proven = reports.some(({ deployed }) => deployed === stage);
      const stop = stops.find((stop) => stop.stage === stage);
      if (proven || stop === undefined) return;
      reports.push(
        ...(await proveStop(stop, (deployed, trials, control) => proveTrials(testBed, deployed, trials, control))),
      );
    },
  });
  const everything = { reports, switches };
  const code = everythingExitCode(everything);
  const text = json
    ? `${JSON.stringify({ proven: code === 0, ...everything }, null, 2)}\n`
    : everythingTables(everything);
  return [text, code];
}

/** What every tour makes its switches with. */
function underLoad(
  { connection, temporary, url, signingKey, certificateAuthority, signal, say }: TestBed,
  deployer: Deployer,
): Pick<Tour, "ground" | "visitor" | "deploy" | "meshObjects"> {
  return {
    ground: new ClusterGround(connection, temporary, url, signal, say, signingKey, certificateAuthority),
    // In every stage, as a switch may lead to one that wants it.
    visitor: () =>
      visitorHeaders(
        stageNames.map((stage) => claims[stage].expecting(new Map())),
        signingKey,
      ),
    deploy: (stage) => deployer.deploy(stage),
    meshObjects: () => readMeshObjects(connection),
  };
}

async function pairs(options: TourOptions, testBed: TestBed, deployer: Deployer): Promise<[string, number]> {
  const kept = resultsOf<PairOutcome>(options, "pair");
  const earlier = kept?.read() ?? [];
  const all = everyPair(stageNames).filter(withOneOf(options));
  const same = (one: Pair, other: Pair) => one.join() === other.join();
  const left = all.filter((pair) => !earlier.some((outcome) => same(outcome.pair, pair)));
  const made = await provePairs(left, {
    deploy: (pair) => deployer.deployPair(pair),
    prove: (pair) => {
      const trials = pair.map((stage) => claims[stage].expecting(new Map()));
      return proveTrials(testBed, pair.join(","), trials, false);
    },
    done: async (outcome) => kept?.add(outcome),
    say: testBed.say,
  });
  const outcomes = all.flatMap((pair) => [...earlier, ...made].filter((outcome) => same(outcome.pair, pair)));
  return [options.json ? `${pairsJson(outcomes)}\n` : pairsTables(outcomes), pairsProven(outcomes) ? 0 : 1];
}

async function switches(options: TourOptions, testBed: TestBed, deployer: Deployer): Promise<[string, number]> {
  const kept = resultsOf<SwitchOutcome>(options, "from");
  const earlier = kept?.read() ?? [];
  const route =
    options.what === "tour"
      ? onceAround(stageNames)
      : everySwitch(stageNames).filter(({ from, to }) => withOneOf(options)([from, to]));
  const same = (one: Switch, other: Switch) => one.from === other.from && one.to === other.to;
  const left = route.filter((one) => !earlier.some((outcome) => same(outcome, one)));
  const made = await makeSwitches(left, {
    ...underLoad(testBed, deployer),
    done: async (outcome) => kept?.add(outcome),
  });
  // Of a file that another tour wrote too, those that belong to this one.
  const outcomes = route.flatMap((one) => [...earlier, ...made].filter((outcome) => same(outcome, one)));
  return [options.json ? `${switchJson(outcomes)}\n` : switchTable(outcomes), nothingDropped(outcomes) ? 0 : 1];
}

/** Whether a pair is among those that were asked for. */
function withOneOf({ among }: TourOptions): (pair: Pair) => boolean {
  const wanted: readonly string[] = among;
  return (pair) => wanted.length === 0 || pair.some((stage) => wanted.includes(stage));
}

function resultsOf<Outcome extends object>({ results, what }: TourOptions, field: keyof Outcome & string) {
  return results === undefined ? undefined : new ResultsFile<Outcome>(results, field, `--${what}`);
}

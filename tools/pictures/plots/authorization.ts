import type { ServiceDeclaration } from "../../../src/shop/service.ts";
import { type ServiceName, services } from "../../../src/shop/services.ts";
import type { Ground, Pod } from "../../../verify/ground.ts";
import { call, callTcp, ended } from "../../../verify/probes/fortio.ts";
import { refusedByPolicy } from "../../../verify/probes/refusals.ts";
import { colours } from "../looks.ts";
import { plot, type Body } from "../plot.ts";

interface Call {
  /** Service whose account it was made with. */
  readonly caller: string;
  readonly callee: string;
  readonly answer: "let in" | "refused";
  /** Whether the table of services says that the one calls the other. */
  readonly needed: boolean;
}

interface Rows {
  readonly calls: readonly Call[];
}

const names = Object.keys(services) as ServiceName[];

/** Callers that are there at once: a small node has no room for more beside the shop. */
const AT_ONCE = 7;

export const authorization = plot<Rows>({
  shows: "which service each service's account may call",
  how: "a call or connection of each account to each service, in stage authorization; refusals counted by the receivers' proxies",
  async measure({ ground, deploy, clear }) {
    await deploy("authorization");
    const calls: Call[] = [];
    for (let first = 0; first < names.length; first += AT_ONCE) {
      const callers = names.slice(first, first + AT_ONCE);
      const pods = await ground.bring(callers.map((account) => ({ role: account, account })));
      for (const [index, caller] of callers.entries())
        calls.push(...(await callAll(ground, caller, pods[index] as Pod)));
      await clear();
    }
    return { calls };
  },
  draw({ calls }) {
    const allowed = calls.filter(({ answer }) => answer === "let in").length;
    const otherwise = calls.filter(({ answer, needed }) => (answer === "let in") !== needed).length;
    const axis = { grid: false, domain: false, ticks: false } as const;
    const spec = {
      width: { step: 34 },
      height: { step: 26 },
      data: { values: calls },
      mark: { type: "rect", stroke: "white", strokeWidth: 2 },
      encoding: {
        y: { field: "caller", type: "nominal", sort: null, title: "account of the caller", axis },
        x: {
          ...{ field: "callee", type: "nominal", sort: null, title: "called" },
          axis: { ...axis, orient: "top", labelAngle: -45 },
        },
        color: {
          field: "answer",
          title: null,
          scale: { domain: ["let in", "refused"], range: [colours.v1, colours.faint] },
        },
      },
    } as unknown as Body;
    return {
      title: "Who may call whom",
      caption: `${calls.length} pairs, ${allowed} let in; ${otherwise} other than the table of services says.`,
      spec,
    };
  },
});

/** Calls each service once with one account. */
async function callAll(ground: Ground, caller: ServiceName, pod: Pod): Promise<Call[]> {
  const calls: Call[] = [];
  for (const callee of names) {
    ground.say(`${caller} to ${callee}`);
    const receivers = await ground.pods({ name: callee });
    const before = await refusedByPolicy(ground, receivers);
    await callOnce(ground, pod, callee);
    const answer = (await refusedByPolicy(ground, receivers)) > before ? "refused" : "let in";
    const declared: ServiceDeclaration = services[caller];
    calls.push({ caller, callee, answer, needed: declared.calls?.includes(callee) ?? false });
  }
  return calls;
}

async function callOnce(ground: Ground, from: Pod, callee: ServiceName): Promise<void> {
  const { protocol, ports } = services[callee];
  const address = `${callee}.${ground.namespace}:${ports[0].port}`;
  if (protocol === "tcp") {
    await callTcp(ground, from, { address, calls: 1, text: "PING\r\n" });
    return;
  }
  // Without an answer nobody has decided, and that is not to pass for "let in".
  const answers = await call(ground, from, { url: `http://${address}/`, calls: 1 });
  if (ended(answers, -1) > 0) throw new Error(`${from.name} got no answer from ${callee}`);
}

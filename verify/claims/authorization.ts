import { timesUnder } from "../call-times";
import type { Claim } from "../claim";
import { methodList } from "../expectation";
import type { Finding } from "../finding";
import { exactly } from "../finding";
import type { Ground, Pod } from "../ground";
import { CALLER_POD } from "../probes/calls";
import type { CallAnswers, TcpAnswers } from "../probes/fortio";
import { call, callTcp, ended } from "../probes/fortio";
import { soundAnswers, visit } from "../probes/pages";
import { CALLER, RECEIVER } from "../probes/places";
import { refusedByPolicy } from "../probes/refusals";
import type { ShopAnswers } from "../probes/shop-traffic";
import { CALLER_OF } from "../shop";

export interface AuthorizationNumbers {
  /** That catalogue takes from those who may call it. */
  catalogueMethods: readonly string[];
}

/** Calls of one caller to catalogue. */
export interface Asked {
  readonly who: string;
  readonly method: string;
  readonly answers: CallAnswers;
}

export interface AuthorizationReadings {
  readonly asked: readonly Asked[];
  /** Calls that catalogue's own proxies say to have refused meanwhile. */
  readonly refused: number;
  /** Connections to a database, by the account that opened them. */
  readonly sessions: {
    readonly frontEnd: TcpAnswers;
    readonly stranger: TcpAnswers;
    /** That the database's own proxy says to have refused. */
    readonly refused: number;
  };
  readonly pages: ShopAnswers;
}

/** Who may call catalogue, where not everybody may. */
const ALLOWED = "front-end's account";

/** Who calls without a sidecar. */
const NOBODY = "no account";

/** The status that fortio gives a call whose connection was closed instead of answered. */
const RESET = -1;

/** A method that shops take seldom, and one that they take always. */
const METHODS = ["GET", "DELETE"];

/** A database that answers whoever speaks its words. */
const SESSIONS = { address: "session-db:6379", text: "PING\r\n" };

/** Longest that a call may take that nothing holds up, in seconds. */
const PATIENCE = 15;

export const authorization: Claim<AuthorizationNumbers, AuthorizationReadings> = {
  stage: "authorization",
  shows: "each service takes calls of those alone that need it: catalogue takes GET from front-end, all else gets 403",
  measured:
    "statuses at callers of catalogue with front-end's account, with another, with front-end's of another namespace, and with none; connections to session-db; what the receivers' proxies refused",
  expects: { catalogueMethods: methodList(["GET"], "methods that catalogue takes") },
  requests: { usual: 20, least: 10 },
  control: () => ({ stage: "baseline", because: "everybody may call" }),
  // Pictures come from catalogue, by GET.
  failures: ({ catalogueMethods }) => (catalogueMethods.includes("GET") ? [] : [403]),

  async measure(ground, _numbers, requests, beside = []) {
    const timeout = PATIENCE + timesUnder(beside).heldUp;
    ground.say("starting callers with several accounts, one of them in another namespace, and one without a sidecar");
    const [frontEnd, stranger, namesake, outsider] = (await ground.bring([
      CALLER_POD,
      { role: "stranger" },
      { role: "namesake", account: CALLER_OF.catalogue, elsewhere: true },
      { role: "outsider", sidecar: false },
    ])) as [Pod, Pod, Pod, Pod];
    const ask = async (from: Pod, who: string, method: string): Promise<Asked> => {
      ground.say(`${requests} times ${method} to catalogue with ${who}`);
      const url = `http://catalogue.${ground.namespace}/tags`;
      return { who, method, answers: await call(ground, from, { url, method, calls: requests, timeout }) };
    };
    const catalogue = await ground.pods({ name: "catalogue" });
    const before = await refusedByPolicy(ground, catalogue);
    const asked: Asked[] = [];
    for (const method of METHODS) asked.push(await ask(frontEnd, ALLOWED, method));
    asked.push(await ask(stranger, "another account", "GET"));
    asked.push(await ask(namesake, "front-end's account of another namespace", "GET"));
    asked.push(await ask(outsider, NOBODY, "GET"));
    const refused = (await refusedByPolicy(ground, catalogue)) - before;
    return {
      asked,
      refused,
      sessions: await askSessions(ground, frontEnd, stranger, requests),
      pages: await visit(ground, { path: "/", requests }),
    };
  },

  judge({ asked, refused, sessions, pages }, { catalogueMethods }, beside = []) {
    const failures = beside.flatMap((other) => other.failures);
    const strict = beside.some(({ stage }) => stage === "mutual-tls");
    const { frontEnd, stranger } = sessions;
    const connections = { where: CALLER, unit: "answers" } as const;
    const forbidden = asked.reduce((sum, { answers }) => sum + ended(answers, 403), 0);
    return [
      ...asked.map((one) => {
        const resets = strict && one.who === NOBODY ? [RESET] : [];
        return judgeAsked(one, catalogueMethods, [...failures, ...resets]);
      }),
      exactly(forbidden, {
        ...{ what: "refused by catalogue's own proxies", where: RECEIVER, seen: refused, of: forbidden },
      }),
      exactly(frontEnd.calls, {
        ...{ ...connections, what: `${ALLOWED}, to session-db: answered`, of: frontEnd.calls },
        ...{ seen: frontEnd.answered, about: "measurement" },
      }),
      exactly(stranger.calls, {
        ...{ ...connections, what: "another account, to session-db: closed", of: stranger.calls },
        seen: stranger.closed,
      }),
      exactly(stranger.calls, {
        ...{ what: "refused by session-db's own proxy", where: RECEIVER, seen: sessions.refused, of: stranger.calls },
      }),
      ...soundAnswers(pages, "pages for visitors"),
    ];
  },
};

async function askSessions(
  ground: Ground,
  frontEnd: Pod,
  stranger: Pod,
  calls: number,
): Promise<AuthorizationReadings["sessions"]> {
  ground.say(`${calls} connections to session-db with each of two accounts`);
  const database = await ground.pods({ name: "session-db" });
  const before = await refusedByPolicy(ground, database);
  const answers = {
    frontEnd: await callTcp(ground, frontEnd, { ...SESSIONS, calls }),
    stranger: await callTcp(ground, stranger, { ...SESSIONS, calls }),
  };
  return { ...answers, refused: (await refusedByPolicy(ground, database)) - before };
}

/** Whoever may call with that method gets what the program answers; all others get 403. */
function judgeAsked({ who, method, answers }: Asked, allowed: readonly string[], failures: readonly number[]): Finding {
  const mayCall = who === ALLOWED && allowed.includes(method);
  const { calls } = answers;
  const sum = (statuses: readonly number[]) => statuses.reduce((total, status) => total + ended(answers, status), 0);
  // What catalogue itself says to another method than GET is its own affair.
  const others = [...answers.statuses.keys()].filter((status) => status > 0 && status !== 403);
  const right = !mayCall ? [403] : method === "GET" ? [200] : others;
  const what = `${who}, ${method}: ${!mayCall ? "403" : method === "GET" ? "200" : "let in"}`;
  const seen = sum([...new Set([...right, ...failures])]);
  return exactly(calls, { what, where: CALLER, unit: "answers", seen, of: calls });
}

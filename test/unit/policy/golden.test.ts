import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { Declared } from "../../../policy/rule";
import { resourceRules, stackRules } from "../../../policy/rules";
import { declared } from "./declared";

/** What every stage of the shop declares, as it was reviewed; no engine, so it takes a moment. */
const folder = "test/golden";

interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

function objectsOf(file: string): Declared[] {
  return parseAllDocuments(readFileSync(join(folder, file), "utf8"), { version: "1.1" }).map((document) => {
    const object = document.toJS() as KubernetesObject;
    const { apiVersion, kind, metadata } = object;
    return declared(`${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`, metadata.name, object);
  });
}

const baseline = objectsOf("baseline.yaml");

/** The file of another stage has what is new or differs. */
function stackOf(file: string): Declared[] {
  const own = objectsOf(file);
  const key = ({ type, name, props: { metadata } }: Declared) => `${type} ${metadata?.namespace ?? ""} ${name}`;
  const keys = new Set(own.map(key));
  return [...baseline.filter((object) => !keys.has(key(object))), ...own];
}

/** Not the rule that asks a stack of its own for a reason: the stack of these files gives none. */
const ofObjects = resourceRules.filter(({ name }) => name !== "named-hosts");

const messages = (resources: readonly Declared[]): string[] => [
  ...ofObjects.flatMap(({ violations }) => resources.flatMap(violations)),
  ...stackRules.flatMap(({ violations }) => violations(resources).map(({ message }) => message)),
];

test.each(readdirSync(folder))("no rule has anything against %s", (file) => {
  expect(messages(stackOf(file))).toEqual([]);
});

test("they are looked at: each kind that the rules know, spoilt, is refused", () => {
  const spoil: Record<string, (props: Declared["props"]) => object> = {
    Gateway: ({ spec }) => ({
      spec: { ...spec, servers: [{ tls: { mode: "SIMPLE", minProtocolVersion: "TLSV1_1" } }] },
    }),
    DestinationRule: () => ({ spec: {} }),
    PeerAuthentication: () => ({ spec: { mtls: { mode: "DISABLE" } } }),
    AuthorizationPolicy: () => ({ spec: { rules: [{}] } }),
    Deployment: () => ({ metadata: {}, spec: { template: { spec: { containers: [{ name: "main" }] } } } }),
  };
  const stack = stackOf("canary.yaml");
  for (const [kind, change] of Object.entries(spoil)) {
    const spoilt = stack.map((object) =>
      object.type.endsWith(`:${kind}`) ? { ...object, props: { ...object.props, ...change(object.props) } } : object,
    );
    expect([kind, messages(spoilt).length > 0]).toEqual([kind, true]);
  }
});

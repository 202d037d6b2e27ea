import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Stage } from "../../../../src/stage/stage";
import { stages } from "../../../../stages";
import { generalDefaults } from "../../../../src/config/settings";
import { parameters, read } from "./read-config";

describe("Pulumi.yaml", () => {
  const project = parse(readFileSync("Pulumi.yaml", "utf8"));

  test("has the program's keys, with their types and defaults", () => {
    const types: Record<string, string> = {
      images: "object",
      resources: "object",
      istio: "object",
      createNamespace: "boolean",
    };
    const general = Object.entries(generalDefaults).map(([key, value]) => [
      key,
      { type: types[key] ?? "string", default: value, description: expect.stringMatching(/^\w.{10,}$/) },
    ]);
    const ofStages = Object.entries<Stage>(stages).flatMap(([name, stage]) =>
      Object.entries(stage.parameters ?? {}).map(([key, parameter]) => [
        key,
        {
          type: parameter.type === "integer" ? "integer" : "string",
          default: parameter.default,
          description: `${name}: ${parameter.description}`,
        },
      ]),
    );
    expect(Object.entries(project.config)).toEqual([...general, ...ofStages]);
  });

  test("no two stages share a key, nor does one take a general key", () => {
    const keys = Object.values<Stage>(stages).flatMap((stage) => Object.keys(stage.parameters ?? {}));
    const all = [...Object.keys(generalDefaults), ...keys];
    expect(all).toEqual([...new Set(all)]);
    expect(Object.keys(parameters)).toEqual(keys);
  });

  test("a key that a stage goes by beside its own is another stage's", () => {
    for (const [name, { alsoReads = [] }] of Object.entries<Stage>(stages)) {
      const others = Object.entries<Stage>(stages).filter(([other]) => other !== name);
      const keys = others.flatMap(([, stage]) => Object.keys(stage.parameters ?? {}));
      expect(keys).toEqual(expect.arrayContaining([...alsoReads]));
    }
  });

  test("the project's name is the prefix that the config of the dev stack has", () => {
    const dev = parse(readFileSync("Pulumi.dev.yaml", "utf8")).config;
    const own = Object.entries(dev).filter(([key]) => key.startsWith(`${project.name}:`));
    expect(own).toEqual([
      ["sock-shop:openGateway", expect.stringMatching(/\w/)],
      ["sock-shop:stage", "baseline"],
      ["sock-shop:url", "http://localhost:8080"],
    ]);
    expect(read(Object.fromEntries(own) as Record<string, string>).stage.names).toEqual(["baseline"]);
  });
});

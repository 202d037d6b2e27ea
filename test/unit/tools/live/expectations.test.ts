import { stages } from "../../../../stages";
import { kindNames } from "../../../../src/mesh/kinds";
import { expectationsOf } from "../../../../tools/live/observer/expectations";
import { runProgram } from "../../src/engine";

const byObject = (one: { readonly object: string }, other: { readonly object: string }) =>
  one.object < other.object ? -1 : 1;

test.each(Object.keys(stages))("of the objects of %s the page waits for what `pulumi up` waits for", async (stage) => {
  const { objects, expectations } = await runProgram({ stage });
  const specs = [...objects].flatMap(([object, { spec }]) =>
    kindNames.some((kind) => object.startsWith(`${kind}/`)) ? [[object, spec as unknown] as const] : [],
  );
  // The page looks into no namespace but the shop's, and so not at the object that is for the gateway's pods.
  const inShop = expectations.filter(({ atGateway }) => atGateway === undefined);
  expect(inShop.length).toBeGreaterThan(0);
  expect(expectationsOf(new Map(specs)).sort(byObject)).toEqual(inShop.sort(byObject));
});

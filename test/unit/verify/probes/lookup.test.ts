import { promisify } from "node:util";
import { lookup } from "../../../../verify/probes/lookup";

const address = (host: string) => promisify<string, object, string>(lookup as never)(host, { family: 4 });

test("a name below localhost is this machine", async () => {
  expect(await address("shop-b.localhost")).toBe("127.0.0.1");
});

test("no other name is", async () => {
  await expect(address("localhost.invalid")).rejects.toThrow();
});

import { readme } from "../../../../src/outputs/readme";

const page = {
  stage: "canary,abort-fault",
  shows: "20 % of users on v2 of front-end; 10 % of calls to catalogue answer 500",
  url: "http://shop.example",
  verify: "npm run verify -- canary,abort-fault",
  tools: {},
  stages: ["baseline", "canary", "abort-fault"],
};

test("the stack's page tells the stage, the shop's address, and what to type", () => {
  expect(readme(page)).toBe(`# Sock Shop: canary,abort-fault

20 % of users on v2 of front-end; 10 % of calls to catalogue answer 500

- The shop: <http://shop.example>
- Prove it: \`npm run verify -- canary,abort-fault\`
- Switch: \`pulumi config set stage NAME && pulumi up\`
- Names: baseline, canary, abort-fault; several joined by a comma
`);
});

test("what the user chose is text, not Markdown", () => {
  const shows = "users whose user-agent contains ^<a>*[x_]|`\\d` get v2";
  expect(readme({ ...page, shows })).toContain("contains ^\\<a>\\*\\[x\\_\\]\\|\\`\\\\d\\` get v2");
});

test("what has pages is linked, with what to type first", () => {
  const tools = {
    prometheus: { command: "kubectl port-forward service/prometheus 9090", page: "http://localhost:9090/" },
  };
  expect(readme({ ...page, tools })).toContain(
    "\n- See [prometheus](http://localhost:9090/): `kubectl port-forward service/prometheus 9090`\n",
  );
});

import { execFileSync } from "node:child_process";
import { shellWords } from "../../../../tools/verify-words/shell-words";
import { verifyCommand } from "../../../../src/outputs/verify-command";

test.each([
  "npm run verify -- canary",
  "npm run verify -- header-routing --expect 'headerPattern=Firefox|it'\\''s (me)' --namespace shop",
  "npm run verify -- jwt --expect jwtIssuer=https://sock-shop.example --url 'http://a b/'",
])("%s is split as a shell splits it", (command) => {
  const script = `printf '%s\\n' ${command}`;
  const said = execFileSync("sh", ["-c", script], { encoding: "utf8" }).trimEnd().split("\n");
  expect(shellWords(command)).toEqual(said);
});

test("what the stack says of its own command is taken whole", () => {
  const changed = { headerPattern: 'it\'s "me" & $HOME' };
  const command = verifyCommand("header-routing", {
    ...{ namespace: "sock-shop", gatewayNamespace: "", hosts: "*", url: "", images: {} },
    stage: { changed, unprovable: [] },
  });
  expect(shellWords(command)).toContain(`headerPattern=${changed.headerPattern}`);
});

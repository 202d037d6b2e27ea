import { expectStackIn } from "../../../../verify/tour/deploy";

test("a stack that deploys where one looks is fine", () => {
  expect(() => expectStackIn("team-shop", "team-shop")).not.toThrow();
});

test("a stack that deploys elsewhere is refused, both are named, and it says what to type", () => {
  expect(() => expectStackIn("sock-shop", "team-shop")).toThrow(
    "the stack deploys into namespace team-shop, and you asked for sock-shop\n" +
      "to look there, type: --namespace team-shop; to deploy here: pulumi config set namespace sock-shop",
  );
});

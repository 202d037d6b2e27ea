import { rootReasons } from "../../../../src/shop/root-reasons";
import { services } from "../../../../src/shop/services";

test("a container that runs as root says why, by its own name", () => {
  expect(rootReasons("user-db", services["user-db"])).toEqual({
    "runs-as-root.sock-shop/user-db":
      "the accounts of the demo are files in the image, owned as it was built, and MongoDB writes beside them",
  });
});

test("so does a sidecar", () => {
  const { rabbitmq } = services;
  const exporter = { ...rabbitmq.sidecars["rabbitmq-exporter"], user: { rootBecause: "of a port" } };
  expect(rootReasons("rabbitmq", { ...rabbitmq, sidecars: { "rabbitmq-exporter": exporter } })).toEqual({
    "runs-as-root.sock-shop/rabbitmq-exporter": "of a port",
  });
});

test("a pod without root has nothing to say", () => {
  expect(rootReasons("rabbitmq", services.rabbitmq)).toBeUndefined();
});

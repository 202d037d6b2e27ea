import { pinnedImages } from "../../../../policy/rules/pinned-images";
import { declared, deployment } from "../declared";

const of = (image: string | undefined, metadata = {}) =>
  pinnedImages.violations(deployment({ metadata, spec: { containers: [{ name: "main", image }] } }));

test.each(["nginx:1.27.1", "registry.example:5000/nginx:1.27", `nginx@sha256:${"0".repeat(64)}`])(
  "%s is taken",
  (image) => {
    expect(of(image)).toEqual([]);
  },
);

test.each(["nginx", "nginx:latest", "registry.example:5000/nginx", "fortio/fortio:latest_release", ""])(
  '"%s" is refused',
  (image) => {
    expect(of(image)).toEqual([
      `container main of shop: image is "${image}". Allowed: an image with a tag that stays (not latest), or with a digest.`,
    ]);
  },
);

test("no image is refused", () => {
  expect(of(undefined)).toEqual([expect.stringContaining('image is ""')]);
});

test("every container is looked at", () => {
  const [first, looks] = [
    { name: "first", image: "a" },
    { name: "looks", image: "b:latest" },
  ];
  const spec = { initContainers: [first], containers: [{ name: "main", image: "c:1" }], ephemeralContainers: [looks] };
  expect(pinnedImages.violations(deployment({ spec }))).toEqual([
    expect.stringContaining("container first of shop"),
    expect.stringContaining("container looks of shop"),
  ]);
});

test('"auto" is for Istio to fill in, where it is asked to', () => {
  const labels = { "sidecar.istio.io/inject": "true" };
  const annotations = { "inject.istio.io/templates": "gateway" };
  expect(of("auto", { labels, annotations })).toEqual([]);
  expect(of("nginx", { labels, annotations })).toHaveLength(1);
  expect(of("auto", { labels })).toHaveLength(1);
  expect(of("auto", { annotations })).toHaveLength(1);
});

test("other resources have no images", () => {
  expect(pinnedImages.violations(declared("core/v1:Service", "shop", { spec: {} }))).toEqual([]);
});

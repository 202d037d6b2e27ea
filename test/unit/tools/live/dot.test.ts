import { dotOf } from "../../../../tools/live/page/dot";
import { places } from "../../../../tools/live/page/places";

const picture = { path: "/catalogue/images/holy_1.jpeg", as: "Chrome", took: 5 };

describe("a request for a picture", () => {
  test.each([
    ["answered", { outcome: "200", version: "v2" }, [places.v2, places.catalogue]],
    ["that front-end fails because of catalogue", { outcome: "500", version: "v1" }, [places.v1, places.catalogue]],
    ["that a proxy refuses", { outcome: "403", version: "" }, [places.v1]],
    ["that the gateway sends elsewhere", { outcome: "301", version: "" }, [places.visitors]],
  ])("%s goes as far as it came", (_, seen, onwards) => {
    expect(dotOf({ ...picture, ...seen }).path).toEqual([places.visitors, places.gateway, ...onwards]);
  });
});

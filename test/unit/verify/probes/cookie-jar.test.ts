import { CookieJar } from "../../../../verify/probes/cookie-jar";

test("an empty jar sends nothing", () => {
  expect(new CookieJar().headers()).toEqual({});
});

test("what was given last is sent, without what was said about it", () => {
  const jar = new CookieJar();
  jar.keep(["canary=v1; Path=/; HttpOnly", "md.sid=a=b; Path=/"]);
  jar.keep(["canary=v2; SameSite=Lax", "no cookie"]);
  expect(jar.headers()).toEqual({ cookie: "canary=v2; md.sid=a=b" });
});

test("a jar holds a value, not a part of one", () => {
  const jar = new CookieJar();
  jar.keep(["x=v22"]);
  expect(jar.holds("v2")).toBe(false);
  jar.keep(["y=v2"]);
  expect(jar.holds("v2")).toBe(true);
});

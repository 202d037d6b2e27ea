import { RunError } from "@pulumi/pulumi";
import type { Parameter } from "../../../../src/config/parameter";
import { readParameter } from "../../../../src/config/read-parameter";

const described = { description: "for the test" };
const weight: Parameter = { type: "integer", min: 0, max: 100, default: 20, ...described };
const live: Parameter = { type: "choice", allowed: ["v1", "v2"], default: "v2", ...described };
const delay: Parameter = { type: "duration", min: "1ms", max: "1h", default: "5s", ...described };
const header: Parameter = { type: "header", default: "user-agent", ...described };
const pattern: Parameter = { type: "pattern", default: "Firefox", ...described };
const age: Parameter = { type: "duration", min: "1s", max: "24h", wholeSeconds: true, default: "24h", ...described };
const origin: Parameter = { type: "origin", default: "https://shop.example", ...described };
const word: Parameter = { type: "word", default: "sock-shop", ...described };
const methods: Parameter = { type: "methods", default: "GET,POST", ...described };
const host: Parameter = { type: "host", default: "api.example.com", ...described };
const condition: Parameter = { type: "condition", default: "all", ...described };

test.each<[Parameter, string, string | number]>([
  [weight, "0", 0],
  [weight, "100", 100],
  [weight, "007", 7],
  [live, "v1", "v1"],
  [delay, "1h", "1h"],
  [delay, "1ms", "1ms"],
  [header, "User-Agent", "user-agent"],
  [pattern, "Chrome|Firefox", "Chrome|Firefox"],
  [age, "1500ms500ms", "1500ms500ms"],
  [age, "24h", "24h"],
  [origin, "https://a.example", "https://a.example"],
  [origin, "http://localhost:3000", "http://localhost:3000"],
  [origin, "http://[::1]:3000", "http://[::1]:3000"],
  [methods, "get, Put", "GET,PUT"],
  [word, "https://shop.example/realms/one", "https://shop.example/realms/one"],
  [host, " API.Example.com", "api.example.com"],
  [host, "a.b", "a.b"],
  [condition, "all", "all"],
  [condition, "response.code >= 400", "response.code >= 400"],
])("$type takes %j", (parameter, text, value) => {
  expect(readParameter("key", parameter, text)).toBe(value);
});

const whole = "Allowed: a whole number from 0 to 100. Type: pulumi config set key 20";
const span = "Allowed: a duration from 1ms to 1h, such as 5s, 250ms or 1m30s. Type: pulumi config set key 5s";
const seconds = "Allowed: whole seconds from 1s to 24h, such as 5s or 1m30s. Type: pulumi config set key 24h";
const asSent = "Allowed: an origin as browsers send it, such as https://shop.example or http://localhost:3000.";
const oneHost = "Allowed: the name of one host, with a dot, such as api.example.com.";
const some = "Allowed: some of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, each once, joined by a comma.";
const name = "Allowed: the name of an HTTP header, such as user-agent. Type: pulumi config set key user-agent";

test.each<[Parameter, string, string]>([
  [weight, "-1", `Config key is "-1". ${whole}`],
  [weight, "101", `Config key is "101". ${whole}`],
  [weight, "abc", `Config key is "abc". ${whole}`],
  [weight, "12.5", `Config key is "12.5". ${whole}`],
  [weight, "", `Config key is "". ${whole}`],
  [weight, "1e1", `Config key is "1e1". ${whole}`],
  [live, "v3", 'Config key is "v3". Allowed: v1 or v2. Type: pulumi config set key v2'],
  [{ ...age, because: "no room" }, "25h", `Config key is "25h". ${seconds.replace("1m30s.", "1m30s (no room).")}`],
  [delay, "5 seconds", `Config key is "5 seconds". ${span}`],
  [delay, "0s", `Config key is "0s". ${span}`],
  [delay, "61m", `Config key is "61m". ${span}`],
  [age, "0s", `Config key is "0s". ${seconds}`],
  [age, "1500ms", `Config key is "1500ms". ${seconds}`],
  [age, "25h", `Config key is "25h". ${seconds}`],
  ...Object.entries({
    "*": "https://shop.example",
    "https://*.example": "https://shop.example",
    "shop.example": "https://shop.example",
    "file:///index.html": "https://shop.example",
    null: "https://shop.example",
    "": "https://shop.example",
    "https://a.example/": "https://a.example",
    "https://a.example/cart?x": "https://a.example",
    "https://A.example:443": "https://a.example",
    "https://me:secret@a.example": "https://a.example",
  }).map(([text, next]): [Parameter, string, string] => [
    origin,
    text,
    `Config key is "${text}". ${asSent} Type: pulumi config set key ${next}`,
  ]),
  ...["", "*", "GET,", "GET,FETCH", "GET,get"].map((text): [Parameter, string, string] => [
    methods,
    text,
    `Config key is "${text}". ${some} Type: pulumi config set key GET,POST`,
  ]),
  ...["", " ", "sock shop", "*", "https://*.example", "söck"].map((text): [Parameter, string, string] => [
    word,
    text,
    `Config key is "${text}". Allowed: a name of printable ASCII, without spaces and *. ` +
      "Type: pulumi config set key sock-shop",
  ]),
  ...["", "localhost", "*.example.com", "a.example.com,b.example.com", "10.0.0.1", "https://a.example.com", "a..b"].map(
    (text): [Parameter, string, string] => [
      host,
      text,
      `Config key is "${text}". ${oneHost} Type: pulumi config set key api.example.com`,
    ],
  ),
  [header, "user agent", `Config key is "user agent". ${name}`],
  [header, ":authority", `Config key is ":authority". ${name}`],
  [header, "", `Config key is "". ${name}`],
  [
    pattern,
    "(?=x)",
    'Config key is "(?=x)", which looks ahead or behind. Allowed: a regular expression that Envoy takes (RE2). ' +
      "Type: pulumi config set key Firefox",
  ],
  [
    condition,
    "response.cod >= 400",
    'Config key is "response.cod >= 400", which is wrong at character 10: No such key: cod. Allowed: all, or a condition ' +
      "in CEL, such as response.code >= 400, on request, response, connection, upstream, source, destination, metadata, " +
      "filter_state, upstream_filter_state, xds. Type: pulumi config set key all",
  ],
])("$type refuses %j in one line", (parameter, text, message) => {
  expect(() => readParameter("key", parameter, text)).toThrow(new RunError(message));
});

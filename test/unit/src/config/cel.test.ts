import { celFault } from "../../../../src/config/cel";

test.each([
  "true",
  "response.code >= 400",
  "response.code in [404, 503] && !(request.path == '/tags')",
  "response.code >= 400 // note",
  "response.code > 399u",
  "response.flags != 0",
  "response.code_details.contains('timeout') || response.grpc_status == 14",
  "request.headers['x-account'] == 'one'",
  "has(request.headers.cookie)",
  "request.duration > duration('1s')",
  "request.time.getHours() == 3",
  "response.backend_latency > duration('250ms')",
  "source.address == '10.0.0.1' && destination.port == 80",
  "connection.mtls",
  "upstream.transport_failure_reason != ''",
  "xds.route_name.startsWith('catalogue')",
  "metadata.filter_metadata['a'].b == 'c'",
  "filter_state['a'] == 'b'",
  "[500, 503].exists(code, code == response.code)",
])("%j is a condition", (expression) => expect(celFault(expression)).toBeUndefined());

test.each([
  ["", "at character 1: Unexpected token: EOF"],
  ["response.code >", "at character 16: Unexpected token: EOF"],
  ["response.code = 400", "at character 15: Unexpected character: ="],
  ["response.code >= 400 or true", "at character 22: Unexpected character: 'r'"],
  ["(response.code >= 400", "at character 22: Expected RPAREN, got EOF"],
  ["request.path == 'a", "at character 17: Unterminated string"],
  ["duration > 3", "at character 1: Unknown variable: duration"],
  ["respons.code >= 400", "at character 1: Unknown variable: respons"],
  ["response.status >= 400", "at character 10: No such key: status"],
  ["request['pat'] == '/'", "at character 1: No such key: pat"],
  ["response.code >= '400'", "at character 1: no such overload: int >= string"],
  ["response.code", "as a whole: it is no condition, but of type int"],
])("%j is none", (expression, fault) => expect(celFault(expression)).toBe(fault));

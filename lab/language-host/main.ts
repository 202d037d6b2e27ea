/**
 * Pulumi's engine starts a "language host" to run a program. Pulumi's own cannot be had from the package registries
 * the lab builds from, so this one stands in: it starts the SDK's own runner and answers little else. A
 * `pulumi-language-nodejs` on the PATH, as Pulumi's distribution brings it, is used instead of it.
 */
import * as grpc from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { version } from "@pulumi/pulumi/version";
import { runProgram, stopPrograms } from "./run-program.ts";

type Handler<Request, Response> = (request: Request) => Response | Promise<Response>;

const unary =
  <Request, Response>(handler: Handler<Request, Response>): grpc.handleUnaryCall<Request, Response> =>
  (call, reply) => {
    Promise.resolve(call.request)
      .then(handler)
      .then(
        (response) => reply(null, response),
        (error: unknown) => reply({ code: grpc.status.INTERNAL, message: String(error) }),
      );
  };

// The engine's address comes as the last argument; engines that shake hands give it again there.
let engineAddress = process.argv.at(-1) ?? "";

const server = new grpc.Server();
server.addService(LanguageRuntimeService, {
  handshake: unary((request: messages.LanguageHandshakeRequest) => {
    engineAddress = request.getEngineAddress();
    return new messages.LanguageHandshakeResponse();
  }),
  getPluginInfo: unary(() => {
    const info = new PluginInfo();
    info.setVersion(version);
    return info;
  }),
  // The Kubernetes provider is found in its usual place; there is nothing the engine would have to fetch.
  getRequiredPackages: unary(() => new messages.GetRequiredPackagesResponse()),
  getRequiredPlugins: unary(() => new messages.GetRequiredPluginsResponse()),
  getProgramDependencies: unary(() => new messages.GetProgramDependenciesResponse()),
  about: unary(() => {
    const about = new messages.AboutResponse();
    about.setExecutable(process.execPath);
    about.setVersion(process.version);
    return about;
  }),
  run: unary((request: messages.RunRequest) => runProgram(request, engineAddress)),
  cancel: unary(() => {
    stopPrograms();
    return new Empty();
  }),
});

server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  // The engine reads the first line of output as the port.
  process.stdout.write(`${port}\n`);
});

// An engine that was killed cannot say so: this process then has another parent, and the program nobody to report to.
const engine = process.ppid;
setInterval(() => {
  if (process.ppid === engine) return;
  stopPrograms();
  process.exit();
}, 1000).unref();

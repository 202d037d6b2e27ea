import type { Claim } from "../claim";
import { hostName, whole } from "../expectation";
import { exactly } from "../finding";
import { VISITOR } from "../probes/places";
import { sendTraffic, type ShopAnswers } from "../probes/shop-traffic";
import { askOverTls, distrusted, servedOverHttp2, type TlsPages } from "../probes/tls-pages";

export interface GatewayTlsNumbers {
  tlsHost: string;
  httpsPort: number;
}

export interface GatewayTlsReadings {
  /** By plain HTTP. */
  readonly plain: ShopAnswers;
  /** Over TLS, where visitors by plain HTTP are to be sent. */
  readonly trusting: TlsPages;
  /** The same of visitors who do not know the stack's certificate authority. */
  readonly strangers: TlsPages;
}

const REDIRECTED = 301;

export const gatewayTls: Claim<GatewayTlsNumbers, GatewayTlsReadings> = {
  stage: "gateway-tls",
  shows: "the shop answers over TLS alone, with a certificate of its own; plain HTTP is redirected there",
  measured:
    "statuses of pages over TLS and HTTP/2 with the stack's certificate authority and without; statuses and addresses by plain HTTP; at the visitor",
  expects: {
    tlsHost: hostName("sock-shop.example", "the host that the certificate is for"),
    httpsPort: whole(8443, 1, 65535, "where plain HTTP is redirected to"),
  },
  // Of each kind: each answer must be right, so a few are enough.
  requests: { usual: 20, least: 10 },
  control: () => ({ stage: "baseline", because: "no port speaks TLS, and plain HTTP is served" }),
  redirects: () => REDIRECTED,

  async measure(ground, { tlsHost, httpsPort }, requests) {
    const { url, signal } = ground;
    ground.say(`${requests} pages by plain HTTP`);
    const plain = new URL(url);
    plain.protocol = "http:";
    const headers = { host: url.port === "" ? tlsHost : `${tlsHost}:${url.port}` };
    const answers = await sendTraffic(plain, { path: "/", requests, headers, bodies: true }, signal);
    ground.say(`${requests} pages over TLS with the stack's certificate authority, and without`);
    const over = { address: { host: url.hostname, port: httpsPort }, host: tlsHost, requests };
    const ca = await ground.certificateAuthority();
    return {
      plain: answers,
      trusting: await askOverTls({ ...over, ...(ca !== undefined && { ca }) }, signal),
      strangers: await askOverTls(over, signal),
    };
  },

  judge({ plain, trusting, strangers }, { tlsHost, httpsPort }) {
    const to = `https://${tlsHost}${httpsPort === 443 ? "" : `:${httpsPort}`}/`;
    const answers = { where: VISITOR, unit: "answers" } as const;
    const seenToo = ({ outcomes }: TlsPages, right: number, sent: number) =>
      right === sent ? "" : ` (seen: ${[...outcomes].map(([what, times]) => `${times} × ${what}`).join(", ")})`;
    const served = servedOverHttp2(trusting, 200);
    const refused = distrusted(strangers);
    return [
      exactly(trusting.sent, {
        ...{ ...answers, of: trusting.sent, seen: served },
        what: `TLS as ${tlsHost}, with the authority: 200 over HTTP/2${seenToo(trusting, served, trusting.sent)}`,
      }),
      exactly(strangers.sent, {
        ...{ ...answers, of: strangers.sent, seen: refused },
        what: `TLS without the authority: certificate refused${seenToo(strangers, refused, strangers.sent)}`,
      }),
      exactly(plain.sent, {
        ...{ ...answers, of: plain.sent, what: `plain HTTP: ${REDIRECTED} to ${to}` },
        seen: plain.answers.filter(({ status, headers }) => status === REDIRECTED && headers.location === to).length,
      }),
      exactly(plain.sent, {
        ...{ ...answers, of: plain.sent, what: "plain HTTP: no page" },
        seen: plain.answers.filter(({ body }) => body === "").length,
      }),
    ];
  },
};

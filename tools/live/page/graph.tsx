import { useRef } from "preact/hooks";
import type { Picture, VersionShown } from "../picture/picture.ts";
import { Dots } from "./dots.tsx";
import { percent } from "./numbers.ts";
import { HEIGHT, places, WIDTH } from "./places.ts";

/** Who calls whom, always in the same place. */
export function Graph({ picture }: { readonly picture: Picture }) {
  const { versions, copies, catalogue, intent, others, denied } = picture;
  const { gateway, v1, v2, visitors } = places;
  const drawing = useRef<SVGSVGElement>(null);
  const copied = copies?.to;
  const locked = intent.mutualTls === "STRICT";
  return (
    <section class="graph" aria-label="The shop">
      <svg ref={drawing} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={inWords(picture)}>
        <Edge from={visitors} to={gateway} rate={picture.requests.counted} />
        <Edge from={gateway} to={v1} rate={versions["v1"]?.perSecond ?? 0} kind="v1" copies={copied === "v1"} />
        <Edge
          from={gateway}
          to={v2}
          rate={(versions["v2"]?.perSecond ?? 0) + (copied === "v2" ? (copies?.perSecond ?? 0) : 0)}
          kind="v2"
          copies={copied === "v2"}
        />
        <Edge from={v1} to={places.catalogue} rate={versions["v1"]?.perSecond ? catalogue.perSecond : 0} />
        <Edge from={v2} to={places.catalogue} rate={versions["v2"]?.perSecond ? catalogue.perSecond : 0} />
        <text class="name" x={visitors.x} y={visitors.y - 34} text-anchor="middle">
          visitors
        </text>
        <circle class="place" cx={visitors.x} cy={visitors.y} r="16" />
        <rect class="place" x={gateway.x - 85} y={gateway.y - 45} width="170" height="90" rx="10" />
        <text class="name" x={gateway.x} y={gateway.y + 10} text-anchor="middle">
          gateway
        </text>
        {intent.tls && (
          <text class="name" x={gateway.x} y={gateway.y + 84} text-anchor="middle">
            TLS alone
          </text>
        )}
        <Version name="v1" shown={versions["v1"]} copied={copied === "v1"} />
        <Version name="v2" shown={versions["v2"]} copied={copied === "v2"} />
        <text class="name" x={places.catalogue.x} y={podTop(catalogue.pods.length, 0) - 16} text-anchor="middle">
          catalogue
        </text>
        {/* Up to five pods; of more the rest is in words above. */}
        {catalogue.pods.slice(0, podsShown).map(({ name, ready, aside, share }, index) => (
          <g key={name}>
            <rect
              class={ready ? "place" : "place absent"}
              x={places.catalogue.x - 75}
              y={podTop(catalogue.pods.length, index)}
              width="150"
              height="74"
              rx="8"
            />
            <text
              class={aside ? "pod wrong" : "pod"}
              x={places.catalogue.x}
              y={podTop(catalogue.pods.length, index) + 48}
              text-anchor="middle"
            >
              {aside ? "put aside" : percent(share)}
            </text>
          </g>
        ))}
        <text class="name" x={places.catalogue.x} y={HEIGHT - 14} text-anchor="middle">
          {catalogue.tries !== undefined && catalogue.tries >= 1.005 ? `× ${catalogue.tries.toFixed(2)} tries` : ""}
          {intent.breaker ? (catalogue.refused > 0 ? `gate shut: ${catalogue.refused}` : "gate open") : ""}
        </text>
        {Object.entries(others).map(([name, rate], index) => (
          <text key={name} class={rate > 0 ? "other used" : "other"} x={WIDTH} y={62 + index * 62} text-anchor="end">
            {name}
          </text>
        ))}
        {locked && <path class="lock" d={`M22 ${HEIGHT - 30} h26 v20 h-26 z m5 0 v-6 a8 8 0 0 1 16 0 v6`} />}
        <text class="name" x={locked ? 60 : 20} y={HEIGHT - 10}>
          {[locked && "all mTLS", intent.guarded.length > 0 && `${denied} × 403`].filter(Boolean).join(", ")}
        </text>
      </svg>
      <Dots copies={copies !== undefined} over={drawing} />
    </section>
  );
}

const podsShown = 5;

/** Pods stand above each other, around the middle. */
const podTop = (pods: number, index: number): number =>
  places.catalogue.y - 42 * Math.max(1, Math.min(podsShown, pods)) + 5 + index * 84;

interface Place {
  readonly x: number;
  readonly y: number;
}

interface EdgeProps {
  readonly from: Place;
  readonly to: Place;
  /** Requests a second. */
  readonly rate: number;
  readonly kind?: string;
  readonly copies?: boolean;
}

function Edge({ from, to, rate, kind = "", copies = false }: EdgeProps) {
  const width = rate === 0 ? 1 : 2 + Math.min(14, rate / 3);
  return (
    <line
      class={`edge ${kind} ${copies ? "copies" : ""} ${rate === 0 ? "unused" : ""}`}
      x1={from.x}
      y1={from.y}
      x2={to.x}
      y2={to.y}
      stroke-width={width}
    />
  );
}

interface VersionProps {
  readonly name: "v1" | "v2";
  readonly shown: VersionShown | undefined;
  readonly copied: boolean;
}

/** v1 is round, v2 square: not everybody tells the colours apart. */
function Version({ name, shown, copied }: VersionProps) {
  const { x, y } = places[name];
  const absent = (shown?.ready ?? 0) === 0;
  const kind = `version ${name} ${absent ? "absent" : ""} ${copied ? "copies" : ""}`;
  return (
    <g>
      {name === "v1" ? (
        <circle class={kind} cx={x} cy={y} r="58" />
      ) : (
        <rect class={kind} x={x - 54} y={y - 54} width="108" height="108" />
      )}
      <text class="version-name" x={x} y={y + 14} text-anchor="middle">
        {name}
      </text>
      <text class={`share ${name}`} x="600" y={name === "v1" ? 96 : HEIGHT - 36} text-anchor="end">
        {copied ? "copies" : percent(shown?.share)}
      </text>
      {shown?.share !== undefined && !copied && shown.since > 0 && (
        <text class="band" x="600" y={name === "v1" ? 140 : HEIGHT - 128} text-anchor="end">
          {shown.asked === undefined ? "" : `asked ${shown.asked} %, `}± {(shown.band * 100).toFixed(1)}
        </text>
      )}
    </g>
  );
}

/** For who does not see it. */
function inWords({ versions, catalogue }: Picture): string {
  const shares = Object.entries(versions).map(([name, { share }]) => `${name} ${percent(share)}`);
  return `Requests to front-end since the switch: ${shares.join(", ")}. Pods of catalogue: ${catalogue.pods.length}.`;
}

import { render } from "preact";
import "uplot/dist/uPlot.min.css";
import "./page.css";
import { Drive } from "./drive.tsx";
import { Foot } from "./foot.tsx";
import { Graph } from "./graph.tsx";
import { useKeys } from "./keys.ts";
import { connected, dotsAlone, light, listen, picture } from "./state.ts";
import { Strip } from "./strip.tsx";
import { Tiles } from "./tiles.tsx";
import { Timeline } from "./timeline.tsx";

function Page() {
  useKeys();
  const shown = picture.value;
  document.documentElement.dataset["theme"] = light.value ? "light" : "dark";
  if (shown === undefined) {
    return <p class="first">{connected.value ? "Nothing is seen yet." : "Waiting for npm run live …"}</p>;
  }
  return (
    <main class={dotsAlone.value ? "dots-alone" : ""}>
      <Strip picture={shown} />
      <section class="tells" aria-label="What is seen">
        {shown.tells.map((tell) => (
          <p key={tell}>{tell}</p>
        ))}
      </section>
      <Drive />
      <Graph picture={shown} />
      <Tiles picture={shown} />
      <Timeline picture={shown} />
      <Foot picture={shown} />
    </main>
  );
}

listen();
render(<Page />, document.body);

/* eslint no-undef: off, @typescript-eslint/no-unused-vars: off -- a page holds all files of this folder as one script */
function buyButton(sock) {
  const button = element("button", { className: "button small", textContent: "Buy" });
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await ask("POST", "/cart", { id: sock.id });
      await showBasketCount();
      button.textContent = "Buy another";
    } catch (failure) {
      byId("timing").textContent = `Not added: ${failure.message}`;
    }
    button.disabled = false;
  });
  return button;
}

function sockCard(sock) {
  const href = `/detail.html?id=${encodeURIComponent(sock.id)}`;
  return element(
    "article",
    { className: "sock" },
    element("a", { href }, element("img", { src: sock.imageUrl[0], alt: sock.name, width: 180, height: 180 })),
    element("a", { href, textContent: sock.name }),
    element("p", {}, price(sock.price), buyButton(sock)),
  );
}

async function showSocks(path, count) {
  const place = byId("socks");
  place.replaceChildren(...Array.from({ length: count }, () => element("div", { className: "sock waiting" })));
  await showIn(
    "socks",
    catalogue(path).then((socks) => place.replaceChildren(...socks.map(sockCard))),
  );
}

/** Shows what a request brings, or in its place what went wrong with it. */
const showIn = (place, showing) => showing.catch((failure) => complain(byId(place), failure));

async function category() {
  const chosen = query.get("tags") ?? "";
  const page = Number(query.get("page") ?? 1);
  const size = 6;
  const encoded = encodeURIComponent(chosen);
  const link = (tags, number) => `/category.html?${new URLSearchParams({ tags, page: number })}`;
  const showSize = async () => {
    const { size: all } = await catalogue(`/catalogue/size?tags=${encoded}`);
    byId("size").textContent = `${all} kinds`;
    const numbers = Array.from({ length: Math.ceil(all / size) }, (_, index) => index + 1);
    byId("pages").replaceChildren(
      ...numbers.map((number) => element("a", { href: link(chosen, number), textContent: `Page ${number}` })),
    );
  };
  const tag = (name, label = name) =>
    element("a", { href: link(name, 1), textContent: label, className: name === chosen ? "chosen" : "" });
  const showTags = async () => {
    const { tags } = await catalogue("/tags");
    byId("tags").replaceChildren(tag("", "all"), ...tags.map((name) => tag(name)));
  };
  await Promise.all([
    showIn("size", showSize()),
    showIn("tags", showTags()),
    showSocks(`/catalogue?page=${page}&size=${size}&tags=${encoded}`, size),
  ]);
}

async function detail() {
  const sock = await catalogue(`/catalogue/${encodeURIComponent(query.get("id"))}`);
  byId("sock").replaceChildren(
    element("img", { src: sock.imageUrl[1] ?? sock.imageUrl[0], alt: sock.name }),
    element(
      "div",
      {},
      element("h1", { textContent: sock.name }),
      element("p", { textContent: sock.description }),
      element("p", { className: "quiet", textContent: `${sock.tag.join(", ")} · ${sock.count} in stock` }),
      element("h2", { textContent: price(sock.price) }),
      buyButton(sock),
    ),
  );
  await showSocks(`/catalogue?sort=id&size=3&tags=${sock.tag[0]}`, 3);
}

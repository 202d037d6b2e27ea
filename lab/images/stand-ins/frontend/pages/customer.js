/* eslint no-undef: off, @typescript-eslint/no-unused-vars: off -- a page holds all files of this folder as one script */
const cookie = (name) => document.cookie.match(new RegExp(`(?:^|; )${name}=([^;]+)`))?.[1];

async function showWho() {
  const loggedIn = cookie("logged_in");
  if (!loggedIn) return;
  const customer = await ask("GET", `/customers/${loggedIn}`);
  const out = element("a", { href: "/index.html", textContent: "Log out" });
  out.addEventListener("click", () => (document.cookie = "logged_in=; path=/; max-age=0"));
  byId("who").replaceChildren(`${customer.firstName} ${customer.lastName} · `, out);
}

/** Sends a form's fields by an action; what fails is said in the page's message. */
function onSubmit(form, action) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    byId("message").textContent = "";
    try {
      await action(Object.fromEntries(new FormData(form)));
    } catch (failure) {
      byId("message").textContent = failure.message;
    }
  });
}

const linesTable = (rows) =>
  element("table", {}, ...rows.map((cells) => element("tr", {}, ...cells.map((cell) => element("td", {}, cell)))));

/** Fetches the socks of some lines; a sock that cannot be had leaves its id. */
const withNames = (lines) =>
  Promise.all(
    lines.map(async (line) => {
      const sock = await request("GET", `/catalogue/${line.itemId}`).catch(() => ({ name: line.itemId }));
      return { ...line, name: sock.name };
    }),
  );

/** @param changed what to do once the shop has taken another quantity */
async function showLines(changed) {
  const lines = await withNames(await ask("GET", "/cart"));
  const total = lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, 4.99);
  const rows = lines.map((line) => {
    const quantity = element("input", {
      type: "number",
      min: 0,
      value: line.quantity,
      ariaLabel: `Pairs of ${line.name}`,
    });
    quantity.addEventListener("change", async () => {
      await ask("POST", "/cart/update", { id: line.itemId, quantity: Number(quantity.value) });
      await Promise.all([changed(), showBasketCount()]);
    });
    return [line.name, quantity, price(line.unitPrice), price(line.quantity * line.unitPrice)];
  });
  if (rows.length === 0) byId("lines").replaceChildren("Nothing in it yet.");
  else
    byId("lines").replaceChildren(
      linesTable([...rows, ["Shipping", "", "", "$4.99"], ["Total", "", "", price(total)]]),
    );
  return lines.length > 0;
}

/** Shows what is known, or the form that asks for it; tells whether it is known. */
async function known(name, path, describe) {
  if (!cookie("logged_in")) return false;
  const form = byId(`${name}-form`);
  try {
    byId(name).textContent = describe(await ask("GET", path));
    form.hidden = true;
    return true;
  } catch {
    byId(name).textContent = "";
    form.hidden = false;
    return false;
  }
}

async function basket() {
  const facts = [
    () => known("address", "/address", (a) => `${a.number} ${a.street}, ${a.postcode} ${a.city}, ${a.country}`),
    () => known("card", "/card", (c) => `Card that ends in ${c.number}`),
    () => showLines(refresh),
  ];
  const refresh = async () =>
    (byId("order").disabled = (await Promise.all(facts.map((fact) => fact()))).includes(false));
  for (const [form, path] of [
    ["address-form", "/addresses"],
    ["card-form", "/cards"],
  ]) {
    onSubmit(byId(form), async (fields) => {
      await ask("POST", path, fields);
      await refresh();
    });
  }
  byId("order").addEventListener("click", async () => {
    byId("order").disabled = true;
    try {
      await ask("POST", "/orders");
      await ask("DELETE", "/cart");
      location.href = "/customer-orders.html";
    } catch (failure) {
      byId("message").textContent = failure.message;
      byId("order").disabled = false;
    }
  });
  await refresh();
}

async function orders() {
  const list = await ask("GET", "/orders");
  const rows = list.map((order) => [
    element("a", { href: `/customer-order.html?order=${encodeURIComponent(order.id)}`, textContent: order.id }),
    new Date(order.date).toLocaleString("en"),
    price(order.total),
  ]);
  byId("orders").replaceChildren(rows.length > 0 ? linesTable(rows) : "None yet.");
}

async function order() {
  const found = await ask("GET", `/orders/${encodeURIComponent(query.get("order"))}`);
  const lines = await withNames(found.items);
  byId("order").replaceChildren(
    element("p", { textContent: `Order ${found.id}, shipment ${found.shipment.id}` }),
    linesTable([
      ...lines.map((line) => [line.name, `${line.quantity} × ${price(line.unitPrice)}`]),
      ["Shipping", "$4.99"],
      ["Total", price(found.total)],
    ]),
  );
}

function login() {
  onSubmit(byId("login"), async ({ username, password }) => {
    await session;
    const token = btoa(String.fromCharCode(...new TextEncoder().encode(`${username}:${password}`)));
    const response = await fetch("/login", { headers: { Authorization: `Basic ${token}` } });
    if (!response.ok) throw new Error("The shop does not know this name with this password.");
    location.href = "/index.html";
  });
}

function register() {
  onSubmit(byId("register"), async (fields) => {
    await ask("POST", "/register", fields);
    location.href = "/index.html";
  });
}

/* eslint no-undef: off, @typescript-eslint/no-unused-vars: off -- a page holds all files of this folder as one script */
const query = new URLSearchParams(location.search);
const byId = (id) => document.getElementById(id);
const price = (amount) => `$${amount.toFixed(2)}`;

/** An element with properties and children; text is never read as HTML. */
function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** A request to front-end, whose answer is read as JSON where it is any. Failures carry what was answered. */
async function request(method, path, body) {
  const options = { method, headers: {} };
  if (body) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  const response = await fetch(path, options);
  const text = await response.text();
  let value;
  try {
    value = text && JSON.parse(text);
  } catch {
    throw new Error(text.slice(0, 200));
  }
  if (!response.ok) throw new Error(value.message || `status ${response.status}`);
  if (value && value.status_code >= 400) throw new Error(value.error || `status ${value.status_code}`);
  return value;
}

/** A request about somebody's session: two that begin one at the same time would bring two. */
async function ask(method, path, body) {
  await session;
  return request(method, path, body);
}

/** Asks catalogue, and shows below the page how long that takes. */
async function catalogue(path) {
  const start = performance.now();
  const passed = () => `${((performance.now() - start) / 1000).toFixed(2)} s`;
  const show = (text) => (byId("timing").textContent = text);
  const waiting = setInterval(() => show(`Waiting for catalogue, ${passed()}…`), 250);
  try {
    const value = await request("GET", path);
    show(`catalogue answered in ${passed()}.`);
    return value;
  } catch (failure) {
    show(`catalogue failed after ${passed()}.`);
    throw failure;
  } finally {
    clearInterval(waiting);
  }
}

function complain(where, failure) {
  where.replaceChildren(element("p", { className: "failure" }, `The shop answered: ${failure.message}`));
}

async function showBasketCount() {
  let count = "–";
  try {
    const lines = await request("GET", "/cart");
    count = lines.reduce((sum, line) => sum + line.quantity, 0);
  } catch {
    // The page is worth seeing without the number.
  }
  byId("basket-count").textContent = count;
}

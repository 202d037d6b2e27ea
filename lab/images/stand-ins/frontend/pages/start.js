/* eslint no-undef: off, @typescript-eslint/no-unused-vars: off -- a page holds all files of this folder as one script */
const pages = {
  "index.html": () => showSocks("/catalogue?size=5", 5),
  "category.html": category,
  "detail.html": detail,
  "basket.html": basket,
  "login.html": login,
  "register.html": register,
  "customer-orders.html": orders,
  "customer-order.html": order,
};

const session = showBasketCount();
showWho().catch(() => undefined);
Promise.resolve(pages[document.body.dataset.page]?.()).catch((failure) =>
  complain(document.querySelector("main"), failure),
);

// The journey of buyer, seller and operator in a browser: every page passes axe and logs no error.
import { execFileSync } from "node:child_process";
import { readFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { createHmac, randomUUID } from "node:crypto";
import { chromium } from "playwright-core";
import ICAL from "ical.js";

const url = process.env.SOUK_URL, souk = process.env.SOUK_BINARY, pictures = process.env.SOUK_PICTURES;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const password = "open sesame souk";
let passed = 0, failed = 0;

const check = (good, what, detail = "") => {
  if (good) { passed++; console.log(`ok ${what}`); }
  else { failed++; console.log(`not ok ${what}${detail ? `: ${detail}` : ""}`); }
};

process.on("uncaughtException", (error) => {
  console.log(`not ok the journey goes on: ${String(error.stack || error).slice(0, 600)}`);
  console.log(`browser: ${passed} passed, ${failed + 1} failed`);
  process.exit(1);
});

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});

const person = async (name, options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-US", bypassCSP: true, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(8000);
  page.errors = [];
  page.on("console", (said) => { if (said.type() === "error") page.errors.push(said.text()); });
  page.on("pageerror", (error) => page.errors.push(String(error)));
  page.person = name;
  return page;
};

// A page is looked at: no console error, no axe violation, nothing wider than the window, no placeholder word.
const look = async (page, what, { errors = false } = {}) => {
  await page.waitForLoadState("load");
  await page.evaluate(axe);
  const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const faults = result.violations.map((v) => `${v.id} (${v.nodes.length}: ${v.nodes[0].target} ${v.nodes[0].failureSummary.split("\n")[1] || ""})`);
  check(faults.length === 0, `axe: ${what}`, faults.join("; "));
  if (!errors) check(page.errors.length === 0, `console: ${what}`, page.errors.join("; "));
  page.errors.length = 0;
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1);
  check(!wide, `fits: ${what}`, `${page.viewportSize().width} px`);
  const words = await page.evaluate(() => document.body.innerText);
  check(!/lorem ipsum|\bTODO\b|undefined|\{\{|\[object/i.test(words), `words: ${what}`);
  if (pictures) {
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: `${pictures}/${what.replace(/[^a-z0-9]+/gi, "-")}.png`, fullPage: true });
  }
};

const signIn = async (page, email) => {
  await page.goto(`${url}/sign-in`);
  await page.fill("#email", email);
  await page.fill("#password", password);
  await page.click("main button.full");
  await page.waitForURL((at) => !at.pathname.startsWith("/sign-in"));
};

const visit = async (page, path, what) => {
  const answer = await page.goto(url + path);
  check(answer.status() === 200, `200: ${what}`, `${answer.status()} at ${path}`);
  await look(page, what);
};

// A visitor looks around and opens an account.
const ana = await person("buyer");
await visit(ana, "/", "home");
await visit(ana, "/search?q=lamp", "search");
await visit(ana, "/search?q=zzzzqqqq", "search without a find");
const category = await ana.goto(url).then(() => ana.getAttribute(".gate[href^='/categories/']", "href"));
await visit(ana, category, "category");

const productLinks = async (page, path) => {
  await page.goto(url + path);
  return page.$$eval("main a[href^='/products/']", (links) => [...new Set(links.map((l) => l.getAttribute("href").split("?")[0]))]);
};
const products = await productLinks(ana, category);
await visit(ana, products[0], "product");

// Two sellers' goods into the cart.
const sellers = new Set();
for (const product of products) {
  if (sellers.size >= 2) break;
  await ana.goto(url + product);
  const seller = await ana.getAttribute("main a[href^='/sellers/']", "href").catch(() => null);
  const add = ana.locator("form[action='/cart/lines'] button.button").first();
  if (!seller || sellers.has(seller) || !(await add.count())) continue;
  await Promise.all([ana.waitForURL(/\/cart$/), add.click()]);
  sellers.add(seller);
}
check(sellers.size === 2, "two sellers in the cart");
await look(ana, "cart");
await visit(ana, [...sellers][0], "shop");

await ana.goto(`${url}/sign-up?next=/checkout`);
await look(ana, "sign up");
const email = `ana.${Date.now()}@browser.example`;
await ana.fill("#name", "Ana Sousa");
await ana.fill("#email", email);
await ana.fill("#password", "short");
await ana.evaluate(() => document.querySelector("#password").removeAttribute("minlength"));
await ana.click("main button.full");
await ana.waitForSelector("#password-fault");
check((await ana.inputValue("#email")) === email, "a refused form comes back filled in");
await look(ana, "sign up refused", { errors: true });
await ana.fill("#password", "a long enough password");
await Promise.all([ana.waitForURL(/\/confirm/), ana.click("main button.full")]);
await look(ana, "confirm");
const outbox = await (await ana.context().newPage());
await outbox.goto(`${url}/outbox`);
const code = (await outbox.innerText("main")).match(/Your code is (\d{6})/)[1];
await outbox.close();
await ana.fill("#code", code);
await Promise.all([ana.waitForURL(/\/checkout/), ana.click("main form button.full")]);
check(await ana.locator("text=Add an address").count() > 0, "checkout asks for an address");
await ana.click("text=Add an address");
await look(ana, "new address");
await ana.fill("#line1", "Rua das Flores 12");
await ana.fill("#postcode", "1200-192");
await ana.fill("#city", "Lisboa");
await ana.selectOption("#country", "PT");
await Promise.all([ana.waitForURL(/\/checkout/), ana.click("main button.full")]);
await look(ana, "checkout");

// Declined first, then paid.
await ana.check("input[value=tok_declined]");
await ana.click("form[action='/purchases'] button.full");
await ana.waitForSelector(".fault");
await look(ana, "checkout declined", { errors: true });
await ana.check("input[value=tok_visa]");
await Promise.all([ana.waitForURL(/\/purchases\//), ana.click("form[action='/purchases'] button.full")]);
await look(ana, "purchase");
const orders = await ana.$$eval("main a[href^='/orders/']", (links) => [...new Set(links.map((l) => l.getAttribute("href")))]);
check(orders.length === 2, "one purchase, two orders", String(orders.length));
await visit(ana, orders[0], "order paid");
await visit(ana, "/orders", "orders");

// The sellers send them, through the same API, with keys; one on the page.
const key = (who) => execFileSync(souk, ["user", who, "--key"], { encoding: "utf8" }).match(/key: (\S+)/)[1];
const api = async (token, method, path, body) => {
  const answer = await fetch(`${url}/v1${path}`, {
    method, body: body && JSON.stringify(body),
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", "Idempotency-Key": randomUUID() },
  });
  return { status: answer.status, body: await answer.json() };
};
const operatorKey = key("operator@souk.example");
for (const order of orders) {
  const seen = await api(operatorKey, "GET", `/operator${order}`);
  check(seen.status === 200, "the operator sees the order", JSON.stringify(seen.body).slice(0, 200));
}

const shop = await person("seller");
await signIn(shop, "seller@souk.example");
for (const [path, what] of [["/seller", "seller's centre"], ["/seller/orders", "seller's orders"], ["/seller/products", "seller's products"],
  ["/seller/products/new", "a new product"], ["/seller/shipping", "seller's shipping"], ["/seller/balance", "seller's balance"], ["/seller/shop", "seller's shop"]])
  await visit(shop, path, what);
await shop.goto(`${url}/seller/orders?state=paid`);
const toSend = await shop.getAttribute("main a[href^='/seller/orders/ord_']", "href");
check(Boolean(toSend), "the demo's seller has an order to send");
await visit(shop, toSend, "seller's order");
const example = (await shop.innerText("#number-hint")).match(/[A-Z]{2}\d{9}[A-Z]{2}/)[0];
await shop.fill("#number", "AB123456789CD");
await shop.click("form[action$='/shipment'] button");
await shop.waitForSelector("#number-fault");
shop.errors.length = 0; // the browser logs the refusal's status
await shop.fill("#number", example);
await Promise.all([shop.waitForLoadState("load"), shop.click("form[action$='/shipment'] button")]);
await shop.waitForSelector(`text=${example}`);
await look(shop, "seller's order sent");

// The demo's buyer has orders on their way; one has arrived and is confirmed.
const buyer = await person("demo buyer", { colorScheme: "dark" });
await signIn(buyer, "buyer@souk.example");
await visit(buyer, "/orders", "orders, dark");
const confirmed = await (async () => {
  for (const path of await buyer.$$eval("main a[href^='/orders/ord_']", (links) => [...new Set(links.map((l) => l.getAttribute("href")))])) {
    await buyer.goto(url + path);
    const button = buyer.locator("form[action$='/receipt'] button");
    if (!(await button.count())) continue;
    await look(buyer, "order on its way, dark");
    await Promise.all([buyer.waitForLoadState("load"), button.click()]);
    await buyer.waitForSelector("text=The seller is paid now");
    return true;
  }
  return false;
})();
check(confirmed, "a buyer confirms receipt");
await look(buyer, "order completed, dark");
for (const [path, what] of [["/", "home, dark"], [products[0], "product, dark"], ["/account", "account, dark"], ["/notices", "notices, dark"], ["/account/addresses", "addresses, dark"]])
  await visit(buyer, path, what);

// The operator.
const operator = await person("operator");
await signIn(operator, "operator@souk.example");
for (const [path, what] of [["/operator", "console"], ["/operator/accounts", "accounts"], ["/operator/sellers", "sellers"], ["/operator/orders", "all orders"],
  ["/operator/ledger", "trial balance"], ["/operator/ledger/transfers", "transfers"], ["/operator/jobs", "jobs"], ["/operator/audit", "audit"], ["/operator/rates", "rates"]])
  await visit(operator, path, what);
await visit(operator, `/operator${orders[0]}`, "operator's order");

// Who they are by more than a password: a passkey of a device in software, and an app.
const devices = await shop.context().newCDPSession(shop);
await devices.send("WebAuthn.enable");
await devices.send("WebAuthn.addVirtualAuthenticator", { options: { protocol: "ctap2", transport: "internal",
  hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
await visit(shop, "/account/security", "security");
await shop.fill("#name", "My phone");
await shop.fill("#passkey-password", password);
await shop.click("form[data-passkey] button");
await shop.waitForSelector("main li:has-text('My phone')");
await shop.fill("#begin-password", password);
await Promise.all([shop.waitForURL(/security\/totp$/), shop.click("form[action$='/totp'] button")]);
await look(shop, "an app set up");
await shop.fill("#code", "12345");
await shop.click("form[action$='/confirmation'] button");
await shop.waitForSelector("#code-fault");
await look(shop, "an app, a wrong code", { errors: true });
const appCode = (secret) => {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000)));
  const tag = createHmac("sha1", Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))).update(step).digest();
  return String((tag.readUInt32BE(tag[19] & 15) & 0x7fffffff) % 1000000).padStart(6, "0");
};
await shop.fill("#code", appCode(await shop.locator(".secret code").textContent()));
await shop.click("form[action$='/confirmation'] button");
await shop.waitForSelector("#codes");
await look(shop, "recovery codes");
await visit(shop, "/account/security", "security, all on");
await shop.context().clearCookies();
await shop.goto(`${url}/sign-in?next=/seller/balance`);
await Promise.all([shop.waitForURL((at) => at.pathname === "/seller/balance"), shop.click("form[data-passkey] button")]);
check(true, "a passkey signs in");

// A change of the bank account is challenged; the passkey passes it.
const rule = (await api(operatorKey, "POST", "/operator/fraud/rules", { name: "Banks", reason: "For the journey",
  expression: "act_name = 'bank_change'", action: "challenge" })).body.rule;
await api(operatorKey, "POST", `/operator/fraud/rules/${rule}/backtest`, { days: 30 });
for (const to of ["shadow", "live"]) await api(operatorKey, "POST", `/operator/fraud/rules/${rule}/state`, { to });
const changeBank = async () => {
  await shop.goto(`${url}/seller/balance`);
  await shop.fill("[name=iban]", "DE89370400440532013000");
  await shop.click("form:has([name=iban]) button");
};
await changeBank();
await shop.waitForURL(/\/challenges\//);
await look(shop, "is that you");
await Promise.all([shop.waitForURL((at) => at.pathname === "/seller/balance"), shop.click("form[data-passkey] button")]);
await changeBank();
await shop.waitForSelector("text=3000");
check(true, "a passkey passes a challenge");

// The calendar, as calendars read it.
const sales = await (await fetch(`${url}/v1/sales`)).json();
const feed = await (await fetch(`${url}/sales.ics`)).text();
const events = new ICAL.Component(ICAL.parse(feed)).getAllSubcomponents("vevent").map((one) => new ICAL.Event(one));
const planned = [...sales.now, ...sales.coming];
check(feed.split("\r\n").every((line) => Buffer.byteLength(line) <= 75) && !/[^\r]\n/.test(feed), "the feed's lines are folded");
check(planned.length > 30 && planned.every((sale) => events.some((event) => event.uid.startsWith(sale.event) &&
  event.summary === sale.name && event.description === sale.says && event.startDate.toJSDate() - new Date(sale.starts_at) > -1000 &&
  event.startDate.toJSDate() <= new Date(sale.starts_at) && event.endDate.toJSDate() <= new Date(sale.ends_at))), "every sale is in the feed, as ical.js reads it",
  `${planned.length} sales, ${events.length} events`);
for (const [path, what] of [["/sales", "sales"], [`/sales/${sales.now[0].slug}`, "a sale that is on"], [`/sales/${sales.coming[0].slug}`, "a sale that comes"],
  ["/coupons", "coupons"], ["/coupons/check?code=WELCOME", "a coupon checked"], ["/deals", "deals"], ["/account/security", "security"]])
  await visit(ana, path, what);
for (const [path, what] of [["/seller/promotions", "the seller's promotions"], ["/seller/promotions/new", "a new promotion"], ["/seller/sales", "sales to join"], ["/seller/bundles", "sets"], ["/seller/standing", "the seller's standing"]])
  await visit(shop, path, what);

// After the sale: as each side sees it.
const first = async (page, path, links) => {
  await page.goto(url + path);
  return page.getAttribute(`main a[href^='${links}']`, "href");
};
const signedIn = await first(buyer, "/disputes", "/disputes/dsp_");
const ofShop = await first(shop, "/seller/disputes", "/disputes/dsp_");
const sent = await first(buyer, "/orders", "/orders/ord_");
for (const [path, what] of [["/disputes", "disputes, dark"], [signedIn, "a dispute, dark"], [`${sent}/problem`, "a problem, dark"], [`${sent}/withdrawal`, "withdrawal, dark"],
  [`${sent}/tracking`, "tracking, dark"], ["/account/reviews", "reviews of one's own, dark"]])
  await visit(buyer, path, what);
for (const [path, what] of [["/seller/disputes", "seller's disputes"], [ofShop, "seller's dispute"], ["/seller/guarantees", "guarantees"], ["/seller/reviews", "seller's reviews"]])
  await visit(shop, path, what);
const toDecide = await first(operator, "/operator/disputes", "/disputes/dsp_");
for (const [path, what] of [["/operator/disputes", "disputes to decide"], [toDecide, "a dispute to decide"], ["/operator/reviews", "reviews to look at"],
  ["/operator/chargebacks", "chargebacks"], ["/operator/standing", "appeals of sellers"], ["/operator/messages", "messages to look at"]])
  await visit(operator, path, what);
await visit(ana, `${products[0]}/reviews`, "reviews of a product");

// On a phone, and from right to left.
const phone = await person("phone", { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 });
for (const [path, what] of [["/", "home, phone"], ["/sales", "sales, phone"], [`/sales/${sales.now[0].slug}`, "a sale, phone"], ["/coupons", "coupons, phone"], ["/deals", "deals, phone"], [category, "category, phone"], [products[0], "product, phone"], ["/cart", "empty cart, phone"], ["/sign-in", "sign in, phone"], ["/help", "help, phone"]])
  await visit(phone, path, what);
await phone.goto(`${url}/preferences`);
await phone.selectOption("#language", "ar");
await phone.selectOption("#country", "EG");
await Promise.all([phone.waitForLoadState("load"), phone.click("main button.full")]);
check(await phone.getAttribute("html", "dir") === "rtl", "Arabic is written from right to left");
for (const [path, what] of [["/", "home, Arabic"], ["/sales", "sales, Arabic"], ["/coupons", "coupons, Arabic"], [products[0], "product, Arabic"], ["/sign-up", "sign up, Arabic"]])
  await visit(phone, path, what);
const missing = await phone.goto(`${url}/nothing/here`);
check(missing.status() === 404, "404 for what is not there");
await look(phone, "not found, Arabic", { errors: true });

await browser.close();
console.log(`browser: ${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

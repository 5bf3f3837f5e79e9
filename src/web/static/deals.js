// Flash deals: counts down, and does the work that a claim needs in a crowd.

// By the market's clock: <p data-clock="2026-11-27T09:00:00Z"> says what it was when the page was
// made, so a device whose clock is wrong counts right.
const clock = document.querySelector("[data-clock]");
const ahead = clock ? Date.parse(clock.dataset.clock) - Date.now() : 0;
const two = (number) => String(number).padStart(2, "0");

// <span data-until="2026-11-27T09:00:00Z" data-over="over">: its words stay without scripts. With
// data-left="590" it is so many seconds from now, by whatever clock.
const counts = [...document.querySelectorAll("[data-until]")];
const loaded = Date.now();
const count = (shown) => {
  const until = shown.dataset.left ? loaded + 1000 * shown.dataset.left
    : Date.parse(shown.dataset.until) - ahead;
  const left = Math.ceil((until - Date.now()) / 1000);
  const hours = Math.floor(left / 3600);
  shown.textContent = left <= 0 ? shown.dataset.over
    : `${hours ? `${hours}:` : ""}${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`;
  shown.dir = left > 0 ? "ltr" : "auto";
};
if (counts.length) {
  counts.forEach(count);
  setInterval(() => counts.forEach(count), 1000);
}

// SHA-256 of a text that fits one block (55 letters), its first word: all that is looked at.
// crypto.subtle would need a promise for each of 65 thousand tries.
const ROUND = [], START = [];
for (let prime = 2; ROUND.length < 64; prime++) {
  let is = true;
  for (let by = 2; by * by <= prime; by++) is &&= prime % by !== 0;
  if (!is) continue;
  const part = (root) => Math.floor((root - Math.floor(root)) * 2 ** 32) | 0;
  if (START.length < 8) START.push(part(Math.sqrt(prime)));
  ROUND.push(part(Math.cbrt(prime)));
}
const words = new Int32Array(64);
const firstWord = (text) => {
  words.fill(0, 0, 16);
  for (let i = 0; i < text.length; i++) words[i >> 2] |= text.charCodeAt(i) << (24 - 8 * (i & 3));
  words[text.length >> 2] |= 0x80 << (24 - 8 * (text.length & 3));
  words[15] = 8 * text.length;
  for (let i = 16; i < 64; i++) {
    const x = words[i - 15], y = words[i - 2];
    const s0 = (x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3;
    const s1 = (y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10;
    words[i] = words[i - 16] + s0 + words[i - 7] + s1 | 0;
  }
  let [a, b, c, d, e, f, g, h] = START;
  for (let i = 0; i < 64; i++) {
    const s1 = (e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7);
    const one = h + s1 + (e & f ^ ~e & g) + ROUND[i] + words[i] | 0;
    const s0 = (a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10);
    const two = s0 + (a & b ^ a & c ^ b & c) | 0;
    h = g; g = f; f = e; e = d + one | 0; d = c; c = b; b = a; a = one + two | 0;
  }
  return START[0] + a | 0;
};

// A number whose hash behind the challenge begins with so many zero bits (at most 32). The page
// stays alive: it breathes after every so many.
const solve = async (challenge, bits) => {
  for (let number = 0; ; number++) {
    if (Math.clz32(firstWord(challenge + number)) >= bits) return String(number);
    if (number % 16384 === 16383) await new Promise((go) => { setTimeout(go); });
  }
};

// <form data-work="/v1/deals/…/work" data-working="One moment …"> with an input named work.
document.querySelectorAll("form[data-work]").forEach((form) => form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (form.dataset.works) return;
  form.dataset.works = "yes";
  try {
    const answer = await fetch(form.dataset.work, { headers: { Accept: "application/json" } });
    const work = await answer.json();
    if (work.needed) {
      const says = form.querySelector("[data-says]");
      if (says) says.textContent = form.dataset.working;
      form.elements.namedItem("work").value = await solve(work.challenge, work.bits);
    }
  } finally {
    form.submit(); // what is wrong, the market says
  }
}));
addEventListener("pageshow", () => document.querySelectorAll("form[data-works]").forEach((form) => {
  delete form.dataset.works;
}));

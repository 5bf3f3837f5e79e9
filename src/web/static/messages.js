// Messages: what the other side says appears while the page is looked at, and counts as read.
// Without this script the page has a button for each.
const EVERY = 10_000;
const shown = () => document.getElementById("messages");

/** Sends the form that marks what is shown as read, and takes it away. */
const read = async () => {
  const form = document.querySelector("form[data-read]");
  if (!form) return;
  const sent = await fetch(form.action, { method: "POST", redirect: "manual",
    body: new URLSearchParams(new FormData(form)) }).catch(() => null);
  if (sent) form.remove();
};

/** Asks for what is newer; when there is something, takes it from the page itself. */
const look = async () => {
  const { thread, newest } = shown().dataset;
  if (document.hidden || !thread) return;
  const answer = await fetch(`/v1/messages/${thread}?after=${newest}`,
    { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || !(await answer.json()).data.length) return;
  const page = await fetch(`/messages/${thread}`).catch(() => null);
  if (!page?.ok) return;
  const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
  const next = fresh.getElementById("messages");
  if (!next) return;
  shown().replaceWith(next);
  const seen = document.querySelector("#write [name=seen]");
  if (seen) seen.value = next.dataset.newest;
  read();
};

if (shown()?.dataset.thread && !new URLSearchParams(location.search).has("before")) {
  if (!document.hidden) read();
  document.addEventListener("visibilitychange", () => !document.hidden && (read(), look()));
  setInterval(look, EVERY);
}

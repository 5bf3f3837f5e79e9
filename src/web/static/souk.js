// What HTML alone cannot do; every page works without it.
document.documentElement.classList.add("js");

/** Calls `act` for each element, now, that the selector finds. */
const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

// In the installed app, the cookie souk_app=1 tells so to the server; in a browser's tab it goes.
const installed = matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;
if (installed !== /(^|; )souk_app=1/.test(document.cookie)) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `souk_app=1; path=/; samesite=lax; max-age=${installed ? 86400 : 0}${secure}`;
}

// <div class="stepper"><input type="number" …></div> gets its two buttons.
each(".stepper", (stepper) => {
  const input = stepper.querySelector("input");
  const button = (sign, label, by) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = sign;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", () => {
      const before = input.value;
      by > 0 ? input.stepUp() : input.stepDown();
      if (input.value !== before) input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    return made;
  };
  stepper.prepend(button("−", stepper.dataset.less || "−1", -1));
  stepper.append(button("+", stepper.dataset.more || "+1", 1));
});

// <form data-submit-on-change>: its button has class "no-js".
each("form[data-submit-on-change]", (form) => {
  let waiting;
  form.addEventListener("change", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => form.requestSubmit(), 250);
  });
});

// <button data-copy="#id" data-done="Copied" hidden>
each("[data-copy]", (button) => {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const from = document.querySelector(button.dataset.copy);
    await navigator.clipboard.writeText(from.value ?? from.textContent.trim());
    const words = button.textContent;
    button.textContent = button.dataset.done || "✓";
    setTimeout(() => { button.textContent = words; }, 1500);
  });
});

// <a data-dialog="#id" href="/a/page/that/does/the/same">; inside, <form method="dialog"> closes.
each("[data-dialog]", (opener) => opener.addEventListener("click", (event) => {
  const dialog = document.querySelector(opener.dataset.dialog);
  if (!dialog?.showModal) return;
  event.preventDefault();
  dialog.showModal();
}));
each("dialog", (dialog) => dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
}));

// A menu closes by Escape and by a click elsewhere.
const menus = () => document.querySelectorAll("details.menu[open]");
document.addEventListener("click", (event) => {
  menus().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  menus().forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
});

// A form is sent once; coming back by the history makes it usable again.
each("form[method=post]", (form) => form.addEventListener("submit", (event) => {
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
}));
addEventListener("pageshow", () => each("form[data-sent]", (form) => { delete form.dataset.sent; }));

// What went wrong is read first.
document.querySelector(".alert.wrong[tabindex]")?.focus();

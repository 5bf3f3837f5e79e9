// Passkeys: the browser's part of a form that makes or uses one.
//
// <form data-passkey="create|get" data-options="/v1/..." hidden> has a hidden field "passkey", and
// may have an unnamed [data-secret] whose value goes with the first request as the password.

const toBytes = (words) =>
  Uint8Array.from(atob(words.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const toWords = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** What the server wants of the device, with bytes where it has base64url. */
async function options(form) {
  const secret = form.querySelector("[data-secret]");
  const answer = await fetch(form.dataset.options, {
    method: "POST",
    headers: {
      "Content-Type": "application/json", Accept: "application/json",
      "Souk-Csrf": document.querySelector("meta[name=csrf]").content,
    },
    body: JSON.stringify(secret ? { password: secret.value } : {}),
  });
  const json = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(json.detail || json.title), { told: true });
  const made = JSON.parse(json.options);
  made.challenge = toBytes(made.challenge);
  if (made.user) made.user.id = toBytes(made.user.id);
  for (const list of [made.excludeCredentials, made.allowCredentials])
    for (const one of list ?? []) one.id = toBytes(one.id);
  return made;
}

/** As PublicKeyCredential.toJSON() writes it, which not every browser has. */
function written(credential) {
  const from = credential.response;
  const response = { clientDataJSON: toWords(from.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"])
    if (from[name]) response[name] = toWords(from[name]);
  return JSON.stringify({ id: credential.id, rawId: credential.id, type: credential.type, response });
}

const able = window.PublicKeyCredential && navigator.credentials;
document.querySelectorAll("form[data-passkey]").forEach((form) => {
  if (!able) return;
  const fault = form.querySelector("[data-failed]");
  form.hidden = false;
  document.querySelectorAll("[data-no-passkey]").forEach((words) => { words.hidden = true; });
  form.addEventListener("submit", async (event) => {
    if (form.elements.passkey.value) return;
    event.preventDefault();
    fault.hidden = true;
    try {
      const publicKey = await options(form);
      const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
      form.elements.passkey.value = written(credential);
      delete form.dataset.sent;
      form.requestSubmit();
    } catch (error) {
      fault.textContent = error.told ? error.message : fault.dataset.failed;
      fault.hidden = false;
      delete form.dataset.sent;
    }
  });
});

// Tracking numbers: whose the number is, while it is typed. <input data-recognise="number-carrier"
// data-unknown="…"> tells it in the element of that id, which is a role="status".
for (const input of document.querySelectorAll("input[data-recognise]")) {
  const shown = document.getElementById(input.dataset.recognise);
  let waiting, asked = "";
  const look = async () => {
    const number = input.value.trim();
    if (number === asked) return;
    asked = number;
    if (number.length < 8) return void (shown.textContent = "");
    const answer = await fetch(`/v1/tracking/recognise?number=${encodeURIComponent(number)}`,
      { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || number !== asked) return;
    const { known, data } = await answer.json();
    shown.textContent = known ? data.map((match) => match.carrier_name).join(" · ")
      : input.dataset.unknown;
  };
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 300);
  });
}

// Looks an enterprise up while its code is filled in, and fills its name in where that is empty. The page works without.
"use strict";
for (const input of document.querySelectorAll("input[data-lookup]")) {
  const found = document.querySelector(`output[data-found="${CSS.escape(input.dataset.lookup)}"]`);
  input.addEventListener("change", async () => {
    const code = input.value.trim();
    found.textContent = "";
    found.classList.remove("none");
    if (!code) return;
    const answer = await fetch(`/v1/parties/${encodeURIComponent(code)}`, { headers: { Accept: "application/json" } });
    if (input.value.trim() !== code) return;
    if (!answer.ok) {
      found.textContent = found.dataset.none;
      found.classList.add("none");
      return;
    }
    const party = await answer.json();
    found.textContent = party.name || party.id;
    const name = document.getElementById(input.dataset.lookup.replace(/\.code$/, ".name"));
    if (name && name !== input && !name.value) name.value = party.name || "";
  });
}

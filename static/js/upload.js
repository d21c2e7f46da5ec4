// Says which files are chosen, and marks the drop target while files hover over it.
"use strict";

const input = document.querySelector("[data-drop]");
const chosen = document.querySelector("[data-chosen]");

const size = (bytes) => (bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`);

input.addEventListener("change", () => {
  const files = [...input.files];
  const names = files.slice(0, 5).map((file) => `${file.name} (${size(file.size)})`);
  chosen.textContent = names.join(", ") + (files.length > 5 ? ` … +${files.length - 5}` : "");
  chosen.hidden = files.length === 0;
});
for (const name of ["dragenter", "dragover"]) input.addEventListener(name, () => input.classList.add("is-target"));
for (const name of ["dragleave", "drop"]) input.addEventListener(name, () => input.classList.remove("is-target"));

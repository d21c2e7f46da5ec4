// Suggestions under every search box: an ARIA combobox with a list. Without JavaScript the box is a plain one.
"use strict";

const DELAY = 90; // milliseconds between the last key and the question

for (const input of document.querySelectorAll("input[data-suggest]")) attach(input);

function attach(input) {
  const list = document.createElement("ul");
  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels?.[0]?.textContent || input.placeholder);
  list.hidden = true;
  input.after(list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false",
  })) input.setAttribute(name, value);

  let timer = 0;
  let asked = null;
  let chosen = -1;
  const typed = { text: input.value };

  input.addEventListener("input", (event) => {
    if (event.isComposing) return;
    typed.text = input.value;
    clearTimeout(timer);
    timer = setTimeout(ask, DELAY);
  });
  input.addEventListener("compositionend", () => { typed.text = input.value; timer = setTimeout(ask, DELAY); });
  input.addEventListener("keydown", onKey);
  input.addEventListener("blur", () => setTimeout(close, 120));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => take(event.target.closest("li")));

  async function ask() {
    asked?.abort();
    const text = typed.text.trim();
    if (text.length < 2) return close();
    asked = new AbortController();
    try {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed.text)}`, { signal: asked.signal });
      if (answer.ok) show((await answer.json()).suggestions);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  function show(suggestions) {
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    list.replaceChildren(...suggestions.map(option));
    setOpen(suggestions.length > 0 && document.activeElement === input);
  }

  function option(suggestion, number) {
    const item = document.createElement("li");
    item.id = `${list.id}-${number}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.text = suggestion.text;
    if (suggestion.url) item.dataset.url = suggestion.url;
    const label = document.createElement("span");
    label.textContent = suggestion.text;
    const kind = document.createElement("small");
    kind.textContent = suggestion.kind;
    item.append(label, " ", kind);
    return item;
  }

  function onKey(event) {
    if (event.isComposing || list.hidden) return;
    const count = list.children.length;
    if (event.key === "ArrowDown") select((chosen + 2) % (count + 1) - 1);
    else if (event.key === "ArrowUp") select((chosen + count + 1) % (count + 1) - 1);
    else if (event.key === "Escape") { select(-1); close(); }
    else if (event.key === "Enter" && chosen >= 0) take(list.children[chosen]);
    else return;
    event.preventDefault();
  }

  function select(number) {
    list.children[chosen]?.setAttribute("aria-selected", "false");
    chosen = number;
    const item = list.children[chosen];
    input.value = item ? item.dataset.text : typed.text;
    if (item) {
      item.setAttribute("aria-selected", "true");
      item.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", item.id);
    } else input.removeAttribute("aria-activedescendant");
  }

  function take(item) {
    if (!item) return;
    if (item.dataset.url) { location.assign(item.dataset.url); return; }
    input.value = item.dataset.text;
    close();
    input.form.requestSubmit();
  }

  function close() { asked?.abort(); setOpen(false); }

  function setOpen(isOpen) {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
  }
}

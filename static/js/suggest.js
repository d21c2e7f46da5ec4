// Suggestions under every search box: an ARIA combobox with a list. Without JavaScript the box is a plain one.
"use strict";

const DELAY = 90; // milliseconds between the last key and the question
const SHORTEST = 2; // characters
const words = document.currentScript.dataset; // label, one and many, in the reader's language

for (const input of document.querySelectorAll("input[data-suggest]")) attach(input);

function attach(input) {
  const list = document.createElement("ul");
  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.label);
  list.lang = "vi";
  list.hidden = true;
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  input.after(list, said);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false",
  })) input.setAttribute(name, value);

  let timer = 0;
  let asked = null; // the question that waits for its answer
  let chosen = -1;
  let typed = input.value; // what the person typed, while a suggestion shows in the box

  input.addEventListener("input", () => { // also while an input method composes: the text is asked about, never changed
    typed = input.value;
    unchoose();
    clearTimeout(timer);
    timer = setTimeout(ask, DELAY);
  });
  input.addEventListener("keydown", onKey);
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => take(event.target.closest("li")));

  async function ask() {
    asked?.abort();
    if (typed.trim().length < SHORTEST) return show([]);
    const question = asked = new AbortController();
    try {
      const address = `${input.dataset.suggest}?q=${encodeURIComponent(typed)}`;
      const answer = await fetch(address, { signal: question.signal });
      const suggestions = answer.ok ? (await answer.json()).suggestions : [];
      if (question === asked) show(suggestions);
    } catch (error) {
      if (error.name !== "AbortError") show([]); // without a network the box is a plain one
    }
  }

  function show(suggestions) {
    unchoose();
    list.replaceChildren(...suggestions.map(option));
    const isOpen = suggestions.length > 0 && document.activeElement === input;
    setOpen(isOpen);
    const count = suggestions.length === 1 ? words.one : words.many;
    said.textContent = isOpen ? count.replace("{n}", suggestions.length) : "";
  }

  function option(suggestion, number) {
    const item = document.createElement("li");
    item.id = `${list.id}-${number}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.text = suggestion.text;
    if (suggestion.url) item.dataset.url = suggestion.url;
    const label = document.createElement("span");
    label.append(...withTyped(suggestion.text, typed.trim()));
    const kind = document.createElement("small");
    kind.textContent = suggestion.kind;
    kind.lang = document.documentElement.lang;
    item.append(label, " ", kind);
    return item;
  }

  function onKey(event) {
    if (event.isComposing) return;
    const count = list.children.length;
    if (event.key === "Escape" && !list.hidden) { restore(); close(); }
    else if (event.key === "ArrowDown" && list.hidden) { if (count) setOpen(true); else ask(); }
    else if (event.key === "ArrowUp" && event.altKey) close();
    else if (event.key === "ArrowDown") choose((chosen + 2) % (count + 1) - 1);
    else if (event.key === "ArrowUp" && !list.hidden) choose((chosen + count + 1) % (count + 1) - 1);
    else if (event.key === "Enter" && chosen >= 0 && !list.hidden) take(list.children[chosen]);
    else return;
    event.preventDefault();
  }

  function choose(number) {
    unchoose();
    chosen = number;
    const item = list.children[chosen];
    input.value = item ? item.dataset.text : typed;
    if (!item) return;
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", item.id);
  }

  function unchoose() {
    list.children[chosen]?.setAttribute("aria-selected", "false");
    input.removeAttribute("aria-activedescendant");
    chosen = -1;
  }

  function restore() {
    unchoose();
    input.value = typed;
  }

  function take(item) {
    if (!item) return;
    if (item.dataset.url) { location.assign(item.dataset.url); return; }
    input.value = item.dataset.text;
    close();
    input.form.requestSubmit();
  }

  function close() {
    clearTimeout(timer);
    asked?.abort();
    unchoose();
    setOpen(false);
    said.textContent = "";
  }

  function setOpen(isOpen) {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
  }
}

// The text as nodes, what was typed of it in <b>, whichever marks either has.
function withTyped(text, typed) {
  const whole = text.normalize("NFC");
  const at = folded(whole).indexOf(folded(typed.normalize("NFC")));
  if (at < 0) return [whole];
  const part = document.createElement("b");
  part.textContent = whole.slice(at, at + typed.normalize("NFC").length);
  return [whole.slice(0, at), part, whole.slice(at + part.textContent.length)];
}

// Letter for letter without marks, so that places in it are places in the text.
function folded(text) {
  return Array.from(text, (letter) => letter.normalize("NFD")[0].toLowerCase().replace("đ", "d")).join("");
}

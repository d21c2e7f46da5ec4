// The review desk: keys, forms in place, facts added from a selection. Without this file every link and form still works.
"use strict";

const REFRESHED = ["alerts", "facts", "progress", "accept-above", "history", "article"];

// ---- Places in the article: code points of the source text, as the server counts them ----

const article = () => document.getElementById("article");
const passages = () => [...article().querySelectorAll("p[data-start]")];
const codePoints = (text) => [...text].length;

function offsetIn(passage, node, offset) {
  const range = document.createRange();
  range.setStart(passage, 0);
  range.setEnd(node, offset);
  return Number(passage.dataset.start) + codePoints(range.toString());
}

function selectedSpan() {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount || !article()?.contains(selection.anchorNode)) return null;
  const range = selection.getRangeAt(0);
  const touched = passages().filter((passage) => range.intersectsNode(passage));
  if (!touched.length) return null;
  const [first, last] = [touched[0], touched.at(-1)];
  const start = first.contains(range.startContainer)
    ? offsetIn(first, range.startContainer, range.startOffset)
    : Number(first.dataset.start);
  const end = last.contains(range.endContainer)
    ? offsetIn(last, range.endContainer, range.endOffset)
    : Number(last.dataset.start) + codePoints(last.textContent);
  return start < end ? wholeSyllables(first, start, last, end) : null;
}

function wholeSyllables(first, start, last, end) {
  const before = [...first.textContent].slice(0, start - Number(first.dataset.start)).join("");
  const after = [...last.textContent].slice(end - Number(last.dataset.start)).join("");
  const selected = rangeOf(start, end).toString();
  const [head, tail] = [before.match(/[\p{L}\p{M}\p{N}]+$/u), after.match(/^[\p{L}\p{M}\p{N}]+/u)];
  const widened = {
    start: start - (head && /^[\p{L}\p{M}\p{N}]/u.test(selected) ? codePoints(head[0]) : 0),
    end: end + (tail && /[\p{L}\p{M}\p{N}]$/u.test(selected) ? codePoints(tail[0]) : 0),
  };
  return { ...widened, text: rangeOf(widened.start, widened.end).toString().trim() };
}

function pointAt(passage, offset) {
  let left = offset - Number(passage.dataset.start);
  const walker = document.createTreeWalker(passage, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const points = [...node.data];
    if (left <= points.length) return [node, points.slice(0, left).join("").length];
    left -= points.length;
  }
  return [passage, passage.childNodes.length];
}

function rangeOf(start, end) {
  const within = (offset) => passages().findLast((passage) => Number(passage.dataset.start) <= offset);
  const [first, last] = [within(start), within(end - 1)];
  if (!first || !last) return null;
  const range = document.createRange();
  range.setStart(...pointAt(first, start));
  range.setEnd(...pointAt(last, end));
  return range;
}

// ---- The fact at hand ----

let currentId = "";

const cards = () => [...document.querySelectorAll(".card-fact")];
const current = () => document.getElementById(currentId);

function show(card, { focus = true, scroll = true } = {}) {
  current()?.classList.remove("is-current");
  currentId = card?.id ?? "";
  globalThis.CSS?.highlights?.delete("current");
  if (!card) return;
  card.classList.add("is-current");
  if (focus) card.focus({ preventScroll: true });
  if (scroll) card.scrollIntoView({ block: "nearest" });
  if (card.dataset.start) light(Number(card.dataset.start), Number(card.dataset.end));
}

function light(start, end) {
  const range = rangeOf(start, end);
  if (!range) return;
  const furniture = range.startContainer.parentElement.closest("details");
  if (furniture) furniture.open = true;
  globalThis.CSS?.highlights?.set("current", new Highlight(range));
  const pane = article().getBoundingClientRect();
  const place = range.getBoundingClientRect();
  if (place.top < pane.top + 40 || place.bottom > Math.min(pane.bottom, innerHeight) - 40) {
    article().scrollTop += place.top - pane.top - pane.height / 3;
  }
}

function step(by) {
  const all = cards();
  const at = all.indexOf(current());
  show(all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)]);
}

function nextUndecided(id) {
  const all = cards();
  const at = all.findIndex((card) => card.id === id);
  const after = [...all.slice(at + 1), ...all.slice(0, at + 1)];
  return after.find((card) => "undecided" in card.dataset && card.id !== id)?.id ?? id;
}

// ---- Sending a form and taking over what the page says then ----

async function send(form, submitter) {
  const stays = currentId;
  const decides = form.closest(".card-fact") && !form.matches(".desk-form");
  const following = decides ? nextUndecided(form.closest(".card-fact").id) : stays;
  const response = await fetch(form.action, { method: "POST", body: new FormData(form, submitter) });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (page.getElementById("facts")) {
    takeOver(page);
    show(document.getElementById(following) ?? document.getElementById(stays));
  } else if (page.querySelector(".desk-form")) {
    open(page, form.parentElement);
  } else {
    location.assign(response.redirected ? response.url : location.href);
  }
}

function takeOver(page) {
  const scrolled = article().scrollTop;
  const opened = [...document.querySelectorAll("details[id][open]")].map((details) => details.id);
  for (const id of REFRESHED) document.getElementById(id).replaceWith(page.getElementById(id));
  document.querySelector(".desk-head").replaceWith(page.querySelector(".desk-head"));
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  document.getElementById("add-slot").replaceChildren();
  document.getElementById("add").open = false;
  document.querySelector(".messages")?.remove();
  const messages = page.querySelector(".messages");
  if (messages) document.getElementById("main").prepend(messages);
  article().scrollTop = scrolled;
}

// ---- Forms in place ----

async function openLink(link) {
  const response = await fetch(link.href);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (!page.querySelector(".desk-form")) return location.assign(link.href);
  closeForms();
  open(page, slotFor(link));
}

function slotFor(link) {
  if (link.closest(".card-fact")) return link.closest(".card-fact").appendChild(document.createElement("div"));
  if (!("add" in link.dataset)) return document.getElementById("texts-slot");
  const add = document.getElementById("add");
  add.open = true;
  add.classList.remove("is-selecting");
  return document.getElementById("add-slot");
}

function open(page, slot) {
  const form = page.querySelector(".desk-form");
  form.classList.add("in-place");
  slot.replaceChildren(form);
  form.scrollIntoView({ block: "nearest" });
  form.querySelector("[aria-invalid], input:not([type=hidden]), select, textarea")?.focus();
}

function closeForms() {
  for (const form of document.querySelectorAll(".desk-form.in-place")) form.remove();
  current()?.focus({ preventScroll: true });
}

// ---- Adding from a selection ----

function followSelection() {
  const span = selectedSpan();
  const add = document.getElementById("add");
  if (!add || (!span && add.querySelector(".desk-form"))) return;
  add.classList.toggle("is-selecting", Boolean(span));
  if (span) add.open = true;
  for (const link of add.querySelectorAll("[data-add]")) {
    link.search = span ? new URLSearchParams({ start: span.start, end: span.end }).toString() : "";
  }
  const line = document.getElementById("selection");
  line.dataset.empty ??= line.textContent;
  line.textContent = span ? `“${span.text.length > 120 ? `${span.text.slice(0, 119)}…` : span.text}”` : line.dataset.empty;
}

// ---- Names from the authority files while typing: the list of a combobox ----

let typing = 0;

function lookUp(input) {
  clearTimeout(typing);
  typing = setTimeout(async () => {
    const url = document.getElementById(`${input.dataset.lookup}-entries`).dataset.url;
    const response = await fetch(`${url}?${new URLSearchParams({ q: input.value })}`);
    if (response.ok && input === document.activeElement) offer(input, (await response.json()).results);
  }, 100);
}

function offer(input, results) {
  closeList();
  if (!results.length) return;
  const list = document.createElement("ul");
  list.id = "entries-offered";
  list.className = "offered";
  list.role = "listbox";
  results.forEach(({ name }, at) => {
    const option = list.appendChild(document.createElement("li"));
    Object.assign(option, { id: `entry-offered-${at}`, role: "option", textContent: name });
    option.addEventListener("mousedown", (event) => { event.preventDefault(); take(input, option); });
  });
  input.after(list);
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "true");
}

function closeList() {
  document.getElementById("entries-offered")?.remove();
  for (const input of document.querySelectorAll("[data-lookup][aria-expanded=true]")) {
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
}

function take(input, option) {
  input.value = option.textContent;
  closeList();
}

function walkList(event) {
  const input = event.target;
  const list = document.getElementById("entries-offered");
  if (!list) return;
  const options = [...list.children];
  const at = options.findIndex((option) => option.ariaSelected === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    options[at]?.removeAttribute("aria-selected");
    const next = options.at((at + (event.key === "ArrowDown" ? 1 : at < 0 ? 0 : -1)) % options.length);
    next.ariaSelected = "true";
    next.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", next.id);
  } else if (event.key === "Enter" && at >= 0) {
    take(input, options[at]);
  } else if (event.key === "Escape") {
    closeList();
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

function makeCombobox(input) {
  input.removeAttribute("list");
  input.role = "combobox";
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
}

// ---- Keys ----

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  a: () => current()?.querySelector(".act-accept")?.click(),
  e: () => current()?.querySelector(".act-edit")?.click(),
  r: () => current()?.querySelector(".act-reject")?.click(),
  u: () => document.querySelector("#undo button").click(),
  A: () => document.querySelector("#accept-above button").click(),
  d: () => document.querySelector("#review .act-done")?.click(),
  n: () => document.getElementById("next").click(),
  "+": () => { document.getElementById("add").open = true; document.querySelector("[data-add]").focus(); },
  "?": () => { const keys = document.getElementById("keys"); keys.open = !keys.open; keys.scrollIntoView({ block: "nearest" }); },
};

function onKey(event) {
  if (event.key === "Escape") {
    getSelection().removeAllRanges();
    return closeForms();
  }
  const isTyping = event.target.closest("input:not([type=checkbox]), textarea, select");
  const isArrow = event.key.startsWith("Arrow") && !event.target.closest(".card-fact");
  if (isTyping || isArrow || event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
}

function onClick(event) {
  const link = event.target.closest("a[data-form]");
  const mark = event.target.closest("#article a.fact");
  const quote = event.target.closest("a.quote");
  if (event.target.closest("[data-close]") && event.target.closest(".in-place")) {
    event.preventDefault();
    closeForms();
  } else if (link && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    openLink(link);
  } else if (mark) {
    event.preventDefault();
    if (getSelection().isCollapsed) show(document.getElementById(mark.hash.slice(1)));
  } else if (quote) {
    event.preventDefault();
    show(quote.closest(".card-fact"));
  }
}

function start() {
  document.addEventListener("input", (event) => event.target.matches("[data-lookup]") && lookUp(event.target));
  document.addEventListener("focusin", (event) => event.target.matches("[data-lookup][list]") && makeCombobox(event.target));
  document.addEventListener("focusout", (event) => event.target.matches("[data-lookup]") && closeList());
  document.addEventListener("keydown", (event) => event.target.matches("[data-lookup]") && walkList(event), true);
  if (!document.querySelector(".desk")) return;
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  document.addEventListener("selectionchange", followSelection);
  document.addEventListener("focusin", (event) => {
    const card = event.target.closest(".card-fact");
    if (card && card.id !== currentId) show(card, { focus: false });
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-desk]")) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });
  const named = document.getElementById(location.hash.slice(1));
  const isNamed = Boolean(named?.matches(".card-fact"));
  show(isNamed ? named : cards().find((card) => "undecided" in card.dataset) ?? cards()[0], { scroll: isNamed });
}

start();

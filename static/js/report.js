// A fact pointed at beside the text lights up in it, and the other way round. Without this the links still jump.
"use strict";

const related = (anchor) => {
  const inText = [...document.querySelectorAll(`mark a[data-fact="${anchor}"]`)].map((link) => link.closest("mark"));
  return [...inText, document.getElementById(`at-${anchor}`)?.closest("mark"), document.getElementById(`fact-${anchor}`)];
};

const light = (event, isOn) => {
  const source = event.target.closest?.("[data-fact], [id^='fact-']");
  if (!source) return;
  const anchor = source.dataset.fact ?? source.id.slice("fact-".length);
  for (const element of related(anchor)) element?.classList.toggle("is-lit", isOn);
};

for (const [name, isOn] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
  document.addEventListener(name, (event) => light(event, isOn));
}

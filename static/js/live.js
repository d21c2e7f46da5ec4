// While something is being worked on, the part of the page marked data-live is fetched again every two seconds.
"use strict";

const PAUSE = 2000;

const refresh = async () => {
  const shown = document.getElementById("live");
  if (!shown?.hasAttribute("data-live")) return;
  if (!document.hidden) {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (answer?.ok) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("live");
      if (fresh && fresh.innerHTML !== shown.innerHTML && !shown.contains(document.activeElement)) shown.replaceWith(fresh);
    }
  }
  setTimeout(refresh, PAUSE);
};

setTimeout(refresh, PAUSE);

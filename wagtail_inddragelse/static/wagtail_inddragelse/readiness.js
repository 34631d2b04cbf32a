// In the page editor: a link to what is missing opens the panels around the field and goes there.
(() => {
  "use strict";

  const WRITABLE = "[contenteditable=true]";
  const FOCUSABLE = "button, select, textarea, input:not([type=hidden])";

  function find(name) {
    const byId = document.getElementById(`id_${name}`);
    return byId || document.querySelector(`[data-contentpath="${CSS.escape(name)}"]`);
  }

  function open(element) {
    const tab = element.closest("[role=tabpanel][hidden]");
    if (tab) document.getElementById(tab.getAttribute("aria-labelledby"))?.click();
    const fold = element.closest("[data-inddragelse-fold]")?.querySelector("[aria-expanded=false]");
    if (fold && !fold.contains(element)) fold.click();
    for (let panel = element.closest("[data-panel]"); panel; panel = panel.parentElement.closest("[data-panel]")) {
      const toggle = panel.querySelector("[data-panel-toggle]");
      if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
    }
  }

  // A rich text or a chooser keeps its value in a hidden field, beside what one types or presses.
  function focusable(element) {
    if (element.matches(FOCUSABLE)) return element;
    const field = element.closest("[data-field]") || element;
    return field.querySelector(WRITABLE) || field.querySelector(FOCUSABLE) || element;
  }

  // A tab is shown a moment after it was pressed, and what is hidden takes no focus.
  function whenShown(target, act, frames = 60) {
    if (target.offsetParent || !frames) act();
    else requestAnimationFrame(() => whenShown(target, act, frames - 1));
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-inddragelse-field]");
    const element = link && find(link.dataset.inddragelseField);
    if (!element) return;
    event.preventDefault();
    open(element);
    const target = focusable(element);
    whenShown(target, () => {
      target.scrollIntoView({ block: "center" });
      target.focus({ preventScroll: true });
    });
  });
})();

// In the editor of an offer: shows the fields of an intake that its other fields call for, and what
// is folded away. A field with an error is always shown.
(() => {
  "use strict";

  const DEPENDENT = "[data-inddragelse-when]";

  function isWanted(element) {
    const row = element.closest("[data-inline-panel-child]").id.replace("inline_child_", "");
    const [, name, sign, wanted] = element.dataset.inddragelseWhen.match(/^(\w+)([=<]?)(.*)$/);
    const value = document.querySelector(`[name="${CSS.escape(`${row}-${name}`)}"]`)?.value;
    if (sign === "<") return Boolean(value) && Number(value) < Number(wanted);
    return sign ? value === wanted : Boolean(value);
  }

  function update(part) {
    part.querySelectorAll(DEPENDENT).forEach((element) => {
      element.hidden = !isWanted(element) && !element.querySelector(".error-message");
    });
  }

  for (const name of ["input", "change", "w-formset:added"]) {
    document.addEventListener(name, ({ target }) => {
      const row = target.closest?.("[data-inline-panel-child]");
      if (row) update(row);
    });
  }

  // What is seldom needed is folded away behind a button

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-inddragelse-fold] > [aria-expanded]");
    if (!button) return;
    const folded = document.getElementById(button.getAttribute("aria-controls"));
    folded.hidden = !folded.hidden;
    button.setAttribute("aria-expanded", String(!folded.hidden));
  });

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => update(document));
  else update(document);
})();

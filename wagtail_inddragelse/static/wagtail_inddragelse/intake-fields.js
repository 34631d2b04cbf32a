// In the editor of an offer: shows the fields of an intake that its other fields call for. A field
// with an error is always shown, and all are without this script.
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

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => update(document));
  else update(document);
})();

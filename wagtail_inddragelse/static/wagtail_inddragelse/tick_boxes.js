// In the page editor: searches among many tick boxes.
(() => {
  "use strict";

  const fold = (text) => text.normalize("NFKD").toLowerCase().trim();

  function search(box, input, status) {
    const rows = [...box.querySelectorAll("label")].filter((label) => label.querySelector("input"));
    const wanted = fold(input.value);
    const shown = rows.filter((label) => {
      label.parentElement.hidden = !fold(label.textContent).includes(wanted);
      return !label.parentElement.hidden;
    });
    const text = status.dataset.shown.replace("{shown}", shown.length).replace("{all}", rows.length);
    status.textContent = wanted ? text : "";
  }

  function setUp(box) {
    const input = box.querySelector("input[type=search]");
    const status = box.querySelector("[role=status]");
    input.parentElement.hidden = false;
    input.addEventListener("input", () => search(box, input, status));
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault(); // which would save the page
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-inddragelse-tick-boxes]").forEach(setUp);
  });
})();

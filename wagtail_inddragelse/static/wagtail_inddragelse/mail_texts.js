// In the editor of a mail's text: each placeholder is a button that puts it where one was writing.
(() => {
  "use strict";

  const form = document.querySelector("[data-inddragelse-mail-text]");
  if (!form) return;
  const WRITABLE = "input[type=text], textarea";
  let field = form.querySelector("textarea");

  form.addEventListener("focusin", (event) => {
    if (event.target.matches(WRITABLE)) field = event.target;
  });

  function insert(text) {
    field.focus();
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  for (const code of form.querySelectorAll("[data-inddragelse-placeholder]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small button-secondary";
    button.textContent = code.textContent;
    button.addEventListener("click", () => insert(button.textContent));
    code.replaceWith(button);
  }

  document.getElementById("inddragelse-preview")?.focus();
})();

/* A case in Wagtail's admin. The shortcuts themselves are Wagtail's: elements with
   data-controller="w-kbd". Here they are listed beside Wagtail's own, mentions are put into the
   note, and the page is printed. */

(() => {
  "use strict";

  const DIALOG = "#keyboard-shortcuts-dialog table";

  /** The table of shortcuts, which Wagtail keeps in a template until its dialogs are set up. */
  const shortcutTable = () => {
    const roots = [document, ...[...document.querySelectorAll("template")].map((t) => t.content)];
    return roots.map((root) => root.querySelector(DIALOG)).find(Boolean);
  };

  const listShortcuts = () => {
    const rows = document.getElementById("inddragelse-shortcuts");
    const table = shortcutTable();
    if (rows && table) table.tHead.after(rows.content.cloneNode(true));
  };

  /** Write text at the cursor, with a space before it unless one is there. */
  const insert = (field, text) => {
    const before = field.value.slice(0, field.selectionStart);
    const space = before && !/\s$/.test(before) ? " " : "";
    field.setRangeText(`${space}${text} `, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  };

  const offerMentions = () => {
    const field = document.getElementById("id_text");
    document.querySelectorAll("[data-inddragelse-mention]").forEach((button) => {
      button.addEventListener("click", () => insert(field, `@${button.dataset.inddragelseMention}`));
    });
  };

  /** A link to a field puts the cursor there, which a browser does not do by itself. */
  const focusFields = () => {
    document.querySelectorAll('a[href="#id_text"]').forEach((link) => {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        document.getElementById("id_text").focus();
      });
    });
  };

  const offerPrint = () => {
    document.querySelectorAll("[data-inddragelse-print]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    });
  };

  const start = () => [listShortcuts, offerMentions, focusFields, offerPrint].forEach((each) => each());

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();

// In the whole admin: what is typed into a field with a calendar stays there. The calendar would
// replace what it can't read by the present minute as soon as the field is left. A date typed in
// another order is written as the site writes dates; what is no date is for the server to refuse.
(() => {
  "use strict";

  const { dateFormat, datetimeFormat } = document.currentScript.dataset;
  const calendar = window.jQuery?.fn.datetimepicker;
  if (!calendar) return;
  calendar.defaults.validateOnBlur = false;

  const DAY = String.raw`(?:(\d{1,2})[.\-/ ]\s?(\d{1,2})[.\-/ ]\s?(\d{4})|(\d{4})-(\d{1,2})-(\d{1,2}))`;
  const TIME = String.raw`(?:[\s,T]+(?:kl\.?\s*)?(\d{1,2})(?:[.:]?(\d{2}))?)?`;
  const TYPED = new RegExp(`^${DAY}${TIME}$`, "i");

  // The parts of a date by their sign in a format, or null for what is no date
  function read(text) {
    const found = text.trim().match(TYPED);
    if (!found) return null;
    const [, day, month, year, isoYear, isoMonth, isoDay, hour, minute] = found;
    const [Y, m, d] = [year ?? isoYear, month ?? isoMonth, day ?? isoDay].map(Number);
    const date = new Date(Date.UTC(Y, m - 1, d));
    if (date.getUTCMonth() !== m - 1 || hour > 23 || minute > 59) return null;
    const [dd, mm] = [d, m].map((number) => String(number).padStart(2, "0"));
    return { Y, m: mm, d: dd, H: hour?.padStart(2, "0"), i: hour && (minute ?? "00") };
  }

  const write = (parts, format) => format.replace(/[YmdHi]/g, (sign) => parts[sign]);

  // Whether the site writes the day before the month, or the year first: else “8/11” is left alone
  const isPlain = (format) => /^[YmdHi.\-/: ]+$/.test(format) && !/^m/.test(format);

  document.addEventListener("change", ({ target }) => {
    const box = window.jQuery(target).data("xdsoft_datetimepicker");
    const parts = box && read(target.value);
    const hasTime = box?.find(".xdsoft_timepicker").hasClass("active");
    const format = hasTime ? datetimeFormat : dateFormat;
    if (!parts || hasTime !== Boolean(parts.H) || !isPlain(format)) return;
    const text = write(parts, format);
    if (text !== target.value) target.value = text;
  }, true);
})();

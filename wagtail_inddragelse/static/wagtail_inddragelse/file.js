// Says at once that a file is too large, and not after minutes of sending. The server looks at the size as well.

export default function watch(input) {
  const message = document.createElement("span");
  const described = input.getAttribute("aria-describedby");
  Object.assign(message, { id: `${input.id}-too-large`, className: "form-error-message" });
  message.setAttribute("role", "alert");
  input.before(message);
  input.addEventListener("change", () => {
    const file = [...input.files].find(({ size }) => size > Number(input.dataset.maxBytes));
    message.textContent = file ? input.dataset.tooLarge.replace("{name}", () => file.name) : "";
    if (!file) return;
    input.value = "";
    input.setAttribute("aria-describedby", [described, message.id].filter(Boolean).join(" "));
  });
}

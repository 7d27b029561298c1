// Posts a form's fields as a script of this page; the token says that it is ours.
export function send(address, fields = {}, signal) {
  return fetch(address, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { "X-CSRF-Token": document.body.dataset.csrf, "X-Requested-With": "fetch" },
    credentials: "same-origin",
    redirect: "error",
    signal,
  });
}

// A line that says why something was not done; what the server says of it is in English.
export function wrong(detail, otherwise) {
  const line = document.createElement("p");
  line.className = "wrong";
  line.textContent = detail ?? otherwise;
  if (detail) Object.assign(line, { lang: "en", dir: "ltr" });
  return line;
}

export function signedOut() {
  location.assign(`/console/sign-in?back=${encodeURIComponent(location.pathname)}`);
}

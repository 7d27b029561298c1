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

export function signedOut() {
  location.assign(`/console/sign-in?back=${encodeURIComponent(location.pathname)}`);
}

/** Adding reports: files dropped or chosen are sent one by one, and each says how far it has come and what came of it. */
import { find, make, token } from "./dom";
import { text } from "./messages";

/** What the server says of one report that it took. */
type Added = { id: string; name?: string; state?: "new" | "known"; accounts?: number; incidents?: string[]; problems?: string[] };

/** Where the program takes reports. */
const REPORTS = "/api/v1/reports";

/** Takes over the form that adds reports. */
export function add(): void {
  const form = find<HTMLFormElement>("#add");
  const drop = find("#drop");
  const list = find("#added");
  if (!form || !drop || !list) return;
  const input = find<HTMLInputElement>('input[type="file"]', form);
  const pasted = find<HTMLTextAreaElement>('textarea[name="text"]', form);
  let queue = Promise.resolve();
  const take = (files: Iterable<File>) => {
    for (const file of files) {
      const row = waiting(list, file.name);
      queue = queue.then(() => send(file, row));
    }
  };

  for (const kind of ["dragenter", "dragover"]) {
    document.addEventListener(kind, (event) => {
      if (!(event as DragEvent).dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) drop.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    take(event.dataTransfer?.files ?? []);
  });
  input?.addEventListener("change", () => {
    take([...(input.files ?? [])]);
    input.value = "";
  });
  form.addEventListener("submit", (event) => {
    const words = pasted?.value.trim();
    // Fields beside the text (a date, a publisher) are the form's own business: it is then sent as it is.
    const more = [...new FormData(form)].some(([key, value]) => !["csrf", "text", "files"].includes(key) && value);
    if (!words || more) return;
    event.preventDefault();
    take([new File([words], `${words.split("\n")[0]?.slice(0, 60) ?? ""}.txt`, { type: "text/plain" })]);
    if (pasted) pasted.value = "";
  });
}

function waiting(list: HTMLElement, name: string): HTMLElement {
  const progress = make("progress", { max: "1", value: "0", "aria-label": name });
  const state = make("span", { class: "state", role: "status" }, text("js-add-waiting"));
  const row = make("li", {}, make("bdi", { class: "name" }, name), state, progress);
  list.prepend(row);
  return row;
}

/** Sends one file; ends when it has been answered, well or ill. */
function send(file: File, row: HTMLElement): Promise<void> {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    const progress = find<HTMLProgressElement>("progress", row);
    const body = new FormData();
    body.append("files", file, file.name);
    request.open("POST", REPORTS);
    request.setRequestHeader("Accept", "application/json");
    for (const [name, value] of Object.entries(token())) request.setRequestHeader(name, value);
    say(row, text("js-add-sending"));
    request.upload.addEventListener("progress", (event) => {
      if (progress && event.lengthComputable) progress.value = event.loaded / event.total;
    });
    // What remains is the server's reading, of which nothing tells the length: the bar says that it goes on.
    request.upload.addEventListener("load", () => {
      progress?.removeAttribute("value");
      say(row, text("js-add-reading"));
    });
    request.addEventListener("loadend", () => {
      progress?.remove();
      if (request.status >= 200 && request.status < 300) came(row, answer(request.responseText).reports ?? []);
      else failed(row, answer(request.responseText));
      done();
    });
    request.send(body);
  });
}

type Answer = { reports?: Added[]; title?: string; detail?: string };

function answer(body: string): Answer {
  try {
    return JSON.parse(body) as Answer;
  } catch {
    return {};
  }
}

function came(row: HTMLElement, reports: Added[]): void {
  const known = reports.length > 0 && reports.every((report) => report.state === "known");
  say(row, text(known ? "js-add-known" : "js-add-new"));
  for (const report of reports) {
    if (!report.id) {
      failed(row, { title: text("js-add-failed"), detail: report.problems?.join(" · ") ?? "" });
      continue;
    }
    const open = make("a", { href: `/report/${encodeURIComponent(report.id)}` }, text("js-add-open"));
    const detail = make("p", { class: "detail" }, open);
    for (const id of report.incidents ?? []) detail.append(" · ", make("a", { href: `/incident/${encodeURIComponent(id)}` }, id));
    if (report.accounts !== undefined) detail.append(` · ${report.accounts} ${text("js-add-accounts")}`);
    for (const problem of report.problems ?? []) detail.append(" · ", problem);
    row.append(detail);
  }
}

function failed(row: HTMLElement, problem: Answer): void {
  row.classList.add("failed");
  say(row, problem.title ?? text("js-failed"));
  if (problem.detail) row.append(make("p", { class: "detail", role: "alert" }, problem.detail));
}

function say(row: HTMLElement, words: string): void {
  const state = find(".state", row);
  if (state) state.textContent = words;
}

// Watch mode: asks the server that the page came from whether the file has changed.

import { announce, byId, fill, h } from "./base/dom.js";
import { onChange, state } from "./base/state.js";
import { say } from "./words.js";

/** @type {{ page?: string; version?: string; news?: News }} */
const watching = { page: document.documentElement.dataset.page };

async function askForNews() {
  try {
    const answer = await fetch("/news", { cache: "no-store" });
    showNews(await answer.json());
  } catch {
    showNews({ problems: [], stopped: true, version: "stopped" });
  }
  window.setTimeout(askForNews, 700);
}

/**
 * Load the page again when there is a new one; else show what is wrong with the file.
 * @param {News} news
 */
function showNews(news) {
  if (news.page && news.page !== watching.page) {
    window.location.reload();
    return;
  }
  if (news.version === watching.version) return;
  watching.version = news.version;
  watching.news = news;
  drawNews();
  if (news.problems.length)
    announce(`${news.title}. ${news.problems[0].place} ${news.problems[0].what}`);
}

function drawNews() {
  const { news } = watching;
  const part = byId("watch");
  if (!news || !part) return;
  part.hidden = !news.stopped && !news.problems.length;
  part.setAttribute("class", "watch problem");
  part.setAttribute("role", "region");
  if (news.stopped) {
    part.setAttribute("aria-label", say("Following the file has ended"));
    fill(part, h("p", {}, say("Following the file has ended")));
    return;
  }
  part.setAttribute("lang", news.lang ?? state.lang);
  part.setAttribute("aria-label", news.title ?? "");
  fill(
    part,
    h("h2", {}, news.title ?? ""),
    h(
      "ul",
      {},
      news.problems.map((item) =>
        h(
          "li",
          {},
          item.place ? h("strong", {}, `${item.place}: `) : null,
          item.what,
          item.cure ? ` → ${item.cure}` : "",
        ),
      ),
    ),
    h("p", {}, news.note ?? ""),
  );
}

onChange(drawNews);

askForNews();

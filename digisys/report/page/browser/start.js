// Before all else: the data of the page, which is deflated, made text again.

if (!("DecompressionStream" in window)) {
  const page = document.getElementById("page");
  page.textContent = page.dataset.old;
  return;
}
const pageText = await new Response(
  new Blob([
    Uint8Array.from(atob(document.getElementById("data").textContent), (letter) =>
      letter.charCodeAt(0),
    ),
  ])
    .stream()
    .pipeThrough(new DecompressionStream("deflate")),
).text();


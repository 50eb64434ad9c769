"use strict";
(() => {
  /** @type {SVGSVGElement[]} */
  const maps = [...document.querySelectorAll(".map svg")];
  const frame = document.querySelector(".maps");
  const told = document.querySelector("[role=status]");
  // Both maps begin with the same box.
  const { x: left, y: top, width, height } = maps[0].viewBox.baseVal;
  let view = { x: left, y: top, scale: 1 };

  /** Show the same part of both maps. */
  function show() {
    const scale = Math.min(Math.max(view.scale, 0.5), 12);
    const size = { x: width / scale, y: height / scale };
    const keep = (at, start, whole, part) =>
      Math.min(Math.max(at, start - part / 2), start + whole - part / 2);
    view = { x: keep(view.x, left, width, size.x), y: keep(view.y, top, height, size.y), scale };
    for (const map of maps) map.setAttribute("viewBox", `${view.x} ${view.y} ${size.x} ${size.y}`);
  }

  /** Zoom so that one point, in units of the maps, stays where it is. */
  function zoom(factor, x = view.x + width / view.scale / 2, y = view.y + height / view.scale / 2) {
    const scale = Math.min(Math.max(view.scale * factor, 0.5), 12);
    view = {
      x: x - ((x - view.x) * view.scale) / scale,
      y: y - ((y - view.y) * view.scale) / scale,
      scale,
    };
    show();
  }

  /** Return a point of the screen in units of a map. */
  function point(map, event) {
    const matrix = map.getScreenCTM();
    if (matrix === null) return { x: 0, y: 0 };
    return new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
  }

  /** Bring out one thing in both maps, or nothing. */
  function choose(id) {
    const same = id !== "" && frame.dataset.chosen === id;
    const chosen = same ? "" : id;
    frame.dataset.chosen = chosen;
    frame.classList.toggle("choosing", chosen !== "");
    let name = "";
    for (const map of maps) {
      for (const each of map.querySelectorAll(".variable, .link")) {
        const mine = chosen !== "" && each.id.slice(2) === chosen;
        each.classList.toggle("chosen", mine);
        if (mine) name = each.querySelector("title")?.textContent ?? name;
      }
    }
    for (const button of document.querySelectorAll("button[data-shows]"))
      button.setAttribute("aria-pressed", String(button.dataset.shows === chosen && chosen !== ""));
    told.textContent = chosen === "" ? told.dataset.none : name;
  }

  for (const map of maps) {
    const holder = map.parentElement;
    let from = null;
    let moved = false;
    holder.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      from = point(map, event);
      moved = false;
    });
    holder.addEventListener("pointermove", (event) => {
      if (from === null) return;
      const now = point(map, event);
      if (!moved && Math.hypot(now.x - from.x, now.y - from.y) * view.scale < 6) return;
      if (!moved) holder.setPointerCapture(event.pointerId);
      moved = true;
      view = { ...view, x: view.x + from.x - now.x, y: view.y + from.y - now.y };
      show();
    });
    holder.addEventListener("pointerup", () => {
      from = null;
    });
    holder.addEventListener("pointercancel", () => {
      from = null;
    });
    holder.addEventListener("click", (event) => {
      if (moved) return;
      const target = event.target instanceof Element ? event.target : null;
      choose(target?.closest(".variable, .link")?.id.slice(2) ?? "");
    });
    holder.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        const at = point(map, event);
        zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, at.x, at.y);
      },
      { passive: false },
    );
    holder.addEventListener("keydown", (event) => {
      const step = 60 / view.scale;
      const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
      const way = ways[event.key];
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (way !== undefined) {
        view = { ...view, x: view.x + step * way[0], y: view.y + step * way[1] };
        show();
      } else if (event.key === "+" || event.key === "=") zoom(1.25);
      else if (event.key === "-") zoom(1 / 1.25);
      else if (event.key === "0") {
        view = { x: left, y: top, scale: 1 };
        show();
      } else if (event.key === "Escape") choose("");
      else return;
      event.preventDefault();
    });
  }
  const tools = {
    closer: () => zoom(1.25),
    wider: () => zoom(1 / 1.25),
    whole: () => {
      view = { x: left, y: top, scale: 1 };
      choose("");
      show();
    },
  };
  for (const button of document.querySelectorAll("button[data-does]"))
    button.addEventListener("click", () => tools[button.dataset.does]());
  for (const button of document.querySelectorAll("button[data-shows]"))
    button.addEventListener("click", () => choose(button.dataset.shows));
  show();
})();

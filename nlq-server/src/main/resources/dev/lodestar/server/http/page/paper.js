// On paper colours are light, whatever they are on the screen, and pictures are drawn with them.

import { redrawAll } from "/page/chart.js";
import { apply } from "/page/settings.js";

addEventListener("beforeprint", () => {
  document.documentElement.dataset.theme = "light";
  redrawAll();
});

addEventListener("afterprint", () => {
  apply();
  redrawAll();
});

// Makes embedded figures as high as they are. It belongs on sites that embed some, once.
"use strict";
addEventListener("message", ({ data, source }) => {
  const height = data?.quipu?.height;
  if (!(height > 0)) return;
  for (const frame of document.querySelectorAll("iframe")) {
    if (frame.contentWindow === source) frame.height = Math.ceil(height);
  }
});

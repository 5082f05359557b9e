// Live figures: when the server says that they changed, fetch the list again and put it in.
// Without this script the page shows the figures of the moment it was loaded.
(function () {
  "use strict";
  var box = document.getElementById("targets");
  var lamp = document.getElementById("live");
  var news = document.getElementById("news");
  if (!box || !lamp || !window.EventSource || !window.fetch) return;
  var url = box.dataset.url;
  var waiting = null;
  var busy = false;

  function show(on) {
    lamp.textContent = on ? lamp.dataset.on : lamp.dataset.off;
    lamp.className = on ? "live on" : "live off";
  }

  function states() {
    var found = {};
    box.querySelectorAll("[data-code]").forEach(function (row) {
      found[row.dataset.code] = row.dataset.state;
    });
    return found;
  }

  function renew() {
    waiting = null;
    if (busy) return later();
    busy = true;
    fetch(url, { credentials: "same-origin" })
      .then(function (answer) {
        if (answer.redirected || answer.status === 401) {
          location.reload(); // the sign-in has ended
          throw new Error("signed out");
        }
        if (!answer.ok) throw new Error("status " + answer.status);
        return answer.text();
      })
      .then(function (html) {
        var before = states();
        var focused = document.activeElement && box.contains(document.activeElement)
          ? document.activeElement.getAttribute("href") : null;
        box.innerHTML = html;
        var changed = 0;
        box.querySelectorAll("[data-code]").forEach(function (row) {
          if (before[row.dataset.code] !== row.dataset.state) {
            changed += 1;
            row.classList.add("changed");
          }
        });
        if (focused) {
          var again = box.querySelector('a[href="' + focused + '"]');
          if (again) again.focus();
        }
        if (changed) news.textContent = lamp.dataset.changed;
      })
      .catch(function () { later(3000); })
      .then(function () { busy = false; });
  }

  function later(milliseconds) {
    // many changes at once become one renewal, and not every open page asks at the same instant
    if (!waiting) waiting = setTimeout(renew, milliseconds || 150 + Math.random() * 350);
  }

  var source = new EventSource("/api/v1/indicators/stream?brief");
  source.addEventListener("figures", function () {
    show(true);
    later();
  });
  source.addEventListener("trouble", function () { show(false); });
  source.onerror = function () { show(false); };
  addEventListener("pagehide", function () { source.close(); });
})();

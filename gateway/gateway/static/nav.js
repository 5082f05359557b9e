// On a narrow screen the menu is wider than the screen: bring the present page's entry into sight.
(function () {
  "use strict";
  var here = document.querySelector(".main-nav [aria-current]");
  if (!here) return;
  var menu = here.parentElement, left = here.offsetLeft - menu.offsetLeft;
  menu.scrollLeft = left - (menu.clientWidth - here.offsetWidth) / 2;
})();

"use strict";
(function () {
  var SIZE = 100;
  var NAME = 0, STATUS = 1, VENDOR = 2, PROFILE = 3, ID = 4, MODEL = 5, KIND = 6, SITE = 7, SERIAL = 8, FIRMWARE = 9;
  var SEEN = 10, ADDRESSES = 11, MACS = 12, TAGS = 13, LINK = 14;

  function id(name) { return document.getElementById(name); }

  /* Text only ever becomes a text node. */
  function add(parent, tag, text) {
    var element = document.createElement(tag);
    element.textContent = text;
    return parent.appendChild(element);
  }

  function both(large, small) {
    return function (cell, device) {
      cell.append(device[large]);
      if (device[small]) { add(cell, "small", device[small]); }
    };
  }

  function named(cell, device) {
    var name = device[NAME] || device[ID];
    if (device[LINK]) {
      var link = add(cell, "a", name);
      link.href = device[LINK];
      link.rel = "noreferrer";
    } else {
      cell.append(name);
    }
    if (device[TAGS].length) { add(cell, "small", device[TAGS].join(" · ")); }
  }

  function state(cell, device) {
    cell.className = "state " + device[STATUS];
    add(cell, "span", device[STATUS]);
  }

  function addresses(cell, device) {
    cell.append(device[ADDRESSES].slice(0, 2).join(" "));
    if (device[MACS].length) { add(cell, "small", device[MACS][0]); }
  }

  function plain(key) {
    return function (cell, device) { cell.className = "plain"; cell.append(device[key]); };
  }

  var columns = [
    { title: "Device", key: function (device) { return device[NAME] || device[ID]; }, fill: named },
    { title: "Status", key: function (device) { return device[STATUS]; }, fill: state },
    { title: "Vendor", key: function (device) { return device[VENDOR] + " " + device[PROFILE]; }, fill: both(VENDOR, PROFILE) },
    { title: "Model", key: function (device) { return device[MODEL]; }, fill: both(MODEL, KIND) },
    { title: "Site", key: function (device) { return device[SITE]; }, fill: both(SITE) },
    { title: "Serial", key: function (device) { return device[SERIAL]; }, fill: both(SERIAL, FIRMWARE) },
    { title: "Address", key: function (device) { return device[ADDRESSES][0] || ""; }, fill: addresses },
    { title: "Last seen", key: function (device) { return device[SEEN]; }, fill: plain(SEEN) }
  ];

  var devices = JSON.parse(id("fleet").textContent);
  var texts = devices.map(function (device) { return device.slice(0, LINK).flat().join("\n").toLowerCase(); });
  var order = devices.map(function (_, place) { return place; });
  var found = order;
  var sorted = -1, falling = false, page = 0;
  var body = document.querySelector("tbody");
  var heads = [];

  function row(place) {
    var line = document.createElement("tr");
    columns.forEach(function (column) {
      var cell = document.createElement("td");
      cell.dataset.title = column.title;
      column.fill(cell, devices[place]);
      if (!cell.textContent) { cell.replaceChildren(); }
      line.append(cell);
    });
    return line;
  }

  function show(isWhole) {
    var pages = Math.max(1, Math.ceil(found.length / SIZE));
    page = Math.min(page, pages - 1);
    var rows = isWhole ? found : found.slice(page * SIZE, (page + 1) * SIZE);
    var lines = document.createDocumentFragment();
    rows.forEach(function (place) { lines.append(row(place)); });
    body.replaceChildren(lines);
    var all = devices.length === 1 ? "1 device" : devices.length + " devices";
    id("shown").textContent = found.length === devices.length ? all : found.length + " of " + all;
    id("pages").hidden = pages === 1;
    id("page").textContent = "Page " + (page + 1) + " of " + pages;
    id("back").disabled = page === 0;
    id("next").disabled = page === pages - 1;
  }

  function find() {
    var words = id("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    var status = id("status").value, vendor = id("vendor").value;
    found = order.filter(function (place) {
      var device = devices[place];
      return (!status || device[STATUS] === status) && (!vendor || device[VENDOR] === vendor)
        && words.every(function (word) { return texts[place].includes(word); });
    });
    page = 0;
    show(false);
  }

  /* What is not known comes last, whichever way. */
  function sort(place) {
    falling = sorted === place && !falling;
    sorted = place;
    var collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
    var keys = devices.map(columns[place].key);
    var way = falling ? -1 : 1;
    order = order.slice().sort(function (a, b) {
      if (!keys[a] || !keys[b]) { return (keys[a] ? 0 : 1) - (keys[b] ? 0 : 1) || a - b; }
      return way * collator.compare(keys[a], keys[b]) || a - b;
    });
    id("order").value = place;
    heads.forEach(function (head, other) {
      head.ariaSort = other === place ? (falling ? "descending" : "ascending") : "none";
    });
    find();
  }

  function choices(select, key) {
    Array.from(new Set(devices.map(function (device) { return device[key]; }))).sort().forEach(function (value) {
      add(id(select), "option", value).value = value;
    });
    id(select).addEventListener("change", find);
  }

  function turn(by) {
    page += by;
    show(false);
    id("controls").scrollIntoView();
  }

  columns.forEach(function (column, place) {
    var head = add(document.querySelector("thead tr"), "th", "");
    head.scope = "col";
    var button = add(head, "button", column.title);
    button.type = "button";
    button.addEventListener("click", function () { sort(place); });
    heads.push(head);
    add(id("order"), "option", column.title).value = place;
  });
  id("order").addEventListener("change", function () { sorted = -1; sort(Number(this.value)); });
  id("order").selectedIndex = -1;
  choices("status", STATUS);
  choices("vendor", VENDOR);
  var waiting;
  id("search").addEventListener("input", function () { clearTimeout(waiting); waiting = setTimeout(find, 120); });
  id("back").addEventListener("click", function () { turn(-1); });
  id("next").addEventListener("click", function () { turn(1); });
  addEventListener("beforeprint", function () { show(true); });
  addEventListener("afterprint", function () { show(false); });
  id("controls").hidden = id("table").hidden = false;
  show(false);
})();

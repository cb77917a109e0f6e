package dev.tallyman.monitoring;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * The dashboard's page as it is seen in a browser.
 *
 * <p>Threading: one thread at a time.
 */
record SeenPage(Chromium browser, URI base) {
  static final String ROW = ".summary tbody tr";
  static final String CHARTS = "[...document.querySelectorAll('.chart')]";

  void open(String query) {
    browser.open(base.resolve("/?" + query));
  }

  String address() {
    return browser.run("location.href").asText();
  }

  void awaitRows(int number) {
    browser.await(
        number + " rows", "document.querySelectorAll('" + ROW + "').length === " + number);
  }

  void awaitSorted(String column, String order) {
    browser.await(
        "sorted by " + column,
        "document.querySelector('[data-column=" + column + "]').ariaSort === '" + order + "'");
  }

  /** Waits until every chart has lines. */
  void awaitCharts() {
    browser.await(
        "charts",
        CHARTS
            + ".every(each => each.querySelector('canvas') && each.querySelector('.legend li'))");
  }

  /** The cells as they are read, from the method on. */
  List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    browser
        .run(
            "[...document.querySelectorAll('"
                + ROW
                + "')].map(row =>"
                + " [...row.children].slice(1).map(cell => cell.innerText))")
        .forEach(
            row -> {
              List<String> cells = new ArrayList<>();
              row.forEach(cell -> cells.add(cell.asText()));
              rows.add(cells);
            });
    return rows;
  }

  List<String> column(int index) {
    return rows().stream().map(row -> row.get(index)).toList();
  }

  /** The texts of a column of the summary, with blanks between them. */
  static String columnScript(int index) {
    return "[...document.querySelectorAll('"
        + ROW
        + "')].map(row => row.children["
        + index
        + "].innerText).join(' ')";
  }

  String picture() {
    return browser.run(pictureScript()).asText();
  }

  static String pictureScript() {
    return "document.querySelector('.chart canvas')?.toDataURL() ?? ''";
  }

  /** How many pixels of a chart have the very colour of one of its lines. */
  static String inkedPixels() {
    return """
        chart => {
          const canvas = chart.querySelector('canvas');
          const inks = [...chart.querySelectorAll('.swatch')].map(
            each => getComputedStyle(each).backgroundColor.match(/\\d+/g).slice(0, 3).join());
          const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
          let inked = 0;
          for (let at = 0; at < data.length; at += 4) {
            inked += inks.includes([data[at], data[at + 1], data[at + 2]].join()) ? 1 : 0;
          }
          return inked;
        }""";
  }

  int brightness() {
    return browser
        .run("Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])")
        .asInt();
  }
}

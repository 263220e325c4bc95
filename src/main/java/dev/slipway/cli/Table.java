package dev.slipway.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows in columns that are as wide as what stands in them. */
final class Table {

  private static final String GAP = "  ";

  private final Paint paint;
  private final List<String> headings;
  private final List<List<String>> rows = new ArrayList<>();

  Table(Paint paint, String... headings) {
    this.paint = paint;
    this.headings = List.of(headings);
  }

  Table row(String... cells) {
    return row(List.of(cells));
  }

  Table row(List<String> cells) {
    rows.add(cells);
    return this;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The lines, the headings first. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (!headings.isEmpty()) {
      lines.add(line(headings.stream().map(paint::bold).toList()));
    }
    rows.forEach(row -> lines.add(line(row)));
    return lines;
  }

  private String line(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      line.append(cell);
      if (column < cells.size() - 1) {
        line.append(" ".repeat(width(column) - Paint.width(cell))).append(GAP);
      }
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    int widest = column < headings.size() ? Paint.width(headings.get(column)) : 0;
    for (List<String> row : rows) {
      if (column < row.size()) widest = Math.max(widest, Paint.width(row.get(column)));
    }
    return widest;
  }
}

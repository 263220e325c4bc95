package dev.slipway.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Models by environments: what is live where, what is on its way, and what needs somebody. */
final class Board {

  private final Paint paint;
  private final List<Environment> environments;
  private final Map<String, Map<String, String>> rows = new TreeMap<>();
  private final List<String> notes = new ArrayList<>();

  Board(Paint paint, List<Environment> environments) {
    this.paint = paint;
    this.environments = environments;
  }

  /**
   * Puts an endpoint in its cell.
   *
   * @param active its deployment that has not ended; null for none
   * @param drift what the last look for drift found; empty where nobody has looked
   */
  void put(Endpoint endpoint, @Nullable Deployment active, String drift) {
    StringBuilder cell = new StringBuilder();
    Endpoint.Current current = endpoint.currentRelease();
    if (current != null) {
      cell.append(current.modelVersion());
      if (current.number() != null) cell.append(paint.dim(" r" + current.number()));
    }
    if (active != null) {
      boolean stuck = active.state().equals("NEEDS_ATTENTION");
      cell.append(stuck ? paint.warning(" ! ") : paint.busy(" → "))
          .append(active.version())
          .append(' ')
          .append(stuck ? paint.warning(active.state()) : paint.busy(active.state()));
      notes.add(
          stuck
              ? "%s needs a person: slipway watch %s".formatted(endpoint.name(), active.id())
              : "%s is being deployed: slipway watch %s".formatted(endpoint.name(), active.id()));
    }
    Endpoint.Unsettled unsettled = endpoint.unsettled();
    if (unsettled != null) {
      cell.append(paint.warning(" ! NOT SETTLED"));
      notes.add("%s: %s".formatted(endpoint.name(), unsettled.message()));
    }
    if (drift.equals("DRIFTED") || drift.equals("GONE")) {
      cell.append(paint.warning(" ! " + drift));
      notes.add(
          endpoint.name()
              + (drift.equals("GONE")
                  ? " is not in AWS any more."
                  : " is not as its release says."));
    }
    rows.computeIfAbsent(endpoint.model(), model -> new HashMap<>())
        .put(endpoint.environment(), cell.toString());
  }

  List<String> lines() {
    if (rows.isEmpty()) return List.of("Nothing is deployed. Begin: slipway promote.");
    List<String> headings = new ArrayList<>(List.of("MODEL"));
    environments.forEach(one -> headings.add(one.name()));
    Table table = new Table(paint, headings.toArray(String[]::new));
    rows.forEach((model, cells) -> {
      List<String> row = new ArrayList<>(List.of(model));
      environments.forEach(one -> row.add(cells.getOrDefault(one.name(), paint.dim("–"))));
      table.row(row);
    });
    List<String> lines = new ArrayList<>(table.lines());
    if (!notes.isEmpty()) {
      lines.add("");
      lines.addAll(notes);
    }
    return lines;
  }
}

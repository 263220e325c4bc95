package dev.slipway.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The steps of a deployment with the time that each took, from what it has told so far. */
final class StepLines {

  private StepLines() {}

  /**
   * A step that is over, or the one under way.
   *
   * @param undone whether it was taken back
   */
  record StepLine(String name, boolean over, boolean undone, Duration took, String note) {}

  static List<StepLine> of(Deployment deployment, List<Event> events, Instant now) {
    List<StepLine> lines = new ArrayList<>();
    if (events.isEmpty()) return lines;
    Instant begun = events.getFirst().recordedAt();
    for (Event event : events) {
      boolean undone = event.type().equals("step.undone");
      boolean last = event.type().equals("deployment.succeeded");
      if (!undone && !last && !event.type().equals("step.done")) continue;
      Duration took = Duration.between(begun, event.recordedAt());
      lines.add(new StepLine(event.told("step"), true, undone, took, event.summary()));
      begun = event.recordedAt();
    }
    if (deployment.end() == null && deployment.step() != null) {
      String waits =
          deployment.waitingFor() == null ? "" : "Waiting for " + deployment.waitingFor();
      lines.add(new StepLine(deployment.step(), false, false, Duration.between(begun, now), waits));
    }
    return lines;
  }
}

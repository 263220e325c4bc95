package dev.slipway.endpoint;

import java.util.List;

/** What of AWS is not as the release that serves says, by what a run would have to put anew. */
record Drifted(List<Difference> differences) {

  /** Nothing is known to differ. */
  static final Drifted NOTHING = new Drifted(List.of());

  /** Whether just this differs. */
  boolean has(String field) {
    return differences.stream().anyMatch(it -> it.field().equals(field));
  }

  /** Whether just this is not there any more. */
  boolean lacks(String field) {
    return differences.stream().anyMatch(it -> it.field().equals(field) && it.actual() == null);
  }

  /** Whether an alarm is gone, or something of it differs. */
  boolean alarm(String name) {
    return differences.stream().anyMatch(it -> it.ofAlarm(name));
  }
}

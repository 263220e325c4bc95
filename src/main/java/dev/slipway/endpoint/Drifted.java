package dev.slipway.endpoint;

import java.util.List;

/**
 * The differences between AWS and the serving release, asked for by the parts that a run would have
 * to put anew.
 */
record Drifted(List<Difference> differences) {

  /** Nothing is known to differ. */
  static final Drifted NOTHING = new Drifted(List.of());

  /** Whether exactly this field differs. */
  boolean has(String field) {
    return differences.stream().anyMatch(it -> it.field().equals(field));
  }

  /** Whether exactly this field is gone in AWS. */
  boolean lacks(String field) {
    return differences.stream().anyMatch(it -> it.field().equals(field) && it.actual() == null);
  }

  /** Whether an alarm is gone, or something of it differs. */
  boolean alarm(String name) {
    return differences.stream().anyMatch(it -> it.ofAlarm(name));
  }
}

package dev.slipway.endpoint;

import java.util.List;
import java.util.stream.Stream;

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

  /** What is there and should not be, by name, of the parts whose fields begin so. */
  Stream<String> added(String at) {
    return differences.stream()
        .filter(it -> it.expected() == null && it.field().startsWith(at))
        .map(it -> it.field().substring(at.length()));
  }

  /** Whether an alarm is gone, or something of it differs. */
  boolean alarm(String name) {
    return differences.stream().anyMatch(it -> it.ofAlarm(name));
  }
}

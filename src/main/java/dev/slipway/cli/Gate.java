package dev.slipway.cli;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one gate says, and why. */
record Gate(
    String gate, @Nullable String name, String verdict, String reason, @Nullable Instant opensAt) {

  String title() {
    return name == null ? gate : gate + " " + name;
  }
}

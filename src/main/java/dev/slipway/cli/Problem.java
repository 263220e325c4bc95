package dev.slipway.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Problem details (RFC 9457), as far as people are shown them. */
record Problem(
    @Nullable String type,
    @Nullable String detail,
    @Nullable String code,
    @Nullable String requestId,
    @Nullable Boolean retryable,
    @Nullable List<Violation> errors,
    @Nullable Aws aws,
    @Nullable String link) {

  record Violation(@Nullable String pointer, String detail) {}

  record Aws(String service, String code, @Nullable String requestId) {}

  List<Violation> violations() {
    return errors == null ? List.of() : errors;
  }
}

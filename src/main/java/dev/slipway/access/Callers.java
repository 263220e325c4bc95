package dev.slipway.access;

import java.util.Optional;
import org.springframework.security.core.context.SecurityContextHolder;

/** Who asks, in the request that this thread serves. */
final class Callers {

  private Callers() {}

  /** The caller; empty for nobody known. */
  static Optional<Principal> known() {
    return SecurityContextHolder.getContext().getAuthentication() instanceof KnownCaller caller
        ? Optional.of(caller.getPrincipal())
        : Optional.empty();
  }

  /** The caller. There always is one: the filter chain stops requests whose caller is not known. */
  static Principal current() {
    return known()
        .orElseThrow(() -> new IllegalStateException("a handler was reached by nobody known"));
  }
}

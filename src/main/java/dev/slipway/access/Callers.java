package dev.slipway.access;

import org.springframework.security.core.context.SecurityContextHolder;

/** Who asks, in the request that this thread serves. */
final class Callers {

  private Callers() {}

  /** The caller; the filter chain lets nobody come this far who is not known. */
  static Principal current() {
    if (SecurityContextHolder.getContext().getAuthentication() instanceof KnownCaller caller) {
      return caller.getPrincipal();
    }
    throw new IllegalStateException("a handler was reached by nobody known");
  }
}

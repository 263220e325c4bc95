package dev.slipway.access;

import java.util.Collection;

/** A request's body that names the environments it is about. */
public interface InEnvironments {

  /**
   * The names of the environments. Asked for before the body is validated. Empty where the body
   * names none, and validation refuses that then.
   */
  Collection<String> environments();
}

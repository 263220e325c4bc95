package dev.slipway.access;

import java.util.Collection;

/** A request's body that names the environments it is about. */
public interface InEnvironments {

  /**
   * Their names. Asked for before the body is validated: empty where it names none, which
   * validation then refuses.
   */
  Collection<String> environments();
}

package dev.slipway.access;

import java.util.Optional;

/**
 * Tells in which environment a thing is. Each room has an implementation for the things that it
 * keeps.
 */
public interface EnvironmentOf {

  /** The sort of thing that this can be asked about. */
  Where where();

  /**
   * The name of the environment.
   *
   * @param id the thing's name or id, as it came; not necessarily a possible one
   * @return empty when there is no such thing
   */
  Optional<String> find(String id);
}

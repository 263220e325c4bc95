package dev.slipway.access;

import java.util.Optional;

/** Tells in which environment a thing is. Each room has one for what it keeps. */
public interface EnvironmentOf {

  /** What sort of thing it is asked about. */
  Where where();

  /**
   * The name of the environment.
   *
   * @param id the thing's name or id, as it came; not necessarily a possible one
   * @return empty when there is no such thing
   */
  Optional<String> find(String id);
}

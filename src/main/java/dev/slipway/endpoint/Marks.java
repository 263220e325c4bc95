package dev.slipway.endpoint;

import java.util.Map;

/** The tags by which Slipway knows what is its own again. */
public final class Marks {

  /** The endpoint that a resource belongs to. */
  public static final String ENDPOINT = "slipway:endpoint";

  /** The release that it was made for. */
  public static final String RELEASE = "slipway:release";

  /** The deployment that made it. */
  public static final String DEPLOYMENT = "slipway:deployment";

  private Marks() {}

  /** Those of what was made for a release, by its endpoint's name and its number. */
  public static Map<String, String> of(String endpoint, int release) {
    return Map.of(ENDPOINT, endpoint, RELEASE, String.valueOf(release));
  }
}

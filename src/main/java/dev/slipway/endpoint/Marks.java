package dev.slipway.endpoint;

import java.util.Map;

/** The tags by which Slipway recognises its own resources. */
public final class Marks {

  /** The endpoint that a resource belongs to. */
  public static final String ENDPOINT = "slipway:endpoint";

  /** The release for which the resource was made. */
  public static final String RELEASE = "slipway:release";

  /** The deployment that made the resource. */
  public static final String DEPLOYMENT = "slipway:deployment";

  private Marks() {}

  /** The tags of resources that are made for a release, by its endpoint's name and its number. */
  public static Map<String, String> of(String endpoint, int release) {
    return Map.of(ENDPOINT, endpoint, RELEASE, String.valueOf(release));
  }
}

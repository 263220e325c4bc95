package dev.slipway.cli;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** An environment with its present profile. */
record Environment(String name, int revision, JsonNode profile, Instant updatedAt) {

  /** The environment that promotions come from; empty for none. */
  String predecessor() {
    return profile.path("predecessor").asString("");
  }
}

package dev.slipway.endpoint;

import dev.slipway.environment.Environment;
import dev.slipway.environment.ProfileRules;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads an endpoint's overrides and holds them to the rules of a profile. */
@Component
class OverridesCheck {

  private static final String POINTER = "/overrides";

  private final JsonMapper json;

  OverridesCheck(JsonMapper json) {
    this.json = json;
  }

  /** The overrides, once the environment's profile with them applied is a valid one. */
  Settings read(JsonNode overrides, Environment environment) {
    Settings settings = json.treeToValue(overrides, Settings.class);
    ProfileRules.check(settings.over(environment.profile()), POINTER);
    return settings;
  }
}

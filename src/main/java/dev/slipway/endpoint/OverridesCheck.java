package dev.slipway.endpoint;

import dev.slipway.environment.Environment;
import dev.slipway.environment.Profiles;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Reads an endpoint's overrides and holds them to the rules of a profile. */
@Component
class OverridesCheck {

  /** The overrides, once the environment's profile with them applied is a valid one. */
  Settings read(JsonNode overrides, Environment environment) {
    Settings settings = Profiles.read(overrides, Settings.class, "/overrides");
    Profiles.check(settings.over(environment.profile()), "/overrides");
    return settings;
  }
}

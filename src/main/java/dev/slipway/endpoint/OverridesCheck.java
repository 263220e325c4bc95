package dev.slipway.endpoint;

import dev.slipway.base.Failure.Invalid;
import dev.slipway.environment.Environment;
import dev.slipway.environment.ProfileRules;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.DatabindException;
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
    Settings settings = settings(overrides);
    ProfileRules.check(settings.over(environment.profile()), POINTER);
    return settings;
  }

  private Settings settings(JsonNode overrides) {
    try {
      return json.treeToValue(overrides, Settings.class);
    } catch (DatabindException e) {
      String place =
          e.getPath().stream()
              .map(step ->
                  step.getPropertyName() == null ? "" + step.getIndex() : step.getPropertyName())
              .collect(Collectors.joining("/", POINTER + "/", ""));
      throw Invalid.field(place, "This is not a value that " + place + " can have.");
    }
  }
}

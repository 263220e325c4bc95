package dev.slipway.endpoint;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.slipway.environment.Environment;
import dev.slipway.environment.ProfileRules;
import dev.slipway.web.BodyPart;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads an endpoint's overrides and holds them to the rules of a profile. */
@Component
class OverridesCheck {

  private static final String POINTER = "/overrides";

  private final JsonMapper json;

  OverridesCheck(JsonMapper json) {
    this.json =
        json.rebuild()
            .changeDefaultNullHandling(
                nulls -> JsonSetter.Value.construct(nulls.getValueNulls(), Nulls.FAIL))
            .build();
  }

  /** The overrides, once the environment's profile with them applied is a valid one. */
  Settings read(JsonNode overrides, Environment environment) {
    Settings settings = BodyPart.read(json, overrides, Settings.class, "overrides");
    ProfileRules.check(settings.over(environment.profile()), POINTER);
    return settings;
  }
}

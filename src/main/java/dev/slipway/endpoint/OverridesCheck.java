package dev.slipway.endpoint;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.slipway.base.Failure.Refused;
import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.environment.Environment;
import dev.slipway.environment.ProfileRules;
import dev.slipway.web.BodyPart;
import java.util.List;
import org.jspecify.annotations.Nullable;
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

  /**
   * The overrides, once the environment's profile with them applied is a valid one.
   *
   * @param before the overrides that they replace
   */
  Settings read(JsonNode overrides, Settings before, Environment environment) {
    Settings settings = BodyPart.read(json, overrides, Settings.class, "overrides");
    List<AlarmSpec> adopted = adopted(settings);
    if (adopted != null && !adopted.equals(adopted(before))) {
      throw Refused.field(
          "adopted-alarms-are-read",
          POINTER + "/alarms/adopted",
          "Adopted alarms are read from AWS by an import and cannot be written. Leave them as they"
              + " are, or set adopted to null: the environment's paging alarms take their place"
              + " with the next deployment.");
    }
    ProfileRules.check(settings.over(environment.profile()), POINTER);
    return settings;
  }

  private static @Nullable List<AlarmSpec> adopted(Settings settings) {
    return settings.alarms() == null ? null : settings.alarms().adopted();
  }
}

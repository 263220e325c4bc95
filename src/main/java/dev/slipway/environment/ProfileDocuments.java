package dev.slipway.environment;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.slipway.base.MergePatch;
import dev.slipway.judge.JudgeRules;
import dev.slipway.web.BodyPart;
import org.springframework.stereotype.Component;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Profiles as JSON: as callers write them, in part, and as they are stored, whole.
 *
 * <p>What a caller leaves out at creation comes from the preset, member by member, except that an
 * environment without {@code autoscaling} has none, the preset's canary is only for a canary, and
 * its judge only for bakes that are long enough for one.
 */
@Component
class ProfileDocuments {

  private final JsonMapper requests;
  private final JsonMapper stored;

  ProfileDocuments(JsonMapper json) {
    requests =
        json.rebuild()
            .changeDefaultNullHandling(
                nulls -> JsonSetter.Value.construct(nulls.getValueNulls(), Nulls.FAIL))
            .build();
    // A row may have been written by the next version of Slipway, before it was taken back.
    stored = json.rebuild().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  }

  /** The whole profile of which the caller gave a part. */
  Profile create(Preset preset, JsonNode given) {
    ObjectNode defaults = defaults(preset, given);
    if (given.path("judge").isObject()) defaults.set("judge", usualJudge());
    if (given.path("smoke_test").isObject() || preset.smokeTests() && !given.has("smoke_test")) {
      defaults.set("smoke_test", stored.valueToTree(SmokeRules.USUAL));
    }
    Profile profile = read(MergePatch.apply(defaults, given));
    if (given.has("judge") || !preset.judges(profile)) return profile;
    defaults.set("judge", usualJudge());
    return read(MergePatch.apply(defaults, given));
  }

  /** The profile with a merge patch (RFC 7396) applied. */
  Profile change(Profile now, JsonNode patch) {
    ObjectNode base = tree(now);
    if (!base.has("autoscaling") && patch.path("autoscaling").isObject()) {
      base.set("autoscaling", cooldowns());
    }
    if (!base.has("judge") && patch.path("judge").isObject()) {
      base.set("judge", usualJudge());
    }
    if (!base.has("smoke_test") && patch.path("smoke_test").isObject()) {
      base.set("smoke_test", stored.valueToTree(SmokeRules.USUAL));
    }
    return read(MergePatch.apply(base, patch));
  }

  private Profile read(JsonNode whole) {
    return BodyPart.read(requests, whole, Profile.class, "profile");
  }

  /** As the API shows it and the table keeps it. */
  ObjectNode tree(Profile profile) {
    return stored.valueToTree(profile);
  }

  String write(Profile profile) {
    return stored.writeValueAsString(profile);
  }

  Profile readStored(String json) {
    return stored.readValue(json, Profile.class);
  }

  /** Plain lists, maps and numbers, for a fact. */
  Object plain(JsonNode value) {
    return stored.convertValue(value, Object.class);
  }

  private ObjectNode defaults(Preset preset, JsonNode given) {
    ObjectNode profile = stored.createObjectNode();
    profile.putArray("artifact_mappings");
    profile.putArray("image_mappings");
    profile.put("pin_images", preset.pinImages());
    profile.putObject("execution_role").put("managed", false);
    ObjectNode rollout = stored.valueToTree(preset.rollout());
    String strategy = given.path("rollout").path("strategy").asString("CANARY");
    if (!strategy.equals("CANARY")) rollout.remove("canary");
    if (strategy.equals("ROLLING")) rollout.put("termination_wait_seconds", 0);
    profile.set("rollout", rollout);
    profile.set("alarms", stored.valueToTree(preset.alarms()));
    if (given.path("autoscaling").isObject()) {
      ObjectNode autoscaling = cooldowns();
      if (preset.targetInvocationsPerInstance() != null && !tracksOrSteps(given)) {
        autoscaling.put("target_invocations_per_instance", preset.targetInvocationsPerInstance());
      }
      profile.set("autoscaling", autoscaling);
    }
    profile.putObject("container_environment");
    profile.putObject("tags");
    profile.put("keep_releases", Preset.KEEP_RELEASES);
    return profile;
  }

  /** Whether the caller says what to scale by. */
  private static boolean tracksOrSteps(JsonNode given) {
    JsonNode scaling = given.path("autoscaling");
    return scaling.has("target_concurrent_requests")
        || scaling.has("target_provisioned_concurrency_utilization")
        || scaling.has("step_policies");
  }

  private JsonNode usualJudge() {
    return stored.valueToTree(JudgeRules.USUAL);
  }

  private ObjectNode cooldowns() {
    return stored
        .createObjectNode()
        .put("scale_in_cooldown_seconds", Preset.SCALE_IN_COOLDOWN_SECONDS)
        .put("scale_out_cooldown_seconds", Preset.SCALE_OUT_COOLDOWN_SECONDS);
  }
}

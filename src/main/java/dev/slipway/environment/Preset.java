package dev.slipway.environment;

import dev.slipway.base.Failure;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.RolloutPolicy.FleetShare;
import dev.slipway.cloud.RolloutPolicy.Strategy;
import dev.slipway.environment.Profile.AlarmRules;
import dev.slipway.judge.Look;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A set of figures for an environment that does not bring its own.
 *
 * @see ProfileDocuments for what is filled in from it
 */
public enum Preset {
  /** The article's exact figures. */
  ARTICLE(
      new RolloutPolicy(
          Strategy.CANARY, new FleetShare(FleetShare.Unit.INSTANCE_COUNT, 1), null, 300, 120, 1800),
      new AlarmRules(AlarmRules.Preset.ARTICLE, 1000, null),
      500.0,
      false),

  /**
   * A tenth of the traffic for a quarter of an hour, then half an hour in which the way back takes
   * seconds. The time limit leaves 45 minutes for instances to start.
   */
  GUARDED(
      new RolloutPolicy(
          Strategy.CANARY,
          new FleetShare(FleetShare.Unit.CAPACITY_PERCENT, 10),
          null,
          900,
          1800,
          3600 + 2700),
      new AlarmRules(AlarmRules.Preset.GUARDED, 1000, null),
      null,
      true);

  /** The article's cooldowns, which every preset uses. */
  static final int SCALE_IN_COOLDOWN_SECONDS = 300;

  static final int SCALE_OUT_COOLDOWN_SECONDS = 60;

  /** How many earlier releases stay restorable. */
  static final int KEEP_RELEASES = 10;

  private final RolloutPolicy rollout;
  private final AlarmRules alarms;
  private final @Nullable Double targetInvocationsPerInstance;
  private final boolean pinImages;

  Preset(
      RolloutPolicy rollout,
      AlarmRules alarms,
      @Nullable Double targetInvocationsPerInstance,
      boolean pinImages) {
    this.rollout = rollout;
    this.alarms = alarms;
    this.targetInvocationsPerInstance = targetInvocationsPerInstance;
    this.pinImages = pinImages;
  }

  /** The preset that the API calls so; {@code guarded} when none is named. */
  static Preset named(@Nullable String name) {
    return name == null
        ? GUARDED
        : Arrays.stream(values())
            .filter(preset -> preset.toString().equals(name))
            .findFirst()
            .orElseThrow(() ->
                Failure.Invalid.field(
                    "/preset",
                    "There is no preset \"%s\"; there are %s."
                        .formatted(
                            name,
                            Arrays.stream(values())
                                .map(Preset::toString)
                                .collect(Collectors.joining(" and ")))));
  }

  RolloutPolicy rollout() {
    return rollout;
  }

  AlarmRules alarms() {
    return alarms;
  }

  /** Per instance and minute; null where only a load test can tell. */
  @Nullable Double targetInvocationsPerInstance() {
    return targetInvocationsPerInstance;
  }

  /**
   * Whether its environments compare the fleets of an update unless told otherwise: where a bake is
   * long enough, and both fleets serve in it.
   */
  boolean judges(Profile profile) {
    boolean twoFleets =
        switch (profile.rollout().strategy()) {
          case CANARY, LINEAR, ROLLING -> profile.hosting().serverless() == null;
          case ALL_AT_ONCE -> false;
        };
    return this == GUARDED
        && twoFleets
        && profile.rollout().waitIntervalSeconds() >= Look.SHORTEST_BAKE.toSeconds();
  }

  /** Whether its environments send a model's samples to a new fleet unless told otherwise. */
  boolean smokeTests() {
    return this == GUARDED;
  }

  boolean pinImages() {
    return pinImages;
  }

  /** As the API writes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

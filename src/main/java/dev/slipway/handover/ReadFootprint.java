package dev.slipway.handover;

import dev.slipway.base.Failure.Conflict;
import dev.slipway.base.Failure.Refused;
import dev.slipway.base.Failure.Violation;
import dev.slipway.cloud.Autoscaling;
import dev.slipway.cloud.Autoscaling.Dimension;
import dev.slipway.cloud.Autoscaling.Policies;
import dev.slipway.cloud.Autoscaling.Target;
import dev.slipway.cloud.Autoscaling.TrackingPolicy;
import dev.slipway.cloud.Autoscaling.Variant;
import dev.slipway.cloud.Inventory.Footprint;
import dev.slipway.cloud.Inventory.Kind;
import dev.slipway.cloud.Inventory.Part;
import dev.slipway.cloud.SageMaker.EndpointStatus;
import dev.slipway.cloud.SageMaker.LiveEndpointConfig;
import dev.slipway.cloud.SageMaker.LiveModel;
import dev.slipway.cloud.SageMaker.LiveVariant;
import dev.slipway.cloud.SageMaker.VariantHost;
import dev.slipway.cloud.TagKeys;
import dev.slipway.endpoint.Adoption;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.endpoint.Settings;
import dev.slipway.environment.Hosting;
import dev.slipway.environment.Profile;
import dev.slipway.environment.Profile.AlarmRules;
import dev.slipway.environment.Profile.ExecutionRole;
import dev.slipway.environment.Scaling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Translates what AWS has of an endpoint into settings of Slipway that say the same. Refuses where
 * there are none, and names every obstacle at once.
 */
final class ReadFootprint {

  private final Footprint footprint;
  private final Profile profile;
  private final ForeignMark mark;
  private final List<Violation> obstacles = new ArrayList<>();
  private final List<Remark> remarks = new ArrayList<>();

  private ReadFootprint(Footprint footprint, Profile profile, ForeignMark mark) {
    this.footprint = footprint;
    this.profile = profile;
    this.mark = mark;
  }

  /** What was read. */
  record Read(
      LiveModel model,
      Settings overrides,
      Adoption adoption,
      Map<String, String> digests,
      List<Remark> remarks) {}

  /**
   * Reads.
   *
   * @param mark finds marks that stand in the way
   * @throws Conflict {@code endpoint-moving} while SageMaker is changing the endpoint
   * @throws Refused {@code endpoint-not-expressible} with everything that Slipway cannot hold
   */
  static Read of(Footprint footprint, Profile profile, ForeignMark mark, Autoscaling autoscaling) {
    return new ReadFootprint(footprint, profile, mark).read(autoscaling);
  }

  private Read read(Autoscaling autoscaling) {
    if (footprint.endpoint().status() != EndpointStatus.IN_SERVICE) {
      throw new Conflict(
          "endpoint-moving",
          "The endpoint is "
              + footprint.endpoint().rawStatus()
              + "; it can be imported once it is InService.");
    }
    LiveEndpointConfig config = footprint.config();
    for (Part part : footprint.parts()) obstacles.addAll(Obstacles.in(part, mark));
    obstacles.addAll(Obstacles.inHosting(config, footprint.models()));
    if (config == null || footprint.models().isEmpty() || config.variants().size() != 1) {
      throw refusal();
    }
    String variant = config.variants().getFirst().name();
    Variant scaled = scaled(variant, config);
    Optional<Target> target = autoscaling.findTarget(scaled);
    Policies policies = target.isPresent() ? autoscaling.policies(scaled) : Policies.NONE;
    Settings overrides = settings(config, scaling(target, policies, scaled, autoscaling));
    if (!obstacles.isEmpty()) throw refusal();
    String policy = policies.tracking().isEmpty() ? null : policies.tracking().getFirst().name();
    return new Read(
        footprint.models().getFirst(),
        overrides,
        Adoption.found(variant, policy),
        digests(),
        List.copyOf(remarks));
  }

  private void obstacle(String where, String what) {
    obstacles.add(new Violation(where, what));
  }

  private Refused refusal() {
    return Obstacles.refusal(obstacles);
  }

  private Variant scaled(String variant, LiveEndpointConfig config) {
    return new Variant(
        footprint.endpoint().name(),
        variant,
        config.variants().getFirst().host() instanceof VariantHost.OnDemand
            ? Dimension.PROVISIONED_CONCURRENCY
            : Dimension.INSTANCE_COUNT);
  }

  private @Nullable Scaling scaling(
      Optional<Target> target, Policies policies, Variant scaled, Autoscaling autoscaling) {
    if (footprint.parts(Kind.SCALABLE_TARGET).size() > 1) {
      obstacle("SCALABLE_TARGET", "there are several");
    }
    if (target.isEmpty()) return null;
    if (policies.tracking().size() > 1
        || policies.tracking().size() < footprint.parts(Kind.SCALING_POLICY).size()) {
      obstacle(
          "SCALING_POLICY", "there is more than one, or not target tracking on a known metric");
      return null;
    }
    List<Scaling.ScheduledAction> schedule =
        autoscaling.scheduledActions(scaled).stream()
            .map(it ->
                new Scaling.ScheduledAction(
                    it.name(), it.schedule(), it.timezone(), it.minimum(), it.maximum()))
            .toList();
    TrackingPolicy tracking = policies.tracking().isEmpty() ? null : policies.tracking().getFirst();
    return new Scaling(
        target.get().minimum(),
        target.get().maximum(),
        tracked(tracking, Autoscaling.Metric.INVOCATIONS_PER_INSTANCE),
        tracking == null ? 300 : tracking.scaleInCooldownSeconds(),
        tracking == null ? 300 : tracking.scaleOutCooldownSeconds(),
        tracked(tracking, Autoscaling.Metric.CONCURRENT_REQUESTS_PER_MODEL),
        tracked(tracking, Autoscaling.Metric.PROVISIONED_CONCURRENCY_UTILIZATION),
        null,
        schedule.isEmpty() ? null : schedule,
        null);
  }

  private static @Nullable Double tracked(
      @Nullable TrackingPolicy policy, Autoscaling.Metric metric) {
    return policy != null && policy.metric() == metric ? policy.target() : null;
  }

  private Settings settings(LiveEndpointConfig config, @Nullable Scaling scaling) {
    LiveModel model = footprint.models().getFirst();
    List<Settings.Part> without = new ArrayList<>();
    if (scaling == null) without.add(Settings.Part.AUTOSCALING);
    if (model.network() == null) without.add(Settings.Part.NETWORK);
    if (config.dataCapture() == null) without.add(Settings.Part.DATA_CAPTURE);
    Hosting hosting = hosting(config, scaling);
    return new Settings(
        hosting,
        scaling,
        ImportedRollout.of(footprint.endpoint().lastPolicy(), hosting, profile, remarks::add),
        alarms(),
        null,
        model.network(),
        config.dataCapture(),
        new ExecutionRole(model.executionRoleArn(), false, null, null),
        tags(),
        without.isEmpty() ? null : without,
        null,
        null);
  }

  private Hosting hosting(LiveEndpointConfig config, @Nullable Scaling scaling) {
    return switch (config.variants().getFirst().host()) {
      case VariantHost.OnDemand onDemand ->
          new Hosting(
              null, null, null, null, null, null, null, config.kmsKeyId(), onDemand.serverless());
      case VariantHost.Instances fleet ->
          new Hosting(
              fleet.type(),
              firstCount(fleet.initialCount(), scaling),
              null,
              fleet.volumeSizeGb(),
              fleet.modelDataDownloadTimeoutSeconds(),
              fleet.containerStartupTimeoutSeconds(),
              fleet.routing(),
              config.kmsKeyId(),
              null);
    };
  }

  /**
   * A fleet that began outside the bounds was brought within them by autoscaling. One without
   * autoscaling is as large as it was last asked to be.
   */
  private int firstCount(int written, @Nullable Scaling scaling) {
    Integer desired = footprint.endpoint().desiredInstances();
    if (scaling != null) {
      int count = scaling.within(written);
      if (count != written) {
        otherCount(
            "first-count-within-bounds",
            written,
            ", which autoscaling brings within its bounds at once: " + count + " goes on record.");
      }
      return count;
    }
    if (desired == null || desired == written) return written;
    otherCount(
        "count-was-changed",
        written,
        ", and somebody has asked for " + desired + " since: that goes on record.");
    return desired;
  }

  private void otherCount(String code, int written, String andNow) {
    remarks.add(
        new Remark(
            Severity.NOTE,
            code,
            "The configuration begins with "
                + written
                + (written == 1 ? " instance" : " instances")
                + andNow,
            null));
  }

  private AlarmRules alarms() {
    AdoptableAlarms alarms = AdoptableAlarms.of(footprint, mark);
    remarks.addAll(alarms.remarks());
    AlarmRules rules = profile.alarms();
    return new AlarmRules(
        rules.preset(), rules.latencyThresholdMs(), rules.snsTopicArn(), alarms.adopted());
  }

  private Map<String, String> tags() {
    Map<String, String> tags = new TreeMap<>();
    for (Part part : footprint.parts(Kind.ENDPOINT)) tags.putAll(part.tags());
    tags.keySet().removeIf(TagKeys::reserved);
    return tags;
  }

  /**
   * The digests to which the images were resolved when they were deployed, by the names in the
   * model.
   */
  private Map<String, String> digests() {
    Map<String, String> digests = new TreeMap<>();
    for (LiveVariant variant : footprint.endpoint().variants()) {
      variant
          .images()
          .forEach(image -> {
            String resolved = image.resolved();
            int digest = resolved == null ? -1 : resolved.indexOf('@');
            if (image.specified() != null && resolved != null && digest >= 0) {
              digests.put(image.specified(), resolved.substring(digest + 1));
            }
          });
    }
    return digests;
  }
}

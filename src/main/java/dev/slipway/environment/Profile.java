package dev.slipway.environment;

import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.CloudLocation;
import dev.slipway.cloud.DataCapture;
import dev.slipway.cloud.Network;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.judge.JudgeRules;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an environment prescribes for every endpoint in it. Immutable; a changed profile is a new
 * revision.
 *
 * @param location the account, the region and the role that Slipway acts as
 * @param executionRole the role that the containers run with
 * @param artifactMappings how a version's artifact becomes this environment's; the longest matching
 *     {@code from} wins
 * @param imageMappings the same for images
 * @param imageTag replaces the tag of every image (the article's dev runs {@code latest}); null
 *     keeps it
 * @param pinImages refuse images by {@code latest} or without a tag
 * @param predecessor the environment that promotions come from; null when this is the first
 * @param keepReleases how many earlier releases stay restorable
 * @param network where containers reach out to; null for SageMaker's own network
 * @param dataCapture copies of requests and answers in S3; null for none
 * @param drift what becomes of differences between AWS and the record; null to tell only
 * @param judge how the two fleets of an update are compared while it bakes; null when they are not
 * @param requireAbortLever refuse updates that nothing could stop; null for false
 * @param smokeTest what becomes of wrong answers to the model's samples; null when none are sent
 * @param gates what a promotion to it must pass; null for nothing
 * @param artifactStore where promotions copy artifacts to, {@code s3://<bucket>/<prefix>/}; null
 *     where they are found by mapping
 * @param autoPromotion whether it takes by itself what goes live in its predecessor; null for false
 * @param forbidLoadTests refuse load tests and Inference Recommender jobs; null for false
 * @param inferenceRecommender what Inference Recommender jobs need; null where none can be started
 */
public record Profile(
    CloudLocation location,
    ExecutionRole executionRole,
    List<Mapping> artifactMappings,
    List<Mapping> imageMappings,
    @Nullable String imageTag,
    boolean pinImages,
    @Nullable String predecessor,
    Hosting hosting,
    @Nullable Scaling autoscaling,
    RolloutPolicy rollout,
    AlarmRules alarms,
    Map<String, String> containerEnvironment,
    Map<String, String> tags,
    int keepReleases,
    @Nullable Network network,
    @Nullable DataCapture dataCapture,
    @Nullable Drift drift,
    @Nullable JudgeRules judge,
    @Nullable Boolean requireAbortLever,
    @Nullable SmokeRules smokeTest,
    @Nullable GateRules gates,
    @Nullable String artifactStore,
    @Nullable Boolean autoPromotion,
    @Nullable Boolean forbidLoadTests,
    @Nullable InferenceRecommender inferenceRecommender) {

  /** Whether a difference between AWS and the record is deployed away without anybody asking. */
  public boolean repairsDrift() {
    return drift != null && drift.repair() == Drift.Repair.DEPLOY;
  }

  /** Whether an update that nothing could stop is refused. */
  public boolean requiresAbortLever() {
    return Boolean.TRUE.equals(requireAbortLever);
  }

  /** Whether it takes by itself what goes live in its predecessor. */
  public boolean promotesByItself() {
    return Boolean.TRUE.equals(autoPromotion);
  }

  /** Whether nobody may find out by load how much its endpoints can do. */
  public boolean forbidsLoadTests() {
    return Boolean.TRUE.equals(forbidLoadTests);
  }

  /** What a promotion to it must pass, besides pinned images. */
  public GateRules gateRules() {
    return gates == null ? GateRules.NONE : gates;
  }

  /** What becomes of differences between AWS and the record. */
  public record Drift(Repair repair) {

    /** Whether Slipway does something about them by itself. */
    public enum Repair {
      /** They are recorded and told; people decide. */
      NEVER,
      /** The serving release is deployed anew, once for what has appeared. */
      DEPLOY
    }
  }

  /**
   * The role that containers run with: an existing one by ARN, or one that Slipway makes.
   *
   * @param arn the role's ARN; null when {@code managed}
   * @param managed Slipway makes a role per endpoint
   */
  public record ExecutionRole(
      @Nullable String arn,
      boolean managed,
      @Nullable String path,
      @Nullable String permissionsBoundaryArn) {}

  /**
   * What Inference Recommender jobs need.
   *
   * @param roleArn the role as which a job makes endpoints and reads the samples
   * @param payloadStore where Slipway puts samples for it, {@code s3://<bucket>/<prefix>/}
   */
  public record InferenceRecommender(String roleArn, String payloadStore) {}

  /** Replaces a prefix. */
  public record Mapping(String from, String to) {}

  /**
   * The alarms of every endpoint.
   *
   * @param preset which figures are used
   * @param latencyThresholdMs model latency that is too high, in milliseconds
   * @param snsTopicArn told when a paging alarm fires; null for nobody
   * @param adopted the paging alarms that an endpoint came with when it was adopted, in place of
   *     the preset's; null for one that was made here
   */
  public record AlarmRules(
      Preset preset,
      int latencyThresholdMs,
      @Nullable String snsTopicArn,
      @Nullable List<AlarmSpec> adopted) {

    /** With the preset's alarms. */
    public AlarmRules(Preset preset, int latencyThresholdMs, @Nullable String snsTopicArn) {
      this(preset, latencyThresholdMs, snsTopicArn, null);
    }

    /** The two sets of figures. */
    public enum Preset {
      /** The article's exact figures: more than 5 errors in each of two minutes. */
      ARTICLE,
      /** At least 3 errors and over 2 % of invocations, in 2 of 3 minutes. */
      GUARDED
    }
  }
}

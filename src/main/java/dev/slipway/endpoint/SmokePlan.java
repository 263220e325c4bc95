package dev.slipway.endpoint;

import dev.slipway.base.Failure.Refused;
import dev.slipway.catalog.Sample;
import dev.slipway.cloud.RolloutPolicy;
import dev.slipway.cloud.RolloutPolicy.Strategy;
import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.endpoint.PlannedSmokeTest.When;
import dev.slipway.environment.SmokeRules;
import dev.slipway.judge.JudgeRules.Meaning;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Plans which of a model's samples are sent, when and how often, and what that proves. */
final class SmokePlan {

  /** The code of a smoke test that has nothing to send. */
  static final String NOTHING_TO_SEND = "smoke-test-has-no-samples";

  /**
   * The shortest bake in which samples are sent. A shorter one may be over between two looks,
   * before a verdict could end the update.
   */
  static final int SHORTEST_BAKE_SECONDS = 120;

  /** The most calls of a smoke test: with these it stays a small part of a bake. */
  private static final int MOST_CALLS = 700;

  private SmokePlan() {}

  /**
   * The plan with the smoke test that its deployment makes.
   *
   * @param serving the release that serves and is updated; null for none
   * @param all the model's samples
   * @throws Refused (422, {@value #NOTHING_TO_SEND}) when the model has no samples, and no evidence
   *     is to abort
   */
  static Plan on(
      Plan plan,
      Endpoint endpoint,
      @Nullable ReleaseSpec serving,
      ReleaseSpec wanted,
      SmokeRules rules,
      List<Sample> all) {
    if (all.isEmpty()) return plan.remarking(nothing(endpoint, rules));
    Plan.FleetChange fleet = plan.fleet();
    Integer counted = fleet == null ? null : fleet.instancesAfter();
    int instances = counted == null ? wanted.hosting().count() : counted;
    When when = when(serving, wanted, instances);
    double share = TrafficRemarks.firstShare(wanted.rollout(), instances);
    int calls = when == When.FIRST_BAKE ? PlannedSmokeTest.calls(share) : 1;
    int most = Math.max(1, MOST_CALLS / calls);
    PlannedSmokeTest test =
        new PlannedSmokeTest(
            when,
            all.stream()
                .limit(most)
                .map(one -> new PlannedSmokeTest.Sample(one.id(), one.name(), one.digest(), calls))
                .toList(),
            rules.onFail(),
            rules.onInsufficientEvidence());
    return plan.testing(test).remarking(remark(test, all.size(), way(serving, wanted), share));
  }

  /** The ways in which a release comes to serve, as far as they matter for its samples. */
  private enum Way {
    /** By an endpoint that no request reaches before it was tested. */
    ENDPOINT_OF_ITS_OWN,
    /** By an update without a bake of SageMaker's; Slipway's own follows the samples. */
    SERVERLESS,
    INSTANCES
  }

  private static Way way(@Nullable ReleaseSpec serving, ReleaseSpec wanted) {
    if (serving == null || serving.otherKind(wanted)) return Way.ENDPOINT_OF_ITS_OWN;
    return wanted.hosting().serverless() == null ? Way.INSTANCES : Way.SERVERLESS;
  }

  private static When when(@Nullable ReleaseSpec serving, ReleaseSpec wanted, int instances) {
    if (way(serving, wanted) != Way.INSTANCES || FleetRemarks.skipsGuardrails(wanted)) {
      return When.AFTER_THE_UPDATE;
    }
    RolloutPolicy policy = wanted.rollout();
    int last =
        policy.strategy() == Strategy.ROLLING
            ? policy.waitIntervalSeconds()
            : policy.terminationWaitSeconds();
    if (last >= SHORTEST_BAKE_SECONDS) return When.FINAL_BAKE;
    return policy.waitIntervalSeconds() >= SHORTEST_BAKE_SECONDS
            && JudgedBakes.looks(policy, instances) > 0
        ? When.FIRST_BAKE
        : When.AFTER_THE_UPDATE;
  }

  private static Remark nothing(Endpoint endpoint, SmokeRules rules) {
    String sentence =
        endpoint.model()
            + " has no sample payloads, so no smoke test is made: nothing asks the new fleet before"
            + " callers do.";
    String proposal =
        "Give it some: PUT /v1/models/" + endpoint.model() + "/samples/{name} with a payload.";
    if (rules.onInsufficientEvidence() == Meaning.ABORT) {
      throw Refused.field(
          NOTHING_TO_SEND,
          "/smoke_test/on_insufficient_evidence",
          sentence + " No evidence is to abort the update here. " + proposal);
    }
    return new Remark(Severity.NOTE, NOTHING_TO_SEND, sentence, proposal);
  }

  private static Remark remark(PlannedSmokeTest test, int all, Way way, double share) {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        switch (test.when()) {
              case FINAL_BAKE ->
                  "In the last bake, when all traffic is on the new fleet, the model's samples are"
                      + " sent once each";
              case FIRST_BAKE ->
                  "No bake of "
                      + SHORTEST_BAKE_SECONDS
                      + " s has all traffic on the new fleet, so the model's samples are sent in"
                      + " the first one, "
                      + test.samples().getFirst().calls()
                      + " times each: with "
                      + Math.round(100 * share)
                      + " % of the traffic, all of them miss the new fleet less than once in a"
                      + " thousand times";
              case AFTER_THE_UPDATE ->
                  switch (way) {
                    case ENDPOINT_OF_ITS_OWN ->
                        "Once the endpoint is in service, the model's samples are sent once each";
                    case SERVERLESS ->
                        "SageMaker does not bake serverless variants, so the model's samples are"
                            + " sent once each when the update is over, before Slipway's own bake";
                    case INSTANCES ->
                        "Nothing bakes long enough, so the model's samples are sent once each when"
                            + " the update is over";
                  };
            }
            + ": "
            + test.samples().stream()
                .map(PlannedSmokeTest.Sample::name)
                .collect(Collectors.joining(", "))
            + ".");
    if (test.samples().size() < all) {
      sentences.add("More than " + MOST_CALLS + " calls are not made; the others stay unsent.");
    }
    if (test.when() == When.FIRST_BAKE) {
      sentences.add(
          "A sample that is never answered rightly says nothing of the new fleet alone; one that is"
              + " answered rightly only at times is held against the new fleet.");
    }
    sentences.add(
        switch (test.onFail()) {
          case CONTINUE -> "A wrong answer is told, and the update goes on.";
          case ABORT ->
              switch (test.when()) {
                case FINAL_BAKE, FIRST_BAKE ->
                    "A wrong answer aborts the update: SageMaker moves all traffic back.";
                case AFTER_THE_UPDATE ->
                    switch (way) {
                      case ENDPOINT_OF_ITS_OWN ->
                          "After a wrong answer the endpoint, which has never served, is deleted.";
                      case SERVERLESS ->
                          "A wrong answer is undone by a deployment of the release before it.";
                      case INSTANCES ->
                          "A wrong answer is undone by a deployment of the release before it, which"
                              + " takes as long as instances take to start.";
                    };
              };
        });
    return new Remark(Severity.NOTE, "smoke-test-runs", String.join(" ", sentences), null);
  }
}

package dev.slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import dev.slipway.base.Fact;
import dev.slipway.cloud.CallLog.Call;
import dev.slipway.endpoint.PlannedSmokeTest.When;
import dev.slipway.judge.JudgeRules.Meaning;
import dev.slipway.judge.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What history keeps of a tick. */
class TickFactTests {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Deployment AWAITING = RulesTests.at(StepName.AWAIT, new UUID(0, 9));

  @Test
  void aQuietTickThatOnlyLookedLeavesNothing() {
    assertThat(TickFact.of(AWAITING, ruling(null, AWAITING), looked(), NOW)).isEmpty();
  }

  @Test
  void anEventIsKeptWithTheStateTheStepAndWhatSageMakerSaid() {
    Deployment next =
        AWAITING.next(
            AWAITING
                .progress()
                .because("alarm", "It fired.")
                .seeing(new Sight("Updating", List.of())),
            AWAITING.memory());
    Fact fact = TickFact.of(AWAITING, ruling("step.done", next), List.of(), NOW).orElseThrow();
    assertThat(fact)
        .isEqualTo(
            new Fact(
                "endpoint",
                "prod-fraud-detector",
                "step.done",
                "slipway",
                "The sentence.",
                AWAITING.id(),
                Map.of(
                    "state", "UPDATING",
                    "step", "AWAIT",
                    "aws_status", "Updating",
                    "reason_code", "alarm"),
                NOW));
  }

  @Test
  void callsThatChangedAwsOrFailedAreKeptWithTheirIdsAndOfLooksOnlyTheEndpoints() {
    List<Call> calls =
        List.of(
            new Call("sagemaker", "DescribeEndpoint", "id-1", null),
            new Call("sagemaker", "DescribeModel", "id-2", null),
            new Call("sagemaker", "ListTags", "id-3", "ThrottlingException"),
            new Call("sagemaker", "CreateModel", null, "ServiceUnavailable"));
    Fact fact = TickFact.of(AWAITING, ruling("step.changed", AWAITING), calls, NOW).orElseThrow();
    assertThat(fact.data().get("aws_calls"))
        .isEqualTo(
            List.of(
                Map.of(
                    "service", "sagemaker", "operation", "DescribeEndpoint", "request_id", "id-1"),
                Map.of(
                    "service", "sagemaker",
                    "operation", "ListTags",
                    "request_id", "id-3",
                    "error", "ThrottlingException"),
                Map.of(
                    "service", "sagemaker",
                    "operation", "CreateModel",
                    "error", "ServiceUnavailable")));
  }

  @Test
  void aTickThatWaitsAfterItChangedSomethingSaysBoth() {
    Call lever = new Call("monitoring", "PutMetricData", "id", null);
    Call change = new Call("sagemaker", "CreateModel", "id", null);
    Call look = new Call("sagemaker", "DescribeEndpoint", "id", null);
    assertThat(quiet(look, lever).summary())
        .isEqualTo("Published the abort metric's value. The sentence.");
    assertThat(quiet(look, lever, change).summary())
        .isEqualTo("Asked AWS for a change. The sentence.");
    assertThat(quiet(change).type()).isEqualTo("step.changed");
  }

  private static Fact quiet(Call... calls) {
    return TickFact.of(AWAITING, ruling(null, AWAITING), List.of(calls), NOW).orElseThrow();
  }

  @Test
  void whatWasFoundOfTheNewFleetIsKeptOnce() {
    Deployment judged =
        AWAITING.next(AWAITING.progress(), AWAITING.memory().judged(judgement("Worse.")));
    assertThat(data(AWAITING, judged).get("judgement"))
        .asInstanceOf(MAP)
        .containsEntry("sentence", "Worse.");
    assertThat(data(judged, judged)).doesNotContainKey("judgement");
    Deployment diagnosed =
        AWAITING.next(
            AWAITING.progress(),
            AWAITING
                .memory()
                .diagnosed(
                    new Diagnosis(
                        StartFailureCause.values()[0],
                        "It ran out.",
                        null,
                        "More.",
                        "/aws/sagemaker/Endpoints/x",
                        List.of(),
                        null,
                        NOW)));
    assertThat(data(AWAITING, diagnosed))
        .containsEntry("cause", StartFailureCause.values()[0].name())
        .containsEntry("log_group", "/aws/sagemaker/Endpoints/x");
    assertThat(data(diagnosed, diagnosed)).doesNotContainKeys("cause", "log_group");
  }

  @Test
  void aSmokeTestIsKeptWhenItHasEnded() {
    Deployment begun = tested(null);
    Deployment ended = tested(SmokeTest.Outcome.PASS);
    assertThat(data(AWAITING, begun)).doesNotContainKey("smoke_test");
    assertThat(data(begun, ended)).containsKey("smoke_test");
    assertThat(data(AWAITING, ended)).containsKey("smoke_test");
    assertThat(data(ended, ended)).doesNotContainKey("smoke_test");
  }

  @Test
  void whichEndpointServesIsKeptWhenPredictionsAreSwitchedAndSwitchedBack() {
    Swap swap = new Swap("old", "config", "new", null, null);
    Deployment before = swapping(swap);
    Deployment switched = swapping(swap.switchedAt(NOW));
    Deployment back = swapping(swap.switchedAt(NOW).backAt(NOW));
    assertThat(data(before, switched))
        .containsEntry("physical_name", "new")
        .containsEntry("instead_of", "old");
    assertThat(data(switched, back))
        .containsEntry("physical_name", "old")
        .containsEntry("instead_of", "new");
    for (Deployment same : List.of(before, switched, back)) {
      assertThat(data(same, same)).doesNotContainKey("physical_name");
    }
    assertThat(data(AWAITING, switched)).doesNotContainKey("physical_name");
    assertThat(data(before, AWAITING)).doesNotContainKey("physical_name");
  }

  private static Deployment swapping(Swap swap) {
    return AWAITING.next(AWAITING.progress(), AWAITING.memory().swapping(swap));
  }

  private static Deployment tested(SmokeTest.@Nullable Outcome outcome) {
    return AWAITING.next(
        AWAITING.progress(),
        AWAITING
            .memory()
            .tested(
                new SmokeTest(When.FINAL_BAKE, NOW, outcome, null, List.of(), "Fine.", NOW, null)));
  }

  private static Judgement judgement(String sentence) {
    return new Judgement(
        NOW,
        NOW,
        null,
        Verdict.Outcome.FAIL,
        Meaning.ABORT,
        List.of(),
        List.of(),
        List.of(),
        sentence);
  }

  private static Map<String, Object> data(Deployment before, Deployment next) {
    return TickFact.of(before, ruling("step.changed", next), List.of(), NOW).orElseThrow().data();
  }

  private static List<Call> looked() {
    return List.of(new Call("sagemaker", "DescribeEndpoint", "id", null));
  }

  private static Ruling ruling(@Nullable String event, Deployment next) {
    return Ruling.atOnce(next, event, "The sentence.");
  }
}

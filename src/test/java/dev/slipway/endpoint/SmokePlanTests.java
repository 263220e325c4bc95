package dev.slipway.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.base.Failure.Refused;
import dev.slipway.catalog.Sample;
import dev.slipway.endpoint.Plan.FleetChange;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.endpoint.PlannedSmokeTest.When;
import dev.slipway.endpoint.Planner.Way;
import dev.slipway.environment.SmokeRules;
import dev.slipway.judge.JudgeRules.Meaning;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** When a model's samples are sent, which, how often, and what that proves. */
class SmokePlanTests {

  private static final ReleaseSpec ARTICLE = SomeReleases.article("v1");
  private static final ReleaseSpec SERVERLESS = SomeReleases.serverless("v1");
  private static final SmokeRules ABORT = new SmokeRules(Meaning.ABORT, Meaning.CONTINUE);
  private static final SmokeRules TELL = new SmokeRules(Meaning.CONTINUE, Meaning.CONTINUE);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # the last bake has all traffic on the new fleet
          FINAL_BAKE       | {}
          FINAL_BAKE       | {'strategy': 'ROLLING', 'wait_interval_seconds': 120, 'maximum_batch_size': {'type': 'INSTANCE_COUNT', 'value': 1}}
          # it is too short to end the update by, and another has both fleets
          FIRST_BAKE       | {'termination_wait_seconds': 119}
          FIRST_BAKE       | {'termination_wait_seconds': 119, 'wait_interval_seconds': 120}
          # no bake is long enough, or none has both fleets
          AFTER_THE_UPDATE | {'termination_wait_seconds': 119, 'wait_interval_seconds': 119}
          AFTER_THE_UPDATE | {'termination_wait_seconds': 119, 'strategy': 'ALL_AT_ONCE'}
          AFTER_THE_UPDATE | {'strategy': 'ROLLING', 'wait_interval_seconds': 119, 'maximum_batch_size': {'type': 'INSTANCE_COUNT', 'value': 1}}
          """)
  void samplesAreSentWhereAVerdictCanStillEndTheUpdate(When when, String rollout) {
    ReleaseSpec wanted = SomeReleases.but("{'rollout': " + rollout + "}");
    assertThat(test(plan(ARTICLE, wanted, ABORT, 1)).when()).isEqualTo(when);
  }

  static Stream<Arguments> afterwards() {
    ReleaseSpec inferentia = SomeReleases.but("{'hosting': {'instance_type': 'ml.inf1.xlarge'}}");
    String own = "Once the endpoint is in service, the model's samples are sent once each: one.";
    String deleted = "After a wrong answer the endpoint, which has never served, is deleted.";
    return Stream.of(
        Arguments.of(null, ARTICLE, own, deleted),
        Arguments.of(ARTICLE, SERVERLESS, own, deleted),
        Arguments.of(SERVERLESS, ARTICLE, own, deleted),
        Arguments.of(
            SERVERLESS,
            SERVERLESS,
            "SageMaker does not bake serverless variants",
            "A wrong answer is undone by a deployment of the release before it."),
        Arguments.of(
            ARTICLE,
            inferentia,
            "Nothing bakes long enough",
            "which takes as long as instances take to start."));
  }

  @ParameterizedTest
  @MethodSource("afterwards")
  void whereSageMakerBakesNothingTheyAreSentAfterwards(
      @Nullable ReleaseSpec serving, ReleaseSpec wanted, String when, String undone) {
    Plan plan = plan(serving, wanted, ABORT, 1);
    assertThat(test(plan).when()).isEqualTo(When.AFTER_THE_UPDATE);
    assertThat(test(plan).samples()).extracting(PlannedSmokeTest.Sample::calls).containsExactly(1);
    assertThat(message(plan)).startsWith(when).endsWith(undone);
    assertThat(message(plan(serving, wanted, TELL, 1)))
        .endsWith("A wrong answer is told, and the update goes on.");
  }

  @Test
  void inTheLastBakeEachSampleIsSentOnce() {
    Plan plan = plan(ARTICLE, ARTICLE, ABORT, 2);
    assertThat(test(plan).samples())
        .extracting(PlannedSmokeTest.Sample::name, PlannedSmokeTest.Sample::calls)
        .containsExactly(tuple("one", 1), tuple("two", 1));
    assertThat(message(plan))
        .isEqualTo(
            "In the last bake, when all traffic is on the new fleet, the model's samples are sent"
                + " once each: one, two. A wrong answer aborts the update: SageMaker moves all"
                + " traffic back.");
    assertThat(plan.hash())
        .as("what is sent is agreed to with the plan")
        .isNotEqualTo(plan(ARTICLE, ARTICLE, ABORT, 1).hash());
  }

  @Test
  void inABakeWithBothFleetsTheyAreSentOftenEnoughToReachTheNewOne() {
    ReleaseSpec wanted = SomeReleases.but("{'rollout': {'termination_wait_seconds': 0}}");
    Plan plan = plan(ARTICLE, wanted, ABORT, 1);
    assertThat(test(plan).samples().getFirst().calls()).isEqualTo(10);
    assertThat(message(plan))
        .contains("in the first one, 10 times each: with 50 % of the traffic")
        .contains("A sample that is never answered rightly says nothing of the new fleet alone");
  }

  @Test
  void theFleetAsItWillBeDecidesItsShare() {
    ReleaseSpec wanted = SomeReleases.but("{'rollout': {'termination_wait_seconds': 0}}");
    Plan bare = Planner.plan(SomeQuestions.of(ARTICLE, SomeEndpoints.live(2), wanted, Way.FORWARD));
    Plan ten = bare.costing(new FleetChange(10, 10, null, null, null, "USD", "2023-06"));
    assertThat(test(on(ten, ARTICLE, wanted, ABORT, 11)).samples().getFirst().calls())
        .isEqualTo(66);
    assertThat(message(on(ten, ARTICLE, wanted, ABORT, 11)))
        .contains("More than 700 calls are not made; the others stay unsent.");
    assertThat(test(on(ten, ARTICLE, wanted, ABORT, 11)).samples()).hasSize(10);
    assertThat(message(on(ten, ARTICLE, wanted, ABORT, 10))).doesNotContain("More than");
  }

  @Test
  void aModelWithoutSamplesIsSaidOrRefused() {
    Plan plan = plan(ARTICLE, ARTICLE, ABORT, 0);
    assertThat(plan.smokeTest()).isNull();
    assertThat(plan.remarks().getLast().severity()).isEqualTo(Severity.NOTE);
    assertThat(plan.remarks().getLast().code()).isEqualTo("smoke-test-has-no-samples");
    assertThat(plan.remarks().getLast().proposal())
        .contains("PUT /v1/models/fraud-detector/samples/{name}");
    SmokeRules strict = new SmokeRules(Meaning.ABORT, Meaning.ABORT);
    assertThatThrownBy(() -> plan(ARTICLE, ARTICLE, strict, 0))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("No evidence is to abort the update here.");
  }

  @Test
  void aPayloadSpeaksForItsSample() {
    Sample sample = samples(1).getFirst();
    SmokePayload payload = new SmokePayload(sample);
    assertThat(payload.name()).isEqualTo("one");
    assertThat(payload.contentType()).isEqualTo("text/csv");
    assertThat(payload.body()).isEqualTo("1,2".getBytes(UTF_8));
    assertThat(payload.digest()).isEqualTo(sample.digest());
    assertThat(payload.fault(new byte[0])).as("any 2xx will do").isEmpty();
  }

  private static Plan plan(
      @Nullable ReleaseSpec serving, ReleaseSpec wanted, SmokeRules rules, int samples) {
    Plan plan =
        Planner.plan(
            SomeQuestions.of(
                serving, serving == null ? null : SomeEndpoints.live(2), wanted, Way.FORWARD));
    return on(plan, serving, wanted, rules, samples);
  }

  private static Plan on(
      Plan plan, @Nullable ReleaseSpec serving, ReleaseSpec wanted, SmokeRules rules, int samples) {
    return SmokePlan.on(plan, SomeEndpoints.made(), serving, wanted, rules, samples(samples));
  }

  private static PlannedSmokeTest test(Plan plan) {
    return Objects.requireNonNull(plan.smokeTest());
  }

  private static String message(Plan plan) {
    return plan.remarks().getLast().message();
  }

  private static List<Sample> samples(int count) {
    List<String> names = List.of("one", "two");
    return IntStream.range(0, count)
        .mapToObj(i ->
            new Sample(
                new UUID(7, i),
                "fraud-detector",
                i < names.size() ? names.get(i) : "sample-" + i,
                "text/csv",
                "1,2".getBytes(UTF_8),
                null,
                "token:admin",
                SomeEndpoints.CREATED))
        .toList();
  }
}

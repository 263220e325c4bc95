package dev.slipway.endpoint;

import static dev.slipway.endpoint.SomeQuestions.codes;
import static dev.slipway.endpoint.SomeQuestions.operations;
import static dev.slipway.endpoint.SomeQuestions.paging;
import static dev.slipway.endpoint.SomeQuestions.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.base.Json;
import dev.slipway.cloud.SageMaker.EndpointStatus;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import dev.slipway.endpoint.Plan.Change;
import dev.slipway.endpoint.Planner.Question;
import dev.slipway.endpoint.Planner.Way;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a plan says and mends where AWS does not have what the record says that it has. */
class PlannedRepairTests {

  private static final ReleaseSpec V1 = SomeReleases.article("v1");

  @Test
  void anAttemptThatCameToNoKnownEndIsNeverWithoutAChange() {
    Plan plan = Planner.plan(SomeQuestions.of(V1, SomeEndpoints.live(2), V1, Way.SETTLING));
    assertThat(plan.noChanges()).isFalse();
    assertThat(operations(plan)).contains("UpdateEndpoint prod-fraud-detector");
  }

  @Test
  void anEndpointThatIsGoneIsCreatedAgain() {
    Plan plan = Planner.plan(SomeQuestions.of(V1, null, V1, Way.FORWARD));
    assertThat(plan.noChanges()).isFalse();
    assertThat(operations(plan)).contains("CreateEndpoint prod-fraud-detector");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FAILED     | DeleteEndpoint, CreateEndpoint
          DELETING   | CreateEndpoint
          IN_SERVICE | UpdateEndpoint, AddTags
          """)
  void anEndpointThatNeverServedIsMadeAnewWhereItCannotAnyMore(
      EndpointStatus status, String calls) {
    LiveEndpoint left = SomeEndpoints.live(status, "Raw", SomeEndpoints.variant(2));
    assertThat(
            operations(Planner.plan(SomeQuestions.of(null, left, V1, Way.FORWARD))).stream()
                .filter(call -> call.endsWith(" prod-fraud-detector"))
                .map(call -> call.substring(0, call.indexOf(' '))))
        .isEqualTo(List.of(calls.split(", ")));
    assertThat(operations(Planner.plan(SomeQuestions.of(null, left, V1, Way.FORWARD))))
        .as("there is nothing to go back to")
        .noneMatch(call -> call.contains("-r…-5xx") || call.endsWith("-abort"));
  }

  @Test
  void ofThePagingAlarmsThoseArePutThatSomebodyChanged() {
    String latency = "alarms.prod-fraud-detector-high-latency";
    assertThat(paging(drifting(new Difference(latency, "there", null))))
        .containsExactly("high-latency");
    assertThat(paging(drifting(new Difference(latency + ".threshold", "1", "2"))))
        .containsExactly("high-latency");
    assertThat(
            paging(
                drifting(
                    new Difference(latency + ".of.others.threshold", "1", "2"),
                    new Difference("alarms.prod-fraud-detector-scaling-surge", "there", null))))
        .as("other alarms")
        .isEmpty();
  }

  @Test
  void adoptedAlarmsArePutOnlyWhereSomebodyChangedThemAndOthersDoNotUseThem() {
    String put = "PutMetricAlarm their-cpu";
    ReleaseSpec adopted = SomeAlarms.adopting(SomeAlarms.theirs("prod-fraud-detector"));
    assertThat(operations(Planner.plan(SomeQuestions.of(null, null, adopted, Way.FORWARD))))
        .as("they are there")
        .doesNotContain(put);
    Question same = SomeQuestions.of(adopted, SomeEndpoints.live(2), adopted, Way.FORWARD);
    Question changed =
        Patched.with(same, drift(new Difference("alarms.their-cpu.threshold", "80.0", "77.0")));
    assertThat(operations(Planner.plan(changed))).contains(put);
    String left = "{'others_alarms': ['their-cpu']}";
    assertThat(operations(Planner.plan(Patched.with(changed, left))))
        .as("left to its owner")
        .doesNotContain(put);
    Question gone = Patched.with(same, drift(new Difference("alarms.their-cpu", "there", null)));
    assertThat(operations(Planner.plan(Patched.with(gone, left))))
        .as("nobody's any more")
        .contains(put);
  }

  @Test
  void adoptedAlarmsThatTheServingReleaseGaveUpArePutAgainUnlessOthersHaveThem() {
    ReleaseSpec adopted = SomeAlarms.adopting(SomeAlarms.theirs("prod-fraud-detector"));
    Question back = SomeQuestions.of(V1, SomeEndpoints.live(2), adopted, Way.BACK);
    assertThat(operations(Planner.plan(back))).contains("PutMetricAlarm their-cpu");
    Question left = Patched.with(back, "{'others_alarms': ['their-cpu']}");
    assertThat(operations(Planner.plan(left))).doesNotContain("PutMetricAlarm their-cpu");
  }

  @Test
  void scalingThatSomebodyChangedIsBroughtAnew() {
    Difference gone = new Difference("autoscaling", "2 to 10", null);
    Plan plan = Planner.plan(drifting(gone));
    assertThat(plan.changes()).containsExactly(new Change("live.autoscaling", null, "2 to 10"));
    assertThat(operations(plan))
        .contains("RegisterScalableTarget endpoint/prod-fraud-detector/variant/primary")
        .noneMatch(call -> call.startsWith("PutMetricAlarm prod-fraud-detector-high"));
  }

  @Test
  void theFleetThatServesIsTheFirstVariants() {
    assertThat(SomeEndpoints.live(7).desiredInstances()).isEqualTo(7);
    assertThat(SomeEndpoints.live(EndpointStatus.CREATING, "Creating").desiredInstances()).isNull();
  }

  @Test
  void whatIsSaidOfTheEndpointItselfIsNotSaidTwice() {
    Plan plan =
        Planner.plan(
            drifting(
                new Difference("endpoint_status", "InService", "Failed"),
                new Difference("update", null, "to theirs")));
    assertThat(plan.changes()).isEmpty();
  }

  @Test
  void aConfigurationThatSomebodyElseBroughtIsAChange() {
    LiveEndpoint theirs = Patched.with(SomeEndpoints.live(2), "{'endpoint_config_name': 'theirs'}");
    assertThat(Planner.plan(SomeQuestions.of(V1, theirs, V1, Way.FORWARD)).changes())
        .containsExactly(new Change("endpoint_config", "theirs", "prod-fraud-detector-r…"));
    LiveEndpoint coming =
        Patched.with(
            SomeEndpoints.live(2),
            "{'pending': {'endpoint_config_name': 'theirs', 'variants': []}}");
    assertThat(Planner.plan(SomeQuestions.of(V1, coming, V1, Way.FORWARD)).changes())
        .containsExactly(new Change("endpoint_config", "theirs", "prod-fraud-detector-r…"));
  }

  @ParameterizedTest
  @CsvSource({
    "OUT_OF_SERVICE, true, false",
    "FAILED, true, false",
    "UPDATE_ROLLBACK_FAILED, true, false",
    "UNKNOWN, true, false",
    "IN_SERVICE, false, false",
    "CREATING, false, true",
    "UPDATING, false, true",
    "SYSTEM_UPDATING, false, true",
    "ROLLING_BACK, false, true",
    "DELETING, false, true",
  })
  void aStatusThatDoesNotServeIsAChangeAndOneThatMovesIsWaitedFor(
      EndpointStatus status, boolean change, boolean waits) {
    LiveEndpoint live = SomeEndpoints.live(status, "Raw", SomeEndpoints.variant(2));
    Plan plan = Planner.plan(SomeQuestions.of(V1, live, V1, Way.FORWARD));
    assertThat(plan.changes())
        .isEqualTo(change ? List.of(new Change("endpoint_status", "Raw", "InService")) : List.of());
    assertThat(codes(plan).contains("endpoint-is-moving")).isEqualTo(waits);
  }

  /** The serving release again, of which AWS has something otherwise. */
  private static Question drifting(Difference... drift) {
    return Patched.with(update(V1), drift(drift));
  }

  private static String drift(Difference... drift) {
    return "{'drift': " + Json.write(drift) + "}";
  }
}

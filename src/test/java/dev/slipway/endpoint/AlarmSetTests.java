package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Alarms.Comparison;
import dev.slipway.cloud.Alarms.MetricQuery;
import dev.slipway.cloud.Alarms.MissingData;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The alarms of a release: who is told, what is watched, and what brings an attempt back. */
class AlarmSetTests {

  private static final Map<String, String> TAGS = Map.of("slipway:endpoint", "prod-fraud-detector");
  private static final ReleaseSpec ARTICLE = SomeReleases.article("v1");
  private static final ReleaseSpec GUARDED =
      SomeReleases.but("{'alarms': {'preset': 'GUARDED', 'latency_threshold_ms': 250}}");
  private static final String TOPIC = "arn:aws:sns:us-east-1:123456789012:on-call";

  @Test
  void pagingAlarmsWatchTheEndpointAndTellPeople() {
    ReleaseSpec told = SomeReleases.but("{'alarms': {'sns_topic_arn': '" + TOPIC + "'}}");
    List<AlarmSpec> paging = AlarmSet.paging(SomeEndpoints.made(), told, TAGS);
    assertThat(paging)
        .extracting(AlarmSpec::name)
        .containsExactly("prod-fraud-detector-5xx-errors", "prod-fraud-detector-high-latency");
    assertThat(paging)
        .allSatisfy(alarm -> {
          assertThat(alarm.actions()).containsExactly(TOPIC);
          assertThat(alarm.missingData()).isEqualTo(MissingData.MISSING);
          assertThat(alarm.tags()).isEqualTo(TAGS);
          assertThat(alarm.metrics().getFirst().dimensions())
              .containsOnly(
                  Map.entry("EndpointName", "prod-fraud-detector"),
                  Map.entry("VariantName", "primary"));
        });
    assertThat(AlarmSet.paging(SomeEndpoints.made(), ARTICLE, TAGS).getFirst().actions())
        .as("without a topic nobody is told")
        .isEmpty();
  }

  @Test
  void rollbackAlarmsWatchTheNewFleetAloneAndTellNobody() {
    List<AlarmSpec> rollback = AlarmSet.rollback(SomeEndpoints.made(), "config-2", GUARDED, TAGS);
    assertThat(rollback)
        .extracting(AlarmSpec::name)
        .containsExactly("config-2-5xx-errors", "config-2-high-latency");
    assertThat(rollback)
        .allSatisfy(alarm -> {
          assertThat(alarm.actions()).isEmpty();
          assertThat(alarm.missingData()).isEqualTo(MissingData.NOT_BREACHING);
          assertThat(alarm.metrics())
              .allSatisfy(metric ->
                  assertThat(metric.dimensions())
                      .containsOnly(
                          Map.entry("EndpointName", "prod-fraud-detector"),
                          Map.entry("VariantName", "primary"),
                          Map.entry("EndpointConfigName", "config-2")));
        });
  }

  @Test
  void theArticleCountsMoreThanFiveErrorsInTwoMinutes() {
    AlarmSpec errors = AlarmSet.paging(SomeEndpoints.made(), ARTICLE, TAGS).getFirst();
    assertThat(errors.metrics())
        .extracting(MetricQuery::metric)
        .containsExactly("Invocation5XXErrors");
    assertThat(errors.expression()).isNull();
    assertThat(errors.comparison()).isEqualTo(Comparison.GREATER_THAN);
    assertThat(errors.threshold()).isEqualTo(5);
    assertThat(errors.datapointsToAlarm()).isEqualTo(2);
    assertThat(errors.evaluationPeriods()).isEqualTo(2);
  }

  @Test
  void theGuardedPresetAsksForThreeErrorsAndTwoPercentInTwoOfThreeMinutes() {
    AlarmSpec errors = AlarmSet.paging(SomeEndpoints.made(), GUARDED, TAGS).getFirst();
    assertThat(errors.metrics())
        .extracting(MetricQuery::metric)
        .containsExactly("Invocation5XXErrors", "Invocations");
    assertThat(errors.expression())
        .isEqualTo("IF(errors >= 3 AND errors / invocations > 0.02, 1, 0)");
    assertThat(errors.datapointsToAlarm()).isEqualTo(2);
    assertThat(errors.evaluationPeriods()).isEqualTo(3);
  }

  @Test
  void latencyIsWatchedInMicroseconds() {
    AlarmSpec latency = AlarmSet.paging(SomeEndpoints.made(), GUARDED, TAGS).getLast();
    assertThat(latency.metrics()).extracting(MetricQuery::metric).containsExactly("ModelLatency");
    assertThat(latency.threshold()).isEqualTo(250_000);
    assertThat(latency.datapointsToAlarm()).isEqualTo(3);
  }

  @Test
  void theAbortAlarmFiresWithinTenSecondsOfAOneAndNeverByItself() {
    AlarmSpec abort = AlarmSet.abort("prod-fraud-detector", "config-2", TAGS);
    assertThat(abort.name()).isEqualTo("config-2-abort");
    assertThat(abort.metrics()).containsExactly(AlarmSet.abortMetric("config-2"));
    assertThat(abort.periodSeconds()).isEqualTo(10);
    assertThat(abort.evaluationPeriods()).isEqualTo(1);
    assertThat(abort.missingData()).isEqualTo(MissingData.NOT_BREACHING);
    assertThat(abort.actions()).isEmpty();
    assertThat(AlarmSet.abortMetric("config-2").dimensions())
        .containsExactly(Map.entry("Attempt", "config-2"));
  }

  @Test
  void adoptedAlarmsStayAsTheyAreAndFollowTheEndpoint() {
    AlarmSpec theirs = SomeAlarms.theirs("prod-fraud-detector");
    ReleaseSpec adopted = SomeAlarms.adopting(theirs);
    Endpoint moved = SomeEndpoints.adopted(true).at("prod-fraud-detector--s2");
    assertThat(AlarmSet.paging(SomeEndpoints.adopted(true), adopted, Map.of()))
        .containsExactly(theirs);
    assertThat(AlarmSet.paging(moved, adopted, Map.of()))
        .containsExactly(SomeAlarms.theirs("prod-fraud-detector--s2"));
  }

  @Test
  void adoptedAlarmsThatAreMadeAgainHaveTheMark() {
    ReleaseSpec adopted = SomeAlarms.adopting(SomeAlarms.theirs("prod-fraud-detector"));
    assertThat(AlarmSet.paging(SomeEndpoints.adopted(true), adopted, TAGS))
        .extracting(AlarmSpec::tags)
        .containsExactly(TAGS);
  }
}

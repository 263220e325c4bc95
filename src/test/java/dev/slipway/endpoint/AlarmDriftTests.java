package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cloud.Alarms.AlarmSpec;
import dev.slipway.cloud.Alarms.LiveAlarm;
import dev.slipway.cloud.SageMaker.LiveEndpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of an endpoint's alarms is not as its release says. */
class AlarmDriftTests {

  private static final Release RELEASE =
      SomeReleases.release(1, SomeReleases.but("{'alarms': {'preset': 'GUARDED'}}"));

  private static final List<String> ROLLBACK =
      List.of(
          SomeEndpoints.CONFIG + "-5xx-errors",
          SomeEndpoints.CONFIG + "-high-latency",
          SomeEndpoints.CONFIG + "-abort");

  private static final String PAGING = "prod-fraud-detector-5xx-errors";

  @Test
  void alarmsThatAreAsPutAreNoDrift() {
    assertThat(drift(as(live()))).isEmpty();
  }

  @Test
  void theAlarmsOfTheLastUpdateBelongToWhatIsExpected() {
    assertThat(AlarmDrift.expected(SomeEndpoints.made(), RELEASE, live()))
        .extracting(AlarmSpec::name)
        .containsExactly(
            PAGING, "prod-fraud-detector-high-latency", ROLLBACK.get(0), ROLLBACK.get(1));
    assertThat(AlarmDrift.expected(SomeEndpoints.made(), RELEASE, SomeEndpoints.live(2)))
        .as("where SageMaker watched none, as after a creation")
        .extracting(AlarmSpec::name)
        .containsExactly(PAGING, "prod-fraud-detector-high-latency");
  }

  @Test
  void anAlarmThatIsGoneIsNamedAlsoOneThatOnlySageMakerNames() {
    Map<String, LiveAlarm> alarms = as(live());
    alarms.remove(PAGING);
    alarms.remove(ROLLBACK.getLast());
    assertThat(drift(alarms))
        .containsExactly(
            new Difference("alarms." + PAGING, "there", null),
            new Difference("alarms." + ROLLBACK.getLast(), "there", null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          metrics             | {'metrics': []}
          expression          | {'expression': null}
          comparison          | {'comparison': 'LESS_THAN'}
          threshold           | {'threshold': 7}
          period_seconds      | {'period_seconds': 300}
          evaluation_periods  | {'evaluation_periods': 9}
          datapoints_to_alarm | {'datapoints_to_alarm': 1}
          missing_data        | {'missing_data': 'BREACHING'}
          actions             | {'actions': ['arn:aws:sns:us-east-1:123456789012:else']}
          """)
  void whatDecidesWhenItFiresAndWhoIsToldIsCompared(String field, String changed) {
    Map<String, LiveAlarm> alarms = as(live());
    alarms.compute(PAGING, (_, alarm) -> Patched.with(alarm, "{'spec': " + changed + "}"));
    assertThat(drift(alarms))
        .extracting(Difference::field)
        .containsExactly("alarms." + PAGING + "." + field);
  }

  @Test
  void anAlarmWhoseActionsSomebodySwitchedOffTellsNobody() {
    Map<String, LiveAlarm> alarms = as(live());
    alarms.compute(PAGING, (_, alarm) -> Patched.with(alarm, "{'acting': false}"));
    assertThat(drift(alarms))
        .containsExactly(new Difference("alarms." + PAGING + ".actions_enabled", "true", "false"));
  }

  @Test
  void aDescriptionAndTagsDecideNothing() {
    Map<String, LiveAlarm> alarms = as(live());
    alarms.compute(
        PAGING,
        (_, alarm) ->
            Patched.with(alarm, "{'spec': {'description': 'other', 'tags': {'theirs': 'yes'}}}"));
    assertThat(drift(alarms)).isEmpty();
  }

  @Test
  void bothSidesAreToldAndNothingIsToldAsNothing() {
    Map<String, LiveAlarm> alarms = as(live());
    alarms.compute(
        PAGING,
        (_, alarm) -> Patched.with(alarm, "{'spec': {'threshold': 7, 'expression': null}}"));
    assertThat(drift(alarms))
        .containsExactly(
            new Difference(
                "alarms." + PAGING + ".expression",
                "IF(errors >= 3 AND errors / invocations > 0.02, 1, 0)",
                null),
            new Difference("alarms." + PAGING + ".threshold", "1.0", "7.0"));
    AlarmSpec plain = SomeAlarms.theirs("e");
    List<Difference> found = new ArrayList<>();
    AlarmDrift.between(Patched.with(plain, "{'expression': null}"), plain, found);
    assertThat(found)
        .containsExactly(new Difference("alarms.their-cpu.expression", null, "cpu - all"));
  }

  private static LiveEndpoint live() {
    return Patched.with(
        SomeEndpoints.live(2),
        "{'last_rollback_alarms': ['%s', '%s', '%s']}"
            .formatted(ROLLBACK.get(0), ROLLBACK.get(1), ROLLBACK.get(2)));
  }

  private static Map<String, LiveAlarm> as(LiveEndpoint live) {
    Map<String, LiveAlarm> alarms =
        new HashMap<>(SomeAlarms.live(AlarmDrift.expected(SomeEndpoints.made(), RELEASE, live)));
    alarms.putAll(
        SomeAlarms.live(
            List.of(AlarmSet.abort("prod-fraud-detector", SomeEndpoints.CONFIG, Map.of()))));
    return alarms;
  }

  private static List<Difference> drift(Map<String, LiveAlarm> alarms) {
    return AlarmDrift.of(SomeEndpoints.made(), RELEASE, live(), alarms);
  }
}

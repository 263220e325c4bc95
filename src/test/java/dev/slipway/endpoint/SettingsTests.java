package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.base.Json;
import dev.slipway.environment.Profile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What an endpoint sets differently from its environment. */
class SettingsTests {

  @Test
  void withoutOverridesTheProfileIsTheEnvironments() {
    assertThat(Settings.NONE.over(SomeProfiles.full())).isEqualTo(SomeProfiles.full());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          hosting        | {'instance_type': 'ml.m5.large', 'instance_count': 5}
          autoscaling    | {'min_instances': 3, 'max_instances': 4, 'scale_in_cooldown_seconds': 1, 'scale_out_cooldown_seconds': 2}
          rollout        | {'strategy': 'ALL_AT_ONCE', 'wait_interval_seconds': 0, 'termination_wait_seconds': 60, 'maximum_execution_timeout_seconds': 900}
          alarms         | {'preset': 'GUARDED', 'latency_threshold_ms': 77}
          network        | {'isolated': true}
          data_capture   | {'destination': 's3://other/place', 'sampling_percentage': 1, 'captured': ['OUTPUT']}
          execution_role | {'arn': 'arn:aws:iam::123456789012:role/other', 'managed': false}
          judge          | {'metrics': [], 'on_fail': 'CONTINUE', 'on_insufficient_evidence': 'ABORT'}
          smoke_test     | {'on_fail': 'CONTINUE', 'on_insufficient_evidence': 'ABORT'}
          """)
  void whatItSetsTakesThePlaceOfTheEnvironments(String member, String value) {
    Settings settings = Patched.with(Settings.NONE, "{'" + member + "': " + value + "}");
    Profile applied = settings.over(SomeProfiles.full());
    assertThat(member(applied, member)).isEqualTo(member(settings, member));
    assertThat(without(applied, member))
        .as("and nothing else changes")
        .isEqualTo(without(SomeProfiles.full(), member));
  }

  @ParameterizedTest
  @CsvSource({
    "AUTOSCALING, autoscaling",
    "NETWORK, network",
    "DATA_CAPTURE, data_capture",
    "JUDGE, judge",
    "SMOKE_TEST, smoke_test",
  })
  void itMayDoWithoutWhatTheEnvironmentHas(Settings.Part part, String member) {
    Settings without = Patched.with(Settings.NONE, "{'without': ['" + part + "']}");
    assertThat(member(without.over(SomeProfiles.full()), member).isMissingNode()).isTrue();
    assertThat(member(without.over(SomeProfiles.full()), "hosting").isMissingNode()).isFalse();
  }

  @Test
  void variablesAreJoinedAndTheEndpointsWin() {
    Settings settings =
        Patched.with(Settings.NONE, "{'container_environment': {'A': 'ours', 'C': 'ours'}}");
    assertThat(settings.over(SomeProfiles.full()).containerEnvironment())
        .isEqualTo(Map.of("A", "ours", "B", "theirs", "C", "ours"));
  }

  @Test
  void theEnvironmentsScalingIsOfItsOwnKindOfHosting() {
    String serverless = "{'hosting': {'serverless': {'memory_mb': 2048, 'max_concurrency': 5}}}";
    Profile onInstances = SomeProfiles.full();
    Profile onDemand =
        Patched.with(
            SomeProfiles.full(),
            "{'hosting': {'instance_type': null, 'instance_count': null, 'serverless':"
                + " {'memory_mb': 2048, 'max_concurrency': 5}}}");
    Settings toServerless = Patched.with(Settings.NONE, serverless);
    Settings toInstances =
        Patched.with(
            Settings.NONE, "{'hosting': {'instance_type': 'ml.m5.large', 'instance_count': 1}}");
    assertThat(toServerless.over(onInstances).autoscaling()).isNull();
    assertThat(toInstances.over(onDemand).autoscaling()).isNull();
    assertThat(toServerless.over(onDemand).autoscaling()).isEqualTo(onDemand.autoscaling());
    assertThat(toInstances.over(onInstances).autoscaling()).isEqualTo(onInstances.autoscaling());
  }

  private static JsonNode member(Record value, String member) {
    return Json.mapper().valueToTree(value).path(member);
  }

  private static JsonNode without(Record value, String member) {
    ObjectNode rest = Json.mapper().valueToTree(value);
    rest.remove(member);
    return rest;
  }
}

package dev.slipway.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How an environment is made, from a preset and what no preset can know. */
@Conforming
final class EnvironmentCreationTests extends EnvironmentStage {

  @Test
  void aNewEnvironmentIsGuarded() {
    Answer created = create("prod", LEAST);
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Location")).isEqualTo("/v1/environments/prod");
    assertThat(created.header("ETag")).isEqualTo("\"0\"");
    assertThat(created.json())
        .isEqualTo(
            JSON.readTree(
                """
                {"id": "%s", "name": "prod", "revision": 1,
                 "profile": {
                   "location": {"account_id": "123456789012", "region": "us-east-1"},
                   "execution_role": {"managed": true},
                   "artifact_mappings": [], "image_mappings": [], "pin_images": true,
                   "hosting": {"instance_type": "ml.c5.xlarge", "instance_count": 2},
                   "rollout": {
                     "strategy": "CANARY", "canary": {"type": "CAPACITY_PERCENT", "value": 10},
                     "wait_interval_seconds": 900, "termination_wait_seconds": 1800,
                     "maximum_execution_timeout_seconds": 6300},
                   "alarms": {"preset": "GUARDED", "latency_threshold_ms": 1000},
                   "container_environment": {}, "tags": {}, "keep_releases": 10,
                   "judge": {
                     "metrics": [
                       {"metric": "ERROR_RATE", "direction": "INCREASE", "tolerance": 0.005,
                        "critical": true},
                       {"metric": "MODEL_LATENCY", "direction": "INCREASE", "tolerance": 0.2,
                        "critical": true}],
                     "on_fail": "ABORT", "on_insufficient_evidence": "CONTINUE"},
                   "smoke_test": {
                     "on_fail": "ABORT", "on_insufficient_evidence": "CONTINUE"}},
                 "created_at": "2026-03-01T10:00:00Z", "updated_at": "2026-03-01T10:00:00Z"}
                """
                    .formatted(created.at("/id"))));
    assertThat(server.get("/v1/environments/prod").json()).isEqualTo(created.json());
    assertThat(server.get("/v1/environments").json().at("/items/0")).isEqualTo(created.json());
  }

  @Test
  void theArticlesFiguresAreAPreset() {
    Answer created =
        server.post(
            "/v1/environments",
            """
            {"name": "prod", "preset": "article", "profile": %s}
            """
                .formatted(
                    with(
                        LEAST,
                        "{\"autoscaling\": {\"min_instances\": 2, \"max_instances\": 10}}")));
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.json().at("/profile/rollout"))
        .isEqualTo(
            JSON.readTree(
                """
                {"strategy": "CANARY", "canary": {"type": "INSTANCE_COUNT", "value": 1},
                 "wait_interval_seconds": 300, "termination_wait_seconds": 120,
                 "maximum_execution_timeout_seconds": 1800}
                """));
    assertThat(created.json().at("/profile/autoscaling"))
        .isEqualTo(
            JSON.readTree(
                """
                {"min_instances": 2, "max_instances": 10, "target_invocations_per_instance": 500.0,
                 "scale_in_cooldown_seconds": 300, "scale_out_cooldown_seconds": 60}
                """));
    assertThat(created.json().at("/profile/alarms"))
        .isEqualTo(JSON.readTree("{\"preset\": \"ARTICLE\", \"latency_threshold_ms\": 1000}"));
    assertThat(created.json().at("/profile/pin_images").asBoolean()).isFalse();
  }

  @Test
  void theArticlesDevIsPossibleWithItsCorrections() {
    Answer created =
        server.post(
            "/v1/environments",
            """
            {"name": "dev", "preset": "article", "profile": %s}
            """
                .formatted(
                    with(
                        LEAST,
                        """
                        {"hosting": {"instance_type": "ml.m5.large", "instance_count": 1},
                         "image_tag": "latest", "rollout": {"strategy": "ALL_AT_ONCE"},
                         "autoscaling": {"min_instances": 1, "max_instances": 2,
                                         "target_invocations_per_instance": 100}}
                        """)));
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.json().at("/profile/rollout/canary").isMissingNode()).isTrue();
  }

  @Test
  void anUnknownPresetIsNamed() {
    Answer answer =
        server.post(
            "/v1/environments",
            "{\"name\": \"x\", \"preset\": \"wild\", \"profile\": %s}".formatted(LEAST));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.at("/errors/0/pointer")).isEqualTo("/preset");
    assertThat(answer.at("/detail")).contains("article and guarded");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /profile/location                  | {"location": null}
          /profile/hosting/instance_type     | {"hosting": {"instance_type": null}}
          /profile/hosting/instance_count    | {"hosting": {"instance_count": 1.5}}
          /profile/hosting/instance_count    | {"hosting": {"instance_count": "2"}}
          /profile/rollout/strategy          | {"rollout": {"strategy": "SLOWLY"}}
          /profile/rollout/canary/type       | {"rollout": {"canary": {"type": "HALF"}}}
          /profile/artifact_mappings         | {"artifact_mappings": {}}
          /profile/artifact_mappings/0       | {"artifact_mappings": [null]}
          /profile/artifact_mappings/0/from  | {"artifact_mappings": [{"from": null, "to": "s3://bucket/"}]}
          /profile/tags/a                    | {"tags": {"a": 7}}
          /profile/tags/a                    | {"tags": {"a": {}}}
          /profile/autoscaling/target_invocations_per_instance | {"autoscaling": {"min_instances": 1, "max_instances": 2}}
          """)
  void aProfileThatDoesNotFitIsRefusedByField(String pointer, String change) {
    Answer answer =
        server.post(
            "/v1/environments",
            "{\"name\": \"prod\", \"profile\": %s}".formatted(with(LEAST, change)));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.at("/errors/0/pointer")).isEqualTo(pointer);
    assertThat(answer.at("/detail")).doesNotContain("dev.slipway", "java.");
  }

  @Test
  void creatingIsAFact() {
    create("prod", LEAST);
    assertThat(server.facts())
        .singleElement()
        .satisfies(fact -> {
          assertThat(fact.type()).isEqualTo("environment.created");
          assertThat(fact.subjectType()).isEqualTo("environment");
          assertThat(fact.subject()).isEqualTo("prod");
          assertThat(fact.actor()).isEqualTo("token:admin");
        });
  }

  @Test
  void aNameIsTakenOnce() {
    create("prod", LEAST);
    Answer second = create("prod", LEAST);
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.at("/code")).isEqualTo("environment-exists");
    assertThat(second.at("/link")).isEqualTo("/v1/environments/prod");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Prod", "a--b", "-a", "a_b", "a123456789012345678901"})
  void aNameOutsideTheLimitsIsRefused(String name) {
    Answer answer = create(name, LEAST);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.at("/errors/0/pointer")).isEqualTo("/name");
  }

  @Test
  void aMemberThatIsTwiceInAProfileIsNamedWithItsPlace() {
    Answer twice = create("prod", "{\"tags\": {\"a\": \"1\", \"a\": \"2\"}}");
    assertThat(twice.status()).isEqualTo(400);
    assertThat(twice.at("/errors/0/pointer")).isEqualTo("/profile/tags/a");
  }
}

package dev.slipway.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.base.Fact;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** How an environment is changed: each change is a revision, and is seen before it is made. */
@Conforming
final class EnvironmentChangesTests extends EnvironmentStage {

  @Test
  void aDryRunIsOneByItsParameterAndItsMemberMayNotSayOtherwise() {
    String wanted = "{\"name\": \"prod\", \"profile\": %s".formatted(LEAST);
    String[] keyed = {"Authorization", "Bearer " + ApiServer.TOKEN, "Idempotency-Key", "run-1"};
    String dry = wanted + ", \"dry_run\": true}";
    String path = "/v1/environments?dry_run=true";
    assertThat(server.send("POST", path, dry, keyed).status()).isEqualTo(200);
    assertOtherwise(server.post("/v1/environments", dry));
    assertOtherwise(server.post(path, wanted + ", \"dry_run\": false}"));
    assertThat(server.get("/v1/environments/prod").status()).isEqualTo(404);

    Answer made = server.send("POST", "/v1/environments", wanted + "}", keyed);
    assertThat(made.status()).as("the key of a dry run is free").isEqualTo(201);
    String change = "{\"profile\": {\"keep_releases\": 8}, \"dry_run\": %s}";
    path = "/v1/environments/prod";
    assertOtherwise(server.patch(path, null, change.formatted(true)));
    assertOtherwise(server.patch(path + "?dry_run=true", null, change.formatted(false)));
    assertThat(server.get(path).at("/revision")).isEqualTo("1");
    Answer changed = server.patch(path, made.header("ETag"), change.formatted(false));
    assertThat(changed.at("/revision")).as(changed.http().body()).isEqualTo("2");
  }

  private static void assertOtherwise(Answer answer) {
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(400);
    assertThat(answer.at("/errors/0/pointer")).isEqualTo("/dry_run");
  }

  @Test
  void aChangeMakesANewRevisionAndTheOldOneStays() {
    create("prod", LEAST);
    Answer changed =
        server.patch(
            "/v1/environments/prod",
            "\"0\"",
            """
            {"profile": {"hosting": {"instance_count": 4},
                         "autoscaling": {"min_instances": 2, "max_instances": 8,
                                         "target_invocations_per_instance": 250}}}
            """);
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("ETag")).isEqualTo("\"1\"");
    assertThat(changed.json().at("/revision").asInt()).isEqualTo(2);
    assertThat(changed.json().at("/profile/hosting/instance_count").asInt()).isEqualTo(4);
    assertThat(changed.at("/profile/hosting/instance_type")).isEqualTo("ml.c5.xlarge");
    assertThat(changed.json().at("/profile/autoscaling/scale_in_cooldown_seconds").asInt())
        .isEqualTo(300);
    assertThat(server.get("/v1/environments/prod").json()).isEqualTo(changed.json());

    JsonNode first = server.get("/v1/environments/prod/revisions/1").json();
    assertThat(first.at("/environment").asString()).isEqualTo("prod");
    assertThat(first.at("/created_by").asString()).isEqualTo("token:admin");
    assertThat(first.at("/profile/hosting/instance_count").asInt()).isEqualTo(2);
    assertThat(first.at("/profile/autoscaling").isMissingNode()).isTrue();
    assertThat(server.get("/v1/environments/prod/revisions").json().at("/items"))
        .extracting(item -> item.get("revision").asInt())
        .containsExactly(2, 1);
  }

  @Test
  void aNullTakesAFieldAway() {
    create(
        "prod",
        with(
            LEAST,
            "{\"autoscaling\": {\"min_instances\": 1, \"max_instances\": 4,"
                + " \"target_invocations_per_instance\": 9}}"));
    Answer changed =
        server.patch("/v1/environments/prod", "\"0\"", "{\"profile\": {\"autoscaling\": null}}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().at("/profile/autoscaling").isMissingNode()).isTrue();
  }

  @Test
  void aChangeIsAFactThatNamesTheFieldsAndHidesSecrets() {
    create("prod", with(LEAST, "{\"container_environment\": {\"KEY\": \"old-secret\"}}"));
    server.patch(
        "/v1/environments/prod",
        "\"0\"",
        """
        {"profile": {"hosting": {"instance_count": 4}, "image_tag": "v2",
                     "container_environment": {"KEY": "new-secret"}}}
        """);
    Fact fact = server.facts().getLast();
    assertThat(fact.type()).isEqualTo("environment.changed");
    assertThat(fact.summary())
        .isEqualTo(
            "Changed container_environment.KEY, hosting.instance_count, image_tag of environment"
                + " prod.");
    assertThat(fact.data())
        .containsEntry("revision", 2)
        .containsEntry(
            "changes",
            List.of(
                Map.of(
                    "field",
                    "container_environment.KEY",
                    "before",
                    "(hidden)",
                    "after",
                    "(hidden)"),
                Map.of("field", "hosting.instance_count", "before", 2, "after", 4),
                Map.of("field", "image_tag", "after", "v2")));
    assertThat(fact.toString()).doesNotContain("secret");
  }

  @Test
  void aChangeThatChangesNothingMakesNoRevision() {
    create("prod", LEAST);
    Answer same =
        server.patch(
            "/v1/environments/prod",
            "\"0\"",
            "{\"profile\": {\"hosting\": {\"instance_count\": 2}}}");
    assertThat(same.status()).isEqualTo(200);
    assertThat(same.header("ETag")).isEqualTo("\"0\"");
    assertThat(same.json().at("/revision").asInt()).isEqualTo(1);
    assertThat(server.facts()).hasSize(1);
  }

  @Test
  void aChangeThatIsNotUnderstoodOrStaleIsRefusedAndChangesNothing() {
    create("prod", LEAST);
    String change = "{\"profile\": {\"keep_releases\": 3}}";
    assertThat(server.patch("/v1/environments/prod", null, change).status()).isEqualTo(428);
    assertThat(server.patch("/v1/environments/prod", "\"7\"", change).status()).isEqualTo(412);
    assertThat(server.patch("/v1/environments/none", "\"0\"", change).status()).isEqualTo(404);
    assertThat(
            server
                .patch("/v1/environments/prod", "\"0\"", "{\"profile\": 7}")
                .at("/errors/0/pointer"))
        .isEqualTo("/profile");
    assertThat(server.patch("/v1/environments/prod", "\"0\"", "{\"name\": \"x\"}").status())
        .isEqualTo(400);
    assertThat(
            server
                .patch(
                    "/v1/environments/prod", "\"0\"", "{\"profile\": {\"hosting\": {\"gpu\": 1}}}")
                .at("/errors/0/pointer"))
        .isEqualTo("/profile/hosting/gpu");
    assertThat(
            server
                .patch("/v1/environments/prod", "\"0\"", "{\"profile\": {\"hosting\": null}}")
                .at("/errors/0/pointer"))
        .isEqualTo("/profile/hosting");
    assertThat(server.get("/v1/environments/prod").json().at("/revision").asInt()).isEqualTo(1);
  }

  @Test
  void anEnvironmentStaysWhereItsEndpointsAre() {
    create("prod", LEAST);
    Answer moved =
        server.patch(
            "/v1/environments/prod",
            "\"0\"",
            "{\"profile\": {\"location\": {\"region\": \"eu-west-1\"}}}");
    assertThat(moved.status()).isEqualTo(422);
    assertThat(moved.at("/errors/0/pointer")).isEqualTo("/profile/location/region");
  }

  @Test
  void ofManyChangesUnderOneEntityTagOneSucceeds() throws Exception {
    create("prod", LEAST);
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String body = "{\"profile\": {\"keep_releases\": %d}}".formatted(20 + i);
        calls.add(() -> server.patch("/v1/environments/prod", "\"0\"", body).status());
      }
      for (var call : many.invokeAll(calls)) {
        statuses.add(call.get());
      }
    }
    assertThat(statuses).containsOnly(200, 412).containsOnlyOnce(200);
    assertThat(server.get("/v1/environments/prod/revisions").json().at("/items")).hasSize(2);
  }
}

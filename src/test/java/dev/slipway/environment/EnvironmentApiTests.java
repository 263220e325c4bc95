package dev.slipway.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.Fact;
import dev.slipway.base.Failure;
import dev.slipway.base.Ids;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import dev.slipway.testing.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Conforming
class EnvironmentApiTests {

  private static final JsonMapper JSON = new JsonMapper();

  /** What no preset can know. */
  static final String LEAST =
      """
      {"location": {"account_id": "123456789012", "region": "us-east-1"},
       "execution_role": {"managed": true},
       "hosting": {"instance_type": "ml.c5.xlarge", "instance_count": 2}}
      """;

  @AutoClose private final ApiServer server = ApiServer.start();

  @BeforeEach
  void empty() {
    TestPostgres.takeRows(server.bean(JdbcClient.class));
    server.facts().clear();
  }

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

  @Test
  void promotionsComeFromAnEnvironmentThatExistsAndNeverInACircle() {
    Answer missing = create("prod", with(LEAST, "{\"predecessor\": \"dev\"}"));
    assertThat(missing.status()).isEqualTo(422);
    assertThat(missing.at("/errors/0/pointer")).isEqualTo("/profile/predecessor");
    assertThat(missing.at("/detail")).contains("create it first");

    create("dev", LEAST);
    assertThat(create("prod", with(LEAST, "{\"predecessor\": \"dev\"}")).status()).isEqualTo(201);
    for (String self : List.of("dev", "prod")) {
      Answer circle =
          server.patch(
              "/v1/environments/dev",
              "\"0\"",
              "{\"profile\": {\"predecessor\": \"%s\"}}".formatted(self));
      assertThat(circle.status()).isEqualTo(422);
      assertThat(circle.at("/code")).isEqualTo("unworkable-profile");
      assertThat(circle.at("/detail")).contains("circle");
    }
    assertThat(create("self", with(LEAST, "{\"predecessor\": \"self\"}")).status()).isEqualTo(422);
  }

  @Test
  void aMemberThatIsTwiceInAProfileIsNamedWithItsPlace() {
    Answer twice = create("prod", "{\"tags\": {\"a\": \"1\", \"a\": \"2\"}}");
    assertThat(twice.status()).isEqualTo(400);
    assertThat(twice.at("/errors/0/pointer")).isEqualTo("/profile/tags/a");
  }

  @Test
  void ofTwoWhoWouldCloseACircleAtOnceOneIsRefused() throws Exception {
    try (var many = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 5; round++) {
        String one = "one-" + round;
        String two = "two-" + round;
        create(one, LEAST);
        create(two, LEAST);
        List<Callable<Integer>> calls = List.of(() -> precede(one, two), () -> precede(two, one));
        List<Integer> statuses = new ArrayList<>();
        for (var call : many.invokeAll(calls)) {
          statuses.add(call.get());
        }
        assertThat(statuses).containsExactlyInAnyOrder(200, 422);
      }
    }
  }

  private int precede(String environment, String predecessor) {
    return server
        .patch(
            "/v1/environments/" + environment,
            "\"0\"",
            "{\"profile\": {\"predecessor\": \"%s\"}}".formatted(predecessor))
        .status();
  }

  @Test
  void whatIsNotThereIsNotFound() {
    create("prod", LEAST);
    assertThat(server.get("/v1/environments/none").at("/code")).isEqualTo("no-such-environment");
    assertThat(server.get("/v1/environments/none/revisions").at("/code"))
        .isEqualTo("no-such-environment");
    assertThat(server.get("/v1/environments/prod/revisions/2").at("/code"))
        .isEqualTo("no-such-revision");
    assertThat(server.get("/v1/environments/prod/revisions/x").status()).isEqualTo(400);
  }

  @Test
  void listsArePagedNewestFirst() {
    for (int i = 1; i <= 5; i++) {
      create("e" + i, LEAST);
    }
    for (int i = 0; i < 4; i++) {
      server.patch(
          "/v1/environments/e1",
          "\"%d\"".formatted(i),
          "{\"profile\": {\"keep_releases\": %d}}".formatted(20 + i));
    }
    assertThat(pages("/v1/environments", "name")).containsExactly("e5", "e4", "e3", "e2", "e1");
    assertThat(pages("/v1/environments/e1/revisions", "revision"))
        .containsExactly("5", "4", "3", "2", "1");
  }

  private List<String> pages(String path, String field) {
    List<String> found = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = server.get(path + "?page_size=2" + next).json();
      page.get("items").forEach(item -> found.add(item.get(field).asString()));
      next =
          page.has("next_page_token")
              ? "&page_token=" + page.get("next_page_token").asString()
              : "";
    } while (!next.isEmpty());
    return found;
  }

  @Test
  void otherRoomsFindEnvironmentsAndEarlierProfiles() {
    UUID id = UUID.fromString(create("prod", LEAST).at("/id"));
    server.patch("/v1/environments/prod", "\"0\"", "{\"profile\": {\"keep_releases\": 3}}");
    Environments environments = server.bean(Environments.class);

    assertThat(environments.byName("prod")).isEqualTo(environments.byId(id));
    assertThat(environments.byId(id).revision()).isEqualTo(2);
    assertThat(environments.profileAt(id, 1).keepReleases()).isEqualTo(10);
    assertThat(environments.profileAt(id, 2).keepReleases()).isEqualTo(3);
    assertThatThrownBy(() -> environments.profileAt(id, 3)).isInstanceOf(Failure.NotFound.class);
    assertThatThrownBy(() -> environments.byId(Ids.next())).isInstanceOf(Failure.NotFound.class);
  }

  @Test
  void aProfileThatANewerSlipwayStoredCanBeRead() {
    UUID id = UUID.fromString(create("prod", LEAST).at("/id"));
    JdbcClient jdbc = server.bean(JdbcClient.class);
    jdbc.sql(
            """
            insert into environment_revision
            select environment_id, 2, profile || '{"from_the_future": 1}', created_by, created_at
            from environment_revision
            """)
        .update();
    assertThat(server.bean(Environments.class).profileAt(id, 2))
        .isEqualTo(server.bean(Environments.class).profileAt(id, 1));
  }

  private Answer create(String name, String profile) {
    return server.post(
        "/v1/environments", "{\"name\": \"%s\", \"profile\": %s}".formatted(name, profile));
  }

  static String with(String profile, String more) {
    return dev.slipway.base.MergePatch.apply(JSON.readTree(profile), JSON.readTree(more))
        .toString();
  }
}

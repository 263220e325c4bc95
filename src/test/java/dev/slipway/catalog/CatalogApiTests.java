package dev.slipway.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.access.Principal;
import dev.slipway.base.Fact;
import dev.slipway.base.Failure;
import dev.slipway.base.Ids;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Conforming
class CatalogApiTests {

  private static final String IMAGE =
      "123456789012.dkr.ecr.us-east-1.amazonaws.com/ml-serving:v2.1.0";
  private static final String ARTIFACT = "s3://ml-models-dev/fraud-detector/v2/model.tar.gz";
  private static final String VERSION =
      """
      {"name": "v2", "image": "%s", "artifact": "%s",
       "container_environment": {"SAGEMAKER_PROGRAM": "inference.py"}, "description": "More trees"}
      """
          .formatted(IMAGE, ARTIFACT);

  private final ApiServer server = ApiServer.start();

  @BeforeEach
  void empty() {
    server.bean(JdbcClient.class).sql("truncate model, model_version cascade").update();
    server.facts().clear();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void aModelIsCreatedReadAndListed() {
    Answer created = create("fraud-detector");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Location")).isEqualTo("/v1/models/fraud-detector");
    assertThat(created.at("/name")).isEqualTo("fraud-detector");
    assertThat(created.at("/description")).isEqualTo("Scores payments");
    assertThat(created.at("/created_at")).isEqualTo("2026-03-01T10:00:00Z");
    assertThat(created.json().propertyNames())
        .containsExactlyInAnyOrder("id", "name", "description", "created_at");

    Answer read = server.get("/v1/models/fraud-detector");
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.json()).isEqualTo(created.json());
    assertThat(read.header("ETag")).isEqualTo(created.header("ETag")).isEqualTo("\"0\"");
    assertThat(server.get("/v1/models").json().at("/items/0")).isEqualTo(created.json());
  }

  @Test
  void creatingAModelIsAFact() {
    create("fraud-detector");
    assertThat(server.facts())
        .singleElement()
        .satisfies(fact -> {
          assertThat(fact.subjectType()).isEqualTo("model");
          assertThat(fact.subject()).isEqualTo("fraud-detector");
          assertThat(fact.type()).isEqualTo("model.created");
          assertThat(fact.actor()).isEqualTo("token:admin");
          assertThat(fact.at()).isEqualTo(ApiServer.NOW);
        });
  }

  @Test
  void aSecondModelOfTheSameNameIsRefusedWithALink() {
    create("fraud-detector");
    Answer second = create("fraud-detector");
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.at("/code")).isEqualTo("model-exists");
    assertThat(second.at("/link")).isEqualTo("/v1/models/fraud-detector");
    assertThat(server.facts()).hasSize(1);
  }

  @Test
  void ofManyWhoCreateTheSameModelAtOnceOneSucceeds() throws Exception {
    try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        calls.add(() -> create("contested").status());
      }
      List<Integer> statuses = new ArrayList<>();
      for (var call : many.invokeAll(calls)) {
        statuses.add(call.get());
      }
      assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-a",
        "a-",
        "a--b",
        "Fraud",
        "a_b",
        "a b",
        "ü",
        "a/b",
        "a12345678901234567890123456789012345678901"
      })
  void aModelNameOutsideTheLimitsIsRefused(String name) {
    Answer answer = create(name);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.at("/code")).isEqualTo("invalid-request");
    assertThat(answer.at("/errors/0/pointer")).isEqualTo("/name");
    assertThat(answer.at("/errors/0/detail")).contains("1 to 41 characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a-b-c", "0", "a1234567890123456789012345678901234567890"})
  void aModelNameWithinTheLimitsIsTaken(String name) {
    assertThat(create(name).status()).isEqualTo(201);
  }

  @Test
  void textThatCannotBeKeptIsRefused() {
    for (String text : List.of("\\u0000", "\\ud800", "x".repeat(2001))) {
      Answer answer =
          server.post("/v1/models", "{\"name\": \"m\", \"description\": \"" + text + "\"}");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.at("/errors/0/pointer")).isEqualTo("/description");
    }
  }

  @Test
  void unknownMissingAndMistypedFieldsAreNamed() {
    assertThat(
            server
                .post("/v1/models", "{\"name\": \"m\", \"owner\": \"x\"}")
                .at("/errors/0/pointer"))
        .isEqualTo("/owner");
    assertThat(server.post("/v1/models", "{}").at("/errors/0/pointer")).isEqualTo("/name");
    assertThat(server.post("/v1/models", "{\"name\": 7}").at("/errors/0/pointer"))
        .isEqualTo("/name");
    assertThat(server.post("/v1/models", "{").at("/code")).isEqualTo("unreadable-body");
  }

  @Test
  void aDescriptionChangesUnderTheEntityTagThatWasRead() {
    create("m");
    Answer changed = server.patch("/v1/models/m", "\"0\"", "{\"description\": \"New\"}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.at("/description")).isEqualTo("New");
    assertThat(changed.header("ETag")).isEqualTo("\"1\"");
    assertThat(server.get("/v1/models/m").json()).isEqualTo(changed.json());
    assertThat(server.facts().getLast().type()).isEqualTo("model.changed");
  }

  @Test
  void aChangeThatChangesNothingIsNoFact() {
    create("m");
    Answer same = server.patch("/v1/models/m", "\"0\"", "{\"description\": \"Scores payments\"}");
    assertThat(same.status()).isEqualTo(200);
    assertThat(same.header("ETag")).isEqualTo("\"0\"");
    assertThat(server.facts()).hasSize(1);
  }

  @Test
  void aChangeWithoutOrWithAStaleEntityTagIsRefused() {
    create("m");
    assertThat(server.patch("/v1/models/m", null, "{\"description\": \"x\"}").status())
        .isEqualTo(428);
    assertThat(server.patch("/v1/models/m", "\"9\"", "{\"description\": \"x\"}").status())
        .isEqualTo(412);
    assertThat(server.patch("/v1/models/none", "\"0\"", "{\"description\": \"x\"}").status())
        .isEqualTo(404);
    assertThat(server.patch("/v1/models/m", "\"0\"", "{\"name\": \"other\"}").status())
        .isEqualTo(400);
  }

  @Test
  void ofManyChangesUnderOneEntityTagOneSucceeds() throws Exception {
    create("m");
    try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String body = "{\"description\": \"writer %d\"}".formatted(i);
        calls.add(() -> server.patch("/v1/models/m", "\"0\"", body).status());
      }
      List<Integer> statuses = new ArrayList<>();
      for (var call : many.invokeAll(calls)) {
        statuses.add(call.get());
      }
      assertThat(statuses).containsOnly(200, 412).containsOnlyOnce(200);
    }
    assertThat(server.facts()).extracting(Fact::type).containsOnlyOnce("model.changed");
  }

  @Test
  void aVersionIsRegisteredReadAndListed() {
    create("fraud-detector");
    Answer registered = server.post("/v1/models/fraud-detector/versions", VERSION);
    assertThat(registered.status()).isEqualTo(201);
    assertThat(registered.header("Location")).isEqualTo("/v1/models/fraud-detector/versions/v2");
    assertThat(registered.json().propertyNames())
        .containsExactlyInAnyOrder(
            "id",
            "model",
            "name",
            "image",
            "artifact",
            "container_environment",
            "description",
            "created_by",
            "created_at");
    assertThat(registered.at("/model")).isEqualTo("fraud-detector");
    assertThat(registered.at("/created_by")).isEqualTo("token:admin");
    assertThat(registered.at("/container_environment/SAGEMAKER_PROGRAM")).isEqualTo("inference.py");
    assertThat(server.get("/v1/models/fraud-detector/versions/v2").json())
        .isEqualTo(registered.json());
    assertThat(server.get("/v1/models/fraud-detector/versions").json().at("/items/0"))
        .isEqualTo(registered.json());
  }

  @Test
  void registeringAVersionIsAFactWithoutTheContainersSecrets() {
    create("m");
    server.post("/v1/models/m/versions", VERSION.replace("inference.py", "a-secret"));
    Fact fact = server.facts().getLast();
    assertThat(fact.type()).isEqualTo("version.registered");
    assertThat(fact.subjectType()).isEqualTo("model");
    assertThat(fact.subject()).isEqualTo("m");
    assertThat(fact.data()).containsEntry("container_environment", List.of("SAGEMAKER_PROGRAM"));
    assertThat(fact.toString()).doesNotContain("a-secret");
  }

  @Test
  void theSameVersionAgainIsTheOneThatIsThere() {
    create("m");
    Answer first = server.post("/v1/models/m/versions", VERSION);
    int facts = server.facts().size();
    for (String body : List.of(VERSION, VERSION.replace(", \"description\": \"More trees\"", ""))) {
      Answer again = server.post("/v1/models/m/versions", body);
      assertThat(again.status()).as(again.http().body()).isEqualTo(200);
      assertThat(again.json()).isEqualTo(first.json());
    }
    assertThat(server.facts()).hasSize(facts);
  }

  @Test
  void aVersionNeverChanges() {
    create("m");
    server.post("/v1/models/m/versions", VERSION);
    Map<String, String> changes =
        Map.of(
            "description", VERSION.replace("More", "Fewer"),
            "image", VERSION.replace(":v2.1.0", ":v2.1.1"),
            "artifact", VERSION.replace(".tar.gz", "-b.tar.gz"),
            "container_environment", VERSION.replace("inference.py", "other.py"));
    changes.forEach((field, body) -> {
      Answer again = server.post("/v1/models/m/versions", body);
      assertThat(again.status()).as(body).isEqualTo(409);
      assertThat(again.at("/code")).isEqualTo("version-exists");
      assertThat(again.at("/detail")).contains("with another " + field, "never changes");
      assertThat(again.at("/link")).isEqualTo("/v1/models/m/versions/v2");
    });
    assertThatThrownBy(() ->
            server.bean(JdbcClient.class).sql("update model_version set image = 'other'").update())
        .isInstanceOf(DataAccessException.class);
  }

  @Test
  void twoModelsMayHaveVersionsOfTheSameName() {
    create("m");
    create("n");
    assertThat(server.post("/v1/models/m/versions", VERSION).status()).isEqualTo(201);
    assertThat(server.post("/v1/models/n/versions", VERSION).status()).isEqualTo(201);
  }

  static Stream<List<String>> versionsOutsideTheLimits() {
    String long1024 = "v".repeat(1025);
    return Stream.of(
        List.of("/name", "{\"name\": \"-v\"}"),
        List.of("/name", "{\"name\": \"v/2\"}"),
        List.of("/name", "{\"name\": \"%s\"}".formatted("v".repeat(42))),
        List.of("/image", "{\"image\": \"\"}"),
        List.of("/image", "{\"image\": \"a b\"}"),
        List.of("/image", "{\"image\": \"%s\"}".formatted("i".repeat(256))),
        List.of("/artifact", "{\"artifact\": \"s3://ml-models-dev/model.zip\"}"),
        List.of("/artifact", "{\"artifact\": \"https://ml-models-dev/model.tar.gz\"}"),
        List.of("/artifact", "{\"artifact\": \"s3://ml-models-dev/.tar.gz\"}"),
        List.of("/artifact", "{\"artifact\": \"s3://Bucket/model.tar.gz\"}"),
        List.of("/artifact", "{\"artifact\": \"s3://ml-models-dev/a\\u0000.tar.gz\"}"),
        List.of("/artifact", "{\"artifact\": \"s3://bucket/%s.tar.gz\"}".formatted(long1024)),
        List.of("/container_environment/1A", "{\"container_environment\": {\"1A\": \"x\"}}"),
        List.of("/container_environment/a~1b", "{\"container_environment\": {\"a/b\": \"x\"}}"),
        List.of(
            "/container_environment/A",
            "{\"container_environment\": {\"A\": \"%s\"}}".formatted(long1024)),
        List.of("/container_environment/A", "{\"container_environment\": {\"A\": null}}"),
        List.of(
            "/container_environment", "{\"container_environment\": %s}".formatted(many(101, 1))),
        List.of(
            "/container_environment", "{\"container_environment\": %s}".formatted(many(40, 1000))),
        List.of("/description", "{\"description\": \"a\\u0007\"}"));
  }

  private static String many(int entries, int length) {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < entries; i++) {
      json.append(i == 0 ? "" : ",").append("\"K%d\": \"%s\"".formatted(i, "x".repeat(length)));
    }
    return json.append("}").toString();
  }

  @ParameterizedTest
  @MethodSource("versionsOutsideTheLimits")
  void aVersionOutsideSageMakersLimitsIsRefusedByField(List<String> pointerAndChange) {
    create("m");
    var mapper = new tools.jackson.databind.json.JsonMapper();
    var body = (tools.jackson.databind.node.ObjectNode) mapper.readTree(VERSION);
    body.setAll((tools.jackson.databind.node.ObjectNode) mapper.readTree(pointerAndChange.get(1)));
    Answer answer = server.post("/v1/models/m/versions", body.toString());
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.at("/errors/0/pointer")).isEqualTo(pointerAndChange.get(0));
    assertThat(answer.at("/errors/0/detail")).isNotEmpty();
  }

  @Test
  void everythingAtFaultIsReportedAtOnce() {
    create("m");
    Answer answer =
        server.post(
            "/v1/models/m/versions", "{\"name\": \"-\", \"image\": \"\", \"artifact\": \"x\"}");
    assertThat(answer.json().at("/errors")).hasSize(3);
    assertThat(answer.at("/detail")).contains("2 more");
  }

  @Test
  void whatIsNotThereIsNotFound() {
    create("m");
    assertThat(server.get("/v1/models/none").at("/code")).isEqualTo("no-such-model");
    assertThat(server.get("/v1/models/none/versions").at("/code")).isEqualTo("no-such-model");
    assertThat(server.post("/v1/models/none/versions", VERSION).at("/code"))
        .isEqualTo("no-such-model");
    assertThat(server.get("/v1/models/none/versions/v1").at("/code")).isEqualTo("no-such-model");
    Answer version = server.get("/v1/models/m/versions/v9");
    assertThat(version.status()).isEqualTo(404);
    assertThat(version.at("/code")).isEqualTo("no-such-version");
  }

  @Test
  void listsArePagedNewestFirst() {
    create("m");
    for (int i = 1; i <= 5; i++) {
      create("m" + i);
      server.post("/v1/models/m/versions", VERSION.replace("\"v2\"", "\"v" + i + "\""));
    }
    assertThat(pages("/v1/models")).containsExactly("m5", "m4", "m3", "m2", "m1", "m");
    assertThat(pages("/v1/models/m/versions")).containsExactly("v5", "v4", "v3", "v2", "v1");
    assertThat(server.get("/v1/models?page_token=nonsense").status()).isEqualTo(400);
  }

  private List<String> pages(String path) {
    List<String> names = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = server.get(path + "?page_size=2" + next).json();
      page.get("items").forEach(item -> names.add(item.get("name").asString()));
      next =
          page.has("next_page_token")
              ? "&page_token=" + page.get("next_page_token").asString()
              : "";
    } while (!next.isEmpty());
    return names;
  }

  @Test
  void otherRoomsFindModelsAndVersionsByNameAndById() {
    Principal by = new Principal("slipway");
    Models models = server.bean(Models.class);
    Versions versions = server.bean(Versions.class);
    Model model = models.create(new NewModel("m", null), by);
    ModelVersion version =
        versions
            .register(
                "m", new NewVersion("v1", IMAGE, ARTIFACT, Map.of("B", "2", "A", "1"), null), by)
            .version();

    assertThat(models.byName("m")).isEqualTo(models.byId(model.id())).isEqualTo(model);
    assertThat(versions.byName("m", "v1"))
        .isEqualTo(versions.byId(version.id()))
        .isEqualTo(version);
    assertThat(version.modelId()).isEqualTo(model.id());
    assertThat(version.containerEnvironment().keySet()).containsExactly("A", "B");
    assertThatThrownBy(() -> models.byId(Ids.next())).isInstanceOf(Failure.NotFound.class);
    assertThatThrownBy(() -> versions.byId(Ids.next())).isInstanceOf(Failure.NotFound.class);
  }

  @Test
  void aSampleIsPutReadReplacedAndTakenAway() {
    create("fraud-detector");
    Answer put =
        sample(
            "PUT",
            "small",
            """
            {"content_type": "text/csv", "body": "1,2,3", "response_schema": {"type": "number"}}
            """);
    assertThat(put.status()).isEqualTo(200);
    assertThat(put.json().has("body")).isFalse();
    assertThat(sample("GET", "small", null).at("/body")).isEqualTo("1,2,3");
    sample("PUT", "small", "{\"content_type\": \"image/png\", \"body_base64\": \"/9j/4A==\"}");
    Answer read = sample("GET", "small", null);
    assertThat(read.at("/body_base64")).isEqualTo("/9j/4A==");
    assertThat(read.json().has("response_schema")).isFalse();
    JsonNode listed = server.get("/v1/models/fraud-detector/samples").json().path("items");
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).path("bytes").asInt()).isEqualTo(4);
    assertThat(listed.toString()).doesNotContain("/9j/4A==");
    assertThat(sample("DELETE", "small", null).status()).isEqualTo(204);
    assertThat(sample("GET", "small", null).at("/code")).isEqualTo("no-such-sample");
    assertThat(server.facts().toString()).contains("sample.put", "sample.removed");
    assertThat(server.facts().toString()).doesNotContain("1,2,3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/content_type {\"content_type\": \"json\", \"body\": \"1\"}",
        "/body {\"content_type\": \"text/csv\"}",
        "/body {\"content_type\": \"text/csv\", \"body\": \"1\", \"body_base64\": \"MQ==\"}",
        "/body_base64 {\"content_type\": \"text/csv\", \"body_base64\": \"%\"}",
        "/response_schema/type {\"content_type\": \"text/csv\", \"body\": \"1\","
            + " \"response_schema\": {\"type\": \"float\"}}",
        "/response_schema {\"content_type\": \"text/csv\", \"body\": \"1\","
            + " \"response_schema\": {\"$ref\": \"http://169.254.169.254/\"}}",
        "/response_schema {\"content_type\": \"text/csv\", \"body\": \"1\","
            + " \"response_schema\": {\"anyOf\": [{\"maximum\": 1e400}]}}"
      })
  void aSampleOutsideItsLimitsIsRefusedByField(String given) {
    create("fraud-detector");
    String[] parts = given.split(" ", 2);
    Answer refused = sample("PUT", "small", parts[1]);
    assertThat(refused.status()).as(refused.http().body()).isEqualTo(400);
    assertThat(refused.at("/errors/0/pointer")).isEqualTo(parts[0]);
  }

  @Test
  void aModelHasAtMostTwentySamplesOfSixtyFourKilobytes() {
    create("fraud-detector");
    String small = "{\"content_type\": \"text/csv\", \"body\": \"1\"}";
    for (int i = 0; i < 20; i++) {
      assertThat(sample("PUT", "s" + i, small).status()).isEqualTo(200);
    }
    Answer refused = sample("PUT", "one-more", small);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.at("/code")).isEqualTo("too-many-samples");
    assertThat(sample("PUT", "s7", small).status()).isEqualTo(200);
    String large = "{\"content_type\": \"text/csv\", \"body\": \"" + "1".repeat(65_537) + "\"}";
    assertThat(sample("PUT", "s7", large).at("/errors/0/pointer")).isEqualTo("/body");
  }

  private Answer sample(String method, String name, @Nullable String body) {
    return server.send(
        method,
        "/v1/models/fraud-detector/samples/" + name,
        body,
        "Authorization",
        "Bearer " + ApiServer.TOKEN);
  }

  private Answer create(String name) {
    return server.post(
        "/v1/models", "{\"name\": \"%s\", \"description\": \"Scores payments\"}".formatted(name));
  }
}

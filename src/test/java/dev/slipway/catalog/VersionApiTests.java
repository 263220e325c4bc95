package dev.slipway.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.access.Principal;
import dev.slipway.base.Fact;
import dev.slipway.base.Failure;
import dev.slipway.base.Ids;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Versions of models over HTTP, and the lists of both. */
@Conforming
final class VersionApiTests extends CatalogStage {

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
}

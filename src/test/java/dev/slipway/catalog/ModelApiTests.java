package dev.slipway.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.base.Fact;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models over HTTP. */
@Conforming
final class ModelApiTests extends CatalogStage {

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
  void nullTakesTheDescriptionAwayAndLeftOutItStays() {
    create("m");
    assertThat(server.patch("/v1/models/m", "\"0\"", "{}").at("/description"))
        .isEqualTo("Scores payments");
    Answer emptied = server.patch("/v1/models/m", "\"0\"", "{\"description\": null}");
    assertThat(emptied.status()).as(emptied.http().body()).isEqualTo(200);
    assertThat(emptied.json().at("/description").asString()).isEmpty();
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
}

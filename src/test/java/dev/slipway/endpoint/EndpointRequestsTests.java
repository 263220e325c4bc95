package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests about endpoints, promotions and history that no well-meaning client would send. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Conforming
class EndpointRequestsTests {

  private static final int AT_ONCE = 6;

  @AutoClose private final Rehearsal rehearsal = Rehearsal.start();
  private final ApiServer api = rehearsal.api();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "null | /overrides",
        "7 | /overrides",
        "`\"text\"` | /overrides",
        "[] | /overrides",
        "`{\"unknown\": 1}` | /overrides/unknown",
        "`{\"hosting\": 1}` | /overrides/hosting",
        "`{\"hosting\": {}}` | /overrides/hosting/instance_type",
        "`{\"hosting\": {\"instance_type\": \"ml.c5.xlarge\", \"instance_count\": 99999999999}}` |"
            + " /overrides/hosting/instance_count",
        "`{\"container_environment\": {\"A\": null}}` | /overrides/container_environment/A",
        "`{\"container_environment\": {\"A\": \"\\u0000\"}}` | /overrides/container_environment/A",
      })
  void overridesThatDoNotFitAreNamed(String overrides, String pointer) {
    Answer answer =
        api.post(
            "/v1/endpoints",
            "{\"environment\": \"prod\", \"model\": \"fraud-detector\", \"overrides\": %s}"
                .formatted(overrides));
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(400);
    assertThat(answer.at("/errors/0/pointer")).isEqualTo(pointer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/endpoints", "/v1/endpoint-imports", "/v1/promotions"})
  void nullIsNoBody(String path) {
    Answer answer = api.post(path, "null");
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(400);
    assertThat(answer.at("/detail")).contains("body");
  }

  @Test
  void aPatchThatDoesNotFitIsNamed() {
    assertThat(api.post("/v1/models", "{\"name\": \"patched\"}").status()).isEqualTo(201);
    create("patched");
    for (String overrides : List.of("null", "7", "[]", "\"text\"")) {
      Answer answer = patch("patched", "*", overrides);
      assertThat(answer.status()).as(answer.http().body()).isEqualTo(400);
      assertThat(answer.at("/errors/0/pointer")).isEqualTo("/overrides");
    }
    assertThat(patch("patched", "*", "{\"rollout\": {\"strategy\": \"CANARY\"}}").status())
        .isEqualTo(400);
  }

  @Test
  void overridesThatMeanNothingAreRefusedWithTheirPlace() {
    assertThat(api.post("/v1/models", "{\"name\": \"meaningless\"}").status()).isEqualTo(201);
    create("meaningless");
    Answer answer =
        patch(
            "meaningless",
            "*",
            "{\"alarms\": {\"preset\": \"none\", \"latency_threshold_ms\": 250}}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.http().body()).contains("/overrides/alarms/preset");
  }

  @Test
  void twoPairsThatComeToOneNameAreToldApart() {
    created("/v1/models", "{\"name\": \"eu-fraud\"}");
    created("/v1/models", "{\"name\": \"fraud\"}");
    created("/v1/environments", Rehearsal.prod("prod-eu"));
    created("/v1/endpoints", "{\"model\": \"eu-fraud\", \"environment\": \"prod\"}");
    Answer second =
        api.post("/v1/endpoints", "{\"model\": \"fraud\", \"environment\": \"prod-eu\"}");
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.at("/code")).isEqualTo("endpoint-name-taken");
  }

  @Test
  void ofThoseWhoMakeTheSameEndpointOnlyOneDoes() throws Exception {
    assertThat(api.post("/v1/models", "{\"name\": \"raced\"}").status()).isEqualTo(201);
    List<Answer> answers = atOnce(_ -> create("raced"));
    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 201)
        .allSatisfy(answer -> assertThat(answer.at("/code")).isEqualTo("endpoint-exists"));
  }

  @Test
  void ofThoseWhoChangeTheSameStateOnlyOneDoes() throws Exception {
    assertThat(api.post("/v1/models", "{\"name\": \"changed\"}").status()).isEqualTo(201);
    String seen = create("changed").header("ETag");
    List<Answer> answers =
        atOnce(number ->
            patch(
                "changed", seen, "{\"container_environment\": {\"N\": \"%d\"}}".formatted(number)));
    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 200)
        .allSatisfy(answer -> assertThat(answer.at("/code")).isEqualTo("stale"));
  }

  @Test
  void whatWasOverriddenIsOnRecordWithoutTheSecrets() {
    assertThat(api.post("/v1/models", "{\"name\": \"told\"}").status()).isEqualTo(201);
    String etag = create("told").header("ETag");
    String overrides =
        """
        {"container_environment": {"DSN": "tulip-7"},
         "hosting": {"instance_type": "ml.c5.2xlarge", "instance_count": 4}}
        """;
    String next = patch("told", etag, overrides).header("ETag");
    assertThat(patch("told", next, "{\"hosting\": {\"instance_count\": 3}}").status())
        .isEqualTo(200);

    Answer told = api.get("/v1/audit-events?subject_type=endpoint&subject=prod-told");
    assertThat(told.at("/items/0/data/changes/0/field")).isEqualTo("hosting.instance_count");
    assertThat(told.json().at("/items/0/data/changes/0/before").asInt()).isEqualTo(4);
    assertThat(told.json().at("/items/0/data/changes/0/after").asInt()).isEqualTo(3);
    assertThat(told.at("/items/1/type")).isEqualTo("endpoint.changed");
    assertThat(told.json().at("/items/1/data/changes").toString())
        .contains("\"container_environment.DSN\"", "(hidden)", "ml.c5.2xlarge")
        .doesNotContain("tulip");
    assertThat(told.json().at("/items/2/data/changes")).isEmpty();
  }

  @Test
  void whatOverridesNothingNewLeavesTheETagAndTheRecord() {
    assertThat(api.post("/v1/models", "{\"name\": \"kept\"}").status()).isEqualTo(201);
    String overrides = "{\"container_environment\": {\"N\": \"1\"}}";
    String etag = patch("kept", create("kept").header("ETag"), overrides).header("ETag");
    Answer again = patch("kept", etag, overrides);
    assertThat(again.status()).as(again.http().body()).isEqualTo(200);
    assertThat(again.header("ETag")).isEqualTo(etag);
    Answer told = api.get("/v1/audit-events?subject_type=endpoint&subject=prod-kept");
    assertThat(told.json().at("/items").findValuesAsString("type"))
        .containsExactly("endpoint.changed", "endpoint.created");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/models | {\"name\": \"once\"}",
        "/v1/environments | {\"name\": \"once\", \"profile\": %s}",
        "/v1/endpoints | {\"environment\": \"prod\", \"model\": \"single\"}"
      })
  void whatIsMadeWithAKeyIsMadeOnceAndAnsweredAgain(String path, String template) {
    String profile =
        """
        {"location": {"account_id": "123456789012", "region": "us-east-1"},
         "execution_role": {"managed": true},
         "hosting": {"instance_type": "ml.c5.xlarge", "instance_count": 2}}
        """;
    if (path.equals("/v1/endpoints")) api.post("/v1/models", "{\"name\": \"single\"}");
    String body = template.replace("%s", profile);
    Answer first = keyed(path, body);
    assertThat(first.status()).as(first.http().body()).isEqualTo(201);
    Answer again = keyed(path, body);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
    assertThat(again.http().body()).isEqualTo(first.http().body());
  }

  private Answer keyed(String path, String body) {
    return api.send(
        "POST",
        path,
        body,
        "Authorization",
        "Bearer " + ApiServer.TOKEN,
        "Idempotency-Key",
        "made-once");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/endpoints?model=%00",
        "/v1/endpoints?environment=a%00",
        "/v1/promotions?model=%00",
        "/v1/deployments?endpoint=%00",
        "/v1/audit-events?subject=%00",
        "/v1/audit-events?actor=a%00b",
        "/v1/audit-events/verification?subject_type=endpoint&subject=%00",
        "/v1/audit-events?created_after=%2B1000000000-12-31T23:59:59Z",
        "/v1/audit-events?created_after=-999999999-01-01T00:00:00Z",
        "/v1/audit-events?deployment=x",
        "/v1/audit-events?deployment=99999999999",
        "/v1/deployments?state=updating",
        "/v1/deployments/%20",
        "/v1/endpoints/prod-fraud-detector/releases/99999999999"
      })
  void parametersThatNothingCouldMatchAreNamed(String path) {
    Answer answer = api.get(path);
    assertThat(answer.status()).as(answer.http().body()).isIn(400, 404);
    if (answer.status() == 400) {
      assertThat(answer.at("/errors/0/pointer")).isNotEmpty();
    }
  }

  @Test
  void aReasonThatCannotBeKeptIsNamed() {
    for (String reason : List.of("\\u0000", "a\\u0000b", "\\ud800")) {
      Answer answer =
          api.post(
              "/v1/promotions",
              """
              {"model": "fraud-detector", "version": "v1", "to": "prod", "reason": "%s"}
              """
                  .formatted(reason));
      assertThat(answer.status()).as(answer.http().body()).isEqualTo(400);
      assertThat(answer.at("/errors/0/pointer")).isEqualTo("/reason");
    }
  }

  private Answer create(String model) {
    return api.post(
        "/v1/endpoints", "{\"environment\": \"prod\", \"model\": \"%s\"}".formatted(model));
  }

  private Answer patch(String model, String ifMatch, String overrides) {
    return api.send(
        "PATCH",
        "/v1/endpoints/prod-" + model,
        "{\"overrides\": %s}".formatted(overrides),
        "Authorization",
        "Bearer " + ApiServer.TOKEN,
        "If-Match",
        ifMatch);
  }

  private interface Numbered {
    Answer ask(int number);
  }

  private static List<Answer> atOnce(Numbered asking) throws Exception {
    try (ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Callable<Answer>> questions =
          IntStream.range(0, AT_ONCE)
              .mapToObj(number -> (Callable<Answer>) () -> asking.ask(number))
              .toList();
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> answer : callers.invokeAll(questions)) {
        answers.add(answer.get());
      }
      return answers;
    }
  }

  private void created(String path, String body) {
    assertThat(api.post(path, body).status()).isEqualTo(201);
  }
}

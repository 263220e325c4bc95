package dev.slipway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer.Answer;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Prod's endpoint, whose model has a sample, to be measured in one way.
 *
 * @param collection where the API keeps such measurements, below an endpoint
 */
record MeasurementStage(Rehearsal rehearsal, String collection) implements AutoCloseable {

  static final String ENDPOINT = "prod-fraud-detector";

  static MeasurementStage of(String collection) {
    Rehearsal rehearsal = Rehearsal.unpaced();
    rehearsal.sample(
        "usual",
        """
        {"content_type": "application/json", "body": "{\\"features\\": [0.5, 1.2, 3.4, 0.8]}"}
        """);
    return new MeasurementStage(rehearsal, collection);
  }

  /** With what one is asked for. */
  static String body(String confirm, String members) {
    return "{\"reason\": \"a test\", \"confirm\": \"%s\"%s%s}"
        .formatted(confirm, members.isEmpty() ? "" : ", ", members);
  }

  /** Where such measurements of an endpoint are. */
  String at(String endpoint) {
    return "/v1/endpoints/" + endpoint + "/" + collection;
  }

  /** Posts below those of prod's endpoint. */
  Answer post(String path, String body) {
    return rehearsal.api().post(at(ENDPOINT) + path, body);
  }

  /** Begins one of prod's endpoint and tells its id. */
  String begun(String members) {
    Answer answer = post("", body(ENDPOINT, members));
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(202);
    assertThat(answer.header("Location")).isEqualTo(at(ENDPOINT) + "/" + answer.at("/id"));
    return answer.at("/id");
  }

  Answer shown(String id) {
    return rehearsal.api().get(at(ENDPOINT) + "/" + id);
  }

  /** The types of prod's endpoint's events. */
  List<String> events() {
    return rehearsal
        .api()
        .get("/v1/audit-events?subject_type=endpoint&subject=" + ENDPOINT)
        .json()
        .at("/items")
        .valueStream()
        .map(it -> it.path("type").asString())
        .toList();
  }

  /** Changes prod's profile. */
  void profile(String patch) {
    String prod = "/v1/environments/prod";
    String etag = rehearsal.api().get(prod).header("ETag");
    Answer changed = rehearsal.api().patch(prod, etag, "{\"profile\": %s}".formatted(patch));
    assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
  }

  /** Ends whatever is left of a test before, whose tick is forgotten. */
  void clear(String table, String task) {
    jdbc().sql("update " + table + " set state = 'CANCELED' where finished_at is null").update();
    jdbc().sql("delete from scheduled_tasks where task_name = ?").param(task).update();
  }

  JdbcClient jdbc() {
    return bean(JdbcClient.class);
  }

  <T> T bean(Class<T> type) {
    return rehearsal.api().bean(type);
  }

  @Override
  public void close() {
    rehearsal.close();
  }
}

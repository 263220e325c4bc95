package dev.slipway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/** Load tests whose process or database fails in the middle: no step is sent twice. */
@Conforming
final class LoadTestFaultTests extends LoadTestStage {

  @Test
  void aStepWhoseProcessDiedIsNotSentAgain() {
    String id = stage.begun(LONG);
    UUID uuid = UUID.fromString(id);
    LoadTest test = stage.bean(LoadTests.class).find(uuid).orElseThrow();
    assertThat(stage.bean(StoreLoadTest.class).claim(test)).isNotNull();

    runDue();

    Answer done = stage.shown(id);
    assertThat(done.at("/state")).isEqualTo("INTERRUPTED");
    assertThat(done.json().at("/steps").size()).isZero();
    stage.bean(RunLoadTest.class).run(uuid, test.tick());
    assertThat(stage.shown(id).at("/state")).isEqualTo("INTERRUPTED");
  }

  @Test
  void aDatabaseThatFailsForAMomentEndsNoStep() {
    String id = stage.begun(LONG);
    CompletableFuture<Void> worker = begunAside();
    awaitLoad(id);
    long before = invocations();
    sql("alter table load_test rename column wanted_end to nowhere");
    try {
      Awaitility.await()
          .during(Duration.ofSeconds(2))
          .until(() -> !worker.isDone() && invocations() > before);
    } finally {
      sql("alter table load_test rename column nowhere to wanted_end");
    }
    assertThat(stage.post("/" + id + "/cancel", "{\"reason\": \"enough\"}").status())
        .isEqualTo(202);

    worker.join();
    Answer done = stage.shown(id);
    assertThat(done.at("/state")).isEqualTo("CANCELED");
    assertThat(done.json().at("/steps/0/requests").asInt()).isPositive();
  }

  /** By the tick that sent it: another process that took the next one would know nothing of it. */
  @Test
  void aStepThatCannotBePutOnRecordForAMomentIsLater() {
    String id = stage.begun("\"p99_ms\": 5000, \"steps\": [2], \"step_seconds\": 3");
    CompletableFuture<Void> worker = begunAside();
    awaitLoad(id);
    sql("create sequence refused");
    sql(
        """
        create function refuse() returns trigger language plpgsql
        as 'begin perform nextval(''refused''); raise exception ''no''; end'
        """);
    sql("create trigger refuse before update on load_test execute function refuse()");
    try {
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> refused() >= 2);
      assertThat(worker).isNotDone();
    } finally {
      sql("drop function refuse cascade");
      sql("drop sequence refused");
    }

    worker.join();

    Answer shown = stage.shown(id);
    assertThat(shown.at("/state")).as(shown.http().body()).isEqualTo("READING");
    assertThat(shown.json().at("/steps").size()).isEqualTo(1);
  }

  /** No rollback takes back what a sequence has counted. */
  private long refused() {
    return stage.jdbc().sql("select last_value from refused").query(Long.class).single();
  }

  @Test
  void aStepWhoseSamplesCannotBeReadIsNotBegunAndIsSentLater() {
    String id = stage.begun("\"p99_ms\": 5000, \"steps\": [2], \"step_seconds\": 3");
    sql("alter table model_sample rename column body to nowhere");
    try {
      assertThatThrownBy(this::runDue).isInstanceOf(DataAccessException.class);
    } finally {
      sql("alter table model_sample rename column nowhere to body");
    }

    runDue();

    Answer shown = stage.shown(id);
    assertThat(shown.at("/state")).as(shown.http().body()).isEqualTo("READING");
    assertThat(shown.json().at("/steps").size()).isEqualTo(1);
  }

  private void sql(String statement) {
    stage.jdbc().sql(statement).update();
  }
}

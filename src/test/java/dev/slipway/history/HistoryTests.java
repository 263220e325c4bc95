package dev.slipway.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.Fact;
import dev.slipway.base.Failure;
import dev.slipway.base.Ids;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.IllegalTransactionStateException;

/** The record itself: a chain for each subject, which only grows. */
class HistoryTests extends HistoryStage {

  @Test
  void aFactIsWrittenInTheTransactionThatMakesItTrue() {
    record(fact("e1", "deployment.started", null));
    assertThatThrownBy(() ->
            transaction.executeWithoutResult(status -> {
              context.publishEvent(fact("e1", "deployment.lost", null));
              throw new IllegalStateException("rolled back");
            }))
        .hasMessage("rolled back");

    List<AuditEvent> events = list(none());
    assertThat(events).extracting(AuditEvent::type).containsExactly("deployment.started");
    AuditEvent event = events.getFirst();
    assertThat(event.sequence()).isEqualTo(1);
    assertThat(event.previousHash()).isEqualTo(Canonical.GENESIS);
    assertThat(event.at()).isEqualTo(Instant.parse("2026-02-01T08:00:00.123456Z"));
    assertThat(event.data().at("/release").asInt()).isEqualTo(2);
  }

  @Test
  void aFactOutsideATransactionFails() {
    assertThatThrownBy(() -> context.publishEvent(fact("e1", "deployment.started", null)))
        .isInstanceOf(IllegalTransactionStateException.class);
  }

  @Test
  void eachSubjectHasItsOwnChain() {
    record(fact("e1", "a", null));
    record(fact("e2", "b", null));
    record(fact("e1", "c", null));

    List<AuditEvent> ofFirst = list(filter("e1", null, null));

    assertThat(ofFirst).extracting(AuditEvent::sequence).containsExactly(2L, 1L);
    assertThat(ofFirst.get(0).previousHash()).isEqualTo(ofFirst.get(1).hash());
    assertThat(history.verify("endpoint", "e1"))
        .isEqualTo(new History.Verification("endpoint", "e1", true, 2, null));
    assertThatThrownBy(() -> history.verify("endpoint", "e3")).isInstanceOf(Failure.NotFound.class);
  }

  @Test
  void everyValueSurvivesTheDatabaseSoThatTheChainHolds() {
    Map<String, Object> data =
        Map.of(
            "z", List.of(1, 2.50, new BigDecimal("1.000"), 1e22, Long.MAX_VALUE, 0.1f, -0.0),
            "Ä\"\\\n\u0001", Map.of("deep", true),
            "id", Ids.next(),
            "nul", "a\0b\uD800c");
    record(new Fact("endpoint", "e1", "odd", "actor\0", "summary \uDC00", null, data, AT));
    record(fact("e1", "next", null));

    assertThat(history.verify("endpoint", "e1").intact()).isTrue();
  }

  @Test
  void writersOfOneSubjectQueueUp() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> writers = new ArrayList<>();
      IntStream.range(0, 40)
          .forEach(
              number -> writers.add(threads.submit(() -> record(fact("e1", "t" + number, null)))));
      for (Future<?> writer : writers) {
        writer.get();
      }
    }

    assertThat(history.verify("endpoint", "e1").rows()).isEqualTo(40);
    assertThat(history.verify("endpoint", "e1").intact()).isTrue();
  }

  @Test
  void theRecordRefusesToBeChanged() {
    record(fact("e1", "a", null));

    assertThatThrownBy(() -> jdbc.sql("update history set actor = 'x'").update())
        .isInstanceOf(DataAccessException.class);
    assertThatThrownBy(() -> jdbc.sql("delete from history").update())
        .isInstanceOf(DataAccessException.class);
  }

  @Test
  void whoGetsPastTheTriggerIsFoundByTheChain() {
    for (int number = 0; number < 5; number++) {
      record(fact("changed", "t" + number, null));
      record(fact("cut", "t" + number, null));
      record(fact("holed", "t" + number, null));
    }
    jdbc.sql("alter table history disable trigger user").update();
    jdbc.sql("update history set summary = 'x' where subject_id = 'changed' and sequence = 3")
        .update();
    jdbc.sql("delete from history where subject_id = 'cut' and sequence = 5").update();
    jdbc.sql("delete from history where subject_id = 'holed' and sequence = 2").update();

    assertThat(history.verify("endpoint", "changed").firstBroken()).isEqualTo(3);
    assertThat(history.verify("endpoint", "cut").firstBroken()).isEqualTo(5);
    assertThat(history.verify("endpoint", "holed").firstBroken()).isEqualTo(2);
    assertThat(history.verify("endpoint", "holed").intact()).isFalse();
  }
}

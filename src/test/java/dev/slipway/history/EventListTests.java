package dev.slipway.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.access.Reach;
import dev.slipway.base.Conditions;
import dev.slipway.base.Fact;
import dev.slipway.base.Failure;
import dev.slipway.base.Ids;
import dev.slipway.base.Page;
import dev.slipway.web.PageRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The record as it is read: filtered, page by page, and no more than the reader may see. */
class EventListTests extends HistoryStage {

  @Test
  void aDeploymentIsReadOldestFirstPageByPage() {
    UUID deployment = Ids.next();
    for (int number = 0; number < 5; number++) {
      record(fact("e1", "t" + number, deployment));
    }
    record(fact("e1", "other", Ids.next()));

    List<String> types = new ArrayList<>();
    PageRequest request = PageRequest.of("2", null);
    Page<AuditEvent> page;
    do {
      page = history.ofDeployment(deployment, request);
      page.items().forEach(event -> types.add(event.type()));
      request = PageRequest.of("2", page.nextPageToken());
    } while (page.nextPageToken() != null);

    assertThat(types).containsExactly("t0", "t1", "t2", "t3", "t4");
    assertThatThrownBy(() -> history.ofDeployment(Ids.next(), PageRequest.first()))
        .isInstanceOf(Failure.NotFound.class);
  }

  @Test
  void theListIsFilteredAndPagedNewestFirst() {
    UUID deployment = Ids.next();
    record(fact("e1", "a", null));
    record(fact("e2", "b", deployment));
    record(fact("e2", "a", null));
    Instant middle = list(filter("e2", "b", null)).getFirst().recordedAt();

    assertThat(list(none())).extracting(AuditEvent::type).containsExactly("a", "b", "a");
    assertThat(list(filter("e2", null, null))).hasSize(2);
    assertThat(list(filter(null, "a", null))).hasSize(2);
    assertThat(list(filter(null, null, middle))).hasSize(1);
    assertThat(
            list(
                new EventFilter(
                    "endpoint",
                    null,
                    "token:admin",
                    null,
                    deployment,
                    null,
                    null,
                    Reach.EVERYWHERE)))
        .hasSize(1);
    assertThat(list(new EventFilter("model", null, null, null, null, null, null, Reach.EVERYWHERE)))
        .isEmpty();
    Page<AuditEvent> first = history.events(none(), PageRequest.of("2", null));
    Page<AuditEvent> second = history.events(none(), PageRequest.of("2", first.nextPageToken()));
    assertThat(second.items()).extracting(AuditEvent::subject).containsExactly("e1");
    assertThatThrownBy(() -> history.events(none(), new PageRequest(2, Ids.next().toString())))
        .isInstanceOf(Failure.Invalid.class);
  }

  @Test
  void aCallerSeesTheirOwnEnvironmentsAndTheModels() {
    for (String type : List.of("environment", "model", "principal")) {
      for (String subject : List.of("dev", "prod")) {
        record(new Fact(type, subject, "a", "user:ada", "", null, Map.of(), AT));
      }
    }
    EventFilter dev = none().seenBy(new Reach(false, Set.of("dev")));

    assertThat(list(dev))
        .extracting(event -> event.subjectType() + " " + event.subject())
        .containsExactly("model prod", "model dev", "environment dev");
    assertThat(list(none()).stream().filter(dev::matches).toList()).isEqualTo(list(dev));
    assertThat(list(none())).hasSize(6);
    assertThat(list(none().seenBy(new Reach(false, Set.of())))).hasSize(2);

    EventFilter prod = inEnvironment("prod");
    assertThat(list(prod)).extracting(AuditEvent::subjectType).containsExactly("environment");
    assertThat(list(none()).stream().filter(prod::matches).toList()).isEqualTo(list(prod));
    assertThat(list(prod.seenBy(new Reach(false, Set.of("dev"))))).isEmpty();
  }

  private static EventFilter inEnvironment(String name) {
    return new EventFilter(null, null, null, null, null, name, null, Reach.EVERYWHERE);
  }

  @Test
  void everyFilterFindsItsPageByAnIndex() {
    jdbc.sql(
            """
            insert into history (id, subject_type, subject_id, sequence, type, actor, summary,
                deployment_id, data, at, recorded_at, previous_hash, hash)
            select gen_random_uuid(), 'endpoint', 'e' || n % 100, n, 't' || n % 20, 'a' || n % 50, '',
                null, '{}', now(), now() - n * interval '1 second', '', ''
            from generate_series(1, 20000) n
            """)
        .update();
    jdbc.sql("analyze history").update();

    for (EventFilter filter :
        List.of(
            none(),
            filter("e7", null, null),
            filter(null, "t7", null),
            filter(null, null, Instant.parse("2020-01-01T00:00:00Z")),
            new EventFilter(null, null, "a7", null, null, null, null, Reach.EVERYWHERE))) {
      assertThat(plan(filter)).as(filter.toString()).contains("Index").doesNotContain("Sort");
    }
  }

  private String plan(EventFilter filter) {
    Conditions wanted = filter.conditions();
    return String.join(
        "\n",
        jdbc.sql(
                "explain select id from history"
                    + wanted.where()
                    + "order by recorded_at desc, id desc limit 51")
            .params(wanted.values())
            .query(String.class)
            .list());
  }
}

package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.rollout.Rehearsal;
import dev.slipway.testing.ApiServer;
import dev.slipway.testing.ApiServer.Answer;
import dev.slipway.testing.Conforming;
import dev.slipway.testing.Contract;
import dev.slipway.testing.CountedStatements;
import dev.slipway.testing.ManyRows;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A list costs as many statements for fifty rows as for one. */
@Conforming
class ListQueriesTests {

  /** What stands for the variables of a list's path. */
  private static final Map<String, String> NAMED =
      Map.of(
          "{model}", "model-1",
          "{environment}", "bench-1",
          "{endpoint}", "bench-1-model-1",
          "{account}", "account-1",
          "{webhook}", "webhook-1");

  @Test
  void aListCostsAsManyStatementsForFiftyRowsAsForOne() {
    try (Rehearsal stage = Rehearsal.start()) {
      stage.live("v1");
      JdbcClient jdbc = stage.api().bean(JdbcClient.class);
      ManyRows.plant(jdbc, new ManyRows.Size(1, 60, 60, 10_000));
      String deployment =
          jdbc.sql("select max(deployment_id::text) from history where type = 'bench.planted'")
              .query(String.class)
              .single();
      Map<String, Integer> one = new TreeMap<>();
      Map<String, Integer> fifty = new TreeMap<>();
      Set<String> tooShort = new TreeSet<>();
      for (String list : Contract.lists()) {
        String path = list.replace("{deployment}", deployment);
        for (var named : NAMED.entrySet()) path = path.replace(named.getKey(), named.getValue());
        one.put(list, statements(stage.api(), path + "?page_size=1"));
        fifty.put(list, statements(stage.api(), path + "?page_size=50"));
        Answer answer = stage.api().get(path + "?page_size=50");
        if (answer.json().path("items").size() != 50) tooShort.add(list);
      }

      assertThat(tooShort).as("lists that had no fifty rows").isEmpty();
      assertThat(fifty).as("statements by list").isEqualTo(one);
      assertThat(fifty.values()).allMatch(it -> it <= 6);
    }
  }

  /** The lesser of two counts: once a minute it is noted besides that a token was used. */
  private static int statements(ApiServer api, String path) {
    return IntStream.range(0, 2)
        .map(_ -> Integer.parseInt(api.get(path).header(CountedStatements.HEADER)))
        .min()
        .orElseThrow();
  }
}

package dev.slipway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testing.TestPostgres;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What becomes of comparisons that a release without windows has counted. */
class EarlierMirrorReportTests {

  private static final UUID ENDPOINT = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");

  private final DataSource database = TestPostgres.dataSource(TestPostgres.emptyDatabase());
  private final JdbcClient jdbc = JdbcClient.create(database);

  @Test
  void theyStayInWindowsOfTheirOwnWithoutATolerance() {
    TestPostgres.migrate(database, "36");
    jdbc.sql(
            """
            do $$ begin
              -- Its model and environment are not needed for this.
              set local session_replication_role = replica;
              insert into endpoint
                  (id, name, physical_name, model_id, environment_id, account_id, region, overrides,
                   version, created_at)
              values ('%1$s', 'a', 'a', '%1$s', '%1$s', '1', 'r', '{}', 1, now());
              insert into mirror_comparison
              select '%1$s', shadow, release, '3', 9, 1, 0, 0, '{0,10}', '{0,10}', now(), now()
              from (values ('a', '7'), ('a', 'mixed'), ('b', '7')) seen (shadow, release);
            end $$
            """
                .formatted(ENDPOINT))
        .update();

    TestPostgres.migrate(database, "latest");

    List<Map<String, @Nullable Object>> counted =
        jdbc.sql(
                """
                select w.shadow, c.release, w.tolerance, w.since, c.agreed
                from mirror_count c join mirror_window w on w.id = c.window_id
                where w.endpoint_id = ? order by w.shadow, c.release
                """)
            .param(ENDPOINT)
            .query()
            .listOfRows();
    assertThat(counted)
        .extracting(row -> row.get("shadow") + " " + row.get("release") + " " + row.get("agreed"))
        .containsExactly("a 7 9", "a mixed 9", "b 7 9");
    assertThat(counted).allSatisfy(row -> assertThat(row).containsEntry("tolerance", null));
  }
}

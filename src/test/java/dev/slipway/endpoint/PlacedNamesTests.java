package dev.slipway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.testing.TestPostgres;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** SageMaker's names are unique in an account and region: also those that were there before. */
class PlacedNamesTests {

  private final DataSource database = TestPostgres.dataSource(TestPostgres.emptyDatabase());
  private final JdbcClient jdbc = JdbcClient.create(database);

  @BeforeEach
  void asBefore() {
    TestPostgres.migrate(database, "35");
    environment("prod", "111111111111", "us-east-1");
    environment("prod-eu", "111111111111", "eu-west-1");
    environment("dev", "222222222222", "us-east-1");
  }

  private void environment(String name, String account, String region) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            "insert into environment (id, name, revision, version, created_at) values (?, ?, 2, 0,"
                + " now())")
        .params(id, name)
        .update();
    for (int revision : new int[] {1, 2}) {
      jdbc.sql(
              """
              insert into environment_revision
                  (environment_id, revision, profile, created_by, created_at)
              values (?, ?, jsonb_build_object('location',
                  jsonb_build_object('account_id', ?, 'region', ?)), 'a test', now())
              """)
          .params(id, revision, account, region)
          .update();
    }
  }

  /** As the release before adds an endpoint, which knows nothing of its account and region. */
  private void imported(String environment, String model, String physicalName) {
    jdbc.sql(
            "insert into model (id, name, version, created_at) values (?, ?, 0, now())"
                + " on conflict do nothing")
        .params(UUID.randomUUID(), model)
        .update();
    jdbc.sql(
            """
            insert into endpoint (id, name, physical_name, model_id, environment_id, overrides,
                                  version, created_at, adoption)
            select gen_random_uuid(), e.name || '-' || m.name, ?, m.id, e.id, '{}', 0, now(),
                   '{"variant": "v", "claimed": false}'
            from environment e, model m where e.name = ? and m.name = ?
            """)
        .params(physicalName, environment, model)
        .update();
  }

  @Test
  void aNameIsTakenInOneAccountAndRegionUntilTheImportIsForgotten() {
    imported("prod", "early", "fraud");
    TestPostgres.migrate(database, "36");
    imported("prod-eu", "late", "fraud");
    imported("dev", "late", "fraud");
    assertThat(
            jdbc.sql("select name || ' ' || account_id || ' ' || region from endpoint order by 1")
                .query(String.class)
                .list())
        .containsExactly(
            "dev-late 222222222222 us-east-1",
            "prod-early 111111111111 us-east-1",
            "prod-eu-late 111111111111 eu-west-1");
    assertThatThrownBy(() -> imported("prod", "late", "fraud"))
        .isInstanceOf(DuplicateKeyException.class);
    jdbc.sql("update endpoint set retired = true where name = 'prod-early'").update();
    imported("prod", "late", "fraud");
    assertThatThrownBy(() ->
            jdbc.sql("update endpoint set retired = false where name = 'prod-early'").update())
        .isInstanceOf(DuplicateKeyException.class);
  }

  @Test
  void anImportThatWasForgottenEarlierLeavesTheRecordToPromotionsAndAClaimedOneStays() {
    imported("prod", "early", "fraud");
    imported("dev", "late", "score");
    jdbc.sql("update endpoint set retired = true, overrides = '{\"tags\": {}}'").update();
    jdbc.sql(
            "update endpoint set adoption = '{\"variant\": \"v\", \"claimed\": true}'"
                + " where name = 'dev-late'")
        .update();
    TestPostgres.migrate(database, "38");
    assertThat(records())
        .containsExactly(
            "dev-late score false {\"tags\": {}} null", "prod-early prod-early true {} fraud");
  }

  @Test
  void anImportThatWasForgottenUnderAnotherNameDoesNotKeepOneOnRecord() {
    TestPostgres.migrate(database, "36");
    imported("dev", "slip", "dev-fraud");
    jdbc.sql("update endpoint set retired = true").update();
    imported("dev", "fraud", "dev-fraud");
    jdbc.sql("update endpoint set retired = true").update();
    TestPostgres.migrate(database, "38");
    assertThat(records())
        .containsExactly(
            "dev-fraud dev-fraud true {} dev-fraud", "dev-slip dev-slip true {} dev-fraud");
  }

  @Test
  void aProcessOfTheReleaseBeforeForgetsAnImportAsThisOneDoes() {
    TestPostgres.migrate(database, "38");
    imported("prod", "alone", "one");
    imported("prod", "followed", "two");
    imported("dev", "claimed", "three");
    jdbc.sql(
            """
            update endpoint set overrides = '{"tags": {}}', adoption = adoption ||
                case name when 'dev-claimed' then '{"claimed": true}'
                          when 'prod-followed' then
                              '{"before": {"physical_name": "old", "overrides": {"alarms": {}},
                                           "adoption": {"variant": "w", "claimed": true}}}'
                          else '{}' end::jsonb
            """)
        .update();
    assertThat(records()).allMatch(it -> it.endsWith(" false {\"tags\": {}} null"));

    jdbc.sql("update endpoint set retired = true").update();

    assertThat(records())
        .containsExactly(
            "dev-claimed three false {\"tags\": {}} null",
            "prod-alone prod-alone true {} one",
            "prod-followed old false {\"alarms\": {}} two");
    assertThat(
            jdbc.sql("select adoption ->> 'variant' from endpoint where name = 'prod-followed'")
                .query(String.class)
                .single())
        .isEqualTo("w");
    imported("prod", "right", "one");
    jdbc.sql(
            "update endpoint set physical_name = 'four', adoption = '{\"variant\": \"v\","
                + " \"claimed\": false}' where name = 'prod-alone'")
        .update();
    assertThat(records()).as("another import").contains("prod-alone four false {} one");
  }

  private List<String> records() {
    return jdbc.sql(
            "select name, physical_name, adoption is null, overrides, forgotten_import"
                + " from endpoint order by name")
        .query((row, number) ->
            row.getString(1)
                + " "
                + row.getString(2)
                + " "
                + row.getBoolean(3)
                + " "
                + row.getString(4)
                + " "
                + row.getString(5))
        .list();
  }
}

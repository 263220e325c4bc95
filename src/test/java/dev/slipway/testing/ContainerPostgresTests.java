package dev.slipway.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The schema on the image that {@code docker-compose.yml} names, instead of the embedded server
 * that every other test uses. Optional: skipped without Docker, and nothing is proven only here.
 */
@Testcontainers(disabledWithoutDocker = true)
class ContainerPostgresTests {

  @Container
  private static final PostgreSQLContainer POSTGRES =
      new PostgreSQLContainer("postgres:18.1-trixie");

  private static final String NOBODY = "00000000-0000-7000-8000-000000000000";

  private static JdbcClient jdbc;
  private static Flyway flyway;

  @BeforeAll
  static void migrate() {
    var source = new PGSimpleDataSource();
    source.setUrl(POSTGRES.getJdbcUrl());
    source.setUser(POSTGRES.getUsername());
    source.setPassword(POSTGRES.getPassword());
    jdbc = JdbcClient.create(source);
    flyway = Flyway.configure().dataSource(source).locations("classpath:db/migration").load();
    flyway.migrate();
  }

  @Test
  void everyMigrationIsAppliedOnce() {
    assertThat(flyway.info().pending()).isEmpty();
    assertThat(flyway.migrate().migrationsExecuted).isZero();
    assertThat(flyway.validateWithResult().validationSuccessful).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update history set summary = 'something else'",
        "delete from history",
        "update model_version set image = 'another'",
        "delete from model_version"
      })
  void whatIsWrittenOnceStaysAsItIs(String change) {
    jdbc.sql(
            """
            insert into model (id, name, version, created_at) values (?::uuid, 'm', 0, now())
            on conflict do nothing
            """)
        .param(NOBODY)
        .update();
    jdbc.sql(
            """
            insert into model_version
              (id, model_id, name, image, artifact, container_environment, created_by, created_at)
            values (?::uuid, ?::uuid, 'v1', 'image', 's3://bucket/key', '{}', 'x', now())
            on conflict do nothing
            """)
        .params(NOBODY, NOBODY)
        .update();
    jdbc.sql(
            """
            insert into history
              (id, subject_type, subject_id, sequence, type, actor, summary, data, at, recorded_at,
               previous_hash, hash)
            values (?::uuid, 'model', 'm', 1, 'model.created', 'x', 'as it was', '{}', now(), now(),
                    'none', 'some')
            on conflict do nothing
            """)
        .param(NOBODY)
        .update();

    assertThatThrownBy(() -> jdbc.sql(change).update())
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("is append-only");
    assertThat(jdbc.sql("select summary from history").query(String.class).single())
        .isEqualTo("as it was");
  }
}
